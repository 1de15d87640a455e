// Accounts and journeys of the invented court: its pages, and a small portal that answers them.

import type { AccountsView } from '../src/lib/generated/AccountsView';
import type { AnswerView } from '../src/lib/generated/AnswerView';
import type { AskView } from '../src/lib/generated/AskView';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import type { JourneyView } from '../src/lib/generated/JourneyView';
import type { OutcomeView } from '../src/lib/generated/OutcomeView';
import type { PageView } from '../src/lib/generated/PageView';

export const ECF = 'http://127.0.0.1:4180/ecf/';

export const noAccounts = (): AccountsView => ({
  signed_in: [],
  accounts: [],
  kept_in: 'keyring',
  keeping_problem: null,
  agreements: [],
  open_journey: null,
  left_journeys: [],
  verify_until: null,
  locked_until: null,
  tries_left: null,
  ecf_link: ECF,
});

export const someAccounts = (): AccountsView => ({
  ...noAccounts(),
  signed_in: [
    { part: 'ecf', as: 'jordan_public', since: '2026-11-17T14:20:00Z', state: 'signed_in', portal_says: null },
    { part: 'casenet', as: 'jordan.public@example.org', since: '2026-11-17T13:02:00Z', state: 'ended', portal_says: 'Your session has timed out. Please log in again.' },
  ],
  accounts: [
    { user_name: 'jordan_public', kept: { password: false, pin: true }, group: 'Sample County Children’s Division' },
    { user_name: 'jordan.public@example.org', kept: { password: true, pin: false }, group: null },
  ],
  agreements: [{ title: 'User Agreement', agreed_at: '2026-11-16T20:11:00Z', hash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9', user_name: 'jordan_public' }],
});

const ask = (name: string, kind: AskView['kind'], prompt: string, more: Partial<AskView> = {}): AskView => ({
  name,
  kind,
  prompt,
  under: null,
  optional: false,
  options: [],
  image: null,
  text: null,
  refused: null,
  known: null,
  rules: null,
  may_keep: false,
  ...more,
});

const rules = { least: 8, upper: true, lower: true, digit: true };

// Drawn here, as the reference screen draws it; a real one comes from the court.
const PHRASE = `data:image/svg+xml,${encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 288 84' width='288' height='84'><rect width='288' height='84' fill='#fff'/><path d='M0 58c40-30 70 22 120-6s90-30 168 8M0 26c60 30 100-22 150 4s90 18 138-8' fill='none' stroke='#8d9297' stroke-width='1.5'/><g fill='#3d4551' font-family='Georgia, serif' font-size='38' font-weight='700'><text transform='translate(26 56) rotate(-9)'>qu</text><text transform='translate(86 58) rotate(-4)'>iet</text><text transform='translate(168 52) rotate(5)'>4oak</text></g></svg>",
)}`;

const AGREEMENT =
  'By registering you agree to use the electronic filing system only as the rules of the court allow.\n\nYou keep your user name and password to yourself. What is filed with them counts as filed by you.\n\nYou tell the court at once when somebody else may know them.';

const HOST = '127.0.0.1:4180';
const titles: Record<string, string> = {
  A1: 'Log on', A2: 'Change password', A3: 'Log on', A4: 'Missing Information', A5: 'My Account', A6: 'Security questions', A7: 'My Applications', A8: 'User Agreement', A9: 'Group Administrator Menu',
  B1: 'Registration', B2: 'MOBAR number', B3: 'Create an account', B4: 'Your name', B5: 'Your addresses', B6: 'Security questions', B7: 'eFiling Registration – Additional Steps Required', B8: 'Log on',
  B9: 'Log on', B10: 'Group User Authentication', B11: 'User Agreement', B12: 'eFiling Menu',
  C1: 'Create Account', C2: 'Check your e-mail', C3: 'Log in', C4: 'Verification code', C5: 'Forgot Password',
};
const walks: Record<JourneyKindView, string[]> = {
  register_administrator: ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9'],
  register_user: ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8'],
  register_account: ['C1', 'C2'],
  associate: ['B9', 'B10', 'B11', 'B12'],
  dissociate: ['B12'],
  sign_in: ['C3', 'C4'],
  recover_password: ['C5'],
  recover_user_name: ['C5'],
  change_password: ['A2'],
  resend_verification: ['C5'],
  preferences: ['B12'],
  reconcile: ['C3'],
};
/** Steps where a person is asked something. */
const asking = new Set(['A1', 'A2', 'A3', 'A5', 'A6', 'A8', 'B2', 'B3', 'B4', 'B5', 'B6', 'B9', 'B10', 'B11', 'B12', 'C1', 'C3', 'C4', 'C5']);
const last = new Set(['A2', 'A6', 'A8', 'B6', 'B10', 'B11', 'B12', 'C1']);
const buttons: Record<string, string> = { A1: 'Logon', A3: 'Logon', A5: 'Update', A6: 'Update', B9: 'Logon', B10: 'Submit', C1: 'Create Account', C3: 'Login', C5: 'Submit' };

const address = (under: string): AskView[] => {
  const name = under.startsWith('Mailing') ? 'mailing_address' : 'billing_address';
  return [
    ask(`${name}.line1`, 'text', 'Address Line 1', { under }),
    ask(`${name}.line2`, 'text', 'Address Line 2', { under, optional: true }),
    ask(`${name}.city`, 'text', 'City', { under }),
    ask(`${name}.state`, 'text', 'State', { under, known: 'MO' }),
    ask(`${name}.zip`, 'text', 'Zip Code', { under }),
  ];
};

function asksOf(step: string): AskView[] {
  switch (step) {
    case 'A1':
    case 'A3':
    case 'B9':
      return [ask('user_name', 'text', 'Username', { known: step === 'A3' ? 'agency_admin' : null }), ask('password', 'secret', 'Password', { may_keep: true })];
    case 'A2':
      return [ask('new_password', 'secret', 'New Password', { rules })];
    case 'A5':
      return [ask('Phone', 'text', 'Phone'), ask('Work e-mail', 'text', 'Work e-mail')];
    case 'A6':
    case 'B6':
      return ['What was your first school?', 'What was your first pet?', 'In which town did you grow up?'].map((q) => ask(q, 'secret', q));
    case 'A8':
    case 'B11':
      return [ask('agreement', 'agreement', step === 'A8' ? 'I acknowledge that I have read the agreement.' : 'I acknowledge', { text: AGREEMENT })];
    case 'B2':
      return [ask('agreement', 'agreement', 'I do not have a MOBAR number.')];
    case 'B12':
      return [ask('agreement', 'agreement', 'Leave the group Sample County Children’s Division?', { text: 'You can no longer file for the group until you join it again.' })];
    case 'B3':
      return [ask('user_name', 'text', 'User Name'), ask('password', 'secret', 'Password', { rules, may_keep: true }), ask('phrase', 'phrase', 'Enter the phrase that shows in the box', { image: PHRASE })];
    case 'B4':
      return [ask('first_name', 'text', 'First Name'), ask('last_name', 'text', 'Last Name'), ask('email', 'text', 'E-mail Address')];
    case 'B5':
      return [...address('Mailing Address'), ...address('Billing Address'), ask('phone', 'text', 'Phone Number', { under: 'Billing Address' })];
    case 'B10':
      return [
        ask('group', 'choice', 'Group Name', { options: [{ value: '7', label: 'Sample County Children’s Division' }] }),
        ask('pin', 'secret', 'Pin', { may_keep: true }),
        ask('information', 'text', 'User Information'),
      ];
    case 'C1':
      return [ask('email', 'text', 'E-mail Address'), ask('password', 'secret', 'Password', { rules, may_keep: true }), ask('agreement', 'agreement', 'I agree to the terms of use', { text: AGREEMENT })];
    case 'C3':
      return [ask('user_name', 'text', 'E-mail Address'), ask('password', 'secret', 'Password', { may_keep: true })];
    case 'C4':
      return [ask('email_code', 'code', 'Verification Code')];
    case 'C5':
      return [ask('email', 'text', 'E-mail Address')];
    default:
      return [];
  }
}

let count = 0;
export const pageAt = (step: string, more: Partial<PageView> = {}): PageView => ({
  question_id: `q${(count += 1)}`,
  step,
  page: titles[step] ?? step,
  host: HOST,
  told: step === 'A3' ? [{ words: 'Password has been successfully reset.', refusal: false, ours: false }] : step === 'B3' ? [{ words: 'The user name can never be changed later; the password can.', refusal: false, ours: true }] : [],
  shows: step === 'B11' ? [{ label: 'Group Name', value: 'Sample County Children’s Division' }] : [],
  given: step === 'B6' ? [{ name: 'user_name', label: null, value: 'jordan_public' }, { name: 'mailing_address', label: null, value: '100 Any St, Jefferson City, MO, 65101' }] : [],
  asks: asksOf(step),
  last_click: last.has(step),
  button: buttons[step] ?? 'Continue',
  ...more,
});

export function journeyAt(kind: JourneyKindView, step: string, more: Partial<JourneyView> = {}): JourneyView {
  const walk = walks[kind];
  const at = walk.indexOf(step);
  return {
    kind,
    steps: walk.map((number, i) => ({ number, title: titles[number] ?? number, state: i < at ? 'done' : i === at ? 'here' : 'ahead' })),
    page: pageAt(step),
    working: false,
    outcome: null,
    problem: null,
    saved_at: '2026-11-17T15:38:00Z',
    ...more,
  };
}

const nobody: OutcomeView = { outcome: 'nothing_done', as: null, group: null, next: null, until: null, portal_says: null };
export function ended(kind: JourneyKindView): JourneyView {
  const outcomes: Partial<Record<JourneyKindView, Partial<OutcomeView>>> = {
    register_administrator: { outcome: 'registered', as: 'agency_admin', group: 'Sample County Children’s Division' },
    register_user: { outcome: 'registered', as: 'jordan_public', next: 'associate' },
    register_account: { outcome: 'registered', as: 'jordan.public@example.org', next: 'verify_email', until: '2026-11-18T15:12:00Z' },
    associate: { outcome: 'associated', as: 'jordan_public', group: 'Sample County Children’s Division' },
    sign_in: { outcome: 'signed_in', as: 'jordan.public@example.org' },
    recover_password: { outcome: 'mailed', next: 'read_email' },
    recover_user_name: { outcome: 'mailed', next: 'read_email' },
    resend_verification: { outcome: 'mailed', next: 'verify_email', until: '2026-11-18T15:40:00Z' },
    change_password: { outcome: 'changed', as: 'jordan_public' },
    dissociate: { outcome: 'dissociated', as: 'jordan_public' },
  };
  const view = journeyAt(kind, '', { page: null, outcome: { ...nobody, ...outcomes[kind] } });
  return { ...view, steps: view.steps.map((s) => ({ ...s, state: 'done' as const })) };
}

export function begun(kind: JourneyKindView): JourneyView {
  const first = walks[kind].find((s) => asking.has(s)) ?? '';
  return journeyAt(kind, first);
}

/** What the portal does with a page: refuses what a person must see refused, else shows the next. */
export function answered(journey: JourneyView, answers: readonly AnswerView[]): JourneyView {
  const page = journey.page;
  if (!page) return journey;
  const said = (name: string) => {
    const answer = answers.find((a) => a.name === name)?.answer;
    return answer?.kind === 'text' ? answer.text : answer?.kind === 'secret' ? answer.secret : '';
  };
  const refuse = (words: Record<string, string>, top: string[] = []) =>
    journeyAt(journey.kind, page.step, {
      page: pageAt(page.step, {
        told: top.map((x) => ({ words: x, refusal: true, ours: false })),
        asks: page.asks.map((a) => ({ ...a, refused: words[a.name] ?? null, known: a.kind === 'text' || a.kind === 'choice' ? said(a.name) : null })),
      }),
    });
  if (page.step === 'B3') {
    const wrong: Record<string, string> = {};
    if (said('user_name') === 'taken') wrong.user_name = 'This user name is taken. Choose another user name.';
    if (said('phrase') !== 'quiet4oak') wrong.phrase = 'The phrase did not match.';
    if (Object.keys(wrong).length > 0) return refuse(wrong);
  }
  if (page.step === 'B10' && said('pin') !== '4711') return refuse({ pin: 'The PIN is not valid for this group.' });
  if ((page.step === 'B9' || page.step === 'C3') && said('password') === 'wrong') return refuse({}, ['Invalid username or password.']);
  if (page.step === 'C4' && said('email_code') !== '123456') return refuse({ email_code: 'The code is not valid.' });
  const walk = walks[journey.kind];
  const next = walk.slice(walk.indexOf(page.step) + 1).find((s) => asking.has(s) && s !== 'B12');
  return next ? journeyAt(journey.kind, next) : ended(journey.kind);
}
