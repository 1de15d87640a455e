// ?world=empty|full|many|error &start=first|keyring|pass|cannot &status=offline|stopped|… &theme=dark|light &now=1
import { mount } from 'svelte';
import App from '../src/App.svelte';
import { accounts } from '../src/lib/accounts.svelte';
import { desk } from '../src/lib/desk.svelte';
import '../src/styles/index.css';
import { ended, journeyAt, pageAt } from './account-samples';
import { build } from './fake-ipc';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import type { Problem } from '../src/lib/generated/Problem';
import { aChange, BEFORE, hearingToday, NOW, problem, READ, setting } from './samples';

const stills: Record<string, Problem> = {
  session_ended: { kind: 'session_ended', message: 'The court says: Your session has timed out. Please log on again.', hint: '', retry_at: null },
  uncertain: { kind: 'uncertain', message: 'The page "Group User Authentication" was sent and no answer came.', hint: '', retry_at: null },
  unexpected_page: { kind: 'unexpected_page', message: 'We expected "Group User Authentication". The page shows "System Notice".', hint: 'The page is kept in the data folder, without secrets.', retry_at: null },
};
const asked = new URLSearchParams(location.search);
const world = build((asked.get('world') ?? 'full') as 'full');
const portals = [
  { id: 'practice', name: 'Practice portal', description: 'An invented court on this computer. Try everything without harm.', notice: null },
  { id: 'missouri', name: 'Missouri Case.net', description: "The Missouri courts' public site. One case at a time, when you ask.", notice: 'Automated, repetitive querying of this site is prohibited.\n\nThe information is provided as a service and is not the official record.' },
];
const data_folder = world.about.data_folder;
const start = asked.get('start');
if (start === 'first') world.start = { phase: 'first_run', keyring: null, data_folder, portals, shortest_passphrase: 12 };
if (start === 'keyring')
  world.start = { phase: 'first_run', keyring: { kind: 'missing_key', message: 'No keyring is running on this desktop.', hint: 'Choose a passphrase instead.', retry_at: null }, data_folder, portals, shortest_passphrase: 12 };
if (start === 'pass') world.start = { phase: 'needs_passphrase', portal_name: 'Practice portal', problem: null };
if (start === 'cannot') world.start = { phase: 'cannot_open', problem: { ...problem, kind: 'newer_store', message: 'This copy was made by a newer Docketbell.', hint: 'Install that version, or a newer one.' }, data_folder };
// &hearing=next: of two today the first has passed; =last: the only one has. &unread=parties: they never came.
const hearing = asked.get('hearing');
if (hearing) {
  const nine = hearingToday(31, '9:00 AM', '2026-11-17T15:00:00Z', 'Arraignment');
  const eleven = hearingToday(32, '11:00 AM', '2026-11-17T17:00:00Z');
  Object.assign(world.cases[0] ?? {}, hearing === 'next' ? { next_hearing: eleven, earlier_today: [nine] } : { next_hearing: nine });
}
if (asked.get('unread') === 'parties') {
  world.dockets.delete(6);
  world.partiesUnread = true;
  for (const c of world.cases) if (c.id === 6) c.last_checked_at = READ;
}
// &since=1: what became of hearings whose rows still wait for review. &oldest=1: the oldest reading is two weeks old.
if (asked.get('since')) {
  const [eighteen, december] = [setting('Pretrial Conference', '2026-11-18', '10:30 AM', '2026-11-18T16:30:00Z'), setting('Pretrial Conference', '2026-12-07', '10:30 AM', '2026-12-07T16:30:00Z')];
  (['set', 'moved', 'held', 'cancelled', 'unlisted'] as const).forEach((state, n) => {
    world.changes.unshift(aChange(90 + n, 3, 'hearing_set', { title: 'Pretrial Conference', hearing_after: eighteen, hearing_now: { state, setting: december } }));
  });
  const nine = hearingToday(31, '9:00 AM', '2026-11-17T15:00:00Z', 'Arraignment');
  world.changes.unshift(aChange(96, 3, 'hearing_moved', { title: 'Arraignment', hearing_before: december, hearing_after: nine }));
}
if (asked.get('oldest')) world.status.oldest_checked_at = '2026-11-03T15:00:00Z';
const line = asked.get('status');
if (line === 'heard') world.status.line_at = '2026-11-17T15:20:00Z';
if (line === 'heard-yesterday') world.status.line_at = BEFORE;
if (line === 'tried') Object.assign(world.status, { line: 'offline', line_since: '2026-11-17T13:31:00Z', line_at: '2026-11-17T15:20:00Z' });
if (line === 'offline') Object.assign(world.status, { line: 'offline', line_since: '2026-11-17T15:31:00Z', line_at: '2026-11-17T15:38:00Z' });
if (line === 'stopped')
  world.status.stopped = { reason: 'refusal', words: 'Access Denied. You do not have permission to access this server.', since: '2026-11-17T15:20:00Z' };
if (line === 'checking') world.status.checking = { done: 12, total: 214 };
if (line === 'notice') {
  world.status.notice_unread = true;
  world.about.notice = portals[1]?.notice ?? null;
}
if (line === 'quiet') Object.assign(world.status, { quiet_until: '2026-11-18T13:30:00Z', held: 3, practice: false });
if (asked.get('test')) world.test = { started_at: NOW, steps: [{ name: 'Made-up change saved', state: 'done', message: null }, { name: 'Handed to your desktop', state: 'done', message: null }, { name: 'You saw it?', state: 'needs_you', message: null }, { name: 'A click opens the right case', state: 'todo', message: null }] };
// &closed=1: the case that is no longer public waits for its second reading, with twenty others
if (asked.get('closed')) {
  const gone = world.cases.find((c) => c.state === 'erased');
  if (gone) gone.state = 'closed';
  if (gone) for (let n = 0; n < 20; n += 1) world.cases.push({ ...gone, id: 500 + n, label: n < 3 ? `Sample matter ${n + 1}` : null, matter: null });
}
// &journey=register_user:B3, with &refused=1; or :session_ended, :uncertain, :outcome; &accounts=verify|locked|disabled|none
const [kind, step = ''] = (asked.get('journey') ?? '').split(':') as [JourneyKindView, string?];
if (kind && step === 'outcome') accounts.journey = ended(kind);
else if (kind && step in stills) world.journey = journeyAt(kind, kind === 'associate' ? 'B10' : 'B5', { page: null, problem: stills[step] ?? null });
else if (kind) world.journey = journeyAt(kind, step);
if (asked.get('refused') && world.journey?.page) {
  const words: Record<string, string> = { user_name: '"jordan_public" is taken. Choose another user name.', phrase: 'The phrase did not match the picture.', pin: 'The PIN is not valid for this group.' };
  world.journey.page.asks = pageAt(step).asks.map((a) => ({ ...a, refused: words[a.name] ?? null, known: a.name === 'user_name' ? 'jordan_public' : a.known }));
}
const state = asked.get('accounts');
if (state === 'verify') world.accounts.verify_until = '2026-11-18T09:05:00Z';
if (state === 'locked') Object.assign(world.accounts, { locked_until: '2026-11-17T16:05:00Z', tries_left: 0 });
if (state === 'tries') world.accounts.tries_left = 1;
if (state === 'disabled') world.accounts.signed_in = [{ part: 'group', as: 'jordan_public', since: '2026-11-17T14:20:00Z', state: 'disabled', portal_says: 'Your access has been disabled by your group administrator.' }];
if (state === 'none') world.accounts.accounts = world.accounts.signed_in = [];
const theme = asked.get('theme');
if (theme === 'dark' || theme === 'light') world.settings.theme = theme;
desk.now = new Date(NOW);
const target = document.getElementById('docketbell');
if (target) mount(App, { target });
