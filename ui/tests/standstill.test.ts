// A journey that does not go on: what is said, and the ways on.
import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ended, journeyAt } from '../gallery/account-samples';
import { shout, tellJourney } from '../gallery/fake-ipc';
import { calls, expectAccessible, open, settle, world } from './help';
import { at, field, heading, press } from './journey-help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

describe('a journey that stands still', () => {
  const still = (kind: string) => ({ page: null, problem: { kind, message: 'The court said so.', hint: '', retry_at: null } });
  test('a session that ended: sign in again, then go on', async () => {
    await at('associate', 'B10', still('session_ended'));
    expect(heading()).toHaveTextContent("The court's site ended your session");
    await press('sign-in-again');
    expect(calls('start_journey')).toEqual([['associate', []]]);
    expect(screen.getByTestId('page')).toBeInTheDocument();
  });
  test('an uncertain outcome is looked at, never sent again', async () => {
    await at('associate', 'B10', still('uncertain'));
    expect(screen.queryByTestId('go-on')).toBeNull();
    await press('reconcile');
    expect(calls('start_journey')).toEqual([['reconcile', []]]);
  });
  test.each(['session_ended', 'uncertain', 'locked', 'unexpected_page', 'label_not_found', 'label_ambiguous', 'foreign_host', 'maintenance', 'unreachable', 'court_offline', 'portal_error', 'portal_closed', 'budget_spent', 'too_many_requests', 'not_permitted', 'not_offered', 'needs_person', 'refused', 'log_in_refused', 'link_expired', 'unknown_group', 'link_needed', 'stopped', 'something_new'])('%s has its own words', async (kind) => {
    await at('associate', 'B10', still(kind));
    expect(screen.getByTestId('standstill')).toHaveTextContent('The court said so.');
    expect(heading().textContent).not.toContain('still-');
    if (kind === 'something_new') expect(heading()).toHaveTextContent('This stands still');
    else expect(heading()).not.toHaveTextContent('This stands still');
    await expectAccessible();
  });
  test('a link to a foreign host and a locked account offer no other try', async () => {
    for (const kind of ['foreign_host', 'locked']) {
      await at('associate', 'B10', still(kind));
      expect(screen.queryByTestId('go-on')).toBeNull();
    }
  });
  test('a lock whose hour is over can be gone on with', async () => {
    const locked = still('locked');
    await at('associate', 'B10', { ...locked, problem: { ...locked.problem, retry_at: '2001-01-01T00:00:00Z' } });
    await press('go-on');
    expect(calls('start_journey')).toEqual([['associate', []]]);
  });
  test('forgetting it asks first', async () => {
    await at('associate', 'B10', still('maintenance'));
    await press('forget-journey');
    expect(calls('forget_journey')).toEqual([]);
    await press('forget-journey-yes');
    expect(calls('forget_journey')).toHaveLength(1);
    expect(location.hash).toBe('#/accounts');
  });
  test('finishing later leaves it open', async () => {
    await at('register_user', 'B4');
    await press('later');
    expect(calls('leave_journey')).toHaveLength(1);
    expect(location.hash).toBe('#/accounts');
    expect(screen.getByTestId('open-journey')).toHaveTextContent('You are at B4, Name and e-mail.');
    await press('go-on');
    expect(location.hash).toBe('#/journey');
  });
  test('one that was left in an earlier run can be gone on with', async () => {
    await at('register_user', 'B4', { page: null });
    expect(heading()).toHaveTextContent('Create an account for a group user');
    await press('go-on');
    expect(calls('start_journey')).toEqual([['register_user', []]]);
    expect(screen.getByTestId('page')).toBeInTheDocument();
  });
  test('while the court is asked, the page stays and says so', async () => {
    await at('register_user', 'B4');
    tellJourney(journeyAt('register_user', 'B4', { page: null, working: true }));
    await settle();
    expect(field('First Name')).toBeInTheDocument();
    tellJourney(journeyAt('register_user', 'B4', { page: null, working: true, kind: 'sign_in' }));
    await waitFor(() => expect(heading()).toHaveTextContent("Asking the court's site..."));
  });
  test('leaving a group says what it means, and asks', async () => {
    await at('dissociate', 'B12');
    expect(heading()).toHaveTextContent('Leave your group');
    expect(screen.queryByTestId('agreement-text')).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: /Leave the group Sample County/ }));
    await press('journey-next');
    expect(screen.getByTestId('review')).toHaveTextContent("To come back you need the group's link and its PIN again.");
    await expectAccessible();
    await press('journey-press');
    expect(screen.getByTestId('outcome')).toHaveAttribute('data-outcome', 'dissociated');
  });
  test('how one ended stays in sight though another waits', async () => {
    await open('#/journey');
    tellJourney(ended('sign_in'));
    await waitFor(() => expect(heading()).toHaveTextContent('You are signed in'));
    world.journey = journeyAt('register_user', 'B4');
    shout('accounts');
    await waitFor(() => expect(screen.getByRole('link', { name: /Accounts 1 to finish/ })).toBeInTheDocument());
    expect(heading()).toHaveTextContent('You are signed in');
    await press('to-accounts');
    await press('go-on');
    expect(heading()).toHaveTextContent('Name and e-mail');
  });
  test('only one goes at a time: what waits at a page is finished or left first', async () => {
    await open('#/register/sign_in', 'full', (w) => (w.journey = journeyAt('register_user', 'B4')));
    expect(screen.getByTestId('start-journey')).toHaveAccessibleDescription('Another one waits at a page. Go on with it there: finish it, or save it for later.');
    await press('start-journey');
    expect(calls('start_journey')).toEqual([]);
  });
  test('one that was left for later is in nobody\'s way', async () => {
    await open('#/register/sign_in', 'full', (w) => (w.journey = journeyAt('associate', 'B10', { page: null })));
    expect(screen.getByTestId('open-journey')).toBeInTheDocument();
    await press('start-journey');
    expect(calls('start_journey')).toHaveLength(1);
  });
  test.each(['unknown_group', 'link_expired', 'link_needed'])('%s: another link can be opened at once, the same one is not tried again', async (kind) => {
    await at('associate', 'B9', still(kind));
    expect(screen.queryByTestId('go-on')).toBeNull();
    await press('another-link');
    expect(location.hash).toBe('#/register/associate');
    await userEvent.type(field("The group's link"), 'http://127.0.0.1:4180/group?id=8');
    await press('inspect-link');
    await press('open-link');
    expect(calls('start_journey')).toEqual([['associate', [{ name: 'link', answer: { kind: 'text', text: 'http://127.0.0.1:4180/group?id=8' } }]]]);
  });
  test('nothing is opened over one whose last click was lost', async () => {
    await open('#/register/associate', 'full', (w) => (w.journey = journeyAt('associate', 'B11', still('uncertain'))));
    await userEvent.type(field("The group's link"), 'http://127.0.0.1:4180/group?id=8');
    await press('inspect-link');
    expect(screen.getByTestId('open-link')).toHaveAccessibleDescription('First we look what became of the one before.');
    await press('open-link');
    expect(calls('start_journey')).toEqual([]);
  });
  test('the event moves the page on', async () => {
    await at('register_user', 'B4');
    tellJourney(journeyAt('register_user', 'B5'));
    await waitFor(() => expect(heading()).toHaveTextContent('Addresses and phone'));
  });
});
