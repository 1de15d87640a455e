// The invented court of the reference screens: the same people, cases and words.

import type { CaseRow } from '../src/lib/generated/CaseRow';
import type { ChangeKind } from '../src/lib/generated/ChangeKind';
import type { ChangeView } from '../src/lib/generated/ChangeView';
import type { EntryView } from '../src/lib/generated/EntryView';
import type { HearingView } from '../src/lib/generated/HearingView';
import type { Problem } from '../src/lib/generated/Problem';
import type { RedlineView } from '../src/lib/generated/RedlineView';
import type { SettingView } from '../src/lib/generated/SettingView';
import type { VersionView } from '../src/lib/generated/VersionView';

/** 9:40 a.m. Central on Tuesday, November 17, 2026. */
export const NOW = '2026-11-17T15:40:00Z';
export const READ = '2026-11-17T15:14:00Z';
export const BEFORE = '2026-11-16T23:02:00Z';

export const problem: Problem = {
  kind: 'store_busy',
  message: 'Another program is writing to your copy.',
  hint: 'Wait a moment and try again. Nothing was lost.',
  retry_at: null,
};

export const setting = (purpose: string, day: string, time: string, starts_at: string, location: string | null = null): SettingView => ({
  purpose,
  scheduled_on: day,
  time,
  starts_at,
  location,
  judge: null,
});

const names = ['DOE', 'PUBLIC', 'SAMPLE', 'ROE', 'EXAMPLE'];
const types = ['AC Unlawful Detainer', 'CC Contract-Other', 'Dissolution', 'Misdemeanor', 'Estate - Supervised'];
const places = ['Boone', 'Warren', 'Callaway', 'Audrain'];

export const aCase = (id: number, more: Partial<CaseRow> = {}): CaseRow => ({
  id,
  case_number: `26BA-CV${90000 + id}`,
  court_id: 'SMPDB0001_CT13',
  style: `JANE ${names[id % 5]} V JOHN ${names[(id + 2) % 5]}`,
  label: null,
  matter: null,
  tags: id % 7 === 0 ? ['Eviction'] : [],
  note: null,
  case_type: types[id % 5] ?? null,
  location: places[id % 4] ?? null,
  filed_on: `2026-0${(id % 9) + 1}-1${id % 9}`,
  disposition: 'Not Disposed',
  judge: 'EXAMPLE, ROBIN T',
  entries: 12,
  unreviewed: 0,
  next_hearing: null,
  earlier_today: [],
  last_checked_at: READ,
  last_problem: null,
  state: 'followed',
  ...more,
});

export const aChange = (id: number, case_id: number, kind: ChangeKind, more: Partial<ChangeView> = {}): ChangeView => ({
  id,
  case_id,
  kind,
  found_at: READ,
  after_at: BEFORE,
  entry_id: 20 + id,
  title: 'Motion to Compel',
  filed_on: '2026-11-17',
  filed_by: null,
  on_behalf_of: null,
  documents: 0,
  text: null,
  text_before: null,
  redline: [],
  mostly_changed: false,
  hearing_before: null,
  hearing_after: null,
  hearing_now: null,
  reviewed_at: null,
  reviewed_by: null,
  needs_acknowledgement: kind === 'hearing_moved' || kind === 'hearing_cancelled' || kind === 'hearing_unlisted',
  ...more,
});

/** A hearing of the court's day that the samples play on. */
export const hearingToday = (id: number, time: string, starts_at: string, purpose = 'Motion Hearing'): HearingView => ({
  ...setting(purpose, '2026-11-17', time, starts_at, 'Division 4, Boone County Courthouse'),
  id,
  case_id: 1,
  state: 'set',
  was: null,
  entry_id: 26,
  entry_filed_on: '2026-11-09',
  on_last_reading: true,
  known_since: '2026-11-09T22:14:00Z',
});

const same = (text: string): RedlineView => ({ kind: 'same', text });
const added = (text: string): RedlineView => ({ kind: 'added', text });
const removed = (text: string): RedlineView => ({ kind: 'removed', text });

const orderRedline = [
  same("Defendant's Motion to Continue is "),
  removed('denied'),
  same(' '),
  added('sustained in part'),
  same('. Discovery closes '),
  removed('December 18'),
  same(' '),
  added('November 30'),
  same(', 2026.'),
];

const dec3 = setting('Case Management Conference', '2026-12-03', '1:30 PM', '2026-12-03T19:30:00Z', 'Division 4, Boone County Courthouse');
const nov18 = setting('Case Management Conference', '2026-11-18', '9:00 AM', '2026-11-18T15:00:00Z', 'Division 4, Boone County Courthouse');

export function sampleChanges(): { cases: CaseRow[]; changes: ChangeView[] } {
  const cases = [
    aCase(1, {
      label: 'Maple Street lease',
      case_number: '26BA-CV90123',
      style: 'JANE Q DOE V JOHN Q PUBLIC',
      location: 'Boone',
      case_type: 'AC Unlawful Detainer',
      filed_on: '2026-08-04',
      matter: 'M-2041',
      tags: ['Eviction', "Pat's matters"],
      note: 'Client is the tenant. Call Pat the same day if possession is granted.',
      entries: 7,
      next_hearing: { ...nov18, id: 1, case_id: 1, state: 'set', was: dec3, entry_id: 26, entry_filed_on: '2026-11-16', on_last_reading: true, known_since: '2026-11-16T22:14:00Z' },
    }),
    aCase(2, { label: 'Sample traffic matter', case_number: '26BB-CR90088-01', style: 'ST V TERRY SAMPLE', location: 'Warren', note: "Witness needs two days' notice before any setting." }),
    aCase(3, { label: 'Roe parenting plan', case_number: '25BA-FC90417', style: 'ALEX ROE V MORGAN ROE', location: 'Boone', note: 'Parenting class certificate must be filed before the conference.' }),
    aCase(4, { case_number: '', style: '', label: null, matter: 'M-2077', location: 'Warren', state: 'erased', judge: null, case_type: null, filed_on: null, disposition: null, entries: 0 }),
    aCase(5, { label: 'Public estate', case_number: '25BA-PR90052', style: 'IN THE ESTATE OF LEE PUBLIC', location: 'Boone' }),
    aCase(6, { case_number: '26BA-CV90777', style: 'ANY ROOFING LLC V PAT EXAMPLE', last_checked_at: null, entries: 0 }),
    aCase(7, {
      case_number: '26BA-CV90778',
      last_checked_at: '2026-11-15T15:00:00Z',
      last_problem: { kind: 'offline', message: "The court's site did not answer.", hint: 'Docketbell tries again by itself.', retry_at: '2026-11-17T16:00:00Z' },
    }),
  ];
  const changes = [
    aChange(1, 1, 'hearing_moved', { title: 'Case Management Conference', hearing_before: dec3, hearing_after: nov18, filed_on: '2026-11-16', entry_id: 26 }),
    aChange(2, 1, 'entry_amended', { title: 'Order', filed_on: '2026-11-09', redline: orderRedline, entry_id: 27, text: 'now', text_before: 'before' }),
    aChange(3, 1, 'entry_added', {
      text: "Plaintiff's Motion to Compel Answers to Interrogatories; Electronic Filing Certificate of Service.",
      filed_by: 'PAT X COUNSEL',
      on_behalf_of: 'JANE Q DOE',
      documents: 1,
      entry_id: 25,
    }),
    aChange(4, 2, 'hearing_cancelled', {
      title: 'Arraignment',
      hearing_before: setting('Arraignment', '2026-11-19', '1:30 PM', '2026-11-19T19:30:00Z'),
      filed_on: '2026-11-16',
    }),
    aChange(5, 2, 'entry_withdrawn', { title: 'Summons Issued', text_before: 'Document ID: 26-SMCC-9123, for SAMPLE, TERRY.' }),
    aChange(6, 3, 'hearing_set', {
      title: 'Pretrial Conference',
      hearing_after: setting('Pretrial Conference', '2026-12-07', '10:30 AM', '2026-12-07T16:30:00Z', 'Division 2, Boone County Courthouse'),
      entry_id: null,
      filed_on: null,
    }),
    aChange(7, 3, 'entry_added', { title: 'Certificate of Service', filed_on: '2026-11-16' }),
    aChange(8, 4, 'case_unavailable', { title: '', entry_id: null, filed_on: null }),
    aChange(9, 5, 'entry_added', { title: 'Inventory Filed', filed_on: '2026-11-16', reviewed_at: '2026-11-17T15:36:00Z', reviewed_by: 'Sam Example' }),
    aChange(10, 5, 'header_changed', { title: 'Judge', text_before: 'EXAMPLE, ROBIN T', text: 'SAMPLE, DANA L', entry_id: null, filed_on: null }),
    aChange(11, 5, 'hearing_unlisted', { title: 'Settlement', entry_id: null, filed_on: null, hearing_before: setting('Settlement', '2026-12-01', '2:00 PM', '2026-12-01T20:00:00Z') }),
  ];
  return { cases, changes };
}

export const anEntry = (id: number, back: number, more: Partial<EntryView> = {}): EntryView => {
  const day = new Date(Date.UTC(2026, 10, 5) - back * 86_400_000).toISOString().slice(0, 10);
  return {
    id,
    sequence: 5000 - back,
    filed_on: day,
    description: 'Motion to Continue',
    text: "Defendant's Motion to Continue Case Management Conference and to Extend Discovery.",
    filed_by: 'CASEY X COUNSEL',
    on_behalf_of: 'JOHN Q PUBLIC',
    code: 'MCONT',
    documents: [],
    hearings: [],
    associated: [],
    confidential: false,
    first_seen_at: '2026-08-10T15:00:00Z',
    reviewed_at: '2026-08-10T15:00:00Z',
    state: 'current',
    versions: 0,
    change: null,
    change_id: null,
    ...more,
  };
};

export function sampleDocket(): { entries: EntryView[]; versions: Map<number, VersionView[]> } {
  const entries = [
    anEntry(25, 0, {
      filed_on: '2026-11-17',
      description: 'Motion to Compel',
      text: "Plaintiff's Motion to Compel Answers to Interrogatories; Electronic Filing Certificate of Service.",
      filed_by: 'PAT X COUNSEL',
      on_behalf_of: 'JANE Q DOE',
      change: 'entry_added',
      change_id: 3,
      reviewed_at: null,
      documents: [{ document_id: '9001', title: 'Motion to Compel', extension: 'pdf', public: true, without_link: false, opens: true, entry_id: 25, filed_on: '2026-11-17', entry_description: 'Motion to Compel' }],
    }),
    anEntry(26, 0, {
      filed_on: '2026-11-16',
      description: 'Hearing Continued/Rescheduled',
      text: 'Case Management Conference; Nov 18, 2026; 9:00 AM; ROBIN T EXAMPLE; Boone.',
      change: 'hearing_moved',
      change_id: 1,
      filed_by: null,
      hearings: [nov18],
      reviewed_at: null,
    }),
    anEntry(27, 0, { filed_on: '2026-11-09', description: 'Order', text: 'x', change: 'entry_amended', change_id: 2, versions: 1, filed_by: null, reviewed_at: null, associated: [{ sequence: 22, filed_on: '2026-11-05', description: 'Motion to Continue' }] }),
    anEntry(28, 0, { filed_on: '2026-11-06', description: 'Notice of Hearing Filed', state: 'withdrawn', filed_by: null }),
    anEntry(29, 0, { filed_on: '2026-11-06', description: 'Memorandum Filed', state: 'missing', filed_by: null }),
    anEntry(30, 0),
    anEntry(31, 6, { description: 'Case Management Conference Scheduled', text: null, filed_by: null }),
  ];
  const versions = new Map<number, VersionView[]>([
    [
      27,
      [
        {
          description: 'Order',
          text: "Defendant's Motion to Continue is denied. Discovery closes December 18, 2026. So Ordered: EXAMPLE, ROBIN T.",
          filed_on: '2026-11-09',
          seen_from: '2026-11-09T20:00:00Z',
          seen_until: BEFORE,
          redline: [...orderRedline, same(' '), added('Counsel to confer before the conference.'), same(' So Ordered: EXAMPLE, ROBIN T.')],
          mostly_changed: false,
        },
        {
          description: 'Order',
          text: "Defendant's Motion to Continue is sustained in part. Discovery closes November 30, 2026. Counsel to confer before the conference. So Ordered: EXAMPLE, ROBIN T.",
          filed_on: '2026-11-09',
          seen_from: READ,
          seen_until: null,
          redline: [],
          mostly_changed: false,
        },
      ],
    ],
  ]);
  return { entries, versions };
}
