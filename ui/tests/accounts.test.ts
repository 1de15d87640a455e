// Accounts and journeys: what a person does, what the court is sent, and what never leaves the field twice.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ended, journeyAt, pageAt } from '../gallery/account-samples';
import { open as openFromOutside, shout, tellJourney } from '../gallery/fake-ipc';
import { problem } from '../gallery/samples';
import { accounts } from '../src/lib/accounts.svelte';
import { desk } from '../src/lib/desk.svelte';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import { checkRules, timeLeft } from '../src/lib/journey';
import { calls, expectAccessible, go, open, settle, world } from './help';
import { at, enter, field, heading, press, tabTo, typeInto } from './journey-help';

vi.mock('../src/lib/ipc', () => import('../gallery/fake-ipc'));

const SECRET = 'Canary-Oak-77';

describe('by keyboard alone', () => {
  test('a group user makes an account, from the choice to the end', async () => {
    await open('#/register');
    await tabTo(screen.getByRole('link', { name: 'Create an account for a group user' }));
    await userEvent.keyboard('{Enter}');
    await go('#/register/register_user'); // jsdom follows no links
    expect(screen.getByTestId('before')).toHaveTextContent('Your user name can never be changed.');
    await tabTo(screen.getByTestId('start-journey'));
    await enter();
    expect(calls('start_journey')).toEqual([['register_user', []]]);

    await waitFor(() => expect(heading()).toHaveFocus());
    expect(heading()).toHaveTextContent('No bar number');
    await enter();
    await tabTo(screen.getByRole('checkbox', { name: 'I do not have a MOBAR number.' }));
    await userEvent.keyboard(' ');
    await enter();

    expect(heading()).toHaveTextContent('User name, password and picture');
    await waitFor(() => expect(heading()).toHaveFocus());
    await typeInto('User Name', 'jordan_public');
    await typeInto('Password', SECRET);
    await typeInto(/Enter the phrase/, 'quiet4oak');
    await enter();
    expect(heading()).toHaveTextContent('Name and e-mail');
    await waitFor(() => expect(heading()).toHaveFocus());
    await typeInto('First Name', 'Jordan');
    await typeInto('Last Name', 'Public');
    await typeInto('E-mail Address', 'jordan.public@example.org');
    await enter();

    expect(heading()).toHaveTextContent('Addresses and phone');
    await typeInto('Mailing Address: Address Line 1', '100 Any St');
    await typeInto('Mailing Address: City', 'Jefferson City');
    await typeInto('Mailing Address: Zip Code', '65101');
    await tabTo(screen.getByRole('button', { name: 'Same as Mailing Address' }));
    await userEvent.keyboard('{Enter}');
    expect(field('Billing Address: Zip Code')).toHaveValue('65101');
    await typeInto('Phone Number', '573-555-0100');
    await enter();

    for (const q of ['What was your first school?', 'What was your first pet?', 'In which town did you grow up?']) await typeInto(q, `${SECRET}-a`);
    const before = calls('answer_page').length;
    await enter();
    expect(calls('answer_page'), 'the last click is reviewed first').toHaveLength(before);
    expect(heading()).toHaveFocus();
    expect(screen.getByTestId('review')).toHaveTextContent('Your user name can never be changed.');
    expect(screen.getByTestId('review-given')).toHaveTextContent('100 Any St, Jefferson City, MO, 65101');
    expect(screen.getByTestId('review')).not.toHaveTextContent(SECRET);
    await expectAccessible();
    await tabTo(screen.getByTestId('journey-press'));
    await enter();
    expect(screen.getByTestId('outcome')).toHaveAttribute('data-next', 'associate');
    expect(screen.getByTestId('outcome')).toHaveTextContent('Do not log on at the court\'s site before that.');
    expect(screen.getByTestId('ecf-link')).toHaveTextContent('/ecf/');
    await waitFor(() => expect(heading()).toHaveFocus());
    await expectAccessible();
  });

  test('a group is joined: link, log-on, group, PIN, agreement, menu', async () => {
    await open('#/register/associate');
    await typeInto("The group's link", 'http://127.0.0.1:4180/group?id=7');
    await enter();
    const review = screen.getByTestId('link-review');
    expect(review).toHaveTextContent('127.0.0.1:4180');
    expect(calls('start_journey'), 'looking starts nothing').toEqual([]);
    await tabTo(screen.getByTestId('open-link'));
    await enter();
    expect(calls('start_journey')).toEqual([['associate', [{ name: 'link', answer: { kind: 'text', text: 'http://127.0.0.1:4180/group?id=7' } }]]]);
    await typeInto('Username', 'jordan_public');
    await typeInto('Password', SECRET);
    await enter();

    expect(heading()).toHaveTextContent('Group and PIN');
    expect(screen.getByRole('radio', { name: 'Sample County Children’s Division' }), 'the only group is chosen').toBeChecked();
    await typeInto('Pin', '9999');
    await typeInto('User Information', 'Intake worker');
    await enter();
    expect(screen.getByTestId('mail')).toHaveTextContent("The court e-mails your group's administrator that you joined.");
    await tabTo(screen.getByTestId('journey-press'));
    await enter();

    expect(field('Pin')).toHaveAccessibleDescription(/The court says: The PIN is not valid for this group\./);
    expect(field('Pin'), 'a secret is typed again').toHaveValue('');
    expect(field('User Information')).toHaveValue('Intake worker');
    await waitFor(() => expect(screen.getByTestId('error-summary')).toHaveFocus());
    await typeInto('Pin', '4711');
    await enter();
    await tabTo(screen.getByTestId('journey-press'));
    await enter();

    expect(screen.getByTestId('agreement-text').textContent).toContain('You tell the court at once when somebody else may know them.');
    await tabTo(screen.getByRole('checkbox', { name: 'I acknowledge' }));
    await userEvent.keyboard(' ');
    await enter();
    expect(screen.getByTestId('review')).toHaveTextContent('You agree to the court\'s terms when you press.');
    await tabTo(screen.getByTestId('journey-press'));
    await enter();
    expect(heading()).toHaveTextContent('You have joined your group');
    expect(screen.getByTestId('ecf-link')).toHaveTextContent('/ecf/');
    await userEvent.click(screen.getByTestId('open-ecf'));
    await settle();
    expect(calls('open_portal'), 'in the browser').toEqual([['ecf']]);
  });
});

describe('secrets', () => {
  test('a secret is sent once, and its field is empty before the answer is here', async () => {
    await at('associate', 'B9');
    await userEvent.type(field('Username'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await settle();
    let release = () => undefined as void;
    world.hold = new Promise((done) => (release = done));
    await userEvent.click(screen.getByTestId('journey-next'));
    expect(calls('answer_page')).toHaveLength(1);
    expect(field('Password'), 'empty while the court is asked').toHaveValue('');
    await userEvent.click(screen.getByTestId('journey-next'));
    await userEvent.keyboard('{Enter}');
    release();
    await settle();
    const all = world.calls.filter(([, args]) => JSON.stringify(args).includes(SECRET));
    expect(all.map(([name]) => name)).toEqual(['answer_page']);
    expect(JSON.stringify(accounts.typed)).not.toContain(SECRET);
    expect(document.body.innerHTML).not.toContain(SECRET);
  });

  test('what is typed is kept while typing, secrets are not', async () => {
    await at('register_user', 'B3');
    await userEvent.type(field('User Name'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await waitFor(() => expect(calls('keep_answers').length).toBeGreaterThan(0), { timeout: 3000 });
    expect(calls('keep_answers').at(-1)).toEqual([world.journey?.page?.question_id, [{ name: 'user_name', answer: { kind: 'text', text: 'jordan_public' } }]]);
    expect(JSON.stringify(calls('keep_answers'))).not.toContain(SECRET);
    await settle();
    expect(screen.getByTestId('autosave')).toHaveTextContent('Saved on this computer, 9:40 a.m. Central. Secrets are not.');
  });

  test('leaving the page throws typed secrets away and keeps the rest', async () => {
    await at('register_user', 'B3');
    await userEvent.type(field('User Name'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await go('#/today');
    expect(JSON.stringify(accounts.typed)).not.toContain(SECRET);
    await go('#/journey');
    expect(field('User Name')).toHaveValue('jordan_public');
    expect(field('Password')).toHaveValue('');
  });

  test('an answer that did not go through is said, and secrets are asked again', async () => {
    await at('associate', 'B9');
    world.broken.set('answer_page', problem);
    await userEvent.type(field('Username'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await press('journey-next');
    expect(screen.getByTestId('problem')).toHaveTextContent(problem.message);
    expect(screen.getByText(/Type passwords, PINs, phrases and codes again/)).toBeInTheDocument();
    expect(field('Username')).toHaveValue('jordan_public');
    expect(field('Password')).toHaveValue('');
  });

  test('a secret is kept on this computer only when the box is ticked', async () => {
    await at('associate', 'B9');
    await userEvent.type(field('Username'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Keep it in the keyring' }));
    await press('journey-next');
    expect(calls('answer_page')[0]?.[1]).toContainEqual({ name: 'password', answer: { kind: 'secret', secret: SECRET, keep: true } });
  });
});

describe('a password', () => {
  test('its rules stand there before typing, are checked while typing, and a weak one is not sent', async () => {
    await at('register_administrator', 'A2');
    const rules = () => within(screen.getByTestId('rules')).getAllByRole('listitem').map((li) => li.dataset.met);
    expect(rules()).toEqual(['false', 'false', 'false', 'false']);
    expect(field('New Password')).toHaveAccessibleDescription(/8 characters or more/);
    await userEvent.type(field('New Password'), 'abcDEF1');
    expect(rules()).toEqual(['false', 'true', 'true', 'true']);
    await press('journey-next');
    expect(calls('answer_page')).toEqual([]);
    expect(screen.getByTestId('error-summary')).toHaveTextContent('"New Password" does not keep all rules yet.');
    expect(screen.getByTestId('error-summary')).toHaveFocus();
    await expectAccessible();
    await userEvent.type(field('New Password'), '2');
    expect(rules()).toEqual(['true', 'true', 'true', 'true']);
    expect(screen.getByText('All rules are kept.')).toBeInTheDocument();
  });

  test.each([
    ['eight of each', 'abcdEFG1', [true, true, true, true]],
    ['seven', 'abcdEF1', [false, true, true, true]],
    ['no capital letter', 'abcdefg1', [true, false, true, true]],
    ['no small letter', 'ABCDEFG1', [true, true, false, true]],
    ['no digit', 'abcdEFGH', [true, true, true, false]],
    ['letters of another alphabet count in length only', 'äöüßÄÖÜ９', [true, false, false, false]],
  ])('rules: %s', (_, password, met) => {
    expect(checkRules({ least: 8, upper: true, lower: true, digit: true }, password).map((r) => r.met)).toEqual(met);
  });

  test('one can be made, is shown, and can be pasted over', async () => {
    await at('register_administrator', 'A2');
    await press('make-password');
    expect(field('New Password')).toHaveValue('Quiet-Oak-47');
    expect(field('New Password')).toHaveAttribute('type', 'text');
    await userEvent.click(screen.getByRole('button', { name: /^Show/ }));
    expect(field('New Password')).toHaveAttribute('type', 'password');
    await userEvent.clear(field('New Password'));
    await userEvent.click(field('New Password'));
    await userEvent.paste('Pasted-Oak-48');
    expect(field('New Password')).toHaveValue('Pasted-Oak-48');
  });
});

describe('what the court says', () => {
  test('each refusal stands at its field, and the summary leads there', async () => {
    await at('register_user', 'B3');
    await userEvent.type(field('User Name'), 'taken');
    await userEvent.type(field('Password'), SECRET);
    await userEvent.type(field(/Enter the phrase/), 'wrong');
    await press('journey-next');
    const summary = screen.getByTestId('error-summary');
    expect(summary).toHaveTextContent('The court found 2 problems');
    await waitFor(() => expect(summary).toHaveFocus());
    expect(document.title).toMatch(/^Error: User name, password and picture/);
    expect(field('User Name')).toHaveAccessibleDescription(/^Error: The court says: This user name is taken\. /);
    expect(field('User Name')).toBeInvalid();
    expect(field('User Name')).toHaveValue('taken');
    expect(field(/Enter the phrase/)).toHaveAccessibleDescription(/The phrase did not match\. This is a new picture\./);
    expect(field(/Enter the phrase/)).toHaveValue('');
    await userEvent.click(within(summary).getByRole('link', { name: /user name is taken/ }));
    expect(field('User Name')).toHaveFocus();
    expect(screen.getByTestId('steps').querySelector('[aria-current=step]')).toHaveTextContent('Needs a change');
    await expectAccessible();
  });

  test('a refusal that belongs to no field stands at the top', async () => {
    await at('associate', 'B9');
    await userEvent.type(field('Username'), 'jordan_public');
    await userEvent.type(field('Password'), 'wrong');
    await press('journey-next');
    expect(screen.getByTestId('error-summary')).toHaveTextContent('Invalid username or password.');
  });

  test('nothing is sent while something is missing', async () => {
    await at('register_user', 'B4');
    await press('journey-next');
    expect(calls('answer_page')).toEqual([]);
    expect(screen.getByTestId('error-summary')).toHaveTextContent('3 things to look at before this is sent');
    expect(field('First Name')).toHaveAccessibleDescription('Error: Fill in "First Name".');
  });

  test('an agreement is in full, and nothing is agreed to without the box', async () => {
    await at('associate', 'B11');
    await press('journey-next');
    expect(calls('answer_page')).toEqual([]);
    expect(screen.getByTestId('error-summary')).toHaveTextContent('Tick the box to agree.');
    await userEvent.click(screen.getByRole('checkbox', { name: 'I acknowledge' }));
    await press('journey-next');
    await press('journey-press');
    expect(calls('answer_page')[0]?.[1]).toEqual([{ name: 'agreement', answer: { kind: 'yes' } }]);
  });

  test('the administrator is copied: said before the PIN is asked', async () => {
    await at('associate', 'B10');
    const copied = screen.getByTestId('copied');
    expect(copied).toHaveTextContent("Your group's administrator is copied on every e-mail that the court sends you.");
    expect(copied.compareDocumentPosition(field('Pin')) & Node.DOCUMENT_POSITION_FOLLOWING, 'above the field').toBeTruthy();
  });

  test('the words of the court and ours stand under their own headings', async () => {
    await at('sign_in', 'C3', { page: pageAt('C3', { told: [{ words: 'Closed on Friday.', refusal: false, ours: false }, { words: 'The journey starts again.', refusal: false, ours: true }] }) });
    const court = screen.getByTestId('notes');
    const own = screen.getByTestId('remarks');
    expect(within(court).getByText('Closed on Friday.')).toBeVisible();
    expect(within(court).queryByText('The journey starts again.')).toBeNull();
    expect(within(own).getByText('The journey starts again.')).toBeVisible();
  });

  test('notes of the page stand above the form, and nothing is said twice', async () => {
    await at('register_administrator', 'A3');
    expect(screen.getByTestId('notes')).toHaveTextContent('Password has been successfully reset.');
    await at('register_user', 'B3');
    expect(screen.queryByTestId('notes')).toBeNull();
    expect(screen.getByTestId('for-ever')).toHaveTextContent('Your user name can never be changed.');
    await at('associate', 'B10', { page: pageAt('B10', { told: [{ words: 'Group: Sample Office', refusal: false, ours: false }], shows: [{ label: 'Group Name', value: 'Sample Office' }] }) });
    expect(screen.queryByTestId('notes')).toBeNull();
    expect(screen.getByText('Sample Office')).toBeInTheDocument();
  });

  test('the page\'s own heading is not repeated as a heading of its only part', async () => {
    const page = pageAt('B9');
    await at('associate', 'B9', { page: { ...page, asks: page.asks.map((a) => ({ ...a, under: 'Log On' })) } });
    expect(screen.queryByRole('heading', { name: 'Log On' })).toBeNull();
    expect(field('Username')).toBeInTheDocument();
  });

  test('the host that the answer goes to is named in full', async () => {
    await at('associate', 'B9');
    expect(screen.getByText('What goes to the court when you continue').closest('details')).toHaveTextContent('127.0.0.1:4180');
  });

  test('words of the court in every place are only ever text', async () => {
    const evil = '<img src=x onerror="globalThis.hacked = 1"><script>globalThis.hacked = 1</script>\u202Eevil';
    await at('associate', 'B10', {
      steps: [{ number: 'X1', title: evil, state: 'here' }],
      page: pageAt('B10', {
        page: evil,
        host: evil,
        button: evil,
        told: [{ words: evil, refusal: true, ours: false }, { words: evil, refusal: false, ours: false }],
        shows: [{ label: evil, value: evil }],
        asks: pageAt('B10').asks.map((a) => ({ ...a, prompt: evil, under: evil, refused: evil, text: evil, image: 'https://evil.example/x.png', options: a.options.map((o) => ({ ...o, label: evil })) })),
      }),
    });
    expect(document.body.querySelector('img, script')).toBeNull();
    expect(document.body.textContent).not.toContain('\u202E');
    await go('#/accounts');
    expect('hacked' in globalThis).toBe(false);
  });

  test('a picture comes only with the page itself, never from an address', async () => {
    await at('register_user', 'B3', { page: pageAt('B3', { asks: pageAt('B3').asks.map((a) => ({ ...a, image: 'https://evil.example/x.png' })) }) });
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText("The court's page sent no picture that we can show.")).toBeInTheDocument();
  });
});

describe('the phrase', () => {
  test('another picture keeps what was typed beside it and waits in the phrase field', async () => {
    await at('register_user', 'B3');
    await userEvent.type(field('User Name'), 'jordan_public');
    await userEvent.type(field('Password'), SECRET);
    await userEvent.type(field(/Enter the phrase/), 'qui');
    await press('another-picture');
    expect(calls('another_picture')).toHaveLength(1);
    expect(field('User Name')).toHaveValue('jordan_public');
    expect(field('Password')).toHaveValue(SECRET);
    expect(field(/Enter the phrase/)).toHaveValue('');
    await waitFor(() => expect(field(/Enter the phrase/)).toHaveFocus());
    expect(screen.getByTestId('said')).toHaveTextContent('Here is another picture.');
  });

  test('"Continue in the browser" opens the site there and then asks how it went', async () => {
    await at('register_user', 'B3');
    await press('in-browser');
    expect(calls('open_portal')).toEqual([['group']]);
    expect(screen.getByTestId('outside')).toHaveTextContent('How did it go?');
    await expectAccessible();
    await userEvent.click(screen.getByRole('button', { name: 'I did not finish. Go on here' }));
    expect(screen.queryByTestId('outside')).toBeNull();
    await press('in-browser');
    await userEvent.click(screen.getByRole('button', { name: 'I finished it there' }));
    await settle();
    expect(calls('forget_journey')).toHaveLength(1);
    expect(location.hash).toBe('#/accounts');
  });
});

describe('a link from outside', () => {
  test('is shown with its whole host and never acts by itself', async () => {
    await open('#/today');
    openFromOutside({ place: 'associate', link: 'http://127.0.0.1:4180/group?id=7' });
    await settle();
    expect(location.hash).toBe('#/register/associate');
    expect(screen.getByTestId('from-outside')).toHaveTextContent('Nothing was asked of it.');
    expect(screen.getByTestId('link-review')).toHaveTextContent('127.0.0.1:4180');
    expect(calls('start_journey')).toEqual([]);
    expect(calls('open_portal')).toEqual([]);
    await expectAccessible();
  });

  test.each([
    ['another host', 'https://www.courts.mo.gov.evil.example/ecf/group', 'www.courts.mo.gov.evil.example'],
    ['a name before the host', 'https://www.courts.mo.gov@evil.example/ecf/group', 'evil.example'],
  ])('to %s cannot be opened', async (_, link, host) => {
    await open('#/register/associate');
    await userEvent.type(field("The group's link"), link);
    await press('inspect-link');
    const review = screen.getByTestId('link-review');
    expect(review.querySelector('.link-host')).toHaveTextContent(new RegExp(`^${host}$`));
    expect(review).toHaveTextContent('We do not open it, and nothing was asked of it.');
    expect(review, 'why, and what to do').toHaveTextContent(`The link leads to ${host}, which the portal's profile does not allow. Nothing was sent there. Copy the whole link`);
    expect(screen.queryByTestId('open-link')).toBeNull();
    await expectAccessible();
  });

  test('that was waiting when the window opened is shown, too', async () => {
    await open('#/today', 'full', (w) => (w.place = { place: 'associate', link: 'https://evil.example/' }));
    await waitFor(() => expect(screen.getByTestId('link-review')).toHaveAttribute('data-allowed', 'false'));
  });

  test('what is no link says so', async () => {
    await open('#/register/associate');
    await press('inspect-link');
    expect(field("The group's link")).toHaveAccessibleDescription(/Paste the link first\./);
    await userEvent.type(field("The group's link"), 'hello');
    await press('inspect-link');
    expect(screen.getByTestId('problem')).toHaveTextContent('This is not a link.');
  });
});

describe('the clock of the verification mail', () => {
  test.each([
    ['whole hours', '2026-11-18T15:40:00Z', '24 hours'],
    ['hours and minutes', '2026-11-18T09:05:00Z', '17 hours 25 minutes'],
    ['one of each', '2026-11-17T16:41:00Z', '1 hour 1 minute'],
    ['minutes', '2026-11-17T15:42:30Z', '3 minutes'],
  ])('%s', (_, until, words) => {
    expect(timeLeft(until, new Date('2026-11-17T15:40:00Z'))).toBe(words);
  });
  test('runs, ends, and can be asked for again', async () => {
    await open('#/accounts', 'full', (w) => (w.accounts.verify_until = '2026-11-17T15:45:00Z'));
    expect(screen.getByTestId('verify-clock')).toHaveTextContent('5 minutes left. The link counts until 9:45 a.m. Central.');
    expect(screen.getByTestId('verify-clock')).toHaveTextContent('If none came after an hour, call');
    desk.now = new Date('2026-11-17T15:46:00Z');
    await waitFor(() => expect(screen.getByTestId('verify-clock')).toHaveTextContent('The link counted until 9:45 a.m. Central.'));
    await press('resend');
    expect(calls('start_journey')).toEqual([['resend_verification', []]]);
  });
});

test('in the practice portal, and only there, the way to its e-mails is shown', async () => {
  await open('#/register');
  await userEvent.click(within(screen.getByTestId('practice-mail')).getByRole('button'));
  expect(calls('open_practice_control')).toHaveLength(1);
  await open('#/register', 'full', (w) => (w.status.practice = false));
  expect(screen.queryByTestId('practice-mail')).toBeNull();
});

describe('a locked account', () => {
  test('says until when, and no sign-in is tried before', async () => {
    await open('#/register/sign_in', 'full', (w) => Object.assign(w.accounts, { locked_until: '2026-11-17T16:10:00Z', tries_left: 0 }));
    expect(screen.getByTestId('locked')).toHaveTextContent('Try again after 10:10 a.m. Central');
    await press('start-journey');
    expect(calls('start_journey')).toEqual([]);
    expect(screen.getByTestId('start-journey')).toHaveAccessibleDescription(/locked until 10:10 a.m. Central/);
    await expectAccessible();
  });
  test('the last try is warned of', async () => {
    await open('#/register/sign_in', 'full', (w) => (w.accounts.tries_left = 1));
    expect(screen.getByTestId('tries')).toHaveTextContent('One more failed log-in locks the account.');
  });
});

describe('Accounts', () => {
  test('signs in where the person says', async () => {
    await open('#/register/sign_in');
    await userEvent.click(screen.getByRole('radio', { name: 'eFiling' }));
    await userEvent.selectOptions(field('User name'), 'jordan_public');
    await press('start-journey');
    expect(calls('start_journey')).toEqual([['sign_in', [{ name: 'part', answer: { kind: 'text', text: 'ecf' } }, { name: 'user_name', answer: { kind: 'text', text: 'jordan_public' } }]]]);
  });
  test('says what is kept and where, never what', async () => {
    await open('#/accounts');
    const account = screen.getAllByTestId('account')[0] ?? expect.fail();
    expect(account).toHaveTextContent('Kept in the keyring');
    expect(account).toHaveTextContent('Not kept');
    await open('#/accounts', 'full', (w) => (w.accounts.kept_in = 'passphrase'));
    expect(screen.getByTestId('kept')).toHaveTextContent('a sealed file that your passphrase opens');
    expect(screen.getAllByTestId('account')[0]).toHaveTextContent('Kept in the sealed file');
  });
  test('a keyring that cannot keep says why', async () => {
    await open('#/accounts', 'full', (w) => (w.accounts.keeping_problem = { ...problem, kind: 'keyring_locked', message: 'The keyring is locked.' }));
    expect(screen.getByTestId('kept')).toHaveTextContent('The keyring is locked.');
    await expectAccessible();
  });
  test('forgets a PIN at once, an account only after asking', async () => {
    await open('#/accounts');
    await press('forget-pin');
    expect(calls('forget_account')).toEqual([[{ what: 'pin', user_name: 'jordan_public' }]]);
    await userEvent.click(screen.getAllByTestId('forget-account')[0] ?? expect.fail());
    expect(calls('forget_account')).toHaveLength(1);
    expect(screen.getByTestId('forget-account-dialog')).toHaveTextContent('The account itself stays with the court.');
    await press('forget-account-yes');
    expect(calls('forget_account').at(-1)).toEqual([{ what: 'account', user_name: 'jordan_public' }]);
    expect(screen.getAllByTestId('account')).toHaveLength(1);
  });
  test('signs out', async () => {
    await open('#/accounts');
    await press('sign-out');
    expect(screen.getByTestId('nobody')).toBeInTheDocument();
  });
  test('a disabled user reads it in the court\'s words', async () => {
    const words = 'Your access has been disabled by your group administrator.';
    await open('#/accounts', 'full', (w) => (w.accounts.signed_in = [{ part: 'group', as: 'jordan_public', since: '2026-11-17T14:20:00Z', state: 'disabled', portal_says: words }]));
    expect(screen.getByTestId('sign-in')).toHaveTextContent(words);
    expect(screen.getByTestId('sign-in'), 'the moment is that of the sign-in, not of what came after it').toHaveTextContent('you signed in 8:20 a.m. Central');
    expect(screen.getByTestId('signed-in')).toHaveTextContent('jordan_public is disabled');
    await expectAccessible();
  });
  test('the help desk: what to do, whom to call, and when', async () => {
    await open('#/accounts');
    const help = screen.getByTestId('help-desk');
    expect(help).toHaveTextContent('Monday to Friday, 7:30 a.m. to 5:00 p.m. Central, not on state holidays.');
    for (const words of ['none came after an hour', 'lost the e-mail address', 'Wait 30 minutes, or call.']) expect(help).toHaveTextContent(words);
  });
  test('the rail and the bar say how it stands', async () => {
    await open('#/today', 'full', (w) => (w.journey = journeyAt('register_user', 'B4')));
    expect(screen.getByRole('link', { name: /Accounts 1 to finish/ })).toBeInTheDocument();
    expect(screen.getByTestId('signed-in'), 'what needs a person comes first').toHaveTextContent('Session ended, Case.net');
    world.accounts.signed_in = world.accounts.signed_in.slice(0, 1);
    shout('accounts');
    await waitFor(() => expect(screen.getByTestId('signed-in')).toHaveTextContent('Signed in as jordan_public, eFiling'));
  });
});

describe('every page of every procedure', () => {
  const walks: [JourneyKindView, string[]][] = [
    ['register_administrator', ['A1', 'A2', 'A3', 'A5', 'A6', 'A8']],
    ['register_user', ['B2', 'B3', 'B4', 'B5', 'B6']],
    ['dissociate', ['B12']],
    ['associate', ['B9', 'B10', 'B11']],
    ['register_account', ['C1']],
    ['sign_in', ['C3', 'C4']],
    ['recover_password', ['C5']],
  ];
  test.each(walks.flatMap(([kind, steps]) => steps.map((step) => [kind, step] as const)))('%s %s: own step number, own words, nothing for axe', async (kind, step) => {
    await at(kind, step);
    const here = screen.getByTestId('steps').querySelector('[aria-current=step]');
    expect(here).toHaveTextContent(step);
    expect(here).toHaveTextContent('You are here');
    expect(heading().textContent?.length).toBeGreaterThan(5);
    expect(document.querySelector('[style]')).toBeNull();
    await expectAccessible();
  });
  test.each(['register_administrator', 'register_user', 'register_account', 'associate', 'sign_in', 'recover_password', 'recover_user_name', 'resend_verification', 'change_password', 'dissociate'] as const)('the end of %s', async (kind) => {
    await open('#/journey');
    tellJourney(ended(kind));
    await waitFor(() => expect(screen.getByTestId('outcome')).toBeInTheDocument());
    expect(heading().textContent).not.toContain('outcome-');
    await expectAccessible();
    await press('to-accounts');
    expect(location.hash).toBe('#/accounts');
  });
});
