// What went wrong, as every view shows it.

import type { Problem } from './generated/Problem';
import { t } from './t';

/** Anything thrown, as a problem in plain words. Commands reject with a problem; the rest is our own mistake. */
export function asProblem(thrown: unknown): Problem {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'kind' in thrown) {
    const p = thrown as Partial<Problem>;
    return {
      kind: String(p.kind),
      message: String(p.message),
      hint: typeof p.hint === 'string' ? p.hint : '',
      retry_at: typeof p.retry_at === 'string' ? p.retry_at : null,
    };
  }
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'internal', message: t('problem-internal'), hint: t('problem-internal-hint', { why }), retry_at: null };
}
