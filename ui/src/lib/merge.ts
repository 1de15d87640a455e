// A list that is read again while a person works in it: rows keep their places, new ones appear beside their
// neighbours, and rows that the person has just dealt with stay where they were, with their Undo.

/** `before` in its order, with the values of `now`; items only in `now` go after their neighbour there. */
export function mergeKeeping<T>(before: readonly T[], now: readonly T[], keep: (item: T) => boolean, key: (item: T) => number): T[] {
  const fresh = new Map(now.map((item) => [key(item), item]));
  const merged = before.filter((item) => fresh.has(key(item)) || keep(item)).map((item) => fresh.get(key(item)) ?? item);
  const there = new Set(merged.map(key));
  now.forEach((item, i) => {
    if (there.has(key(item))) return;
    const neighbour = now[i - 1];
    const place = neighbour === undefined ? 0 : merged.findIndex((m) => key(m) === key(neighbour)) + 1;
    merged.splice(place, 0, item);
    there.add(key(item));
  });
  return merged;
}
