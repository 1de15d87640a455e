// Every refusal that a person can meet: its own words, and a way on of its own (the terminal's: tests/cli/accounts/refusals.rs).
import { screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { ended, journeyAt, pageAt } from '../gallery/account-samples';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import { open } from './help';
import { heading } from './journey-help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const ways = new Set<string>();

test.each([
  ['wrong phrase', 'register_user', 'B3', 'phrase', 'This is a new picture.'],
  ['taken user name', 'register_user', 'B3', 'user_name', 'add a number or your department'],
  ['weak password', 'register_user', 'B3', 'password', 'Choose another password that keeps the rules above.'],
  ['invalid address', 'register_user', 'B4', 'email', 'Check the address'],
  ['wrong PIN', 'associate', 'B10', 'pin', "Ask your group's administrator for the PIN of today."],
] as const)('%s: the court\'s words and the way on stand at the field', async (_, kind, step, name, way) => {
  const page = pageAt(step);
  const asks = page.asks.map((a) => ({ ...a, refused: a.name === name ? 'These are the words of the court.' : null }));
  expect(asks.some((a) => a.refused), `the page of ${step} asks for ${name}`).toBe(true);
  await open('#/journey', 'full', (w) => (w.journey = journeyAt(kind, step, { page: { ...page, asks } })));
  const field = document.querySelector(`[data-testid=ask][data-name=${name}] .field-error`);
  expect(field).toHaveTextContent('The court says: These are the words of the court.');
  expect(field).toHaveTextContent(way);
  expect(document.querySelectorAll('.field-error'), 'and at no other').toHaveLength(1);
  expect(screen.getByTestId('error-summary')).toHaveTextContent('These are the words of the court.');
});

test.each([
  ['unknown group', 'associate', 'unknown_group', 'The court does not know the group of this link', 'Copy the whole link once more'],
  ['expired link', 'associate', 'link_expired', 'The link counts no longer', 'Ask for a new one'],
  ['locked account', 'sign_in', 'locked', 'The account is locked', 'Wait, or call the help desk'],
  ['unsupported page', 'register_user', 'unexpected_page', 'The court showed a page that we do not know', 'Look at it in your browser'],
] as const)('%s: its own heading, what it means, and the way on', async (_, kind, problem, title, way) => {
  const stands = { page: null, problem: { kind: problem, message: 'These are the words of the court.', hint: '', retry_at: null } };
  await open('#/journey', 'full', (w) => (w.journey = journeyAt(kind as JourneyKindView, 'B9', stands)));
  expect(heading()).toHaveTextContent(title);
  expect(screen.getByTestId('standstill')).toHaveTextContent(way);
  expect(screen.getByTestId('problem')).toHaveTextContent('These are the words of the court.');
  expect(ways.has(way), 'no two share their way on').toBe(false);
  ways.add(way);
});

test.each([
  ['while the link counts', 'verify_email', '2027-01-01T00:00:00Z', 'left.'],
  ['when it counts no longer', 'resend_verification', '2020-01-01T00:00:00Z', 'The link counted until'],
] as const)('an address that is not verified is no sign-in: %s', async (_, next, until, says) => {
  const end = ended('sign_in');
  const outcome = { ...end.outcome!, outcome: 'not_verified', next, until, portal_says: 'Please check your e-mail.' };
  await open('#/journey', 'full', (w) => (w.journey = { ...end, outcome }));
  expect(heading()).toHaveTextContent('Your e-mail address is not verified yet');
  expect(screen.getByTestId('verify-clock')).toHaveTextContent(says);
  expect(screen.getByTestId('resend')).toBeInTheDocument();
});

test('a mail whose click was lost is told by the mail, and the question goes to nobody', async () => {
  const lost = { page: null, problem: { kind: 'uncertain', message: 'No answer came.', hint: '', retry_at: null } };
  await open('#/journey', 'full', (w) => (w.journey = journeyAt('recover_password', 'C5', lost)));
  expect(screen.getByTestId('standstill')).toHaveTextContent('The mail itself tells');
  expect(screen.getByTestId('reconcile')).toHaveTextContent('Say whether the mail came');
  await open('#/journey', 'full', (w) => (w.journey = journeyAt('reconcile', 'C3', { page: pageAt('C5', { host: '', page: 'Your mailbox' }) })));
  expect(screen.queryByText('What goes to the court when you continue')).toBeNull();
  expect(screen.getByTestId('page')).not.toHaveTextContent('Your mailbox');
});
