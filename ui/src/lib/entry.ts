// What a person has typed on a page of a journey, until it is sent.

import type { AnswerView } from './generated/AnswerView';
import type { AskView } from './generated/AskView';
import { checkRules } from './journey';
import { oneLine } from './court-text';
import { t } from './t';

export interface Entry {
  name: string;
  value: string;
  /** Gone as soon as it is sent or left. */
  fleeting: boolean;
  ticked: boolean;
  /** Keep the secret on this computer. */
  keep: boolean;
  /** Show what is typed into a secret field. */
  show: boolean;
}

/** Gone as soon as it is sent, and never stored: secrets, and what is only good once. */
export const fleeting = (ask: AskView): boolean => ask.kind === 'secret' || ask.kind === 'phrase' || ask.kind === 'code';

/** The entries of a page: what was typed on the same step before, else what the portal or the store knows. */
export function fresh(asks: readonly AskView[], carried: readonly Entry[]): Entry[] {
  return asks.map((ask) => {
    const before = carried.find((e) => e.name === ask.name);
    const value = ask.kind === 'phrase' || ask.kind === 'code' ? '' : before?.value || (ask.known ?? '');
    const only = ask.kind === 'choice' && ask.options.length === 1 ? (ask.options[0]?.value ?? '') : '';
    return { name: ask.name, value: value || only, fleeting: fleeting(ask), ticked: false, keep: before?.keep ?? false, show: before?.show ?? false };
  });
}

/** The heading that tells a field from another with the same words; none where its words are its own. */
export function twinHeading(ask: AskView, asks: readonly AskView[]): string | null {
  const twin = asks.some((other) => other !== ask && other.prompt === ask.prompt && other.under !== ask.under);
  return twin && ask.under ? oneLine(ask.under, 120) : null;
}

/** Headings inside a page: only where it has more than one, for the page's own stands at its top. */
export const hasParts = (asks: readonly AskView[]): boolean => new Set(asks.map((a) => a.under ?? '')).size > 1;

/** A field's words without the marks around them, and the heading that tells equal ones apart. */
export function fullPrompt(ask: AskView, asks: readonly AskView[]): string {
  const prompt = oneLine(ask.prompt, 120).replace(/[\s:*]+$/, '') || oneLine(ask.name, 120);
  const under = twinHeading(ask, asks);
  return under ? `${under}: ${prompt}` : prompt;
}

/** What is missing before it can be sent, field by field. */
export function missing(ask: AskView, entry: Entry, asks: readonly AskView[]): string | null {
  const what = fullPrompt(ask, asks);
  if (ask.kind === 'agreement') return entry.ticked ? null : ask.text ? t('ask-agree') : t('ask-tick');
  if (entry.value === '') {
    if (ask.optional) return null;
    return ask.kind === 'choice' ? t('ask-choose', { what }) : t('ask-empty', { what });
  }
  if (ask.rules && checkRules(ask.rules, entry.value).some((r) => !r.met)) return t('ask-rules', { what });
  return null;
}

export function toAnswers(asks: readonly AskView[], entries: readonly Entry[]): AnswerView[] {
  return asks.map((ask, i): AnswerView => {
    const entry = entries[i];
    if (ask.kind === 'agreement') return { name: ask.name, answer: { kind: entry?.ticked ? 'yes' : 'no' } };
    if (ask.kind === 'secret') return { name: ask.name, answer: { kind: 'secret', secret: entry?.value ?? '', keep: entry?.keep ?? false } };
    return { name: ask.name, answer: { kind: 'text', text: entry?.value ?? '' } };
  });
}

/** What may be stored before it is sent. */
export function toKeep(asks: readonly AskView[], entries: readonly Entry[]): AnswerView[] {
  return toAnswers(asks, entries).filter((answer, i) => {
    const ask = asks[i];
    return ask !== undefined && !fleeting(ask) && ask.kind !== 'agreement' && answer.answer.kind === 'text';
  });
}

/** Where a heading's fields can be copied from: an earlier heading whose fields it begins with (a billing address). */
export function sameAs(asks: readonly AskView[], i: number): { under: string; from: number; fields: number } | null {
  const under = asks[i]?.under;
  if (!under || asks[i - 1]?.under === under) return null;
  const run = (at: number) => {
    const heading = asks[at]?.under;
    let end = at;
    while (end < asks.length && asks[end]?.under === heading) end += 1;
    return asks.slice(at, end);
  };
  const mine = run(i);
  for (let at = 0; at < i; at += run(at).length) {
    const theirs = run(at);
    const heading = theirs[0]?.under;
    const alike = (a: AskView, n: number) => (a.kind === 'text' || a.kind === 'choice') && a.prompt === mine[n]?.prompt && a.kind === mine[n]?.kind;
    if (heading && theirs.length > 1 && theirs.every(alike)) return { under: heading, from: at, fields: theirs.length };
  }
  return null;
}
