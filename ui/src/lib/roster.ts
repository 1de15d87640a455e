// Which users of a roster are shown, and in which order. Pure: the same list gives the same page.

import type { GroupUserView } from './generated/GroupUserView';

/** How many can be asked for at once, and how many rows a page has. */
export const MOST = 20;
export const ROWS = 50;

export const shows = ['here', 'active', 'disabled', 'pending', 'noted', 'removed'] as const;
export type Show = (typeof shows)[number];
const fits: Record<Show, (u: GroupUserView) => boolean> = {
  here: (u) => u.status !== 'removed',
  active: (u) => u.status === 'active',
  disabled: (u) => u.status === 'disabled',
  pending: (u) => u.pending !== null,
  noted: (u) => u.note !== null,
  removed: (u) => u.status === 'removed',
};

export const sorts = ['court', 'name', 'user_name', 'status', 'joined', 'changed'] as const;
export type Sort = (typeof sorts)[number];
const words = new Intl.Collator('en-US', { sensitivity: 'base', numeric: true });
const order = { active: 0, disabled: 1, removed: 2 };
/** Later comes first where a moment is sorted by: what is new is what is looked for. */
const compare: Record<Exclude<Sort, 'court'>, (a: GroupUserView, b: GroupUserView) => number> = {
  name: (a, b) => words.compare(a.name, b.name),
  user_name: (a, b) => words.compare(a.user_name, b.user_name),
  status: (a, b) => order[a.status] - order[b.status] || words.compare(a.name, b.name),
  joined: (a, b) => b.first_seen_at.localeCompare(a.first_seen_at),
  changed: (a, b) => b.status_since.localeCompare(a.status_since),
};

export const isShow = (word: string | null): word is Show => shows.includes(word as Show);
export const isSort = (word: string | null): word is Sort => sorts.includes(word as Sort);

/** Each word of the filter must be found somewhere: in the names, what the user told, or the note. */
export function found(users: readonly GroupUserView[], filter: string, show: Show, sort: Sort, down: boolean): GroupUserView[] {
  const asked = filter.toLowerCase().split(/\s+/).filter((w) => w !== '');
  const list = users.filter((u) => {
    if (!fits[show](u)) return false;
    if (asked.length === 0) return true;
    const all = `${u.name}\n${u.user_name}\n${u.information}\n${u.note ?? ''}`.toLowerCase();
    return asked.every((w) => all.includes(w));
  });
  // The portal's own order stays; a sort of equals keeps it, too.
  if (sort !== 'court') list.sort(compare[sort]);
  return down ? list.reverse() : list;
}
