// The group administrator's desk: what is shown as it is, what is asked and not yet in effect, and a PIN that stays nowhere.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { open as openPlace, shout, tellDelivery } from '../gallery/fake-ipc';
import { HELP_DESK, KEPT_PIN, aGroup, aUser, anAction, counted, leaving, noOutbox } from '../gallery/group-samples';
import { NOW, problem } from '../gallery/samples';
import { accounts } from '../src/lib/accounts.svelte';
import { group } from '../src/lib/group.svelte';
import { found } from '../src/lib/roster';
import { calls, expectAccessible, go, open, settle, world } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const press = async (testid: string, n = 0) => {
  await userEvent.click(screen.getAllByTestId(testid)[n]!);
  await settle();
};
const row = (user: string) => screen.getAllByTestId('user').find((r) => r.dataset.user === user)!;
const person = (user: string) => document.querySelector<HTMLElement>(`[data-person=${user}]`)!;
/** The Tab key, as often as it takes. */
async function tabTo(what: HTMLElement) {
  for (let i = 0; i < 120 && document.activeElement !== what; i += 1) await userEvent.tab();
  expect(what, 'reached by Tab alone').toHaveFocus();
}
const needsPerson = { kind: 'needs_person', message: "Sign in to the group's administration first. Nothing was sent.", hint: 'Sign in, then do the same again.', retry_at: null };

describe.each([
  ['People', '#/group', 'Decide about Terry Sample|3 actions waiting, not in effect yet|days since you last changed it here', 'No list of your group yet'],
  ['Invitation', '#/group/invitation', 'Do not log on at the end.|The PIN goes separately', 'Invite somebody'],
  ['Leaving', '#/group/leaving', 'Lee Public is leaving|1 of 5 steps done.', 'Nobody is leaving.'],
  ['Access review', '#/group/review', 'Access review 2026-Q4|Begin the review', 'was never read on this computer'],
  ['Audit log', '#/group/log', 'Asked: disable Quinn Example.|Every line still fits the one before it.', 'Nothing was asked yet.'],
])('%s', (_, hash, full, empty) => {
  test('full', async () => {
    await open(hash, 'full');
    for (const words of full.split('|')) expect(screen.getByRole('main')).toHaveTextContent(words);
    expect(screen.getByTestId('as-of')).toHaveTextContent("As of 9:14 a.m. Central. Read from the court's Group Maintenance page.");
    expect(screen.getByRole('heading', { level: 1, name: 'Example County Juvenile Office' })).toBeInTheDocument();
    expect(screen.getByRole('main').textContent, 'no key is shown as itself').not.toMatch(/\bgr-[a-z]/);
    await expectAccessible();
  });
  test('empty', async () => {
    await open(hash, 'empty');
    expect(screen.getByRole('main')).toHaveTextContent(empty);
    await expectAccessible();
  });
  test('broken', async () => {
    await open(hash, 'error');
    expect(screen.getAllByTestId('problem')[0]).toHaveTextContent(problem.message);
    await expectAccessible();
  });
});

describe('the roster', () => {
  test('says how each stands by the court, since when, and what waits beside it, never in its place', async () => {
    await open('#/group');
    expect(screen.getByTestId('counts')).toHaveTextContent('9 active, 2 disabled, 2 no longer there');
    expect(within(row('qexample')).getByText('Active')).toBeInTheDocument();
    expect(row('qexample')).toHaveTextContent('Disable: not in effect yet');
    expect(row('rsample')).toHaveTextContent('Disabled');
    expect(row('rsample')).toHaveTextContent('Seen so Oct 2, 2026');
    expect(row('jpublic')).toHaveTextContent('First seen Sep 30, 2026');
    expect(row('adoe'), 'was there at the first reading: when they joined is not known').toHaveTextContent('Joined before Mar 3, 2026');
    expect(row('lpublic')).toHaveTextContent('Last day November 13.');
    expect(screen.queryByText('Casey Roe'), 'who is gone is shown when asked for').toBeNull();
    await go('#/group?show=removed');
    expect(row('croe')).toHaveTextContent('Not in the group');
    expect(within(row('croe')).queryByRole('checkbox')).toBeNull();
    expect(within(row('croe')).queryByTestId(/^ask-/)).toBeNull();
  });

  test('an old list says that it is old; a list that was not read again is not empty', async () => {
    await open('#/group', 'full', (w) => Object.assign(w.group, { as_of: '2026-11-15T15:00:00Z', last_problem: problem }));
    expect(screen.getByTestId('as-of')).toHaveTextContent('November 15');
    expect(screen.getByTestId('as-of')).toHaveTextContent(/older than a day/i);
    expect(screen.getByTestId('problem')).toHaveTextContent('What you see is as of November 15');
    expect(row('adoe')).toBeInTheDocument();
  });

  test.each([
    ['a part of a name, in any case', 'QUINN', 'here', 'court', ['qexample']],
    ['two words, in two places', 'doe intake', 'here', 'court', ['adoe']],
    ['the note', 'january', 'here', 'court', ['qexample']],
    ['only what waits', '', 'pending', 'name', ['lpublic', 'qexample']],
    ['only the disabled, latest change first', '', 'disabled', 'changed', ['lpublic', 'rsample']],
    ['with a note', '', 'noted', 'user_name', ['lpublic', 'qexample']],
    ['nobody', 'zzz', 'here', 'court', []],
  ] as const)('finds %s', (_, filter, show, sort, users) => {
    expect(found(aGroup().users, filter, show, sort, false).map((u) => u.user_name)).toEqual(users);
  });

  test('5,000 people: a page of fifty, the whole of it found', async () => {
    await open('#/group', 'many');
    expect(screen.getAllByTestId('user')).toHaveLength(50);
    expect(screen.getByTestId('roster')).toHaveAttribute('aria-rowcount', '5001');
    expect(screen.getByTestId('group')).toHaveTextContent('1 to 50 of 5,000');
    await press('next-page');
    expect(screen.getByTestId('group')).toHaveTextContent('51 to 100 of 5,000');
    await userEvent.type(screen.getByLabelText('Find a person'), 'robin sample');
    await waitFor(() => expect(screen.getAllByTestId('user').map((r) => r.dataset.user)).toEqual(['rsample']));
  });

  test('a note is kept as it is typed', async () => {
    await open('#/group');
    await userEvent.click(person('rsample'));
    expect(screen.getByTestId('user-details')).toHaveTextContent('Last seen on the list');
    await expectAccessible();
    await userEvent.type(screen.getByLabelText('Your note'), 'Back in May');
    await waitFor(() => expect(calls('save_user_note')).toEqual([['rsample', 'Back in May']]), { timeout: 3000 });
    expect(await screen.findByText('Saved')).toBeInTheDocument();
  });

  test('at most 20 at once, and it says so', async () => {
    await open('#/group', 'full', (w) => (w.group = aGroup(30)));
    const boxes = screen.getAllByRole('checkbox');
    for (const box of boxes.slice(0, 22)) await userEvent.click(box);
    expect(boxes.filter((b) => (b as HTMLInputElement).checked)).toHaveLength(20);
    expect(screen.getByTestId('chosen')).toHaveTextContent('20 people chosen. At most 20 at once.');
    await waitFor(() => expect(screen.getByTestId('said')).toHaveTextContent('At most 20 at once.'));
    // Two of them wait already, and two are disabled: only the others can be asked for.
    await press('chosen-disabled');
    const [[wanted, names]] = calls('plan_actions') as [[string, string[]]];
    expect(wanted).toBe('disabled');
    expect(names).not.toContain('qexample');
    expect(names).not.toContain('rsample');
    expect(screen.getAllByTestId('plan')[0]).toHaveTextContent(`Disable ${names.length} people?`);
  });
});

describe('the keyboard', () => {
  test('what has the focus may go: the focus then stands nearby, never on another button', async () => {
    await open('#/group');
    await tabTo(within(row('qexample')).getByTestId('take-back'));
    await userEvent.keyboard('{Enter}');
    await settle();
    await waitFor(() => expect(person('qexample')).toHaveFocus());
    await tabTo(screen.getByTestId('new-keep'));
    await userEvent.keyboard('{Enter}');
    await settle();
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
  });
});

describe('an action', () => {
  test('is planned in plain words before it is queued, and nothing is sent', async () => {
    await open('#/group');
    await userEvent.click(within(row('adoe')).getByTestId('ask-disabled'));
    await settle();
    const plan = screen.getByTestId('plan');
    expect(plan).toHaveTextContent('Avery Doe stays in the group and cannot file until you activate them.');
    expect(plan).toHaveTextContent('The court does not e-mail them');
    expect(plan).toHaveTextContent('(573) 526-0062, Monday to Friday, 7:30 a.m. to 5:00 p.m. Central');
    expect(plan.querySelector('.nowrap')).toHaveTextContent('(573) 526-0062');
    expect(plan).toHaveTextContent('Nothing is sent yet.');
    expect(calls('queue_actions')).toEqual([]);
    await expectAccessible();
    await press('plan-yes');
    expect(calls('queue_actions')).toEqual([['disabled', ['adoe']]]);
    expect(calls('deliver_outbox')).toEqual([]);
    expect(within(row('adoe')).getByText('Active'), 'the court still says so').toBeInTheDocument();
    expect(row('adoe')).toHaveTextContent('Disable: not in effect yet');
    expect(screen.getByTestId('status-waiting')).toHaveTextContent('4 actions waiting');
  });

  test('what the plan refuses cannot be queued', async () => {
    await open('#/group');
    world.broken.set('plan_actions', problem);
    await userEvent.click(within(row('adoe')).getByTestId('ask-removed'));
    await settle();
    expect(screen.getByTestId('plan-yes')).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByTestId('plan-yes'));
    expect(calls('queue_actions')).toEqual([]);
  });

  test('is taken back while it waits', async () => {
    await open('#/group');
    await userEvent.click(within(row('qexample')).getByTestId('take-back'));
    await settle();
    expect(calls('withdraw_action')).toEqual([[11]]);
    expect(row('qexample')).not.toHaveTextContent('not in effect yet');
  });

  test('by keys alone: arrows move, D asks, Enter queues, the focus comes back', async () => {
    await open('#/group');
    await tabTo(person('adoe'));
    await userEvent.keyboard('{ArrowDown}{End}{Home}');
    expect(person('adoe')).toHaveFocus();
    await userEvent.keyboard('d');
    await settle();
    await tabTo(screen.getByTestId('plan-yes'));
    await userEvent.keyboard('{Enter}');
    await settle();
    expect(calls('queue_actions')).toEqual([['disabled', ['adoe']]]);
    expect(person('adoe'), 'the opener').toHaveFocus();
    await userEvent.keyboard('a');
    expect(screen.queryByTestId('plan'), 'activate cannot be asked for now').toBeNull();
    await userEvent.keyboard('{ArrowDown}s');
    expect(screen.getByTestId('chosen')).toHaveTextContent('1 person chosen.');
  });

  test('single keys can be switched off', async () => {
    await open('#/group', 'full', (w) => (w.settings.single_keys = false));
    person('adoe').focus();
    await userEvent.keyboard('d');
    expect(screen.queryByTestId('plan')).toBeNull();
  });

  test('a draft to somebody who was disabled opens in the mail program', async () => {
    await open('#/group');
    await userEvent.click(person('rsample'));
    await userEvent.click(within(screen.getByTestId('user-details')).getByTestId('draft'));
    await settle();
    expect(calls('message_to_disabled')).toEqual([['rsample']]);
    expect(calls('open_mail')).toHaveLength(1);
  });
});

describe('the outbox', () => {
  test('says that access continues, and whom to call', async () => {
    await open('#/group');
    expect(screen.getByTestId('urgent')).toHaveTextContent(HELP_DESK);
    expect(screen.getByTestId('urgent').querySelector('.nowrap')).toHaveTextContent('(573) 526-0062');
    expect(screen.getByTestId('outbox')).toHaveTextContent('Not in effect yet: Quinn Example can still file');
    expect(screen.getByTestId('outbox')).toHaveTextContent('We ask you again if it is not sent by tomorrow, 8:55 a.m. Central.');
  });

  test('is sent when a person says so, and says what came of it', async () => {
    await open('#/group');
    await press('send');
    expect(calls('deliver_outbox')).toHaveLength(1);
    expect(screen.getByTestId('delivered')).toHaveTextContent("2 actions are in effect. We read them back from the court's list.");
    expect(screen.getByTestId('delivered')).toHaveTextContent('Change the PIN');
    expect(within(row('qexample')).getByText('Disabled')).toBeInTheDocument();
  });

  test('tells its progress, and can be stopped after the one that is on its way', async () => {
    await open('#/group');
    let release = () => undefined as void;
    world.hold = new Promise((done) => (release = done));
    await userEvent.click(screen.getByTestId('send'));
    await userEvent.click(screen.getByTestId('send'));
    expect(calls('deliver_outbox'), 'a second press sends nothing').toHaveLength(1);
    tellDelivery({ step: 'reading_before', action: null, done: 0, total: 0, page: 3 });
    await waitFor(() => expect(screen.getByTestId('delivery')).toHaveTextContent("Reading the court's list before anything is sent, page 3."));
    tellDelivery({ step: 'sending', action: anAction(11, 'qexample', 'Quinn Example', 'disabled'), done: 1, total: 2, page: null });
    await waitFor(() => expect(screen.getByTestId('delivery')).toHaveTextContent('1 of 2 dealt with. Now: Disable Quinn Example.'));
    expect(screen.getByTestId('send'), 'never twice').toHaveAttribute('aria-disabled', 'true');
    await expectAccessible();
    await userEvent.click(screen.getByTestId('stop-delivery'));
    expect(calls('stop_delivery')).toHaveLength(1);
    await waitFor(() => expect(screen.getByTestId('delivery')).toHaveTextContent('Stopping after the one that is on its way.'));
    release();
    await settle();
    expect(screen.queryByTestId('delivery')).toBeNull();
  });

  test('a log-on that is missing is offered, for the group, and its end leads back', async () => {
    await open('#/group', 'full', (w) => w.broken.set('deliver_outbox', needsPerson));
    await press('send');
    expect(screen.getByTestId('problem')).toHaveTextContent('Nothing was sent.');
    await press('group-sign-in');
    expect(calls('start_journey')).toEqual([['sign_in', [{ name: 'part', answer: { kind: 'text', text: 'group' } }]]]);
    expect(location.hash).toBe('#/journey');
    expect(group.leftForSignIn).toBe(true);
    accounts.journey = null;
  });

  test('what is older than 24 hours is looked at first', async () => {
    const old = anAction(21, 'qexample', 'Quinn Example', 'disabled', { needs_review: true, asked_at: '2026-11-15T14:00:00Z' });
    await open('#/group', 'full', (w) => (w.group.outbox = counted({ ...noOutbox(), waiting: [old] })));
    expect(screen.getByTestId('action')).toHaveTextContent('Older than 24 hours.');
    expect(screen.getByTestId('send')).toHaveAttribute('aria-disabled', 'true');
    await press('confirm');
    expect(calls('confirm_actions')).toEqual([[[21]]]);
    expect(screen.getByTestId('send')).not.toHaveAttribute('aria-disabled');
  });

  test('an uncertain one is settled by reading, and cannot be sent again', async () => {
    const lost = anAction(22, 'qexample', 'Quinn Example', 'disabled', { state: 'uncertain', words: 'Nobody knows yet whether it is in effect.' });
    await open('#/group', 'full', (w) => (w.group.outbox = counted({ ...noOutbox(), waiting: [lost] })));
    expect(screen.queryByTestId('send')).toBeNull();
    expect(screen.queryByTestId('withdraw')).toBeNull();
    const outbox = screen.getByTestId('outbox');
    expect(outbox).toHaveTextContent('1 action waiting, not known to be in effect');
    expect(outbox, 'it was sent').not.toHaveTextContent('on this computer only');
    await press('settle');
    expect(calls('settle_uncertain')).toHaveLength(1);
    expect(calls('deliver_outbox')).toEqual([]);
  });

  test('while actions are sent each is shown as it stands, without reading the people again', async () => {
    await open('#/group');
    const view = group.view;
    group.outbox = counted({ ...noOutbox(), waiting: [anAction(11, 'qexample', 'Quinn Example', 'disabled', { state: 'sending', words: 'On its way.' })] });
    await settle();
    expect(screen.getAllByTestId('action')[0]).toHaveAttribute('data-state', 'sending');
    expect(group.view).toBe(view);
  });

  test('before anything was asked for it does not say that everything is done', async () => {
    await open('#/group', 'full', (w) => (w.group.outbox = noOutbox()));
    expect(screen.getByTestId('outbox')).toHaveTextContent('You have asked for nothing yet.');
  });

  test('a draft is offered only to somebody who is disabled now', async () => {
    const done = anAction(10, 'rsample', 'Robin Sample', 'disabled', { state: 'done' });
    const outbox = counted({ ...noOutbox(), ended: [done] });
    await open('#/group', 'full', (w) => Object.assign(w.group, { outbox, offboardings: [] }));
    expect(within(screen.getByTestId('outbox')).getByTestId('draft')).toBeInTheDocument();
    await open('#/group', 'full', (w) => Object.assign(w.group, { outbox, offboardings: [], users: [aUser('rsample', 'Robin Sample', { status: 'removed' })] }));
    expect(within(screen.getByTestId('outbox')).queryByTestId('draft')).toBeNull();
  });

  test('what ended says how, with the reason', async () => {
    await open('#/group');
    const ended = screen.getByTestId('ended');
    const states = within(ended).getAllByTestId('action').map((a) => a.dataset.state);
    expect(states).toEqual(['done', 'refused', 'failed', 'withdrawn']);
    expect(ended).toHaveTextContent("The court's site says: You may not disable this user now.");
    expect(ended).toHaveTextContent('Two rows of the list have the user name "adoe".');
  });

  test('nothing queued is shown as good, and nothing is said to be done before it was read back', async () => {
    await open('#/group');
    for (const action of within(screen.getByTestId('outbox')).getAllByTestId('action')) {
      expect(action.classList.contains('ok'), action.textContent ?? '').toBe(action.dataset.state === 'done');
    }
  });
});

describe('a person decides', () => {
  test('about a conflict: both sides, and nothing chosen for them', async () => {
    await open('#/group');
    const panel = screen.getByTestId('conflict');
    expect(panel).toHaveTextContent('You asked, yesterday, 4:40 p.m. Central');
    expect(panel).toHaveTextContent('Terry Sample is not in the group');
    expect(within(panel).getAllByRole('radio').some((r) => (r as HTMLInputElement).checked)).toBe(false);
    await press('save-decision');
    expect(calls('resolve_conflict')).toEqual([]);
    await userEvent.click(within(panel).getByLabelText(/^Drop my request/));
    await press('save-decision');
    expect(calls('resolve_conflict')).toEqual([[13, 'drop']]);
    expect(screen.queryByTestId('conflict')).toBeNull();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  test('to invite again leads to the invitation', async () => {
    await open('#/group');
    await userEvent.click(screen.getByLabelText(/^Invite Terry Sample again/));
    await press('save-decision');
    expect(location.hash).toBe('#/group/invitation');
  });

  test('about somebody new: keep, or the same plain words as anywhere', async () => {
    await open('#/group');
    expect(screen.getByTestId('new-users')).toHaveTextContent('Do you know this person?');
    expect(screen.getByTestId('new-users')).toHaveTextContent('First seen 9:14 a.m. Central.');
    await press('new-remove');
    expect(screen.getByTestId('plan')).toHaveTextContent('The court e-mails them. You are copied on that e-mail.');
    await press('plan-yes');
    expect(calls('decide_new_user')).toEqual([[3, 'remove']]);
    expect(calls('queue_actions'), 'the decision queues it').toEqual([]);
    expect(screen.queryByTestId('new-users')).toBeNull();
  });

  test('the rail counts what needs a decision, new people among it; the status bar, what waits', async () => {
    await open('#/today');
    expect(screen.getByRole('link', { name: /^Group 2\s+to decide/ })).toBeInTheDocument();
    expect(screen.getByTestId('status-waiting')).toHaveTextContent('3 actions waiting');
    expect(calls('group'), 'a long roster is not read for a count').toEqual([]);
    world.group.outbox = counted({ ...noOutbox() });
    shout('group');
    await waitFor(() => expect(screen.queryByTestId('status-waiting')).toBeNull());
  });
});

describe('what leaves the desk', () => {
  test('an invitation: print, copy, draft; the PIN is in none of them', async () => {
    await open('#/group/invitation');
    await press('mail-invitation');
    await press('print-invitation');
    expect(JSON.stringify(calls('open_mail'))).not.toContain(KEPT_PIN);
    expect(calls('print_paper')).toEqual([[{ paper: 'invitation' }]]);
    expect(screen.getByTestId('instructions')).not.toHaveTextContent(KEPT_PIN);
    expect(screen.getByTestId('invitation')).toHaveTextContent('Never in the message with the link.');
  });

  test('without the link there is no invitation; a foreign one is refused with its reason', async () => {
    await open('#/group/invitation', 'full', (w) => (w.invitation.association_link = null));
    expect(screen.getByTestId('mail-invitation')).toHaveAttribute('aria-disabled', 'true');
    world.broken.set('save_association_link', { kind: 'foreign_host', message: 'evil.example is not a host of the court.', hint: '', retry_at: null });
    await userEvent.type(screen.getByLabelText('Your group-association link'), 'https://evil.example/');
    await press('save-link');
    expect(screen.getByTestId('problem')).toHaveTextContent('evil.example is not a host');
    world.broken.clear();
    await press('save-link');
    expect(screen.getByTestId('mail-invitation')).not.toHaveAttribute('aria-disabled');
  });

  test('the leaving list goes on where it was left, to its record', async () => {
    await open('#/group/leaving');
    const step = (name: string) => screen.getAllByTestId('step').find((s) => s.dataset.step === name)!;
    expect(step('disable')).toHaveAttribute('data-state', 'done');
    expect(step('remove')).toHaveTextContent('Waiting. Not in effect yet');
    await press('skip-change_pin');
    await press('step-tell_others');
    expect(calls('offboarding_step')).toEqual([[7, 'change_pin', false], [7, 'tell_others', true]]);
    await press('step-verify');
    expect(calls('refresh_group'), 'the list is read before it is verified').toHaveLength(1);
    world.group.offboardings = [];
    world.left = [leaving({ finished_at: NOW, done: 5, record_html: '<!doctype html>' })];
    shout('group');
    await screen.findByTestId('print-record');
    expect(screen.getByTestId('playbook')).toHaveTextContent('Lee Public has left');
    await press('print-record');
    expect(calls('print_paper')).toEqual([[{ paper: 'record', id: 7 }]]);
  });

  test('it is begun at the person, and nothing is sent', async () => {
    await open('#/group');
    await userEvent.click(person('adoe'));
    await press('begin-leaving');
    expect(calls('start_offboarding')).toEqual([['adoe']]);
    expect(location.hash).toBe('#/group/leaving');
    await go('#/group/leaving');
    expect(screen.getByTestId('group')).toHaveTextContent('Avery Doe is leaving');
  });

  test('an access review: everybody decided, then signed', async () => {
    await open('#/group/review', 'full', (w) => {
      w.group.users = [aUser('adoe', 'Avery Doe'), aUser('mroe', 'Morgan Roe')];
    });
    await press('open-review');
    expect(screen.getByTestId('review-progress')).toHaveTextContent('0 of 2 decided');
    await userEvent.type(screen.getByLabelText('Your name'), 'Sam Example');
    await press('sign-review');
    expect(calls('sign_access_review'), 'not before each is decided').toEqual([]);
    await press('rev-keep', 0);
    await press('rev-disable', 1);
    expect(screen.getByTestId('review')).toHaveTextContent('1 action is put in Waiting when you sign.');
    await expectAccessible();
    await press('sign-review');
    expect(calls('sign_access_review')).toEqual([['Sam Example']]);
    expect(screen.getByTestId('signed')).toHaveTextContent('Signed by Sam Example');
    expect(screen.getAllByTestId('review-line').map((l) => l.dataset.decision), 'what was decided stays to be read').toEqual(['keep', 'disable']);
    expect(screen.queryByTestId('rev-keep')).toBeNull();
    await press('print-review');
    expect(calls('print_paper')).toEqual([[{ paper: 'review', period: '2026-Q4' }]]);
    await expectAccessible();
  });

  test('the record of an earlier quarter can still be printed', async () => {
    await open('#/group/review', 'full', (w) => (w.group.access_review.earlier = [{ period: '2026-Q3', signed_at: '2026-08-03T15:00:00Z', signed_by: 'Sam Example' }]));
    expect(screen.getByTestId('reviews-earlier')).toHaveTextContent('2026-Q3 Signed by Sam Example, Aug 3, 2026');
    await press('print-earlier');
    expect(calls('print_paper')).toEqual([[{ paper: 'review', period: '2026-Q3' }]]);
  });

  test('the log is paged, saved, printed; a changed one says so', async () => {
    await open('#/group/log', 'many');
    expect(screen.getAllByTestId('audit-line')[0], 'a record names the day').toHaveTextContent('Nov 17, 2026, 8:55 a.m. Central');
    expect(screen.getAllByTestId('audit-line')).toHaveLength(100);
    await press('log-more');
    expect(screen.getAllByTestId('audit-line')).toHaveLength(200);
    await press('save-csv');
    expect(screen.getByTestId('csv-saved')).toHaveTextContent('docketbell-audit-log');
    await press('print-log');
    expect(calls('print_paper')).toEqual([[{ paper: 'audit' }]]);
    await open('#/group/log', 'full', (w) => (w.auditBrokenAt = 3));
    expect(screen.getByTestId('broken')).toHaveTextContent('line 3 does not fit the one before it');
    expect(screen.getByTestId('audit')).not.toHaveTextContent('Every line still fits');
    await open('#/group/log', 'full', (w) => (w.auditCutOff = true));
    expect(screen.getByTestId('broken')).toHaveTextContent('Its newest lines may be missing.');
    expect(screen.getByTestId('audit')).not.toHaveTextContent('Every line still fits');
  });
});

describe('keys and places', () => {
  test('the list is read ahead when the window is at rest, and is there when somebody comes', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await open('#/today');
    expect(calls('group'), 'not while it starts').toEqual([]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(calls('group')).toHaveLength(1);
    world.broken.set('group', problem);
    await go('#/group');
    expect(screen.getByTestId('roster'), 'without waiting for another reading').toBeInTheDocument();
    vi.useRealTimers();
  });

  test('Ctrl 4 and a notification lead here; the palette knows the desk', async () => {
    await open('#/today');
    await userEvent.keyboard('{Control>}4{/Control}');
    expect(location.hash).toBe('#/group');
    await go('#/today');
    openPlace({ place: 'group' });
    expect(location.hash).toBe('#/group');
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(screen.getByRole('combobox', { name: /^Type a command/ }), 'change the group pin');
    await userEvent.keyboard('{Enter}');
    expect(location.hash).toBe('#/group?do=pin');
  });
  test('? lists the keys of the list of people', async () => {
    await open('#/group');
    await userEvent.keyboard('?');
    expect(screen.getByTestId('keys-dialog')).toHaveTextContent('disable, activate, remove: asks first');
  });
});
