// Whether the person may ask the court now, and if not, why: one reason, in plain words. And when it is asked by itself.

import type { StatusView } from './generated/StatusView';
import { t } from './t';
import { at, atShort } from './when';

/** Offline is no reason: only asking shows whether the line is back. */
export function whyNoCheck(status: StatusView | null, scope: 'one' | 'all', now: Date, running: boolean): string | null {
  if (!status) return null;
  if (running || status.checking) return t('check-off-running');
  if (status.stopped) return t('check-off-stopped');
  if (status.asked_checks === 'none') return t('check-off-none');
  if (status.notice_unread) return t('check-off-notice');
  if (scope === 'all' && status.asked_checks !== 'all') return t('check-off-one');
  if (status.closed_until) return t('check-off-closed', { when: at(status.closed_until, now) });
  if (status.budget_spent_until) return t('check-off-budget', { when: at(status.budget_spent_until, now) });
  if (scope === 'all' && status.followed === 0) return t('check-off-followed');
  return null;
}

/** Minutes that are shown to the minute say nothing about a check that comes within the next one. */
const SOON = 90_000;

export function nextCheck(next: string, now: Date): string {
  return Date.parse(next) - now.getTime() <= SOON ? t('next-check-soon') : t('next-check', { when: atShort(next, now) });
}
