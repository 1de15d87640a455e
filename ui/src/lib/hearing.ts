// Where a hearing's date comes from: always a docket entry, since the court's own list of hearings is not asked.

import type { HearingView } from './generated/HearingView';
import { t } from './t';
import { monthDay } from './when';

export function sourceOf(hearing: HearingView, now: Date): string {
  if (hearing.entry_id === null) return t('next-source-gone');
  return hearing.entry_filed_on ? t('next-source-entry', { day: monthDay(hearing.entry_filed_on, now) }) : t('next-source-undated');
}
