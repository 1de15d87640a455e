// The window's title, and where the focus goes on another page.

import { t } from './t';

export function setTitle(page: string): void {
  document.title = t('title', { page });
}

/** The focus goes to the page's heading, so that keyboard and screen reader start there. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>('main h1');
  heading?.focus({ preventScroll: true });
}
