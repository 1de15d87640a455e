// What has the focus may go: a button that is pressed and then not needed any more. The focus then moves to what stands
// nearest, so that somebody at the keyboard goes on from there and not from the top of the page.

const PLACES = 'li, tr, form, fieldset, section';

/** Where the focus goes: to the person of a row, else to the nearest heading; never to another button, which a second press would press. */
function nearest(path: readonly Element[]): HTMLElement | null {
  const left = path.find((e) => e.isConnected && e.matches(PLACES));
  if (left?.matches('tr')) return left.querySelector<HTMLElement>('[data-person]');
  const place = left?.matches('li') ? left : left?.closest('section')?.querySelector('h2, h3');
  const found = place ?? document.querySelector('main h1');
  return found instanceof HTMLElement ? found : null;
}

/** For a page's element: keeps the focus inside when what has it is taken away. */
export function keepFocus(page: HTMLElement): { destroy: () => void } {
  let path: Element[] = [];
  const took = (e: FocusEvent) => {
    path = [];
    for (let at = e.target instanceof Element ? e.target : null; at && at !== page; at = at.parentElement) path.push(at);
  };
  const look = () => {
    const last = path[0];
    if (!last || last.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    const to = nearest(path);
    path = [];
    if (!to) return;
    if (!to.matches('a, button, [tabindex]')) to.tabIndex = -1;
    to.focus();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(page, { childList: true, subtree: true });
  page.addEventListener('focusin', took);
  return {
    destroy: () => {
      watcher.disconnect();
      page.removeEventListener('focusin', took);
    },
  };
}
