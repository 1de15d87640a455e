// Words about journeys: our own for the steps of the procedures, the portal's for everything we do not know.

import { oneLine } from './court-text';
import type { JourneyKindView } from './generated/JourneyKindView';
import type { JourneyView } from './generated/JourneyView';
import type { PageView } from './generated/PageView';
import type { PartView } from './generated/PartView';
import type { PasswordRulesView } from './generated/PasswordRulesView';
import type { Problem } from './generated/Problem';
import type { SignInView } from './generated/SignInView';
import { has, t } from './t';

export const journeyName = (kind: JourneyKindView): string => t(`kind-${kind}`);

/** Journeys that begin with the link of an e-mail. */
export const byLink = (kind: JourneyKindView): boolean => kind === 'associate' || kind === 'change_password';

/** What is wrong is the link: the same one would be refused again, or there is none to go on with. */
export const linkRefused = (problem: Problem | null): boolean => ['unknown_group', 'link_expired', 'foreign_host', 'link_needed'].includes(problem?.kind ?? '');

/** Journeys that pass through pages of the procedures on another errand: the procedures' words for those do not fit. */
const errands: readonly JourneyKindView[] = ['sign_in', 'dissociate', 'preferences', 'change_password', 'resend_verification', 'reconcile'];
const onErrand = (kind: JourneyKindView, step: string) => errands.includes(kind) && !/^C[34]$/.test(step);

/** What a step is about, in our words where we have them. */
export function stepTitle(kind: JourneyKindView, number: string, theirs: string): string {
  if (onErrand(kind, number)) return journeyName(kind);
  return has(`step-${number}`) ? t(`step-${number}`) : oneLine(theirs, 80) || number;
}

/** A sentence about the page, or nothing. */
export function pageAbout(kind: JourneyKindView, page: PageView): string | null {
  if (onErrand(kind, page.step)) return null;
  // A lost password ends on a page of its own, where no address is asked.
  if (page.step === 'C5' && !page.asks.some((a) => a.name === 'email')) return null;
  // The new password is known from a page before, and goes along unasked.
  if (page.step === 'A6' && !page.asks.some((a) => a.name === 'new_password')) return t('about-A6-known');
  return has(`about-${page.step}`) ? t(`about-${page.step}`) : null;
}

/** What the last click means. */
export function lastMeans(kind: JourneyKindView, step: string): string {
  if (kind === 'dissociate') return t('leave-means');
  return !onErrand(kind, step) && has(`last-${step}`) ? t(`last-${step}`) : t('last-any');
}

/** Who is e-mailed, and what is told to whom: said before it happens. */
export const mailWords = (kind: JourneyKindView): string | null => (has(`mail-${kind}`) ? t(`mail-${kind}`) : null);

/** The same at a last click, where that click is what has it sent. */
export const mailAt = (kind: JourneyKindView, step: string): string | null => (kind === 'register_administrator' && step !== 'A8' ? null : mailWords(kind));

/** The last try before a lock is no note among others. */
export const isWarning = (words: string): boolean => /last try before the portal locks/i.test(words);

export function placeIn(journey: JourneyView): { n: number; all: number } | null {
  const walked = journey.steps.filter((s) => s.state !== 'skipped');
  const n = walked.findIndex((s) => s.state === 'here') + 1;
  return n > 0 ? { n, all: walked.length } : null;
}

/** Which part of the site a person goes on with by hand. */
export function partOf(kind: JourneyKindView): PartView {
  return ['register_account', 'recover_password', 'recover_user_name', 'resend_verification'].includes(kind) ? 'casenet' : 'group';
}

export interface Rule {
  words: string;
  met: boolean;
}

/** The rules one by one, and whether a password keeps them. Letters of any alphabet count as the portal's would: A to Z. */
export function checkRules(rules: PasswordRulesView, password: string): Rule[] {
  const list: Rule[] = [{ words: t('rule-least', { n: rules.least }), met: [...password].length >= rules.least }];
  if (rules.upper) list.push({ words: t('rule-upper'), met: /[A-Z]/.test(password) });
  if (rules.lower) list.push({ words: t('rule-lower'), met: /[a-z]/.test(password) });
  if (rules.digit) list.push({ words: t('rule-digit'), met: /[0-9]/.test(password) });
  return list;
}

/** "23 hours 12 minutes"; `null` when the moment is past. */
export function timeLeft(until: string, now: Date): string | null {
  const minutes = Math.ceil((new Date(until).getTime() - now.getTime()) / 60_000);
  if (Number.isNaN(minutes) || minutes <= 0) return null;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return t('left-minutes', { n: minutes });
  return minutes % 60 === 0 ? t('left-hours', { n: hours }) : t('left-both', { h: hours, m: minutes % 60 });
}

/** The sign-ins that need a person come first. */
export function mostUrgent(list: readonly SignInView[]): SignInView | null {
  const order = ['disabled', 'ended', 'no_group', 'signed_in'];
  return [...list].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? null;
}

/** What the program says in the terminal and the window, and the window says at the field itself. */
const SAID_AT_ITS_FIELD = [/user name can never be changed later/i, /administrator is copied on every e-mail/i];

/** What stands above the form: what the page says and what there is to say about it, but nothing twice. */
export function notesOf(page: PageView, ours: boolean): readonly string[] {
  const shown = page.shows.map((s) => s.value).filter((value) => value !== '');
  return page.told
    .filter((x) => x.ours === ours && !x.refusal && !SAID_AT_ITS_FIELD.some((said) => said.test(x.words)) && !shown.some((value) => x.words.includes(value)))
    .map((x) => x.words);
}
