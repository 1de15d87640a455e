// Where the window is: a hash route, so that notifications, history and links all speak the same addresses.

export interface Route {
  /** "case", "7", "parties". */
  readonly steps: readonly string[];
  readonly query: URLSearchParams;
  /** The whole, as in the address. */
  readonly hash: string;
}

export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const steps = path.split('/').filter((s) => s !== '').map(decode);
  return { steps: steps.length > 0 ? steps : ['today'], query: new URLSearchParams(query), hash };
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

let current = $state.raw<Route>(parseHash(location.hash));
if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => (current = parseHash(location.hash)));
}

export const route = {
  get steps() {
    return current.steps;
  },
  get query() {
    return current.query;
  },
  /** The path without the query: what decides whether this is another page. */
  get path() {
    return current.steps.join('/');
  },
  get hash() {
    return current.hash;
  },
  /** Reads the address again; for tests and for a window that was sent somewhere before it listened. */
  sync() {
    current = parseHash(location.hash);
  },
};

/** Goes to a place; the same place again is a new arrival, so that a second click on a notification shows it again. */
export function go(hash: string): void {
  if (location.hash === hash) current = parseHash(hash);
  else location.hash = hash;
}

/** Changes the query of this page without a step in the history and without moving the focus. */
export function setQuery(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(current.query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(key);
    else query.set(key, value);
  }
  const words = query.toString();
  const hash = `#/${current.steps.map(encodeURIComponent).join('/')}${words ? `?${words}` : ''}`;
  history.replaceState(history.state, '', hash);
  current = parseHash(hash);
}

export const to = {
  today: '#/today',
  reviewed: '#/today/reviewed',
  cases: '#/cases',
  add: '#/add',
  paste: '#/add/list',
  access: '#/access',
  accounts: '#/accounts',
  group: (tab?: string) => `#/group${tab ? `/${tab}` : ''}`,
  journey: '#/journey',
  register: (what?: string) => `#/register${what ? `/${what}` : ''}`,
  settings: (tab: string) => `#/settings/${tab}`,
  search: (words: string) => `#/search?q=${encodeURIComponent(words)}`,
  case: (id: number, tab?: string) => `#/case/${id}${tab ? `/${tab}` : ''}`,
  entry: (id: number, entryId: number, changeId?: number | null) =>
    `#/case/${id}?entry=${entryId}${changeId ? `&change=${changeId}` : ''}`,
};
