// An invented group: its people, what waits, the PIN and who knows it, somebody who leaves, a review, a log.

import type { AccessReviewView } from '../src/lib/generated/AccessReviewView';
import type { ActionView } from '../src/lib/generated/ActionView';
import type { AuditLine } from '../src/lib/generated/AuditLine';
import type { GroupUserView } from '../src/lib/generated/GroupUserView';
import type { GroupView } from '../src/lib/generated/GroupView';
import type { InvitationView } from '../src/lib/generated/InvitationView';
import type { OffboardingView } from '../src/lib/generated/OffboardingView';
import type { OutboxView } from '../src/lib/generated/OutboxView';
import type { PinView } from '../src/lib/generated/PinView';
import type { WantedView } from '../src/lib/generated/WantedView';
import { READ } from './samples';

export const HELP_DESK = "the court's help desk, (573) 526-0062, Monday to Friday, 7:30 a.m. to 5:00 p.m. Central";
export const URGENT = `Access continues until this is delivered and the court's list shows it. If somebody must lose access now, call ${HELP_DESK}.`;
export const KEPT_PIN = 'Canary77';

export const verbs: Record<WantedView, string> = { active: 'Activate', disabled: 'Disable', removed: 'Remove' };
export const toldOf: Record<WantedView, string> = {
  active: 'The court does not say so to them. Tell them yourself.',
  disabled: 'The court does not e-mail them: they learn it when they log on next. You can send them a message yourself.',
  removed: 'The court e-mails them. You are copied on that e-mail.',
};
export const effectOf = (wanted: WantedView, name: string): string =>
  ({
    active: `${name} can file for the group again.`,
    disabled: `${name} stays in the group and cannot file until you activate them.`,
    removed: `${name} does not belong to the group any more and cannot file for it. To come back they need the link and the PIN again.`,
  })[wanted];

export const aUser = (user_name: string, name: string, more: Partial<GroupUserView> = {}): GroupUserView => {
  const status = more.status ?? 'active';
  return {
    user_name,
    name,
    status,
    status_since: '2026-03-03T15:00:00Z',
    information: '',
    first_seen_at: '2026-03-03T15:00:00Z',
    from_the_start: false,
    last_seen_at: READ,
    removed_at: null,
    note: null,
    pending: null,
    can: status === 'active' ? ['disabled', 'removed'] : status === 'disabled' ? ['active', 'removed'] : [],
    ...more,
  };
};

export const anAction = (id: number, user_name: string, name: string, wanted: WantedView, more: Partial<ActionView> = {}): ActionView => ({
  id,
  user_name,
  name,
  wanted,
  state: 'queued',
  title: `${verbs[wanted]} ${name}`,
  words: wanted === 'active' ? `Not in effect yet: ${name} cannot file until the court's list shows it.` : `Not in effect yet: ${name} can still file until the court's list shows it.`,
  asked_at: '2026-11-17T14:55:00Z',
  asked_by: 'Sam Example',
  told: toldOf[wanted],
  needs_review: false,
  review_from: '2026-11-18T14:55:00Z',
  was: null,
  portal_shows: null,
  sides: null,
  portal_says: null,
  message: null,
  settled_at: null,
  offboarding_id: null,
  ...more,
});

const conflict = (): ActionView =>
  anAction(13, 'tsample', 'Terry Sample', 'active', {
    state: 'conflict',
    words: "Your request and the court's list no longer fit together. Nothing was sent. Decide about Terry Sample.",
    asked_at: '2026-11-16T22:40:00Z',
    was: 'disabled',
    portal_shows: 'removed',
    sides: {
      asked: 'Activate Terry Sample (was disabled)',
      asked_at: '2026-11-16T22:40:00Z',
      shown: 'Terry Sample is not in the group',
      shown_at: READ,
      choices: [
        { decision: 'drop', words: 'Drop my request. Terry Sample stays out of the group.' },
        { decision: 'invite_again', words: 'Invite Terry Sample again. We prepare two messages: one with the link, one with the PIN.' },
      ],
    },
  });

export const noOutbox = (): OutboxView => ({ waiting: [], ended: [], queued: 0, to_review: 0, conflicts: 0, uncertain: 0, new_users: 0, delivering: null, urgent: null });

/** Counts what the lists say, as the core does. */
export function counted(outbox: OutboxView): OutboxView {
  const n = (test: (a: ActionView) => boolean) => outbox.waiting.filter(test).length;
  return {
    ...outbox,
    queued: n((a) => a.state === 'queued'),
    to_review: n((a) => a.needs_review),
    conflicts: n((a) => a.state === 'conflict'),
    uncertain: n((a) => a.state === 'uncertain'),
    urgent: outbox.waiting.some((a) => a.wanted !== 'active' && a.state !== 'conflict') ? URGENT : null,
  };
}

const noPin = (): PinView => ({ set_at: null, days: null, kept: false, uncertain: false, left: [], joined: 0, remind_after_days: null, reminder: null });
const noReview = (): AccessReviewView => ({ period: '2026-Q4', due: false, opened_at: null, earlier: [], lines: [], signed_at: null, signed_by: null, hash: null });

export const noGroup = (): GroupView => ({
  name: null,
  administrator: null,
  as_of: null,
  last_problem: null,
  users: [],
  active: 0,
  disabled: 0,
  removed: 0,
  outbox: noOutbox(),
  pin: noPin(),
  new_users: [],
  offboardings: [],
  access_review: noReview(),
  help_desk: HELP_DESK,
});

export const leaving = (more: Partial<OffboardingView> = {}): OffboardingView => ({
  id: 7,
  user_name: 'lpublic',
  name: 'Lee Public',
  started_at: '2026-11-17T14:45:00Z',
  finished_at: null,
  done: 1,
  record_html: null,
  steps: [
    { step: 'disable', title: 'Disable', state: 'done', words: "The court's list shows it: Lee Public is disabled.", at: '2026-11-17T14:52:00Z', action: null },
    { step: 'remove', title: 'Remove from the group', state: 'waiting', words: 'Not in effect yet: Lee Public cannot file, and still belongs to the group.', at: null, action: null },
    { step: 'change_pin', title: 'Change the group PIN', state: 'to_do', words: 'Lee Public knows the PIN. Best after the removal is in effect.', at: null, action: null },
    { step: 'tell_others', title: 'Tell the remaining users', state: 'to_do', words: 'Only people who have not joined yet need the new PIN; tell the others that it changed.', at: null, action: null },
    { step: 'verify', title: 'Read the list again', state: 'to_do', words: 'We check that Lee Public is gone and no one is new.', at: null, action: null },
  ],
  ...more,
});

const NAMES = ['Avery Doe', 'Jordan Public', 'Kelly Sample', 'Morgan Roe', 'Robin Example', 'Sidney Roe', 'Alex Doe'];

/** An office of eleven, or of as many as are asked for. */
export function aGroup(many = 0): GroupView {
  const disable = anAction(11, 'qexample', 'Quinn Example', 'disabled');
  const remove = anAction(12, 'lpublic', 'Lee Public', 'removed', {
    words: 'Not in effect yet: Lee Public cannot file, and still belongs to the group.',
    asked_at: '2026-11-17T14:53:00Z',
    offboarding_id: 7,
  });
  const users = [
    aUser('adoe', 'Avery Doe', { information: 'Intake clerk, reports to R. Roe', from_the_start: true }),
    aUser('jpublic', 'Jordan Public', { information: 'Records, reports to A. Doe', first_seen_at: '2026-09-30T15:00:00Z', status_since: '2026-09-30T15:00:00Z' }),
    aUser('lpublic', 'Lee Public', { information: 'Case aide', status: 'disabled', status_since: '2026-11-17T14:52:00Z', note: 'Last day November 13.', pending: remove, can: [], from_the_start: true }),
    aUser('mroe', 'Morgan Roe', { information: 'Deputy officer', first_seen_at: '2026-10-06T15:00:00Z', status_since: '2026-10-06T15:00:00Z' }),
    aUser('qexample', 'Quinn Example', { information: 'Deputy officer', note: 'On leave until January.', pending: disable, can: [], from_the_start: true }),
    aUser('rsample', 'Robin Sample', { information: 'Clerk, reports to R. Roe', status: 'disabled', status_since: '2026-10-02T15:00:00Z', from_the_start: true }),
    aUser('croe', 'Casey Roe', { information: 'Clerk', status: 'removed', status_since: '2026-09-09T15:00:00Z', removed_at: '2026-09-09T15:00:00Z', last_seen_at: '2026-09-08T15:00:00Z' }),
    aUser('tsample', 'Terry Sample', { status: 'removed', status_since: READ, removed_at: READ, last_seen_at: '2026-11-16T15:00:00Z' }),
  ];
  users.splice(
    6,
    0,
    ...Array.from({ length: many }, (_, i) =>
      aUser(`user${i}`, `${NAMES[i % NAMES.length]} ${i + 1}`, { information: `Office ${i % 115}, reports to R. Roe`, status: i % 9 === 4 ? 'disabled' : 'active' }),
    ),
    aUser('nexample', 'Noel Example', { information: 'Juvenile officer, supervisor R. Roe', first_seen_at: READ, status_since: READ }),
  );
  const n = (status: GroupUserView['status']) => users.filter((u) => u.status === status).length;
  return {
    ...noGroup(),
    name: 'Example County Juvenile Office',
    administrator: 'agency_admin',
    as_of: READ,
    users,
    active: n('active'),
    disabled: n('disabled'),
    removed: n('removed'),
    outbox: counted({
      ...noOutbox(),
      new_users: 1,
      waiting: [conflict(), disable, remove],
      ended: [
        anAction(10, 'rsample', 'Robin Sample', 'disabled', { state: 'done', words: "In effect: the court's list shows Robin Sample as disabled.", settled_at: '2026-10-02T15:00:00Z' }),
        anAction(9, 'mroe', 'Morgan Roe', 'disabled', { state: 'refused', words: "Not in effect: the court's site refused it.", portal_says: 'You may not disable this user now.', settled_at: '2026-10-01T15:00:00Z' }),
        anAction(8, 'adoe', 'Avery Doe', 'removed', { state: 'failed', words: 'Not in effect: it was not carried out.', message: 'Two rows of the list have the user name "adoe". Nothing was pressed.', settled_at: '2026-09-30T15:00:00Z' }),
        anAction(7, 'adoe', 'Avery Doe', 'disabled', { state: 'withdrawn', words: 'Taken back; nothing was sent.', settled_at: '2026-09-29T15:00:00Z' }),
      ],
    }),
    pin: {
      set_at: '2026-08-15T15:00:00Z',
      days: 94,
      kept: true,
      uncertain: false,
      left: [
        { user_name: 'croe', name: 'Casey Roe', status: 'removed', since: '2026-09-09T15:00:00Z' },
        { user_name: 'rsample', name: 'Robin Sample', status: 'disabled', since: '2026-10-02T15:00:00Z' },
        { user_name: 'lpublic', name: 'Lee Public', status: 'disabled', since: '2026-11-17T14:52:00Z' },
      ],
      joined: 2,
      remind_after_days: 90,
      reminder: 'Change the PIN: 3 people who were removed or disabled know it.',
    },
    new_users: [{ id: 3, user_name: 'nexample', name: 'Noel Example', information: 'Juvenile officer, supervisor R. Roe', found_at: READ }],
    offboardings: [leaving()],
    access_review: { ...noReview(), due: true },
  };
}

export const anInvitation = (): InvitationView => {
  const instructions =
    "1. Make an account at http://127.0.0.1:4180/registration. Choose your user name with care: it can never be changed.\n2. Do not log on at the end. Open this link instead: http://127.0.0.1:4180/group?id=7\n3. Log on there. The page names the group Example County Juvenile Office. Type the PIN that you get from me.\n4. Read the user agreement and tick \"I acknowledge\".\n5. Keep this link for later: http://127.0.0.1:4180/ecf/";
  return {
    instructions,
    registration_link: 'http://127.0.0.1:4180/registration',
    association_link: 'http://127.0.0.1:4180/group?id=7',
    mail: { subject: "Join Example County Juvenile Office in the Missouri courts' eFiling", body: instructions, mailto: `mailto:?body=${encodeURIComponent(instructions)}` },
    print_html: '<!doctype html><title>Join</title>',
    pin_hint: 'Give the PIN separately: tell it, print it on a sheet of its own, or copy it into another message. Never in the message with the link.',
  };
};

export const aLog = (n = 4): AuditLine[] =>
  Array.from({ length: n }, (_, i): AuditLine => {
    const kinds = [
      { what: 'asked', about: 'qexample', words: 'Asked: disable Quinn Example.', who: 'Sam Example', portal_says: null },
      { what: 'joined', about: 'nexample', words: 'Noel Example joined the group.', who: 'the portal', portal_says: null },
      { what: 'refused', about: 'mroe', words: 'The portal refused: disable Morgan Roe.', who: 'Sam Example', portal_says: 'You may not disable this user now.' },
      { what: 'pin_changed', about: null, words: "The group's PIN was changed.", who: 'Sam Example', portal_says: 'Your PIN has been updated.' },
    ];
    return { number: n - i, at: new Date(Date.parse('2026-11-17T14:55:00Z') - i * 3_600_000).toISOString(), ...(kinds[i % 4] ?? kinds[0]!) };
  });
