// The administrator's desk of the invented world: the same calls as `ipc.ts`, answered in memory. No court is behind it;
// a delivery makes everything true that waits.

import type { AccessReviewView } from '../src/lib/generated/AccessReviewView';
import type { ActionPlan } from '../src/lib/generated/ActionPlan';
import type { ActionView } from '../src/lib/generated/ActionView';
import type { ConflictDecision } from '../src/lib/generated/ConflictDecision';
import type { DeliveredView } from '../src/lib/generated/DeliveredView';
import type { DeliveryProgress } from '../src/lib/generated/DeliveryProgress';
import type { MailDraft } from '../src/lib/generated/MailDraft';
import type { NewPin } from '../src/lib/generated/NewPin';
import type { NewUserDecision } from '../src/lib/generated/NewUserDecision';
import type { OffboardingStepKind } from '../src/lib/generated/OffboardingStepKind';
import type { OffboardingView } from '../src/lib/generated/OffboardingView';
import type { Problem } from '../src/lib/generated/Problem';
import type { WantedView } from '../src/lib/generated/WantedView';
import type { Paper } from '../src/lib/ipc';
import { answer, world } from './fake-ipc';
import { KEPT_PIN, URGENT, anAction, counted, effectOf, leaving, toldOf } from './group-samples';
import { NOW } from './samples';

const user = (user_name: string) => world.group.users.find((u) => u.user_name === user_name);
const count = () => (world.group.outbox = counted(world.group.outbox));
const refuse = (kind: string, message: string): Problem => ({ kind, message, hint: '', retry_at: null });

export const group = () => answer('group', [], () => world.group);
export const saveUserNote = (user_name: string, note: string | null) =>
  answer('save_user_note', [user_name, note], () => {
    const u = user(user_name);
    if (u) u.note = note;
  });
export const planActions = (wanted: WantedView, names: string[]) =>
  answer('plan_actions', [wanted, names], (): ActionPlan => {
    const users = names.map((user_name) => {
      const name = user(user_name)?.name ?? user_name;
      return { user_name, name, effect: effectOf(wanted, name), nothing_to_do: user(user_name)?.status === wanted ? `${name} is so already.` : null };
    });
    return {
      users,
      effect: users.length === 1 ? (users[0]?.effect ?? '') : effectOf(wanted, `${users.length} users`),
      told: toldOf[wanted],
      urgent: wanted === 'active' ? null : URGENT,
      problem: names.length > 20 ? refuse('bad_input', 'At most 20 users at once.') : null,
    };
  });
function queue(wanted: WantedView, user_name: string): ActionView {
  const u = user(user_name);
  const action = anAction(1000 + world.calls.length + world.group.outbox.waiting.length, user_name, u?.name ?? user_name, wanted, { asked_at: NOW });
  world.group.outbox.waiting.push(action);
  if (u) Object.assign(u, { pending: action, can: [] });
  count();
  return action;
}
export const queueActions = (wanted: WantedView, names: string[]) =>
  answer('queue_actions', [wanted, names], () => names.filter((n) => user(n)?.status !== wanted).map((n) => queue(wanted, n)));
export const outbox = () => answer('outbox', [], () => world.group.outbox);
export const confirmActions = (ids: number[]) =>
  answer('confirm_actions', [ids], () => {
    for (const a of world.group.outbox.waiting) if (ids.includes(a.id)) a.needs_review = false;
    count();
  });
function end(id: number, state: ActionView['state']) {
  const o = world.group.outbox;
  const action = o.waiting.find((a) => a.id === id);
  if (!action) throw refuse('not_found', 'This action has ended.');
  o.waiting = o.waiting.filter((a) => a !== action);
  const ended = { ...action, state, sides: null, settled_at: NOW, words: state === 'done' ? `In effect: the court's list shows it.` : 'Taken back; nothing was sent.' };
  o.ended.unshift(ended);
  const u = user(action.user_name);
  if (u) {
    if (state === 'done') Object.assign(u, { status: action.wanted, status_since: NOW });
    Object.assign(u, { pending: null, can: u.status === 'removed' ? [] : u.status === 'active' ? ['disabled', 'removed'] : ['active', 'removed'] });
  }
  count();
  return ended;
}
export const withdrawAction = (id: number) => answer('withdraw_action', [id], () => void end(id, 'withdrawn'));
export const resolveConflict = (id: number, decision: ConflictDecision) =>
  answer('resolve_conflict', [id, decision], () => {
    const action = world.group.outbox.waiting.find((a) => a.id === id);
    if (decision === 'insist' && action) Object.assign(action, { state: 'queued', sides: null });
    else end(id, 'withdrawn');
    count();
  });
export const decideNewUser = (id: number, decision: NewUserDecision) =>
  answer('decide_new_user', [id, decision], () => {
    const found = world.group.new_users.find((n) => n.id === id);
    world.group.new_users = world.group.new_users.filter((n) => n.id !== id);
    world.group.outbox.new_users = world.group.new_users.length;
    if (found && decision !== 'keep') queue(decision === 'disable' ? 'disabled' : 'removed', found.user_name);
  });
export const savePinReminder = (days: number | null) => answer('save_pin_reminder', [days], () => void (world.group.pin.remind_after_days = days));

export const refreshGroup = () => answer('refresh_group', [], () => Object.assign(world.group, { as_of: NOW, last_problem: null }));
const delivered = (actions: ActionView[]): DeliveredView => ({ actions, problem: null, pin_reminder: world.group.pin.reminder });
export const deliverOutbox = () =>
  answer('deliver_outbox', [], () => delivered(world.group.outbox.waiting.filter((a) => a.state === 'queued' && !a.needs_review).map((a) => end(a.id, 'done'))));
export const stopDelivery = () => answer('stop_delivery', [], () => undefined);
export const settleUncertain = () =>
  answer('settle_uncertain', [], () => delivered(world.group.outbox.waiting.filter((a) => a.state === 'uncertain').map((a) => end(a.id, 'done'))));
export const changePin = (pin: NewPin) =>
  answer('change_pin', [structuredClone(pin)], () =>
    Object.assign(world.group.pin, { set_at: NOW, days: 0, left: [], joined: 0, reminder: null, uncertain: false, kept: pin.how === 'generated' || pin.keep }),
  );
export const showPin = () => answer('show_pin', [], () => KEPT_PIN);
export const copyPin = () => answer('copy_pin', [], () => undefined);
export const printPin = () => answer('print_pin', [], () => true);
export const forgetPin = () => answer('forget_pin', [], () => void (world.group.pin.kept = false));

export const invitation = () => answer('invitation', [], () => world.invitation);
export const saveAssociationLink = (link: string | null) => answer('save_association_link', [link], () => void (world.invitation.association_link = link));
export const messageToDisabled = (user_name: string) =>
  answer('message_to_disabled', [user_name], (): MailDraft => ({ subject: 'Your eFiling access', body: `Hello ${user(user_name)?.name}`, mailto: 'mailto:?subject=Your%20eFiling%20access' }));
export const openMail = (mail: MailDraft) => answer('open_mail', [mail], () => undefined);
export const printPaper = (paper: Paper) => answer('print_paper', [paper], () => undefined);
export const startOffboarding = (user_name: string) =>
  answer('start_offboarding', [user_name], (): OffboardingView => {
    const begun = leaving({ id: 8, user_name, name: user(user_name)?.name ?? user_name, started_at: NOW, done: 0 });
    begun.steps = begun.steps.map((s) => ({ ...s, state: 'to_do', at: null }));
    world.group.offboardings.push(begun);
    return begun;
  });
export const offboardingStep = (id: number, step: OffboardingStepKind, done: boolean) =>
  answer('offboarding_step', [id, step, done], () => {
    const book = world.group.offboardings.find((o) => o.id === id);
    const it = book?.steps.find((s) => s.step === step);
    if (!book || !it) throw refuse('not_found', 'There is no such playbook.');
    if (done && (step === 'disable' || step === 'remove')) {
      it.state = 'waiting';
      queue(step === 'disable' ? 'disabled' : 'removed', book.user_name);
    } else Object.assign(it, { state: done ? 'done' : 'skipped', at: NOW });
    book.done = book.steps.filter((s) => s.state === 'done' || s.state === 'skipped').length;
    if (book.done === book.steps.length) {
      Object.assign(book, { finished_at: NOW, record_html: '<!doctype html><title>Record</title>' });
      world.group.offboardings = world.group.offboardings.filter((o) => o !== book);
      world.left.push(book);
    }
    return book;
  });
export const offboardings = () => answer('offboardings', [], () => [...world.group.offboardings, ...world.left]);
export const openAccessReview = () =>
  answer('open_access_review', [], (): AccessReviewView => {
    world.group.access_review.opened_at = NOW;
    world.group.access_review.lines = world.group.users
      .filter((u) => u.status !== 'removed')
      .map((u) => ({ user_name: u.user_name, name: u.name, status: u.status, information: u.information, decision: null }));
    return world.group.access_review;
  });
export const decideAccess = (user_name: string, decision: NewUserDecision) =>
  answer('decide_access', [user_name, decision], () => {
    const line = world.group.access_review.lines.find((l) => l.user_name === user_name);
    if (line) line.decision = decision;
    return world.group.access_review;
  });
export const signAccessReview = (name: string) =>
  answer('sign_access_review', [name], () => Object.assign(world.group.access_review, { due: false, signed_at: NOW, signed_by: name, hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }));
export const auditLog = (before: number | null, limit: number) =>
  answer('audit_log', [before, limit], () => ({
    lines: world.audit.filter((l) => before === null || l.number < before).slice(0, limit),
    total: world.audit.length,
    whole: world.auditBrokenAt === null && !world.auditCutOff,
    broken_at: world.auditBrokenAt,
    cut_off: world.auditCutOff,
  }));
export const saveAuditCsv = () => answer('save_audit_csv', [], () => '/home/sam/Downloads/docketbell-audit-log-2026-11-17.csv');

const deliveryHeard = new Set<(progress: DeliveryProgress) => void>();
export const onDelivery = async (then: (progress: DeliveryProgress) => void) => {
  deliveryHeard.add(then);
  return () => void deliveryHeard.delete(then);
};
/** What the event `delivery` would say. */
export const tellDelivery = (progress: DeliveryProgress) => deliveryHeard.forEach((then) => then(progress));
