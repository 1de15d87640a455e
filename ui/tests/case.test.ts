// What a person does on the page of a case, its documents and its hearings.
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { open as clickNotification } from '../gallery/fake-ipc';
import { hearingToday, problem } from '../gallery/samples';
import type { CaseRow } from '../src/lib/generated/CaseRow';
import { desk } from '../src/lib/desk.svelte';
import { calls, expectAccessible, go, open, settle, world } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const button = (name: string | RegExp, within_?: HTMLElement) => (within_ ? within(within_) : screen).getByRole('button', { name });

describe('a case', () => {
  test('a notification opens the entry, with what changed', async () => {
    await open('#/today');
    clickNotification({ place: 'case', case_id: 1, entry_id: 27, change_id: 2 });
    await waitFor(() => expect(screen.getByTestId('version-shown')).toHaveTextContent('Removed: denied'));
    expect(location.hash).toBe('#/case/1?entry=27&change=2');
    expect(button('Order')).toHaveFocus();
    expect(button('Order')).toHaveAttribute('aria-expanded', 'true');
    await userEvent.click(button('As it was'));
    expect(screen.getByTestId('version-shown')).toHaveTextContent('is denied. Discovery closes December 18');
    await userEvent.click(button('As it is now'));
    expect(screen.getByTestId('version-shown')).toHaveTextContent('is sustained in part.');
    await expectAccessible();
  });

  test('the same notification again shows the entry again', async () => {
    await open('#/case/1?entry=27&change=2');
    await waitFor(() => expect(button('Order')).toHaveAttribute('aria-expanded', 'true'));
    await userEvent.click(button('Order'));
    expect(button('Order')).toHaveAttribute('aria-expanded', 'false');
    clickNotification({ place: 'case', case_id: 1, entry_id: 27, change_id: 2 });
    await waitFor(() => expect(button('Order')).toHaveAttribute('aria-expanded', 'true'));
  });

  test('a click from before the window listened is not lost', async () => {
    await open('#/today', 'full', (w) => (w.place = { place: 'case', case_id: 1, entry_id: 26, change_id: 1 }));
    await waitFor(() => expect(button('Hearing Continued/Rescheduled')).toHaveAttribute('aria-expanded', 'true'));
  });

  test('a deep link far down a long docket loads the page that holds it', async () => {
    await open('#/case/1?entry=12345', 'many');
    await waitFor(() => expect(document.querySelector('[data-entry-id="12345"] button')).toHaveAttribute('aria-expanded', 'true'));
    expect(screen.getAllByTestId('docket-entry')).toHaveLength(200);
    expect(calls('docket_page').at(-1)).toEqual([1, 2200, 200, false]);
    expect(button('Show 2,200 newer entries')).toBeInTheDocument();
    await userEvent.click(button('Show 600 earlier entries'));
    await settle();
    expect(screen.getAllByTestId('docket-entry')).toHaveLength(400);
  });

  test('an entry that is gone from the copy says so and shows the docket', async () => {
    await open('#/case/1?entry=999');
    expect(screen.getByTestId('problem')).toHaveTextContent('not in your copy');
    expect(screen.getAllByTestId('docket-entry')).toHaveLength(7);
  });

  test('withdrawn is struck, missing is said, both keep their words', async () => {
    await open('#/case/1');
    const gone = document.querySelector('[data-entry-id="28"]');
    expect(gone).toHaveClass('is-gone');
    expect(gone).toHaveTextContent('We keep what it said.');
    expect(document.querySelector('[data-entry-id="29"]')).toHaveTextContent('Not on the last reading');
    expect(screen.getByText('This is your own copy. It is not an official court record.')).toBeInTheDocument();
  });

  test('keys on the docket', async () => {
    await open('#/case/1');
    button('Motion to Compel').focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(button('Hearing Continued/Rescheduled')).toHaveFocus();
    await userEvent.keyboard('r');
    await settle();
    expect(calls('acknowledge_change')).toEqual([[1]]);
    expect(button('Order')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(button('Order')).toHaveAttribute('aria-expanded', 'true');
  });

  test('words are saved as they are typed, and a failure says "Not saved"', async () => {
    await open('#/case/1');
    const why = screen.getByLabelText(/Why I follow this/);
    await userEvent.clear(why);
    await userEvent.type(why, 'New reason');
    await waitFor(() => expect(screen.getByTestId('saved')).toHaveTextContent('Saved'), { timeout: 2000 });
    expect(calls('save_case_words').at(-1)).toEqual([1, { label: 'Maple Street lease', matter: 'M-2041', tags: ['Eviction', "Pat's matters"], note: 'New reason' }]);
    world.broken.set('save_case_words', problem);
    await userEvent.type(why, '!');
    await waitFor(() => expect(screen.getByTestId('saved')).toHaveTextContent('Not saved.'), { timeout: 2000 });
    expect(why, 'what was typed stays').toHaveValue('New reason!');
  });

  test('leaving at once loses no letters', async () => {
    await open('#/case/1');
    await userEvent.type(screen.getByLabelText(/Matter number/), '9');
    await go('#/today');
    expect(calls('save_case_words').at(-1)).toEqual([1, expect.objectContaining({ matter: 'M-20419' })]);
  });

  test('stop following has an undo; forgetting asks and says what it deletes', async () => {
    await open('#/case/1');
    await userEvent.click(button('Stop following'));
    await settle();
    expect(screen.getByTestId('unfollowed')).toHaveTextContent('You no longer follow this case.');
    await userEvent.click(button('Undo', screen.getByTestId('unfollowed')));
    await settle();
    expect(calls('refollow_case')).toEqual([[1]]);
    const [forget] = screen.getAllByRole('button', { name: 'Forget this case' });
    await userEvent.click(forget ?? expect.fail());
    const dialog = screen.getByTestId('forget-dialog');
    expect(dialog).toHaveTextContent('the case and its 7 docket entries, with all older versions');
    await expectAccessible();
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    await settle();
    expect(calls('forget_case')).toEqual([]);
    await userEvent.click(forget ?? expect.fail());
    await userEvent.click(screen.getByTestId('forget-yes'));
    await settle();
    expect(calls('forget_case')).toEqual([[1]]);
    expect(location.hash).toBe('#/cases');
  });

  test('closed copies are erased at once, after how many and which was read back', async () => {
    await open('#/case/4', 'full', (w) => {
      const closed = w.cases.find((c) => c.id === 4);
      if (closed) closed.state = 'closed';
      if (closed) for (let n = 0; n < 21; n += 1) w.cases.push({ ...closed, id: 500 + n, label: null, matter: null });
    });
    await userEvent.click(screen.getByTestId('erase-closed'));
    await settle();
    const dialog = screen.getByTestId('erase-closed-dialog');
    expect(dialog).toHaveTextContent('Erase 22 closed copies');
    expect(dialog).toHaveTextContent('M-2077');
    expect(dialog).toHaveTextContent('21 cases that have no name of yours');
    expect(dialog).toHaveTextContent('Your own labels and notes stay.');
    await expectAccessible();
    await userEvent.click(button('Cancel', dialog));
    expect(calls('erase_closed_copies')).toEqual([]);
    await userEvent.click(screen.getByTestId('erase-closed'));
    await settle();
    await userEvent.click(screen.getByTestId('erase-closed-yes'));
    await settle();
    expect(calls('erase_closed_copies')[0]?.[0]).toHaveLength(22);
    await waitFor(() => expect(screen.queryByTestId('erase-closed'), 'nothing is closed any more').toBeNull());
    expect(screen.getByTestId('closed-case')).toHaveTextContent('Then we erased our copy');
  });
  test('closed copies that the court shows again meanwhile are not erased, and the dialog says so', async () => {
    await open('#/case/4', 'full', (w) => w.cases.forEach((c) => c.id === 4 && (c.state = 'closed')));
    world.cases.forEach((c) => c.id === 4 && (c.state = 'followed'));
    await userEvent.click(screen.getByTestId('erase-closed'));
    await settle();
    expect(await screen.findByTestId('erase-closed-dialog')).toHaveTextContent('No copy is closed now.');
    expect(screen.queryByTestId('erase-closed-yes')).toBeNull();
  });

  test.each(['parties', 'hearings', 'documents', 'charges'])('a case that was never read does not say that the court lists no %s', async (part) => {
    await open(`#/case/6/${part}`, 'full', (w) => w.dockets.delete(6));
    expect(screen.getByTestId('next-hearing')).toHaveTextContent('We have not read this case yet, so we do not know.');
    expect(screen.getByTestId('next-hearing')).not.toHaveTextContent('No hearing is listed');
    expect(screen.getByTestId('empty')).toHaveTextContent('We have not read this case yet, so we do not know.');
    for (const tab of ['Docket', 'Parties', 'Hearings', 'Documents', 'Charges']) expect(screen.getByRole('link', { name: tab }), `${tab} without a number`).toBeInTheDocument();
  });
  test.each([
    ['AC Unlawful Detainer', 'The court\'s answer lists no charges. Charges belong to criminal, traffic and municipal cases; the court calls this one "AC Unlawful Detainer".'],
    ['Criminal/Infract.- see Charges', "The court's answer lists no charges."],
    [null, "The court's answer lists no charges."],
  ])('a case without charges says what that means, by its type: %s', async (type, words) => {
    await open('#/case/1/charges', 'full', (w) => {
      w.dockets.delete(1);
      w.cases.forEach((c) => c.id === 1 && (c.case_type = type));
    });
    expect(screen.getByTestId('empty').textContent?.trim()).toBe(words);
  });
  test('parties that could never be read are not said to be none', async () => {
    await open('#/case/6/parties', 'full', (w) => {
      w.dockets.delete(6);
      w.cases.forEach((c) => c.id === 6 && (c.last_checked_at = '2026-11-17T15:14:00Z'));
      w.partiesUnread = true;
    });
    expect(screen.getByTestId('empty')).toHaveTextContent('We could not read the parties of this case yet, so we do not know.');
    expect(screen.getByRole('link', { name: /^Parties/ }), 'nor counted as 0').toHaveTextContent(/^Parties$/);
    expect(screen.getByRole('link', { name: /^Charges/ })).toHaveTextContent(/^Charges 1$/);
  });
  test('nor does the list of cases', async () => {
    await open('#/cases');
    const row = screen.getByText('26BA-CV90777').closest('tr') ?? expect.fail();
    expect(row).toHaveTextContent('Not read yet');
    expect(row).not.toHaveTextContent('None listed');
  });

  test('a failed last attempt and an incomplete docket are said; the copy stays', async () => {
    await open('#/case/7', 'full', (w) => w.dockets.set(7, w.dockets.get(1) ?? []));
    expect(screen.getByTestId('problem')).toHaveTextContent('The last attempt failed. What you see is from November 15, 9:00 a.m. Central.');
    expect(screen.getByTestId('freshness')).toHaveTextContent('Older than a day.');
    expect(screen.getAllByTestId('docket-entry').length).toBeGreaterThan(0);
  });
});

describe('documents of a case', () => {
  const offered = { document_id: '9002', title: 'Exhibit A', extension: 'pdf', public: true, without_link: false, opens: true, entry_id: 25, filed_on: '2026-11-17', entry_description: 'Motion to Compel' };
  const withOne = (more: Partial<typeof offered>) => (w: typeof world) => {
    const [entry] = w.dockets.get(1) ?? [];
    if (entry) entry.documents = [{ ...offered, ...more }];
  };

  test('"Open" asks for that document, and a no of the court is shown', async () => {
    await open('#/case/1/documents', 'full', withOne({}));
    await userEvent.click(screen.getByRole('button', { name: 'Open Exhibit A' }));
    await settle();
    expect(calls('open_document')).toEqual([[1, 25, '9002']]);
    expect(screen.queryByRole('alert')).toBeNull();
    world.broken.set('open_document', problem);
    await userEvent.click(screen.getByRole('button', { name: 'Open Exhibit A' }));
    await settle();
    expect(screen.getByRole('alert')).toHaveTextContent(problem.message);
  });

  test.each([
    ['not public', { public: false }, 'The court marks this as not public. Ask the clerk whether you may see it.'],
    ['without a link', { without_link: true }, 'The court lists this document and offers no link to it. Ask the clerk whether you may see it.'],
    ['another kind', { extension: 'exe', opens: false }, 'Docketbell opens PDF files and pictures only. Get this one on Case.net.'],
  ])('what cannot be opened says why and asks nothing: %s', async (_, more, why) => {
    await open('#/case/1/documents', 'full', withOne(more));
    const act = screen.getByRole('button', { name: 'Open Exhibit A' });
    expect(act).toHaveAccessibleDescription(why);
    await userEvent.click(act);
    await settle();
    expect(calls('open_document')).toEqual([]);
  });
});

describe('where a hearing comes from', () => {
  test('each date names its entry and its age, and that no second source confirms it', async () => {
    await open('#/case/1/hearings');
    const panel = screen.getByTestId('hearings');
    expect(panel).toHaveTextContent('Every date here comes from the docket, last read 9:14 a.m. Central. No date is confirmed by a second source.');
    const rows = within(panel).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('Docket entry of November 16');
    expect(rows[1]).toHaveTextContent('Known since yesterday, 4:14 p.m. Central');
    expect(rows[2]).toHaveTextContent('A docket entry that is not in your copy');
    expect(rows[4]).toHaveTextContent('This entry was not on the last reading. Call the clerk.');
    await expectAccessible();
  });
});

describe('a hearing of today', () => {
  const nine = hearingToday(31, '9:00 AM', '2026-11-17T15:00:00Z', 'Arraignment');
  const eleven = hearingToday(32, '11:00 AM', '2026-11-17T17:00:00Z');
  const set = (more: Partial<CaseRow>) => (w: typeof world) => void Object.assign(w.cases[0] ?? {}, more);
  const listed = () => document.querySelector('[data-case-id="1"]') ?? expect.fail('no row');

  test('whose time has passed stays beside the next one', async () => {
    await open('#/case/1', 'full', set({ next_hearing: eleven, earlier_today: [nine] }));
    const panel = screen.getByTestId('next-hearing');
    expect(panel.querySelector('time')).toHaveTextContent('Today, 11:00 a.m. Central');
    expect(screen.getByTestId('earlier-today')).toHaveTextContent('Earlier today 9:00 a.m. Central, Arraignment, Division 4, Boone County Courthouse Its time has passed. Hearings can run late. If you are not there, call the clerk.');
    await expectAccessible();
    await go('#/cases');
    expect(listed()).toHaveTextContent('Today, 11:00 a.m. Today, 9:00 a.m.: its time has passed');
    await expectAccessible();
  });

  test('that nothing follows is told with its time, not as none', async () => {
    await open('#/case/1', 'full', set({ next_hearing: nine }));
    expect(screen.getByTestId('next-hearing')).toHaveTextContent('Today, 9:00 a.m. Central');
    expect(screen.getByTestId('next-hearing')).toHaveTextContent('Its time has passed. Hearings can run late.');
    await go('#/cases');
    expect(listed()).toHaveTextContent('Today, 9:00 a.m. its time has passed');
    await go('#/case/1/hearings');
    expect(within(screen.getByTestId('hearings')).getAllByRole('row')[1]).toHaveTextContent('its time has passed');
  });

  test('that is still to come has no such words', async () => {
    await open('#/case/1', 'full', set({ next_hearing: eleven }));
    expect(screen.getByTestId('next-hearing')).toHaveTextContent('Today, 11:00 a.m. Central');
    expect(screen.getByTestId('next-hearing')).not.toHaveTextContent('passed');
  });

  test.each([
    ['the case', '#/case/1', 'case_view'],
    ['the list', '#/cases', 'list_cases'],
  ])('whose time comes while %s is shown makes it ask which one is next', async (_, place, call) => {
    await open(place, 'full', set({ next_hearing: eleven }));
    const before = calls(call).length;
    desk.now = new Date('2026-11-17T16:59:30Z');
    await settle();
    expect(calls(call).length, 'not before').toBe(before);
    desk.now = new Date('2026-11-17T17:00:00Z');
    await settle();
    expect(calls(call).length, 'once').toBe(before + 1);
    desk.now = new Date('2026-11-17T17:00:30Z');
    await settle();
    expect(calls(call).length, 'and not again').toBe(before + 1);
  });
});
