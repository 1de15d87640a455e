// Every call to Rust, once. Views import these; `invoke` and `listen` appear nowhere else.
// `tests/ipc_contract.rs` holds this file, the commands and the capability file to the same list of names.

import { invoke } from '@tauri-apps/api/core';
import { listen, type UnlistenFn } from '@tauri-apps/api/event';
import type { AboutView } from './generated/AboutView';
import type { AccessLine } from './generated/AccessLine';
import type { AccessReviewView } from './generated/AccessReviewView';
import type { AccountsView } from './generated/AccountsView';
import type { ActionPlan } from './generated/ActionPlan';
import type { ActionView } from './generated/ActionView';
import type { AnswerView } from './generated/AnswerView';
import type { AuditPage } from './generated/AuditPage';
import type { CasePage } from './generated/CasePage';
import type { CaseQuery } from './generated/CaseQuery';
import type { CaseView } from './generated/CaseView';
import type { CaseWords } from './generated/CaseWords';
import type { Changed } from './generated/Changed';
import type { ChangeView } from './generated/ChangeView';
import type { ChargeView } from './generated/ChargeView';
import type { CheckSummary } from './generated/CheckSummary';
import type { ClosedCopyView } from './generated/ClosedCopyView';
import type { ConflictDecision } from './generated/ConflictDecision';
import type { DeliveredView } from './generated/DeliveredView';
import type { DeliveryProgress } from './generated/DeliveryProgress';
import type { DocketPage } from './generated/DocketPage';
import type { DoctorLine } from './generated/DoctorLine';
import type { DocumentView } from './generated/DocumentView';
import type { FirstRunAnswers } from './generated/FirstRunAnswers';
import type { FollowLine } from './generated/FollowLine';
import type { FollowOutcome } from './generated/FollowOutcome';
import type { FollowProgress } from './generated/FollowProgress';
import type { ForgetView } from './generated/ForgetView';
import type { GroupView } from './generated/GroupView';
import type { HearingView } from './generated/HearingView';
import type { InvitationView } from './generated/InvitationView';
import type { JourneyKindView } from './generated/JourneyKindView';
import type { JourneyView } from './generated/JourneyView';
import type { LinkView } from './generated/LinkView';
import type { MailDraft } from './generated/MailDraft';
import type { NewPin } from './generated/NewPin';
import type { NewUserDecision } from './generated/NewUserDecision';
import type { OffboardingStepKind } from './generated/OffboardingStepKind';
import type { OffboardingView } from './generated/OffboardingView';
import type { OpenPlace } from './generated/OpenPlace';
import type { OutboxView } from './generated/OutboxView';
import type { PartView } from './generated/PartView';
import type { PartyView } from './generated/PartyView';
import type { PastedLine } from './generated/PastedLine';
import type { PinView } from './generated/PinView';
import type { Problem } from './generated/Problem';
import type { SearchPage } from './generated/SearchPage';
import type { Settings } from './generated/Settings';
import type { StartView } from './generated/StartView';
import type { StatusView } from './generated/StatusView';
import type { TestView } from './generated/TestView';
import type { TodayTab } from './generated/TodayTab';
import type { TodayView } from './generated/TodayView';
import type { VersionView } from './generated/VersionView';
import type { WantedView } from './generated/WantedView';

/** Every command rejects with a {@link Problem}. */
export type { Problem };

// Start
export const startState = () => invoke<StartView>('start_state');
/** The passphrase goes to Rust once and is cleared by the caller. */
export const finishFirstRun = (answers: FirstRunAnswers, passphrase: string | null) =>
  invoke<StartView>('finish_first_run', { answers, passphrase });
export const unlock = (passphrase: string) => invoke<StartView>('unlock', { passphrase });
export const retryOpen = () => invoke<StartView>('retry_open');

// Status
export const status = () => invoke<StatusView>('status');
export const about = () => invoke<AboutView>('about');
export const doctor = () => invoke<DoctorLine[]>('doctor');

// Today and review
export const today = (tab: TodayTab, offset: number) => invoke<TodayView>('today', { tab, offset });
export const reviewChanges = (ids: number[]) => invoke<void>('review_changes', { ids });
export const undoReview = (ids: number[]) => invoke<void>('undo_review', { ids });
export const acknowledgeChange = (id: number) => invoke<void>('acknowledge_change', { id });

// Cases
export const listCases = (query: CaseQuery) => invoke<CasePage>('list_cases', { query });
export const caseView = (id: number) => invoke<CaseView>('case_view', { id });
export const docketPage = (id: number, offset: number, limit: number, oldestFirst: boolean) =>
  invoke<DocketPage>('docket_page', { id, offset, limit, oldestFirst });
/** The place of an entry on its docket (newest first), so that a view can load the page that holds it. */
export const entryOffset = (id: number, entryId: number) => invoke<number>('entry_offset', { id, entryId });
export const entryVersions = (entryId: number) => invoke<VersionView[]>('entry_versions', { entryId });
export const parties = (id: number) => invoke<PartyView[]>('parties', { id });
export const hearings = (id: number) => invoke<HearingView[]>('hearings', { id });
export const charges = (id: number) => invoke<ChargeView[]>('charges', { id });
export const documents = (id: number) => invoke<DocumentView[]>('documents', { id });
/** Fetches it and hands it to the desktop's own program. */
export const openDocument = (id: number, entryId: number, documentId: string) =>
  invoke<void>('open_document', { id, entryId, documentId });
export const caseChanges = (id: number) => invoke<ChangeView[]>('case_changes', { id });
export const saveCaseWords = (id: number, words: CaseWords) => invoke<void>('save_case_words', { id, words });
export const unfollowCase = (id: number) => invoke<void>('unfollow_case', { id });
export const refollowCase = (id: number) => invoke<void>('refollow_case', { id });
export const forgetCase = (id: number) => invoke<void>('forget_case', { id });
export const closedCopies = () => invoke<ClosedCopyView[]>('closed_copies');
export const eraseClosedCopies = (ids: number[]) => invoke<number>('erase_closed_copies', { ids });

// Add a case
/** The text of a file that the person chose: Rust knows the encodings, and what is no list. */
export const listText = (bytes: number[]) => invoke<string>('list_text', { bytes });
/** Looks at a pasted list on this computer only. */
export const previewLines = (text: string) => invoke<PastedLine[]>('preview_lines', { text });
export const followCase = (caseNumber: string, courtId: string | null) =>
  invoke<FollowOutcome>('follow_case', { caseNumber, courtId });
/** Each line's outcome also arrives as `follow_progress`. */
export const followLines = (lines: FollowLine[], tag: string | null) => invoke<FollowOutcome[]>('follow_lines', { lines, tag });
export const cancelFollow = () => invoke<void>('cancel_follow');

// Asking the court
/** `null`: all cases, where the profile allows it. */
export const checkNow = (id: number | null) => invoke<CheckSummary>('check_now', { id });
export const cancelCheck = () => invoke<void>('cancel_check');
export const readNotice = () => invoke<void>('read_notice');
export const resumeAccess = () => invoke<void>('resume_access');
export const accessLog = (limit: number) => invoke<AccessLine[]>('access_log', { limit });

// Search
export const search = (words: string, caseId: number | null, cursor: string | null) =>
  invoke<SearchPage>('search', { words, caseId, cursor });

// Accounts and journeys
export const accounts = () => invoke<AccountsView>('accounts');
/** Goes on with the open journey of this kind; secrets in the answers go to Rust once and are cleared by the caller. */
export const startJourney = (kind: JourneyKindView, answers: AnswerView[]) =>
  invoke<JourneyView>('start_journey', { kind, answers });
export const journey = () => invoke<JourneyView | null>('journey');
export const answerPage = (questionId: string, answers: AnswerView[]) =>
  invoke<JourneyView>('answer_page', { questionId, answers });
/** Keeps what is typed so far; answers with the moment. Secrets are left out by the caller, and passed over by Rust. */
export const keepAnswers = (questionId: string, answers: AnswerView[]) =>
  invoke<string>('keep_answers', { questionId, answers });
export const anotherPicture = () => invoke<JourneyView>('another_picture');
/** What is not secret stays for later. */
export const leaveJourney = () => invoke<void>('leave_journey');
export const forgetJourney = (kind: JourneyKindView) => invoke<void>('forget_journey', { kind });
export const signOut = () => invoke<void>('sign_out');
export const forgetAccount = (what: ForgetView) => invoke<void>('forget_account', { what });
/** Looks at a group's link on this computer only. */
export const inspectLink = (link: string) => invoke<LinkView>('inspect_link', { link });
export const generatePassword = () => invoke<string>('generate_password');

// The group administrator's desk: what is local
export const group = () => invoke<GroupView>('group');
export const saveUserNote = (userName: string, note: string | null) => invoke<void>('save_user_note', { userName, note });
/** What actions would mean; nothing is written. */
export const planActions = (wanted: WantedView, userNames: string[]) =>
  invoke<ActionPlan>('plan_actions', { wanted, userNames });
/** At most 20 users at once; nothing is sent. */
export const queueActions = (wanted: WantedView, userNames: string[]) =>
  invoke<ActionView[]>('queue_actions', { wanted, userNames });
export const outbox = () => invoke<OutboxView>('outbox');
export const confirmActions = (ids: number[]) => invoke<void>('confirm_actions', { ids });
export const withdrawAction = (id: number) => invoke<void>('withdraw_action', { id });
export const resolveConflict = (id: number, decision: ConflictDecision) => invoke<void>('resolve_conflict', { id, decision });
export const decideNewUser = (id: number, decision: NewUserDecision) => invoke<void>('decide_new_user', { id, decision });
export const savePinReminder = (days: number | null) => invoke<void>('save_pin_reminder', { days });
// The group administrator's desk: what asks the court, by a person's act
export const refreshGroup = () => invoke<GroupView>('refresh_group');
/** Its progress arrives as `delivery`. */
export const deliverOutbox = () => invoke<DeliveredView>('deliver_outbox');
/** After the click that is on its way. */
export const stopDelivery = () => invoke<void>('stop_delivery');
/** Reads only; sends nothing. */
export const settleUncertain = () => invoke<DeliveredView>('settle_uncertain');
/** A typed PIN goes to Rust once and is cleared by the caller. */
export const changePin = (pin: NewPin) => invoke<PinView>('change_pin', { pin });
/** The kept PIN; the caller forgets it after 30 seconds. */
export const showPin = () => invoke<string>('show_pin');
/** To the clipboard, which Rust clears after 30 seconds. The window never sees it. */
export const copyPin = () => invoke<void>('copy_pin');
/** The desktop's own print dialog; false when the person let it be. The page never has the PIN for it. */
export const printPin = () => invoke<boolean>('print_pin');
export const forgetPin = () => invoke<void>('forget_pin');
// The group administrator's desk: papers, playbooks, reviews
export const invitation = () => invoke<InvitationView>('invitation');
export const saveAssociationLink = (link: string | null) => invoke<void>('save_association_link', { link });
export const messageToDisabled = (userName: string) => invoke<MailDraft>('message_to_disabled', { userName });
/** Opens the person's own mail program; nothing is sent. */
export const openMail = (mail: MailDraft) => invoke<void>('open_mail', { mail });
/** A page that is made in Rust and opened in the person's browser, to print or to save as PDF. */
export type Paper = { paper: 'invitation' } | { paper: 'audit' } | { paper: 'record'; id: number } | { paper: 'review'; period: string };
export const printPaper = (paper: Paper) => invoke<void>('print_paper', { paper });
export const startOffboarding = (userName: string) => invoke<OffboardingView>('start_offboarding', { userName });
/** `true`: do it, or it is done; `false`: leave it out. */
export const offboardingStep = (id: number, step: OffboardingStepKind, done: boolean) =>
  invoke<OffboardingView>('offboarding_step', { id, step, done });
export const offboardings = () => invoke<OffboardingView[]>('offboardings');
export const openAccessReview = () => invoke<AccessReviewView>('open_access_review');
export const decideAccess = (userName: string, decision: NewUserDecision) =>
  invoke<AccessReviewView>('decide_access', { userName, decision });
export const signAccessReview = (name: string) => invoke<AccessReviewView>('sign_access_review', { name });
export const auditLog = (before: number | null, limit: number) => invoke<AuditPage>('audit_log', { before, limit });
/** Answers with the file that was written. */
export const saveAuditCsv = () => invoke<string>('save_audit_csv');

// Settings
export const settings = () => invoke<Settings>('settings');
export const saveSettings = (settings: Settings) => invoke<Settings>('save_settings', { settings });
export const sendTestNotification = () => invoke<TestView>('send_test_notification');
export const testNotification = () => invoke<TestView | null>('test_notification');
export const answerTest = (seen: boolean) => invoke<TestView>('answer_test', { seen });

// Links out: Rust opens them, by a list of allowed places.
export const openCaseOnPortal = (id: number) => invoke<void>('open_case_on_portal', { id });
/** The place in the court's site where a person can go on by hand. */
export const openPortal = (part: PartView) => invoke<void>('open_portal', { part });
export const openDataFolder = () => invoke<void>('open_data_folder');
export const openPracticeControl = () => invoke<void>('open_practice_control');
export const startDayAtCourt = () => invoke<void>('start_day_at_court');
export const quit = () => invoke<void>('quit');

// Events
export const onChanged = (then: (changed: Changed) => void): Promise<UnlistenFn> =>
  listen<Changed>('changed', (e) => then(e.payload));
export const onOpenPlace = (then: (place: OpenPlace) => void): Promise<UnlistenFn> =>
  listen<OpenPlace>('open_place', (e) => then(e.payload));
export const onFollowProgress = (then: (progress: FollowProgress) => void): Promise<UnlistenFn> =>
  listen<FollowProgress>('follow_progress', (e) => then(e.payload));
/** The open journey moved on. */
export const onJourney = (then: (journey: JourneyView) => void): Promise<UnlistenFn> =>
  listen<JourneyView>('journey', (e) => then(e.payload));
/** How a delivery goes on. */
export const onDelivery = (then: (progress: DeliveryProgress) => void): Promise<UnlistenFn> =>
  listen<DeliveryProgress>('delivery', (e) => then(e.payload));
/** A place that was asked for before the window listened (started by a click on a notification). */
export const takeOpenPlace = () => invoke<OpenPlace | null>('take_open_place');
