// The same calls as src/lib/ipc.ts, answered from an invented world in memory. For tests and for the gallery only:
// nothing under src/ names this file, so it cannot end up in the program.

import type { AboutView } from '../src/lib/generated/AboutView';
import type { AccessLine } from '../src/lib/generated/AccessLine';
import type { AccountsView } from '../src/lib/generated/AccountsView';
import type { AnswerView } from '../src/lib/generated/AnswerView';
import type { CasePage } from '../src/lib/generated/CasePage';
import type { CaseQuery } from '../src/lib/generated/CaseQuery';
import type { CaseRow } from '../src/lib/generated/CaseRow';
import type { CaseView } from '../src/lib/generated/CaseView';
import type { CaseWords } from '../src/lib/generated/CaseWords';
import type { ClosedCopyView } from '../src/lib/generated/ClosedCopyView';
import type { Changed } from '../src/lib/generated/Changed';
import type { ChangedKind } from '../src/lib/generated/ChangedKind';
import type { ChangeView } from '../src/lib/generated/ChangeView';
import type { ChargeView } from '../src/lib/generated/ChargeView';
import type { CheckSummary } from '../src/lib/generated/CheckSummary';
import type { DocketPage } from '../src/lib/generated/DocketPage';
import type { DoctorLine } from '../src/lib/generated/DoctorLine';
import type { DocumentView } from '../src/lib/generated/DocumentView';
import type { EntryView } from '../src/lib/generated/EntryView';
import type { FirstRunAnswers } from '../src/lib/generated/FirstRunAnswers';
import type { FollowLine } from '../src/lib/generated/FollowLine';
import type { FollowOutcome } from '../src/lib/generated/FollowOutcome';
import type { FollowProgress } from '../src/lib/generated/FollowProgress';
import type { ForgetView } from '../src/lib/generated/ForgetView';
import type { HearingView } from '../src/lib/generated/HearingView';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import type { JourneyView } from '../src/lib/generated/JourneyView';
import type { LinkView } from '../src/lib/generated/LinkView';
import type { OpenPlace } from '../src/lib/generated/OpenPlace';
import type { PartView } from '../src/lib/generated/PartView';
import type { PartyView } from '../src/lib/generated/PartyView';
import type { PastedLine } from '../src/lib/generated/PastedLine';
import type { Problem } from '../src/lib/generated/Problem';
import type { SearchPage } from '../src/lib/generated/SearchPage';
import type { Settings } from '../src/lib/generated/Settings';
import type { StartView } from '../src/lib/generated/StartView';
import type { StatusView } from '../src/lib/generated/StatusView';
import type { TestView } from '../src/lib/generated/TestView';
import type { TodayTab } from '../src/lib/generated/TodayTab';
import type { TodayView } from '../src/lib/generated/TodayView';
import type { VersionView } from '../src/lib/generated/VersionView';
import type { AuditLine } from '../src/lib/generated/AuditLine';
import type { GroupView } from '../src/lib/generated/GroupView';
import type { InvitationView } from '../src/lib/generated/InvitationView';
import type { OffboardingView } from '../src/lib/generated/OffboardingView';
import { answered, begun, noAccounts, pageAt, someAccounts } from './account-samples';
import { aGroup, aLog, anInvitation, noGroup } from './group-samples';
import { NOW, READ, aCase, aChange, anEntry, problem, sampleChanges, sampleDocket, setting } from './samples';

export type { Problem };
export * from './group-fake';

export interface World {
  start: StartView;
  status: StatusView;
  about: AboutView;
  settings: Settings;
  cases: CaseRow[];
  changes: ChangeView[];
  dockets: Map<number, EntryView[]>;
  versions: Map<number, VersionView[]>;
  test: TestView | null;
  log: AccessLine[];
  /** Calls that reject, by name; `*` is every call. */
  broken: Map<string, Problem>;
  /** Calls that were made: name and arguments. */
  calls: [string, unknown[]][];
  place: OpenPlace | null;
  followOutcome: FollowOutcome | null;
  accounts: AccountsView;
  journey: JourneyView | null;
  group: GroupView;
  invitation: InvitationView;
  /** Playbooks that ended. */
  left: OffboardingView[];
  audit: AuditLine[];
  auditBrokenAt: number | null;
  auditCutOff: boolean;
  /** The court's list of parties could not be read so far. */
  partiesUnread: boolean;
  /** An answer to a page, or of a delivery, waits for this. */
  hold: Promise<void> | null;
}

const status = (): StatusView => ({
  line: 'online',
  line_since: READ,
  line_at: NOW,
  checking: null,
  stopped: null,
  closed_until: null,
  budget_spent_until: null,
  last_checked_at: READ,
  oldest_checked_at: READ,
  next_check_at: '2026-11-17T19:00:00Z',
  to_review: 0,
  followed: 0,
  waiting: 0,
  held: 0,
  quiet_until: null,
  quiet_from: '2026-11-18T00:00:00Z',
  portal_name: 'Practice portal',
  practice: true,
  automatic: true,
  asked_checks: 'all',
  notice_unread: false,
  problem: null,
  notifier_problem: null,
  tray: true,
});

const settingsNow = (): Settings => ({
  notify: true,
  remind: true,
  level: 'no_case_names',
  quiet: { on: true, from: '18:00', until: '07:30', weekend: true },
  break_through: { hearing_soon: true, moved_earlier: true, warrant: true, judgment: false, watcher_failing: true },
  theme: 'system',
  compact: false,
  reviewer: 'Sam Example',
  keep_watching: true,
  single_keys: true,
});

export const world: World = {
  start: { phase: 'ready' },
  status: status(),
  about: {
    version: '0.1.0',
    data_folder: '/home/sam/.local/share/org.docketbell.Docketbell',
    data_bytes: 12_400_000,
    protection: 'keyring',
    portal_name: 'Practice portal',
    hosts: ['127.0.0.1'],
    permission: 'practice portal',
    requests_per_minute: 0,
    requests_today: 214,
    daily_budget: 0,
    closed: [],
    notice: null,
    practice_control: 'http://127.0.0.1:40123/control',
  },
  settings: settingsNow(),
  cases: [],
  changes: [],
  dockets: new Map(),
  versions: new Map(),
  test: null,
  log: [],
  broken: new Map(),
  calls: [],
  place: null,
  followOutcome: null,
  accounts: noAccounts(),
  journey: null,
  group: noGroup(),
  invitation: anInvitation(),
  left: [],
  audit: [],
  auditBrokenAt: null,
  auditCutOff: false,
  partiesUnread: false,
  hold: null,
};

/** Builds one of the worlds: nothing, an ordinary office, thousands of cases, or everything broken. */
export function build(kind: 'empty' | 'full' | 'many' | 'error'): World {
  Object.assign(world, {
    start: { phase: 'ready' } as StartView,
    status: status(),
    settings: settingsNow(),
    cases: [],
    changes: [],
    dockets: new Map(),
    versions: new Map(),
    test: null,
    log: [],
    broken: new Map(),
    calls: [],
    place: null,
    followOutcome: null,
    accounts: noAccounts(),
    journey: null,
    group: noGroup(),
    invitation: anInvitation(),
    left: [],
    audit: [],
    auditBrokenAt: null,
    auditCutOff: false,
    partiesUnread: false,
    hold: null,
  });
  if (kind === 'error') world.broken.set('*', problem);
  if (kind === 'full' || kind === 'many') {
    const { cases, changes } = sampleChanges();
    world.accounts = someAccounts();
    world.group = aGroup(kind === 'many' ? 5000 - 7 : 4);
    world.audit = aLog(kind === 'many' ? 250 : 4);
    world.cases = cases;
    world.changes = changes;
    const { entries, versions } = sampleDocket();
    world.dockets.set(1, entries);
    world.versions = versions;
    world.log = [
      { at: READ, method: 'GET', path: '/casenet/cases/newHeaderData.do', why: 'check of 26BA-CV90123', status: 200, bytes: 2140 },
      { at: READ, method: 'POST', path: '/casenet/cases/docketEntriesSearch.do', why: 'check of 26BA-CV90123', status: 200, bytes: 53_210 },
      { at: READ, method: 'GET', path: '/casenet/cases/party.do', why: 'check of 26BA-CV90123', status: null, bytes: 0 },
    ];
  }
  if (kind === 'many') {
    for (let i = 100; i < 3100; i += 1) world.cases.push(aCase(i));
    const long: EntryView[] = [];
    for (let i = 0; i < 3000; i += 1) long.push(anEntry(10_000 + i, i));
    world.dockets.set(1, long);
    for (let i = 0; i < 60; i += 1) {
      for (let j = 0; j < 4; j += 1) world.changes.push(aChange(5000 + i * 4 + j, 100 + i, 'entry_added'));
    }
  }
  count();
  return world;
}

function count() {
  for (const row of world.cases) row.unreviewed = world.changes.filter((c) => c.case_id === row.id && !c.reviewed_at).length;
  world.status.to_review = world.changes.filter((c) => !c.reviewed_at).length;
  world.status.followed = world.cases.filter((c) => c.state === 'followed').length;
}

export async function answer<T>(name: string, args: unknown[], make: () => T): Promise<T> {
  world.calls.push([name, args]);
  await (name === 'answer_page' || name === 'deliver_outbox' ? world.hold : null);
  const broken = world.broken.get(name) ?? (mild.has(name) ? undefined : world.broken.get('*'));
  if (broken) throw broken;
  return structuredClone(make());
}
/** What still answers in the broken world, so that the window opens and shows what is wrong. */
const mild = new Set(['start_state', 'status', 'settings', 'take_open_place']);

const find = (id: number): CaseRow => {
  const row = world.cases.find((c) => c.id === id);
  if (!row) throw { kind: 'not_found', message: 'This case is not on this computer.', hint: 'It may have been forgotten.', retry_at: null };
  return row;
};

export const startState = () => answer('start_state', [], () => world.start);
export const finishFirstRun = (answers: FirstRunAnswers, passphrase: string | null) =>
  answer('finish_first_run', [answers, passphrase], () => (world.start = { phase: 'ready' }));
export const unlock = (passphrase: string) =>
  answer('unlock', [passphrase], (): StartView => {
    world.start =
      passphrase === 'correct horse battery'
        ? { phase: 'ready' }
        : {
            phase: 'needs_passphrase',
            portal_name: 'Practice portal',
            problem: { kind: 'wrong_key', message: 'This passphrase does not open the store.', hint: 'Check Caps Lock and try again. Nothing was changed.', retry_at: null },
          };
    return world.start;
  });
export const retryOpen = () => answer('retry_open', [], () => world.start);
export const status_ = () => answer('status', [], () => world.status);
export { status_ as status };
export const about = () => answer('about', [], () => world.about);
export const doctor = () =>
  answer('doctor', [], (): DoctorLine[] => [
    { check: 'store', verdict: 'ok', message: 'The store is whole.', hint: '' },
    { check: 'notifier', verdict: 'warning', message: 'Your desktop shows no buttons on notifications.', hint: 'A click on a notification still opens the case.' },
    { check: 'keyring', verdict: 'broken', message: 'The keyring is locked.', hint: 'Unlock it and look again.' },
  ]);

export const today = (tab: TodayTab, offset: number) =>
  answer('today', [tab, offset], (): TodayView => {
    const fits = (c: ChangeView) => (tab === 'to_review' ? !c.reviewed_at : c.reviewed_at !== null);
    const groups = world.cases
      .map((row) => ({ case: row, changes: world.changes.filter((c) => c.case_id === row.id && fits(c)) }))
      .filter((g) => g.changes.length > 0);
    const open = world.changes.filter((c) => !c.reviewed_at);
    return {
      groups: groups.slice(offset, offset + 100),
      to_review: open.length,
      cases_to_review: new Set(open.map((c) => c.case_id)).size,
      reviewed_today: world.changes.length - open.length,
      last_checked_at: world.status.last_checked_at,
      oldest_checked_at: world.status.oldest_checked_at,
      followed: world.status.followed,
      never_read: world.cases.filter((c) => !c.last_checked_at).length,
      failing: world.cases.filter((c) => c.last_problem).length,
      more: groups.length > offset + 100,
    };
  });
const mark = (ids: number[], at: string | null) => {
  for (const change of world.changes) {
    if (ids.includes(change.id)) {
      change.reviewed_at = at;
      change.reviewed_by = at ? world.settings.reviewer : null;
    }
  }
  for (const entries of world.dockets.values()) {
    for (const entry of entries) if (entry.change_id !== null && ids.includes(entry.change_id) && at) entry.change = null;
  }
  count();
};
export const reviewChanges = (ids: number[]) => answer('review_changes', [ids], () => mark(ids, NOW));
export const undoReview = (ids: number[]) => answer('undo_review', [ids], () => mark(ids, null));
export const acknowledgeChange = (id: number) => answer('acknowledge_change', [id], () => mark([id], NOW));

export const listCases = (query: CaseQuery) =>
  answer('list_cases', [query], (): CasePage => {
    const words = query.filter.toLowerCase();
    const rows = world.cases.filter(
      (r) =>
        (words === '' || [r.case_number, r.style, r.label, r.matter, r.location, ...r.tags].some((x) => x?.toLowerCase().includes(words))) &&
        (!query.tag || r.tags.includes(query.tag)) &&
        (!query.unreviewed_only || r.unreviewed > 0) &&
        (!query.stale_only || r.last_checked_at === null || r.last_problem !== null),
    );
    const value = (r: CaseRow): string | number =>
      ({
        name: r.label ?? r.style,
        case_number: r.case_number,
        location: r.location ?? '',
        filed_on: r.filed_on ?? '',
        next_hearing: r.next_hearing?.starts_at ?? '9',
        last_checked: r.last_checked_at ?? '',
        unreviewed: r.unreviewed,
        case_type: r.case_type ?? '',
      })[query.sort];
    rows.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.id - b.id));
    if (query.descending) rows.reverse();
    return {
      rows: rows.slice(query.offset, query.offset + query.limit),
      total: rows.length,
      followed: world.status.followed,
      tags: [...new Set(world.cases.flatMap((r) => r.tags))].sort(),
    };
  });
export const caseView = (id: number) =>
  answer('case_view', [id], (): CaseView => {
    const row = find(id);
    return {
      case: row,
      court: '13th Circuit',
      followed_at: '2026-08-10T15:00:00Z',
      next_check_at: '2026-11-17T19:00:00Z',
      last_docket_incomplete: id === 4,
      disposed_on: null,
      parties: world.partiesUnread || row.last_checked_at === null ? 0 : 2,
      parties_read: !world.partiesUnread,
      hearings: row.last_checked_at === null ? 0 : 4,
      documents: row.last_checked_at === null ? 0 : 1,
      charges: row.last_checked_at === null ? 0 : 1,
      changes: world.changes.filter((c) => c.case_id === id).length,
    };
  });
export const docketPage = (id: number, offset: number, limit: number, oldestFirst: boolean) =>
  answer('docket_page', [id, offset, limit, oldestFirst], (): DocketPage => {
    const all = [...(world.dockets.get(id) ?? [])];
    if (oldestFirst) all.reverse();
    return { entries: all.slice(offset, offset + limit), total: all.length };
  });
export const entryOffset = (id: number, entryId: number) =>
  answer('entry_offset', [id, entryId], () => {
    const place = (world.dockets.get(id) ?? []).findIndex((e) => e.id === entryId);
    if (place < 0) throw { kind: 'not_found', message: 'That entry is not in your copy.', hint: '', retry_at: null };
    return place;
  });
export const entryVersions = (entryId: number) => answer('entry_versions', [entryId], () => world.versions.get(entryId) ?? []);
export const parties = (id: number) =>
  answer('parties', [id], (): PartyView[] =>
    world.dockets.has(id)
      ? [
          { name: 'DOE, JANE Q', role: 'Plaintiff', address: '1 SAMPLE ST\nCOLUMBIA MO', birth_year: 1980, attorneys: [{ name: 'COUNSEL, PAT X', role: 'Attorney for Plaintiff' }] },
          { name: 'PUBLIC, JOHN Q', role: 'Defendant', address: null, birth_year: null, attorneys: [] },
        ]
      : [],
  );
export const hearings = (id: number) =>
  answer('hearings', [id], (): HearingView[] => {
    const next = find(id).next_hearing;
    return next && world.dockets.has(id)
      ? [
          next,
          { ...next, id: 2, state: 'held', was: null, scheduled_on: '2026-09-01', starts_at: '2026-09-01T14:00:00Z', entry_id: null, entry_filed_on: null },
          { ...next, id: 3, state: 'unlisted', was: null },
          { ...next, id: 4, was: null, on_last_reading: false },
        ]
      : [];
  });
export const charges = (id: number) =>
  answer('charges', [id], (): ChargeView[] =>
    world.dockets.has(id)
      ? [{ number: '1', description: 'Exceeded Posted Speed Limit', code: '304010', level: 'Infraction', filed_on: '2026-08-04', ticket_number: '704900001' }]
      : [],
  );
export const documents = (id: number) =>
  answer('documents', [id], (): DocumentView[] => (world.dockets.get(id) ?? []).slice(0, 500).flatMap((e) => e.documents));
export const openDocument = (id: number, entryId: number, documentId: string) => answer('open_document', [id, entryId, documentId], () => undefined);
export const caseChanges = (id: number) => answer('case_changes', [id], () => world.changes.filter((c) => c.case_id === id));
export const saveCaseWords = (id: number, words: CaseWords) => answer('save_case_words', [id, words], () => void Object.assign(find(id), words));
export const unfollowCase = (id: number) => answer('unfollow_case', [id], () => void (find(id).state = 'unfollowed'));
export const refollowCase = (id: number) => answer('refollow_case', [id], () => void (find(id).state = 'followed'));
export const forgetCase = (id: number) =>
  answer('forget_case', [id], () => {
    world.cases = world.cases.filter((c) => c.id !== id);
    count();
  });

export const closedCopies = () =>
  answer('closed_copies', [], () =>
    world.cases
      .filter((c) => c.state === 'closed')
      .map((c): ClosedCopyView => ({ id: c.id, name: c.label ?? c.matter, closed_at: c.last_checked_at })),
  );
export const eraseClosedCopies = (ids: number[]) =>
  answer('erase_closed_copies', [ids], () => {
    const closed = world.cases.filter((c) => c.state === 'closed' && ids.includes(c.id));
    world.cases = world.cases.map((c) => (closed.includes(c) ? { ...c, state: 'erased' } : c));
    return closed.length;
  });

export const listText = (bytes: number[]) => answer('list_text', [bytes], () => new TextDecoder().decode(new Uint8Array(bytes)));
export const previewLines = (text: string) =>
  answer('preview_lines', [text], (): PastedLine[] =>
    text
      .split('\n')
      .filter((l) => l.trim() !== '')
      .map((shown, i): PastedLine => {
        // As the desk reads a list: a quoted cell keeps its commas.
        const quoted = /^"((?:[^"]|"")*)"$/.exec(shown);
        const [first = '', court_id = null, label = null] = quoted ? [(quoted[1] ?? '').replaceAll('""', '"')] : shown.split(',');
        const number = first.trim().toUpperCase().replace(/^(\d\d\w\w) (\w\w) /, '$1-$2');
        const line = { line: i + 1, shown: first.slice(0, 60), case_number: number, court_id, label, matter: null, note: null };
        if (world.cases.some((c) => c.case_number === number)) return { ...line, verdict: 'already', message: 'Already in your list as "Roe parenting plan"' };
        if (number.length > 60) return { ...line, case_number: null, verdict: 'invalid', message: 'This is too long to ask the court for.' };
        if (!/\d{4}/.test(number)) return { ...line, verdict: 'invalid', message: `"${first}" looks like a name, not a case number. You can still ask the court for it.` };
        if (!/\d{5}/.test(number)) return { ...line, verdict: 'unusual', message: '4 digits after CR. Court numbers have 5.' };
        return { ...line, verdict: 'ready', message: number === first.trim() ? '' : `We read "${first.trim()}" this way` };
      }),
  );
const followed = (number: string, line: number): FollowOutcome => ({
  line,
  case_number: number,
  outcome: 'followed',
  message: null,
  case_id: 1,
  style: 'JANE Q DOE V JOHN Q PUBLIC',
  entries: 31,
  courts: [],
});
export const followCase = (caseNumber: string, courtId: string | null) =>
  answer('follow_case', [caseNumber, courtId], (): FollowOutcome => (courtId === null && world.followOutcome ? world.followOutcome : followed(caseNumber, 1)));
export const followLines = (lines: FollowLine[], tag: string | null) =>
  answer('follow_lines', [lines, tag], () => {
    const outcomes = lines.map(({ case_number: n }, i): FollowOutcome => {
      if (n === '704900001')
        return { ...followed(n, i + 1), outcome: 'ambiguous', case_id: null, style: null, entries: 0, courts: [{ value: 'A', label: 'Boone: ST V SAMPLE, filed August 4, 2026' }, { value: 'B', label: 'Warren: ST V ROE, filed May 2, 2026' }] };
      if (n === 'SC900112') return { ...followed(n, i + 1), outcome: 'not_found', case_id: null, style: null, entries: 0, message: 'No case was found that matches your search.' };
      return followed(n, i + 1);
    });
    outcomes.forEach((outcome, i) => progressHeard.forEach((then) => then({ outcome, done: i + 1, total: outcomes.length })));
    return outcomes;
  });
export const cancelFollow = () => answer('cancel_follow', [], () => undefined);
export const checkNow = (id: number | null) =>
  answer('check_now', [id], (): CheckSummary => ({ checked: id === null ? world.cases.length : 1, changed: 0, unchanged: 1, failed: 0, skipped: 0, problem: null }));
export const cancelCheck = () => answer('cancel_check', [], () => undefined);
export const readNotice = () => answer('read_notice', [], () => void (world.status.notice_unread = false));
export const resumeAccess = () => answer('resume_access', [], () => void (world.status.stopped = null));
export const accessLog = (limit: number) => answer('access_log', [limit], () => world.log.slice(0, limit));
export const search = (words: string, caseId: number | null, cursor: string | null) =>
  answer('search', [words, caseId, cursor], (): SearchPage => ({
    hits: world.changes
      .filter((c) => c.title.toLowerCase().includes(words.toLowerCase()))
      .map((c) => ({ kind: 'entry', case_id: c.case_id, case_number: '26BA-CV90123', court_id: 'SMPDB0001_CT13', case_name: 'Maple Street lease', entry_id: c.entry_id, sequence: 27, filed_on: c.filed_on, title: c.title, text: c.text ?? '' })),
    next: null,
  }));
export const accounts = () => answer('accounts', [], (): AccountsView => ({ ...world.accounts, open_journey: world.journey }));
const openJourney = (): JourneyView => {
  if (world.journey) return world.journey;
  throw { kind: 'not_found', message: 'No journey is open.', hint: '', retry_at: null };
};
/** One that has ended is told once and is then no longer open. */
const tell = (view: JourneyView): JourneyView => {
  world.journey = view.outcome ? null : view;
  return view;
};
export const startJourney = (kind: JourneyKindView, answers: AnswerView[]) =>
  answer('start_journey', [kind, answers], () => tell(world.journey?.kind === kind && world.journey.page ? world.journey : begun(kind)));
export const journey = () => answer('journey', [], () => world.journey);
export const answerPage = (questionId: string, answers: AnswerView[]) =>
  answer('answer_page', [questionId, answers], () => {
    const open = openJourney();
    if (open.page?.question_id !== questionId) throw { kind: 'other_page', message: 'Another page waits by now.', hint: 'Look at it first.', retry_at: null };
    return tell(answered(open, answers));
  });
export const keepAnswers = (questionId: string, answers: AnswerView[]) => answer('keep_answers', [questionId, answers], () => NOW);
export const anotherPicture = () =>
  answer('another_picture', [], () => {
    const open = openJourney();
    return tell({ ...open, page: open.page && { ...open.page, question_id: pageAt('B3').question_id } });
  });
export const leaveJourney = () => answer('leave_journey', [], () => undefined);
export const forgetJourney = (kind: JourneyKindView) =>
  answer('forget_journey', [kind], () => {
    if (world.journey?.kind === kind) world.journey = null;
    world.accounts.left_journeys = world.accounts.left_journeys.filter((j) => j.kind !== kind);
  });
export const signOut = () => answer('sign_out', [], () => void (world.accounts.signed_in = []));
export const forgetAccount = (what: ForgetView) =>
  answer('forget_account', [what], () => {
    const of = (name: string) => world.accounts.accounts.find((a) => a.user_name === name)?.kept;
    if (what.what === 'password') Object.assign(of(what.user_name) ?? {}, { password: false });
    else if (what.what === 'pin') Object.assign(of(what.user_name) ?? {}, { pin: false });
    else if (what.what === 'account') world.accounts.accounts = world.accounts.accounts.filter((a) => a.user_name !== what.user_name);
    else world.accounts = noAccounts();
  });
export const inspectLink = (link: string) =>
  answer('inspect_link', [link], (): LinkView => {
    let url: URL;
    try {
      url = new URL(link);
    } catch {
      throw { kind: 'bad_input', message: 'This is not a link.', hint: 'Copy the whole link from the e-mail, from "https://" on.', retry_at: null };
    }
    const allowed = url.host === '127.0.0.1:4180';
    return { link: url.href, host: url.host, allowed, problem: allowed ? null : { kind: 'foreign_host', message: `The link leads to ${url.host}, which the portal's profile does not allow. Nothing was sent there.`, hint: "Copy the whole link from the e-mail of the court or of your group's administrator once more; do not open one that you did not expect.", retry_at: null } };
  });
export const generatePassword = () => answer('generate_password', [], () => 'Quiet-Oak-47');
export const settings = () => answer('settings', [], () => world.settings);
export const saveSettings = (changed: Settings) => answer('save_settings', [changed], () => (world.settings = changed));
const testNow = (saw: 'needs_you' | 'done' | 'failed'): TestView => ({
  started_at: '2026-11-17T15:40:00Z',
  steps: [
    ...['Made-up change saved', 'Your rules let it pass', 'Quiet hours did not hold it', 'Handed to your desktop'].map((name) => ({ name, state: 'done', message: null })),
    { name: 'You saw it?', state: saw, message: null },
    { name: 'A click opens the right case', state: 'todo', message: null },
  ],
});
export const sendTestNotification = () => answer('send_test_notification', [], () => (world.test = testNow('needs_you')));
export const testNotification = () => answer('test_notification', [], () => world.test);
export const answerTest = (seen: boolean) => answer('answer_test', [seen], () => (world.test = testNow(seen ? 'done' : 'failed')));
export const openCaseOnPortal = (id: number) => answer('open_case_on_portal', [id], () => undefined);
export const openPortal = (part: PartView) => answer('open_portal', [part], () => undefined);
export const openDataFolder = () => answer('open_data_folder', [], () => undefined);
export const openPracticeControl = () => answer('open_practice_control', [], () => undefined);
export const startDayAtCourt = () => answer('start_day_at_court', [], () => undefined);
export const quit = () => answer('quit', [], () => undefined);

const changedHeard = new Set<(changed: Changed) => void>();
const journeyHeard = new Set<(journey: JourneyView) => void>();
const placeHeard = new Set<(place: OpenPlace) => void>();
const progressHeard = new Set<(progress: FollowProgress) => void>();
const hear =
  <T>(heard: Set<(x: T) => void>) =>
  async (then: (x: T) => void) => {
    heard.add(then);
    return () => void heard.delete(then);
  };
export const onChanged = hear(changedHeard);
export const onJourney = hear(journeyHeard);
export const onOpenPlace = hear(placeHeard);
export const onFollowProgress = hear(progressHeard);
export const takeOpenPlace = () => answer('take_open_place', [], () => world.place);

/** What Rust would say. */
export const shout = (...kinds: ChangedKind[]) => changedHeard.forEach((then) => then({ kinds }));
/** What the event `journey` would say. */
export const tellJourney = (view: JourneyView) => journeyHeard.forEach((then) => then(view));
export const open = (place: OpenPlace) => placeHeard.forEach((then) => then(place));
export { setting };
