// Every view, with nothing, with much, and with everything broken: it shows what it should, and axe finds nothing.
import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { BEFORE, problem, READ } from '../gallery/samples';
import { desk } from '../src/lib/desk.svelte';
import { expectAccessible, open, world } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const data_folder = '/home/sam/.local/share/org.docketbell.Docketbell';
const portals = [
  { id: 'practice', name: 'Practice portal', description: 'Invented.', notice: null },
  { id: 'missouri', name: 'Missouri Case.net', description: 'Real.', notice: 'Automated querying is prohibited.' },
];

describe.each([
  ['Today', '#/today', 'Today', '8 changes to review|10 changes to review', 'You do not follow a case yet.'],
  ['Reviewed today', '#/today/reviewed', 'Today', 'Inventory Filed', 'You have reviewed nothing today.'],
  ['Cases', '#/cases', 'Cases', 'Maple Street lease', 'You do not follow a case yet.'],
  ['Case, docket', '#/case/1', 'Maple Street lease', 'Hearing Continued/Rescheduled', null],
  ['Case, parties', '#/case/1/parties', 'Maple Street lease', 'DOE, JANE Q', null],
  ['Case, hearings', '#/case/1/hearings', 'Maple Street lease', 'Was December 3, 1:30 p.m.', null],
  ['Case, documents', '#/case/1/documents', 'Maple Street lease', "Opening asks the court's site for one document.", null],
  ['Case, charges', '#/case/1/charges', 'Maple Street lease', 'Exceeded Posted Speed Limit', null],
  ['Case, history', '#/case/1/history', 'Maple Street lease', 'sustained in part', null],
  ['A closed case', '#/case/4', 'Matter M-2077', 'The court no longer shows this case. It may now be confidential.', null],
  ['Add by number', '#/add', 'Add cases', 'Follow this case', 'Follow this case'],
  ['Paste a list', '#/add/list', 'Add cases', 'Nothing to check yet. Paste your case numbers first.', 'Paste a list'],
  ['Settings, appearance', '#/settings/appearance', 'Settings', 'Tighter rows', 'Tighter rows'],
  ['Settings, notifications', '#/settings/notifications', 'Settings', 'Quiet hours are on', 'Quiet hours are on'],
  ['Settings, checking', '#/settings/checking', 'Settings', 'No limit (this computer only)', 'Nothing was asked yet.'],
  ['Settings, privacy', '#/settings/privacy', 'Settings', '12.4 MB', '12.4 MB'],
  ['Settings, keys', '#/settings/keys', 'Settings', 'Single keys are on', 'Single keys are on'],
  ['Settings, about', '#/settings/about', 'Settings', '0.1.0', '0.1.0'],
  ['Accounts', '#/accounts', 'Accounts', 'signed in as jordan_public', 'You are not signed in. Following cases needs no account.'],
  ['Register or sign in', '#/register', 'Register or sign in', 'Join a group with a link', 'Join a group with a link'],
  ['Before an administrator', '#/register/register_administrator', "Set up a group administrator's account", "From then on, the court copies you on every e-mail that it sends to your group's users.", 'Your user name can never be changed.'],
  ['Before a group user', '#/register/register_user', 'Create an account for a group user', 'Your user name can never be changed.', 'I have an account: join with a link'],
  ['Before a Case.net account', '#/register/register_account', 'Create a Case.net account', 'Its link counts for 24 hours.', 'Its link counts for 24 hours.'],
  ['Before a group is joined', '#/register/associate', 'Join a group with a link', 'the administrator is copied on every e-mail that the court sends you.', 'Looking at it asks nothing of any site.'],
  ['Before leaving a group', '#/register/dissociate', 'Leave your group', 'You can no longer file for the group.', 'You can no longer file for the group.'],
  ['Before a sign-in', '#/register/sign_in', 'Sign in', 'Where would you like to sign in?', 'The eFiling menu'],
  ['No journey', '#/journey', 'Nothing is open', 'There is no registration or sign-in under way.', 'There is no registration or sign-in under way.'],
  ['A journey that nobody knows', '#/register/roof', 'There is no such page', 'The address leads nowhere.', 'The address leads nowhere.'],
  ['Search', '#/search?q=motion', 'Search', '1 hit, newest first', 'Nothing in your copy matches "motion". Try fewer letters.'],
  ['Access', '#/access', 'Checking is not stopped', "The court's site has not refused us.", "The court's site has not refused us."],
  ['Nowhere', '#/nowhere', 'There is no such page', 'The address leads nowhere.', 'The address leads nowhere.'],
])('%s', (name, hash, heading, full, empty) => {
  const text = (words: string) => screen.getAllByText((_, el) => words.split('|').some((w) => el?.textContent?.replace(/\s+/g, ' ').trim().includes(w) === true));

  test('full', async () => {
    await open(hash);
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading);
    expect(text(full).length).toBeGreaterThan(0);
    expect(document.title).toContain('Docketbell');
    expect(document.querySelector('[style]'), 'the policy allows no style attribute').toBeNull();
    await expectAccessible();
  });

  test('empty', async () => {
    await open(hash, 'empty');
    if (empty === null) {
      expect(screen.getByTestId('problem')).toHaveTextContent('This case is not on this computer.');
    } else expect(text(empty).length).toBeGreaterThan(0);
    await expectAccessible();
  });

  test('broken', async () => {
    await open(hash, 'error');
    const asksNothing = ['Add by number', 'Paste a list', 'Settings, appearance', 'Settings, keys', 'Nowhere', 'A journey that nobody knows'].includes(name);
    if (!asksNothing) {
      const [shown] = screen.getAllByTestId('problem');
      expect(shown).toHaveTextContent(problem.message);
      expect(shown).toHaveTextContent(problem.hint);
    }
    expect(screen.getByRole('heading', { level: 1 })).toBeInTheDocument();
    await expectAccessible();
  });
});

describe('the faces before the product', () => {
  beforeEach(() => (location.hash = ''));
  test.each([
    ['first start', { phase: 'first_run', keyring: null, data_folder, portals, shortest_passphrase: 12 }, 'Welcome to Docketbell'],
    ['passphrase', { phase: 'needs_passphrase', problem: null, portal_name: 'Practice portal' }, 'Unlock your copy'],
    ['wrong passphrase', { phase: 'needs_passphrase', problem, portal_name: 'Practice portal' }, 'Unlock your copy'],
    ['cannot open', { phase: 'cannot_open', problem, data_folder }, 'Your copy cannot be opened'],
  ] as const)('%s', async (_, start, heading) => {
    await open('#/today', 'empty', (w) => (w.start = structuredClone(start) as typeof w.start));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(heading);
    await expectAccessible();
  });
  test('a start that fails says so and can be tried again', async () => {
    await open('#/today', 'full', (w) => w.broken.set('start_state', problem));
    expect(screen.getByTestId('problem')).toHaveTextContent(problem.message);
    world.broken.clear();
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(await screen.findByRole('heading', { level: 1, name: 'Today' })).toBeInTheDocument();
  });
});

describe('the status bar tells one truth', () => {
  test.each<[string, (w: typeof world) => void, string]>([
    ['online', () => undefined, 'Online Last checked 9:14 a.m. Central'],
    ['offline', (w) => Object.assign(w.status, { line: 'offline', line_since: '2026-11-17T15:31:00Z' }), 'Offline since 9:31 a.m. You see your copy from 9:14 a.m. Central.'],
    ['answered nine minutes ago', (w) => (w.status.line_at = '2026-11-17T15:31:00Z'), 'Online Last checked 9:14 a.m. Central'],
    ['answered ten minutes ago', (w) => (w.status.line_at = '2026-11-17T15:30:00Z'), 'Last heard from the court 9:30 a.m. Central. Last checked 9:14 a.m. Central'],
    ['answered at the last check', (w) => (w.status.line_at = '2026-11-17T15:14:30Z'), 'Last heard from the court 9:14 a.m. Central.'],
    ['checked since, by what the log no longer holds', (w) => (w.status.line_at = BEFORE), 'Last heard from the court 9:14 a.m. Central.'],
    ['answered yesterday', (w) => Object.assign(w.status, { line_at: BEFORE, last_checked_at: BEFORE }), 'Last heard from the court yesterday, 5:02 p.m. Central.'],
    ['offline, tried long ago', (w) => Object.assign(w.status, { line: 'offline', line_since: '2026-11-17T13:31:00Z', line_at: READ }), 'Offline when last tried, 9:14 a.m. Central. You see your copy from 9:14 a.m. Central.'],
    ['checking', (w) => (w.status.checking = { done: 12, total: 214 }), '12 of 214'],
    ['stopped', (w) => (w.status.stopped = { reason: 'refusal', words: 'Access Denied', since: '2026-11-17T15:20:00Z' }), "Stopped: the court's site refused us."],
    ['challenge', (w) => (w.status.stopped = { reason: 'challenge', words: 'Are you human?', since: '2026-11-17T15:20:00Z' }), 'asks whether a person is there'],
    ['closed', (w) => (w.status.closed_until = '2026-11-18T12:00:00Z'), "The court's site is closed until tomorrow, 6 a.m. Central"],
    ['closed over a weekend', (w) => (w.status.closed_until = '2026-11-23T12:00:00Z'), "The court's site is closed until November 23, 6 a.m. Central"],
    ['budget', (w) => (w.status.budget_spent_until = '2026-11-18T06:00:00Z'), "Today's requests are used up until tomorrow, 12:00 a.m. Central"],
    ['notice', (w) => (w.status.notice_unread = true), "The court's notice is not read yet."],
    ['nothing asked', (w) => Object.assign(w.status, { line: 'unknown', line_at: null, last_checked_at: null }), 'No case checked yet.'],
    ['nothing known of the line, but a copy', (w) => Object.assign(w.status, { line: 'unknown', line_at: null }), 'You see your copy from 9:14 a.m. Central.'],
    ['waiting', (w) => (w.status.waiting = 3), '3 actions waiting'],
    ['quiet, holding', (w) => Object.assign(w.status, { quiet_until: '2026-11-18T13:30:00Z', held: 3 }), 'Quiet hours until tomorrow, 7:30 a.m. Central, 3 notifications held'],
    ['quiet later', () => undefined, 'Quiet hours start 6 p.m. Central'],
    ['no notifier', (w) => (w.status.notifier_problem = problem), 'Notifications cannot be shown.'],
    ['practice', () => undefined, 'Practice portal'],
  ])('%s', async (_, change, words) => {
    await open('#/today', 'full', change);
    expect(screen.getByTestId('status')).toHaveTextContent(words);
    await expectAccessible();
  });
  test('an answer that grows old is no longer called online, though nothing comes to say so', async () => {
    await open('#/today');
    expect(screen.getByTestId('status')).toHaveTextContent('Online Last checked');
    desk.now = new Date('2026-11-17T15:51:00Z');
    await tick();
    expect(screen.getByTestId('status')).toHaveTextContent('Last heard from the court 9:40 a.m. Central. Last checked 9:14 a.m. Central');
    expect(screen.getByTestId('status')).not.toHaveTextContent('Online');
  });
  test('a check that was the last answer is told once', async () => {
    await open('#/today', 'full', (w) => (w.status.line_at = READ));
    expect(screen.getByTestId('status')).toHaveTextContent('Last heard from the court 9:14 a.m. Central.');
    expect(screen.getByTestId('status')).not.toHaveTextContent('Last checked');
  });
  test('a copy with nothing known of the line is not called never checked', async () => {
    await open('#/today', 'full', (w) => Object.assign(w.status, { line: 'unknown', line_at: null }));
    expect(screen.getByTestId('status')).not.toHaveTextContent('No case checked yet.');
  });
});

test('portal text in every field is only ever text', async () => {
  const evil = '<img src=x onerror="globalThis.hacked = 1"><script>globalThis.hacked = 1</script>\u202Eevil';
  await open('#/today', 'full', (w) => {
    for (const row of w.cases) Object.assign(row, { style: evil, case_number: evil, location: evil, judge: evil, case_type: evil, disposition: evil });
    for (const change of w.changes) Object.assign(change, { title: evil, text: evil, text_before: evil, filed_by: evil, on_behalf_of: evil });
    for (const entry of w.dockets.get(1) ?? []) Object.assign(entry, { description: evil, text: evil, filed_by: evil, code: evil });
  });
  for (const hash of ['#/today', '#/cases', '#/case/1?entry=27', '#/case/2', '#/case/1/history', '#/search?q=img']) {
    await open(hash, 'full', (w) => {
      for (const row of w.cases) if (row.state === 'followed') Object.assign(row, { style: evil, case_number: evil, location: evil, judge: evil, case_type: evil, disposition: evil, label: null });
      for (const change of w.changes) Object.assign(change, { title: evil, text: evil, text_before: evil, filed_by: evil, on_behalf_of: evil });
      for (const entry of w.dockets.get(1) ?? []) Object.assign(entry, { description: evil, text: evil, filed_by: evil, code: evil });
    });
    expect(document.body.querySelector('img, script'), hash).toBeNull();
    expect(document.body.textContent, hash).not.toContain('\u202E');
  }
  expect('hacked' in globalThis).toBe(false);
});
