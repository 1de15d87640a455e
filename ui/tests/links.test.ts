// Links of e-mails, and journeys that were left: what the window shows of them, and what it keeps.
import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ended, journeyAt, someAccounts } from '../gallery/account-samples';
import { calls, expectAccessible, open, settle, world } from './help';
import { field, heading, press } from './journey-help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const LINK = 'http://127.0.0.1:4180/cnet/reset?token=canary-reset-77';
const left = (kind: Parameters<typeof journeyAt>[0], step: string) => journeyAt(kind, step, { page: null });

describe('the link for a new password', () => {
  test('leads from the mail to the window: pasted, its host shown, opened here', async () => {
    await open('#/journey', 'full', (w) => (w.journey = ended('recover_password')));
    expect(screen.getByTestId('outcome')).toHaveTextContent('Paste the link here, or open it in your browser.');
    await press('to-new-password');
    expect(location.hash).toBe('#/register/change_password');
    await open('#/register/change_password');
    await userEvent.type(field('The link for a new password'), LINK);
    await press('inspect-link');
    const review = screen.getByTestId('link-review');
    expect(review.querySelector('.link-host')).toHaveTextContent(/^127\.0\.0\.1:4180$/);
    expect(review, 'it counts for whoever reads it').not.toHaveTextContent('canary-reset-77');
    expect(calls('start_journey'), 'looking starts nothing').toEqual([]);
    await expectAccessible();
    await press('open-link');
    expect(calls('start_journey')).toEqual([['change_password', [{ name: 'link', answer: { kind: 'text', text: LINK } }]]]);
  });

  test('is gone from the screen once it was handed on, also when the court is not asked', async () => {
    await open('#/register/change_password', 'full', (w) => w.broken.set('start_journey', { kind: 'unreachable', message: 'No connection.', hint: '', retry_at: null }));
    await userEvent.type(field('The link for a new password'), LINK);
    await press('inspect-link');
    await press('open-link');
    expect(screen.getByTestId('before')).toHaveTextContent('No connection.');
    expect(field('The link for a new password')).toHaveValue('');
    expect(document.body.innerHTML).not.toContain('canary-reset-77');
  });

  test('to another host cannot be opened', async () => {
    await open('#/register/change_password');
    await userEvent.type(field('The link for a new password'), 'https://www.courts.mo.gov.evil.example/reset?token=1');
    await press('inspect-link');
    expect(screen.getByTestId('link-review')).toHaveTextContent('www.courts.mo.gov.evil.example');
    expect(screen.getByTestId('link-review')).toHaveTextContent('Type no password there.');
    expect(screen.queryByTestId('open-link')).toBeNull();
  });

  test('while somebody knows the old password, no link is needed', async () => {
    await open('#/register/change_password');
    await press('start-journey');
    expect(calls('start_journey')).toEqual([['change_password', []]]);
  });

  test('one that is needed once more is asked for where it is pasted', async () => {
    await open('#/accounts', 'full', (w) => {
      w.accounts = { ...someAccounts(), left_journeys: [left('change_password', 'C5')] };
      w.broken.set('start_journey', { kind: 'link_needed', message: 'The link is needed once more.', hint: '', retry_at: null });
    });
    await press('go-on');
    expect(location.hash).toBe('#/register/change_password');
  });
});

describe('journeys that were left', () => {
  const three = (w: typeof world) => {
    w.journey = left('register_user', 'B4');
    w.accounts = { ...someAccounts(), left_journeys: [left('associate', 'B10'), left('recover_password', 'C5')] };
  };

  test('are all shown, each with its way on and its way out', async () => {
    await open('#/accounts', 'full', three);
    const cards = screen.getAllByTestId('open-journey');
    expect(cards.map((card) => card.dataset.kind)).toEqual(['register_user', 'associate', 'recover_password']);
    for (const card of cards) {
      expect(within(card).getByTestId('go-on')).toBeInTheDocument();
      expect(within(card).getByTestId('forget-journey')).toBeInTheDocument();
    }
    await expectAccessible();
    await userEvent.click(within(cards[1]!).getByTestId('go-on'));
    await settle();
    expect(calls('start_journey')).toEqual([['associate', []]]);
  });

  test('one is thrown away, after a question that names it, and the others stay', async () => {
    await open('#/accounts', 'full', three);
    await userEvent.click(within(screen.getAllByTestId('open-journey')[2]!).getByTestId('forget-journey'));
    expect(screen.getByTestId('forget-journey-dialog')).toHaveTextContent('Recover a lost password');
    await press('forget-journey-yes');
    expect(calls('forget_journey')).toEqual([['recover_password']]);
    expect(screen.getAllByTestId('open-journey').map((card) => card.dataset.kind)).toEqual(['register_user', 'associate']);
    expect(heading()).toBeInTheDocument();
  });
});
