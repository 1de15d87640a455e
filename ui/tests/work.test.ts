// What a person does, step by step, with the keyboard where that is the promise.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { shout } from '../gallery/fake-ipc';
import { aChange, problem, setting } from '../gallery/samples';
import { calls, expectAccessible, go, open, settle, world } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const row = (id: number) => document.querySelector<HTMLElement>(`[data-change-id="${id}"]`) ?? expect.fail(`no row ${id}`);
const link = (id: number) => row(id).querySelector('a') ?? expect.fail('no link');
const button = (name: string | RegExp, within_?: HTMLElement) => (within_ ? within(within_) : screen).getByRole('button', { name });

describe('Today', () => {
  test('a hearing shows was and now, and how much earlier', async () => {
    await open('#/today');
    expect(row(1)).toHaveTextContent('Hearing moved');
    expect(row(1).querySelector('del')).toHaveTextContent('Thursday, December 3, 2026, 1:30 p.m.');
    expect(row(1).querySelector('ins')).toHaveTextContent('Wednesday, November 18, 2026, 9:00 a.m. Central');
    expect(row(1)).toHaveTextContent('Tomorrow, 15 days earlier');
    expect(row(1)).toHaveTextContent('From the docket entry of November 16');
    expect(row(4)).toHaveTextContent('Call the clerk before you decide not to go.');
    expect(row(11)).toHaveTextContent('The court gave no reason.');
  });

  test('arrows, Home and End move; R reviews and moves on; Ctrl Z undoes', async () => {
    await open('#/today');
    link(1).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(link(2)).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(link(11)).toHaveFocus();
    await userEvent.keyboard('{Home}{ArrowDown}r');
    await settle();
    expect(calls('review_changes')).toEqual([[[2]]]);
    expect(row(2), 'the row stays where it was').toHaveClass('is-reviewed');
    expect(row(2)).toHaveTextContent('Reviewed by Sam Example');
    expect(link(3)).toHaveFocus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await settle();
    expect(calls('undo_review')).toEqual([[[2]]]);
    expect(row(2)).not.toHaveClass('is-reviewed');
    expect(link(2)).toHaveFocus();
  });

  test('single keys can be switched off', async () => {
    await open('#/today', 'full', (w) => (w.settings.single_keys = false));
    link(1).focus();
    await userEvent.keyboard('r');
    await settle();
    expect(calls('acknowledge_change')).toEqual([]);
  });

  test('"mark both" leaves out what must be seen by itself', async () => {
    await open('#/today');
    await userEvent.click(button('Mark both entries reviewed'));
    await settle();
    expect(calls('review_changes')).toEqual([[[2, 3]]]);
    expect(row(1)).not.toHaveClass('is-reviewed');
    await userEvent.click(button(/^I have seen this/, row(1)));
    await settle();
    expect(calls('acknowledge_change')).toEqual([[1]]);
  });

  test('a review that was not saved stays to review and says so', async () => {
    await open('#/today', 'full', (w) => w.broken.set('review_changes', problem));
    await userEvent.click(button(/^Reviewed/, row(3)));
    await settle();
    expect(row(3)).not.toHaveClass('is-reviewed');
    expect(screen.getByRole('alert')).toHaveTextContent(problem.message);
  });

  test('what was not read is a sentence of its own', async () => {
    await open('#/today');
    expect(document.querySelector('.page-head')).toHaveTextContent('5 of 6 cases read. 1 not read yet. 1 case could not be read last time.');
  });

  test('filters by kind and by tag', async () => {
    await open('#/today');
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'hearings');
    expect(screen.getAllByTestId('change-row').map((r) => r.dataset.changeId)).toEqual(['1', '4', '6', '11']);
    await userEvent.selectOptions(screen.getByLabelText('Tag'), 'Eviction');
    expect(screen.getAllByTestId('change-row').map((r) => r.dataset.changeId)).toEqual(['1']);
    expect(location.hash).toBe('#/today?kind=hearings&tag=Eviction');
  });

  test('news arrives quietly: focus and reviewed rows keep their places', async () => {
    await open('#/today');
    link(2).focus();
    await userEvent.keyboard('r');
    await settle();
    world.changes.push(aChange(99, 2, 'entry_added', { title: 'Answer Filed' }));
    shout('cases');
    await waitFor(() => expect(row(99)).toHaveTextContent('Answer Filed'));
    expect(row(2)).toHaveClass('is-reviewed');
    expect(link(3)).toHaveFocus();
  });

  test('a case that is no longer public shows no number, no style', async () => {
    await open('#/today');
    const group = row(8).closest('section') ?? expect.fail();
    expect(group).toHaveTextContent('Matter M-2077');
    expect(group).toHaveTextContent('A case you followed in Warren County');
    expect(group.querySelector('.caseno, .style')).toBeNull();
    await userEvent.click(button('What this means', row(8)));
    expect(screen.getByTestId('gone-meaning')).toBeInTheDocument();
    await userEvent.click(button('Remove my label and note', row(8)));
    await settle();
    expect(calls('save_case_words')).toEqual([[4, { label: null, note: null, matter: null, tags: [] }]]);
  });

  test('the next check is told to the minute only when it is not this minute', async () => {
    const allDone = (w: typeof world) => w.changes.forEach((c) => (c.reviewed_at = '2026-11-16T00:00:00Z'));
    await open('#/today', 'full', (w) => {
      allDone(w);
      w.status.next_check_at = '2026-11-17T15:40:40Z';
    });
    expect(screen.getByTestId('empty')).toHaveTextContent('Next check in about a minute.');
  });

  test.each([
    ['all done', (w: typeof world) => w.changes.forEach((c) => (c.reviewed_at = '2026-11-16T00:00:00Z')), 'Next check after 1 p.m. Central.'],
    ['never checked, offline', (w: typeof world) => { w.changes = []; w.status.last_checked_at = null; w.status.line = 'offline'; }, 'We have not read your cases yet. You are offline. We start when you are back online.'],
  ])('empty: %s', async (_, change, words) => {
    await open('#/today', 'full', change);
    expect(screen.getByTestId('empty')).toHaveTextContent(words);
  });

  test('all cases read and nothing found: the whole sentence', async () => {
    await open('#/today', 'full', (w) => {
      w.changes = [];
      w.cases = w.cases.slice(0, 3);
      w.status.followed = 3;
    });
    // The fake counts when it is built; what Rust would answer is what is shown.
    expect(screen.getByTestId('empty')).toHaveTextContent('Nothing to review in your 3 cases. Last checked 9:14 a.m. Central. Next check after 1 p.m. Central.');
    expect(document.querySelector('.page-head')).not.toHaveTextContent('The oldest reading');
  });

  test('one case that was read now does not make the others new', async () => {
    await open('#/today', 'full', (w) => {
      w.changes = [];
      w.cases = w.cases.slice(0, 3);
      w.status.followed = 3;
      w.status.line = 'offline';
      w.status.oldest_checked_at = '2026-11-03T15:00:00Z';
    });
    expect(document.querySelector('.page-head')).toHaveTextContent('The oldest reading is from November 3, 9:00 a.m. Central.');
    expect(screen.getByTestId('empty')).toHaveTextContent('Nothing to review in your 3 cases. They were last read between November 3, 9:00 a.m. Central and 9:14 a.m. Central.');
    expect(screen.getByTestId('status')).toHaveTextContent('They were last read between November 3, 9:00 a.m. Central and 9:14 a.m. Central.');
  });

  test('what was found and reviewed today is not called no change', async () => {
    await open('#/today', 'full', (w) => w.changes.forEach((c) => (c.reviewed_at = '2026-11-17T15:20:00Z')));
    expect(screen.getByTestId('empty')).toHaveTextContent('Nothing to review.');
    expect(screen.getByTestId('empty')).not.toHaveTextContent('no changes');
  });

  test('a hearing that was cancelled since presses nobody to its old day', async () => {
    const tomorrow = setting('Pretrial Conference', '2026-11-18', '10:30 AM', '2026-11-18T16:30:00Z');
    await open('#/today', 'full', (w) => {
      w.changes.push(aChange(98, 3, 'hearing_set', { hearing_after: tomorrow }));
      w.changes.push(aChange(99, 3, 'hearing_set', { hearing_after: tomorrow, hearing_now: { state: 'cancelled', setting: tomorrow } }));
    });
    expect(row(98)).toHaveTextContent('Tomorrow');
    expect(row(99)).not.toHaveTextContent('Tomorrow');
    expect(row(99)).toHaveTextContent('Since then cancelled.');
  });

  test.each([
    ['set again', 'set', true, 'Since then set for Monday, December 7, 2026, 10:30 a.m. Central.'],
    ['cancelled', 'cancelled', true, 'Since then cancelled. Call the clerk before you decide not to go.'],
    ['no longer listed', 'unlisted', true, 'Since then no longer listed. Call the clerk.'],
    ['held', 'held', false, 'Since then recorded as held.'],
  ] as const)('the day of a hearing that is no longer its day is struck: %s', async (_, state, struck, words) => {
    const tomorrow = setting('Pretrial Conference', '2026-11-18', '10:30 AM', '2026-11-18T16:30:00Z');
    const december = setting('Pretrial Conference', '2026-12-07', '10:30 AM', '2026-12-07T16:30:00Z');
    await open('#/today', 'full', (w) => {
      const since = { hearing_after: tomorrow, hearing_now: { state, setting: december } };
      w.changes.push(aChange(97, 3, 'hearing_set', since), aChange(98, 3, 'hearing_moved', { ...since, hearing_before: december }));
      w.changes.push(aChange(99, 3, 'hearing_cancelled', { hearing_before: tomorrow, hearing_now: { state, setting: december } }));
    });
    const day = 'Wednesday, November 18, 2026, 10:30 a.m. Central';
    for (const id of [97, 98]) {
      expect(row(id)).toHaveTextContent(day);
      expect([...row(id).querySelectorAll('del')].some((del) => del.textContent === day)).toBe(struck);
      expect(row(id).querySelector('ins'), 'it is not its day now').toBeNull();
      expect(row(id).querySelector('[data-testid="hearing-now"]')).toHaveTextContent(words);
    }
    expect(row(98)).toHaveTextContent(/Was Monday, December 7, .* Then Wednesday/);
    expect(row(99), 'a new day may be on the docket').not.toHaveTextContent('No new date is on the docket');
    await expectAccessible();
  });

  test('a hearing of today whose time has passed says so', async () => {
    await open('#/today', 'full', (w) => {
      const today = setting('Motion Hearing', '2026-11-17', '9:00 AM', '2026-11-17T15:00:00Z');
      const later = setting('Motion Hearing', '2026-11-17', '4:00 PM', '2026-11-17T22:00:00Z');
      w.changes.push(aChange(301, 1, 'hearing_set', { hearing_after: today }), aChange(302, 1, 'hearing_set', { hearing_after: later }));
      w.changes.push(aChange(303, 1, 'hearing_cancelled', { hearing_before: today }));
    });
    expect(row(301)).toHaveTextContent('Today, its time has passed');
    for (const other of [302, 303]) {
      expect(row(other)).toHaveTextContent('Today');
      expect(row(other)).not.toHaveTextContent('its time has passed');
    }
  });

  test('a case that the court shows again is not called closed', async () => {
    await open('#/today', 'full', (w) => w.cases.forEach((c) => c.id === 4 && (c.state = 'closed')));
    expect(row(8)).toHaveTextContent('We closed our copy.');
    world.cases.forEach((c) => c.id === 4 && Object.assign(c, { state: 'followed', style: 'A V B' }));
    shout('cases');
    await waitFor(() => expect(row(8)).toHaveTextContent('It shows the case again. Your copy is open.'));
    expect(row(8)).not.toHaveTextContent('no longer shows');
  });

  test.each<[string, (w: typeof world) => void, string]>([
    ['stopped', (w) => (w.status.stopped = { reason: 'refusal', words: '', since: '2026-11-17T15:20:00Z' }), 'Checking stopped. See why before you go on.'],
    ['one case at a time', (w) => (w.status.asked_checks = 'one'), "This court's site may be asked for one case at a time. Open a case and check it there."],
    ['closed', (w) => (w.status.closed_until = '2026-11-18T12:00:00Z'), "The court's site is closed until tomorrow, 6:00 a.m. Central."],
  ])('"Check now" that cannot be used stays reachable and says why: %s', async (_, change, why) => {
    await open('#/today', 'full', change);
    const check = button('Check now');
    expect(check).toHaveAttribute('aria-disabled', 'true');
    expect(check).toHaveAccessibleDescription(why);
    await userEvent.click(check);
    expect(calls('check_now')).toEqual([]);
  });

  test('offline is no reason not to try', async () => {
    await open('#/today', 'full', (w) => (w.status.line = 'offline'));
    await userEvent.click(button('Check now'));
    await settle();
    expect(calls('check_now')).toEqual([[null]]);
  });
});

describe('Cases', () => {
  test('Rust sorts, filters and pages; a hundred rows at a time', async () => {
    await open('#/cases', 'many');
    expect(screen.getAllByTestId('case-row')).toHaveLength(100);
    await userEvent.click(button('Filed'));
    await settle();
    expect(calls('list_cases').at(-1)).toEqual([expect.objectContaining({ sort: 'filed_on', descending: true, offset: 0, limit: 100 })]);
    expect(screen.getByRole('columnheader', { name: 'Filed' })).toHaveAttribute('aria-sort', 'descending');
    await userEvent.click(screen.getByTestId('next-page'));
    await settle();
    expect(calls('list_cases').at(-1)).toEqual([expect.objectContaining({ offset: 100 })]);
    expect(screen.getByText('101 to 200 of 3,007')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Filter'), 'maple');
    await waitFor(() => expect(screen.getAllByTestId('case-row')).toHaveLength(1));
    expect(calls('list_cases').at(-1)).toEqual([expect.objectContaining({ filter: 'maple', offset: 0 })]);
    await userEvent.type(screen.getByLabelText('Filter'), 'zzz');
    await waitFor(() => expect(screen.getByTestId('empty')).toHaveTextContent('No case matches "maplezzz".'));
    await userEvent.click(button('Show all cases'));
    await settle();
    expect(screen.getAllByTestId('case-row')).toHaveLength(100);
  });
});

describe('settings', () => {
  test('are saved as they are made, and taken back when they could not be', async () => {
    await open('#/settings/appearance');
    await userEvent.click(screen.getByLabelText('Dark'));
    await settle();
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(calls('save_settings').at(-1)).toEqual([expect.objectContaining({ theme: 'dark' })]);
    world.broken.set('save_settings', problem);
    await userEvent.click(screen.getByLabelText('Light'));
    await settle();
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(screen.getByText('Not saved.')).toBeInTheDocument();
  });
  test('the preview follows the level', async () => {
    await open('#/settings/notifications');
    expect(screen.getByTestId('toast-preview')).toHaveTextContent('A hearing was moved to an earlier date');
    await userEvent.click(screen.getByLabelText('Discreet'));
    await settle();
    expect(screen.getByTestId('toast-preview')).toHaveTextContent('1 update');
    expect(screen.getByTestId('toast-preview')).not.toHaveTextContent(/court|case|hearing/i);
  });
  test('hours that are none are not saved', async () => {
    await open('#/settings/notifications');
    const from = screen.getByLabelText('From');
    await userEvent.clear(from);
    await userEvent.type(from, '25:00{Tab}');
    expect(screen.getByText('Write the hour like 18:00.')).toBeInTheDocument();
    expect(calls('save_settings')).toEqual([]);
  });
  test('the notification test is walked through with the person', async () => {
    await open('#/settings/notifications');
    await userEvent.click(screen.getByTestId('send-test'));
    await settle();
    expect(screen.getByText('at step 5 of 6')).toBeInTheDocument();
    await expectAccessible();
    await userEvent.click(button('Yes, I saw it'));
    await settle();
    expect(calls('answer_test')).toEqual([[true]]);
    world.test?.steps.forEach((s) => (s.state = 'done'));
    shout('test');
    await waitFor(() => expect(screen.getByText('all 6 steps passed')).toBeInTheDocument());
  });
  test('the notice is read, then checks may be asked for', async () => {
    await open('#/settings/checking', 'full', (w) => {
      w.status.notice_unread = true;
      w.about = { ...w.about, notice: 'Automated querying is prohibited.' };
    });
    await userEvent.click(screen.getByTestId('read-notice'));
    await settle();
    expect(calls('read_notice')).toHaveLength(1);
    expect(screen.getByText('You have read the notice.')).toBeInTheDocument();
  });
  test('only the person resumes after a stop', async () => {
    await open('#/access', 'full', (w) => (w.status.stopped = { reason: 'refusal', words: 'Access Denied.', since: '2026-11-17T15:20:00Z' }));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Checking stopped');
    expect(screen.getByText('Access Denied.')).toBeInTheDocument();
    await expectAccessible();
    await userEvent.click(screen.getByTestId('resume'));
    await settle();
    expect(calls('resume_access')).toHaveLength(1);
    expect(screen.getByText('Checking is resumed.')).toBeInTheDocument();
  });
});

describe('the first start', () => {
  const portals = [
    { id: 'practice', name: 'Practice portal', description: 'Invented.', notice: null },
    { id: 'missouri', name: 'Missouri Case.net', description: 'Real.', notice: 'Automated querying is prohibited.' },
    { id: '/p.toml', name: 'Another court', description: 'From a file.', notice: 'Ask the clerk first.' },
  ];
  const next = () => userEvent.click(screen.getByTestId('first-next'));

  test('four steps with the keyring, then the product', async () => {
    await open('#/today', 'empty', (w) => (w.start = { phase: 'first_run', keyring: null, data_folder: '/d', portals, shortest_passphrase: 12 }));
    for (const heading of ['Welcome to Docketbell', "Which court's site?", 'How should your data be protected?', 'How much may a notification show?']) {
      expect(screen.getByRole('heading', { level: 1, name: heading })).toHaveFocus();
      await expectAccessible();
      await next();
    }
    await settle();
    expect(calls('finish_first_run')).toEqual([[{ portal: 'practice', protection: 'keyring', level: 'no_case_names', reviewer: '' }, null]]);
    expect(screen.getByTestId('empty')).toHaveTextContent('Docketbell is ready');
    expect(screen.getByTestId('empty')).toHaveTextContent('You do not follow a case yet. Add a case or look around with sample data.');
  });

  test('the real court asks for its notice to be read; no keyring asks for a passphrase', async () => {
    await open('#/today', 'empty', (w) => (w.start = { phase: 'first_run', keyring: problem, data_folder: '/d', portals, shortest_passphrase: 14 }));
    await next();
    await userEvent.click(screen.getByLabelText('Missouri Case.net'));
    await next();
    expect(screen.getByText('Read the notice and tick the box.')).toBeInTheDocument();
    await expectAccessible();
    await userEvent.click(screen.getByLabelText('I have read this notice'));
    await userEvent.click(screen.getByLabelText('Practice portal'));
    await userEvent.click(screen.getByLabelText('Another court'));
    expect(screen.getByLabelText('I have read this notice')).not.toBeChecked();
    await userEvent.click(screen.getByLabelText('Missouri Case.net'));
    expect(screen.getByLabelText('I have read this notice')).toBeChecked();
    await next();
    expect(screen.getByRole('alert')).toHaveTextContent(problem.message);
    expect(screen.queryByLabelText("With your desktop's keyring")).toBeNull();
    expect(screen.getByText(/^At least 14 characters/), 'told before it is typed, as the store has it').toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Passphrase'), 'short');
    await next();
    expect(screen.getByText('The passphrase needs at least 14 characters.')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Passphrase'), ' but longer now');
    await userEvent.type(screen.getByLabelText('Passphrase again'), 'something else');
    await next();
    expect(screen.getByText('The two passphrases are not the same.')).toBeInTheDocument();
    await userEvent.clear(screen.getByLabelText('Passphrase again'));
    await userEvent.type(screen.getByLabelText('Passphrase again'), 'short but longer now');
    await next();
    world.broken.set('finish_first_run', problem);
    await next();
    await settle();
    expect(screen.getByRole('alert')).toHaveTextContent('The store was not made');
    world.broken.clear();
    await next();
    await settle();
    expect(calls('finish_first_run').at(-1)).toEqual([{ portal: 'missouri', protection: 'passphrase', level: 'no_case_names', reviewer: '' }, 'short but longer now']);
    expect(calls('read_notice')).toHaveLength(1);
  });

  test('a wrong passphrase says so; the right one opens', async () => {
    await open('#/today', 'full', (w) => (w.start = { phase: 'needs_passphrase', problem: null, portal_name: 'Practice portal' }));
    const field = screen.getByLabelText('Passphrase');
    await userEvent.type(field, 'wrong{Enter}');
    await settle();
    expect(screen.getByRole('alert')).toHaveTextContent('This passphrase does not open the store.');
    expect(field).toHaveValue('');
    expect(field).toHaveFocus();
    await userEvent.type(field, 'correct horse battery{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Today' })).toBeInTheDocument();
  });
});

describe('keys and the palette', () => {
  test('Ctrl K finds commands and cases; Enter goes; Esc gives the focus back', async () => {
    await open('#/today');
    link(3).focus();
    await userEvent.keyboard('{Control>}k{/Control}');
    const box = screen.getByRole('combobox', { name: /Type a command/ });
    await expectAccessible();
    fireEvent(screen.getByTestId('palette'), new Event('cancel', { cancelable: true }));
    await settle();
    expect(link(3)).toHaveFocus();
    expect(box).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(screen.getByRole('combobox', { name: /Type a command/ }), 'maple');
    await waitFor(() => expect(screen.getByRole('option', { name: /Maple Street lease/ })).toBeInTheDocument());
    await userEvent.keyboard('{Enter}');
    await settle();
    expect(location.hash).toBe('#/case/1');
  });
  test('words that fit no case lead to the search', async () => {
    await open('#/today');
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(screen.getByRole('combobox', { name: /Type a command/ }), 'motion to');
    await settle();
    await userEvent.keyboard('{Enter}');
    await settle();
    expect(location.hash).toBe('#/search?q=motion%20to');
    expect(screen.getByTestId('hit')).toHaveTextContent('Motion to Compel');
  });
  test('? and Ctrl / list the keys, but not while somebody types', async () => {
    await open('#/add');
    await userEvent.type(screen.getByLabelText('Case number'), '?');
    expect(screen.queryByTestId('keys-dialog')).toBeNull();
    await userEvent.keyboard('{Control>}/{/Control}');
    expect(screen.getByTestId('keys-dialog')).toHaveTextContent('find or do');
    await expectAccessible();
  });
  test('Ctrl and a number go to the rail; the heading has the focus', async () => {
    await open('#/today');
    await userEvent.keyboard('{Control>}2{/Control}');
    await settle();
    expect(location.hash).toBe('#/cases');
    expect(screen.getByRole('heading', { level: 1, name: 'Cases' })).toHaveFocus();
  });
  test('a page that had to be read first keeps the focus on its heading', async () => {
    await open('#/cases');
    await userEvent.click(screen.getByRole('link', { name: 'Maple Street lease' }));
    await settle();
    expect(screen.getByRole('heading', { level: 1, name: 'Maple Street lease' })).toHaveFocus();
  });
  test('F5 checks: the case on its page, all elsewhere', async () => {
    await open('#/case/1');
    await userEvent.keyboard('{F5}');
    await settle();
    await go('#/today');
    await userEvent.keyboard('{F5}');
    await settle();
    expect(calls('check_now')).toEqual([[1], [null]]);
  });
});
