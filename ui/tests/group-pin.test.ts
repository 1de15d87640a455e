// The group's PIN in the window: sent once and out of its field, seen for 30 seconds, copied and printed without the page.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { KEPT_PIN } from '../gallery/group-samples';
import { NOW } from '../gallery/samples';
import { desk } from '../src/lib/desk.svelte';
import { calls, expectAccessible, go, open, settle, world } from './help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const press = async (testid: string) => {
  await userEvent.click(screen.getByTestId(testid));
  await settle();
};

describe('the PIN', () => {
  beforeEach(() => {
    desk.now = new Date(NOW);
  });

  test('how old it is, who knows it and should not, how many joined with it', async () => {
    await open('#/group');
    const pin = screen.getByTestId('pin');
    expect(pin).toHaveTextContent('94 days since you last changed it here');
    expect(screen.getByTestId('pin-left')).toHaveTextContent('3 people know it who should not');
    expect(pin).toHaveTextContent('Casey Roe, found removed September 9');
    expect(pin).toHaveTextContent('2 active people joined with this PIN.');
    expect(document.body.textContent).not.toContain(KEPT_PIN);
  });

  test('a typed one is sent once, and is out of the field before the answer is here', async () => {
    await open('#/group');
    await press('change-pin');
    await userEvent.click(screen.getByLabelText('I type it'));
    await press('pin-send');
    expect(calls('change_pin'), 'nothing typed').toEqual([]);
    expect(screen.getByLabelText('New PIN')).toHaveFocus();
    await userEvent.type(screen.getByLabelText('New PIN'), 'Canary-Oak-77');
    await expectAccessible();
    world.broken.set('change_pin', { kind: 'refused', message: 'The portal did not take the new PIN.', hint: 'Choose another PIN.', retry_at: null });
    await userEvent.click(screen.getByTestId('pin-send'));
    expect(screen.getByLabelText('New PIN')).toHaveValue('');
    await settle();
    expect(calls('change_pin')).toEqual([[{ how: 'typed', pin: 'Canary-Oak-77', keep: false }]]);
    expect(within(screen.getByTestId('pin')).getByTestId('problem')).toHaveTextContent('Choose another PIN.');
    expect(document.body.innerHTML).not.toContain('Canary-Oak-77');
  });

  test('a generated one never comes to the window', async () => {
    await open('#/group');
    await press('change-pin');
    await userEvent.selectOptions(screen.getByLabelText('How many characters'), '10');
    await press('pin-send');
    expect(calls('change_pin')).toEqual([[{ how: 'generated', length: 10 }]]);
    expect(calls('show_pin')).toEqual([]);
    expect(screen.getByTestId('pin')).toHaveTextContent('0 days since you last changed it here');
    expect(screen.getByTestId('pin')).toHaveTextContent('Nobody who left since then knows it.');
  });

  test('is never changed while offline', async () => {
    await open('#/group?do=pin', 'full', (w) => (w.status.line = 'offline'));
    expect(screen.getByTestId('pin-form')).toHaveTextContent('A PIN is never kept waiting');
    await press('pin-send');
    expect(calls('change_pin')).toEqual([]);
  });

  test('a lost answer is said, and setting it again settles it', async () => {
    await open('#/group', 'full', (w) => (w.group.pin.uncertain = true));
    expect(screen.getByTestId('pin-uncertain')).toHaveTextContent('Give nobody a PIN before.');
    expect(screen.getByTestId('change-pin')).toHaveTextContent('Set the PIN again');
  });

  test('is shown for 30 seconds and is then nowhere in the page', async () => {
    await open('#/group');
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await userEvent.click(screen.getByTestId('show-pin'));
    await vi.waitFor(() => expect(screen.getByTestId('pin-shown')).toHaveTextContent(KEPT_PIN));
    expect(screen.getByTestId('pin-kept')).toHaveTextContent('Hidden in 30 seconds.');
    await vi.advanceTimersByTimeAsync(12_000);
    expect(screen.getByTestId('pin-kept')).toHaveTextContent(/Hidden in 1[78] seconds\./);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(screen.queryByTestId('pin-shown')).toBeNull();
    expect(document.documentElement.innerHTML).not.toContain(KEPT_PIN);
  });

  test('is gone when the page is left, and when the window is hidden', async () => {
    await open('#/group');
    await press('show-pin');
    expect(screen.getByTestId('pin-shown')).toBeInTheDocument();
    const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(screen.queryByTestId('pin-shown')).toBeNull());
    visible.mockRestore();
    await press('show-pin');
    await go('#/today');
    expect(document.documentElement.innerHTML).not.toContain(KEPT_PIN);
  });

  test('where nobody knows how old it is, nobody is said to know it for certain', async () => {
    await open('#/group', 'full', (w) => Object.assign(w.group.pin, { set_at: null, days: null, joined: 0 }));
    expect(screen.getByTestId('pin-left')).toHaveTextContent('3 people may know it who should not');
    expect(screen.getByTestId('pin')).toHaveTextContent('Nobody joined since this computer first read the list.');
  });

  test('is copied by Rust, never through the window; and forgotten here', async () => {
    await open('#/group');
    await press('copy-pin');
    expect(calls('copy_pin')).toHaveLength(1);
    expect(calls('show_pin')).toEqual([]);
    await waitFor(() => expect(screen.getByTestId('said')).toHaveTextContent('The clipboard is cleared in 30 seconds.'));
    await press('forget-kept-pin');
    expect(calls('forget_pin')).toHaveLength(1);
    expect(screen.queryByTestId('pin-kept')).toBeNull();
  });

  test('is printed by Rust, never through the window', async () => {
    await open('#/group');
    await press('print-pin');
    expect(calls('print_pin')).toHaveLength(1);
    expect(calls('show_pin')).toEqual([]);
    await waitFor(() => expect(screen.getByTestId('said')).toHaveTextContent('Keep it apart from the invitation.'));
    expect(document.documentElement.innerHTML).not.toContain(KEPT_PIN);
  });

  test('the age to be reminded at is the person’s', async () => {
    await open('#/group');
    const field = screen.getByLabelText('Remind me at this age, in days');
    await userEvent.clear(field);
    await userEvent.type(field, '60');
    await userEvent.tab();
    await settle();
    expect(calls('save_pin_reminder').at(-1)).toEqual([60]);
  });
});
