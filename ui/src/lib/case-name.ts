// What a case is called: the person's own name for it, else its style, else its number.

import type { CaseRow } from './generated/CaseRow';
import { oneLine } from './court-text';
import { t } from './t';

/** A case that is no longer public is called by the person's own words only: never by number or style. */
export function caseName(row: Pick<CaseRow, 'label' | 'style' | 'case_number' | 'matter' | 'state'>): string {
  if (row.label) return oneLine(row.label);
  if (isClosed(row)) return row.matter ? t('case-matter', { matter: oneLine(row.matter) }) : t('case-closed-name');
  return oneLine(row.style || row.case_number);
}

/** Whether nothing that the court wrote may be shown of it. */
export const isClosed = (row: Pick<CaseRow, 'state'>): boolean => row.state === 'closed' || row.state === 'erased';

/** "Boone County"; the court's own word when it already says what it is. */
export function place(location: string | null): string | null {
  if (!location) return null;
  return /county|city|court/i.test(location) ? oneLine(location) : t('case-county', { county: oneLine(location) });
}
