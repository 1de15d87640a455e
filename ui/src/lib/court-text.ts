// Text that the court (or anyone else) wrote, made safe to look at: it can neither reorder our words nor hide.

// Controls without a picture of their own, the marks that turn the direction of writing, and what has no width at all.
// Joiners stay where they shape letters (Persian, Hindi, emoji); between Latin letters they only hide.
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|(?<=^|[\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?=$|[\u0000-\u024f])/g;

/** Shows control characters, direction marks and zero-width marks as ‹U+202E› instead of obeying them. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (c) => `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The same on one line, for titles, labels and window titles. */
export function oneLine(text: string, limit = 300): string {
  const line = visible(head(text, limit)).replace(/\s+/g, ' ').trim();
  return text.length > limit ? `${line}…` : line;
}

/** The first `limit` characters, never half of a character. */
export function head(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
