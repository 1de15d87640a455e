# Docketbell's own words. Short, plain, what to do next. Court text is never in here.

## Everywhere
app-name = Docketbell
skip = Skip to main content
disclaimer = Not the court. Not legal advice. Not the official record.
not-official = This is your own copy. It is not an official court record.
find-or-do = Find or do
try-again = Try again
cancel = Cancel
close = Close
undo = Undo
stop = Stop
reviewed = Reviewed
to-review = To review
saved = Saved
saving = Saving...
not-saved = Not saved.
loading = Reading your copy...
problem-internal = Something in Docketbell went wrong. What is stored was not changed.
problem-internal-hint = Try again. If it happens again, restart Docketbell. ({ $why })
problem-retry-at = Trying again can help after { $when }.
court-show-all = Show all ({ $n } characters)
redline-added = Added:
redline-removed = Removed:
redline-gone = No longer on the docket:
nav-main = Main
nav-today = Today
nav-cases = Cases
nav-add = Add cases
nav-accounts = Accounts
nav-settings = Settings
nav-count-todo = { " " }to review
nav-count-journeys = { " " }to finish
nav-count-cases = { " " }followed
title = { $page } - Docketbell

## Kinds of change
kind-entry_added = New entry
kind-entry_amended = Entry edited
kind-entry_withdrawn = Entry withdrawn
kind-hearing_set = Hearing set
kind-hearing_moved = Hearing moved
kind-hearing_cancelled = Hearing cancelled
kind-hearing_unlisted = Hearing no longer listed
kind-party_changed = Party changed
kind-header_changed = Case details changed
kind-case_unavailable = Case no longer public

## A change
was = Was
now = Now
then = Then
near-today = Today
near-tomorrow = Tomorrow
near-yesterday = Yesterday
days-earlier = { $n ->
    [one] 1 day earlier
   *[other] { $n } days earlier
  }
days-later = { $n ->
    [one] 1 day later
   *[other] { $n } days later
  }
dated = Dated { $day }
changed-between = Changed between { $from } and { $to }
found-at = Found { $when }
on-docket-at = On the docket { $when }
gone-at = Gone { $when }
filed-by = Filed by { $who }
filed-by-for = Filed by { $who } for { $whom }
documents-n = { $n ->
    [one] 1 document
   *[other] { $n } documents
  }
no-text = No text from the court
no-title = (no title)
source-entry = From the docket entry of { $day }
source-list = From a docket entry without a date
source-list-gone = Not on the docket at { $when }
seen-this = I have seen this
reviewed-by-at = { $who ->
    [none] Reviewed at { $when }
   *[other] Reviewed by { $who } at { $when }
  }
reviewed-by-on = { $who ->
    [none] Reviewed { $when }
   *[other] Reviewed by { $who }, { $when }
  }
hearing-cancelled-advice = No new date is on the docket. Call the clerk before you decide not to go.
hearing-unlisted-advice = The court gave no reason. It may still be held. Call the clerk.
gone-back-title = For a while the court did not show this case.
gone-back = It shows the case again. Your copy is open.
gone-title = The court no longer shows this case. It may now be confidential.
gone-closed = We closed our copy. We ask once more, at least 20 minutes later. If the court still does not show it, we erase our copy. When many cases disappear at once, we erase nothing by ourselves: that is more likely a fault of the court's site. You can erase the closed copies.
gone-erased = We asked twice, 20 minutes apart, to be sure. Then we erased our copy of its docket. Your own label and note stay until you remove them. Court e-mails about it will stop too.
erase-closed = Erase closed copies
erase-closed-title = { $n ->
    [0] Nothing to erase
    [one] Erase the closed copy?
   *[other] Erase { $n } closed copies?
  }
erase-closed-none = No copy is closed now. The court may show these cases again, or their copies are erased already.
erase-closed-body = { $n ->
    [one] The court no longer shows this case. Its docket, parties and hearings are deleted from this computer, for good:
   *[other] The court no longer shows these { $n } cases. Their dockets, parties and hearings are deleted from this computer, for good:
  }
erase-closed-since = closed { $when }
erase-closed-nameless = { $n ->
    [one] 1 case that has no name of yours
   *[other] { $n } cases that have no name of yours
  }
erase-closed-fine = Your own labels and notes stay. If you restored a backup, the copy of before that was kept aside goes with them, whole. Backups elsewhere stay. Nothing is sent to the court.
erase-closed-yes = { $n ->
    [one] Erase the copy
   *[other] Erase { $n } copies
  }
erased-closed = { $n ->
    [0] No closed copy is left to erase.
    [one] 1 closed copy was erased.
   *[other] { $n } closed copies were erased.
  }
gone-what = What this means
gone-meaning = A court can close a case to the public, for example to protect a person or after it is sealed by law. If you are a party, the clerk can tell you how to see it. If you told others about this case, think about whether you should keep doing so.
gone-remove-words = Remove my label and note

## Today
today-title = Today
today-to-review = { $n ->
    [0] Nothing to review
    [one] 1 change to review
   *[other] { $n } changes to review
  }
today-in-cases = { $n ->
    [one] in 1 case
   *[other] in { $n } cases
  }
today-last-checked = Last checked
today-cases-read = { $read } of { $all } cases read.
today-not-read = { $n } not read yet
today-failing = { $n ->
    [one] 1 case could not be read last time
   *[other] { $n } cases could not be read last time
  }
today-never = Never checked.
today-oldest = The oldest reading is from { $when }.
older-than-day = Older than a day.
today-views = Views of your changes
today-tab-review = To review
today-tab-reviewed = Reviewed today
today-show = Show
today-all-kinds = All kinds of change
today-kind-hearings = Hearings only
today-kind-new = New entries only
today-kind-edits = Edits and withdrawals
today-kind-facts = Parties and case details
today-tag = Tag
today-all-tags = All tags
today-keys = Keys in this list:
key-move = move
key-open = open
key-reviewed = reviewed
key-undo = undo
why-follow = Why I follow this:
mark-entries = { $n ->
    [one] Mark entry reviewed
    [2] Mark both entries reviewed
   *[other] Mark all { $n } entries reviewed
  }
mark-changes = { $n ->
    [2] Mark both reviewed
   *[other] Mark all { $n } reviewed
  }
all-reviewed = All reviewed
today-more = More cases have changes.
today-show-more = Show more cases
today-filtered-none = No change of this kind is waiting. { $n ->
    [one] 1 other change is.
   *[other] { $n } other changes are.
  }
today-show-all = Show all changes
today-empty-first = You do not follow a case yet.
today-empty-add = Add a case
today-empty-or = or
today-empty-look = look around with sample data
today-practice = This is the practice portal. Its court, people and cases are invented.
today-practice-day = Start a day at court
today-practice-day-hint = Changes then arrive as they would at a court.
today-practice-control = Open the practice portal's control page
today-practice-started = The day at court has started. Follow a case to see its changes.
today-empty-done = Nothing to review in your { $n ->
    [one] case
   *[other] { $n } cases
  }. Last checked { $when }.
today-empty-between = Nothing to review in your { $n } cases. They were last read between { $from } and { $when }.
today-empty-never-offline = We have not read your cases yet. You are offline. We start when you are back online.
today-empty-never = We have not read your cases yet.
today-empty-never-ask = This court's site is only asked when you say so. Press "Check now" or open a case.
today-reviewed-none = You have reviewed nothing today.
today-review-failed = The review was not saved.
undone-review = Marked as not reviewed again.
said-reviewed = { $n ->
    [one] 1 change reviewed. Ctrl Z undoes it.
   *[other] { $n } changes reviewed. Ctrl Z undoes it.
  }
welcome-title = Docketbell is ready
welcome-body = Follow a case, and Docketbell keeps its docket on this computer and tells you what the court changes.

## Checking
check-now = Check now
check-running = Checking...
check-done = Checked { $checked ->
    [one] 1 case
   *[other] { $checked } cases
  }. { $changed ->
    [0] No changes.
    [one] 1 case changed.
   *[other] { $changed } cases changed.
  }
check-off-running = A check is already running.
check-off-stopped = Checking stopped. See why before you go on.
check-off-closed = The court's site is closed until { $when }.
check-off-budget = Today's requests are used up until { $when }.
check-off-notice = First read the court's notice, in Settings, Checking.
check-off-none = This portal does not allow checks.
check-off-one = This court's site may be asked for one case at a time. Open a case and check it there.
check-off-followed = You do not follow a case yet.

## Status bar
status-label = Status
status-online = Online
status-offline-since = Offline since { $when }
status-offline = Offline.
status-offline-tried = Offline when last tried, { $when }.
status-heard = Last heard from the court { $when }.
status-unknown = No case checked yet.
status-copy = You see your copy from { $when }.
status-copy-between = You see your copies. They were last read between { $from } and { $when }.
status-copy-none = Nothing is stored yet.
status-last = Last checked { $when }
status-checking = Checking
status-checking-n = { $done } of { $total }
status-stopped = Stopped: the court's site refused us.
status-stopped-challenge = Stopped: the court's site asks whether a person is there.
status-see-why = See why
status-closed = The court's site is closed until { $when }.
status-budget = Today's requests are used up until { $when }.
status-notice = The court's notice is not read yet.
status-notice-read = Read it
status-waiting = { $n ->
    [one] 1 action waiting
   *[other] { $n } actions waiting
  }
status-quiet-until = Quiet hours until { $when }
status-quiet-from = Quiet hours start { $when }
status-held = { $n ->
    [one] 1 notification held
   *[other] { $n } notifications held
  }
status-notifier = Notifications cannot be shown.
status-practice = Practice portal
status-all-keys = All keys

## Cases
cases-title = Cases
cases-followed = { $n ->
    [0] You follow no case
    [one] You follow 1 case
   *[other] You follow { $n } cases
  }
cases-filter = Filter
cases-filter-hint = Number, style, your name for it, matter, tag, judge or place
cases-all = All cases
cases-unreviewed = With changes to review
cases-stale = Not read for a day, never, or not last time
cases-table = Your cases
cases-col-name = Case
cases-col-number = Case number
cases-col-location = Court
cases-col-type = Type
cases-col-filed = Filed
cases-col-hearing = Next hearing
cases-col-checked = Last checked
cases-col-review = To review
cases-sort = Sort by
cases-range = { $from } to { $to } of { $n }
cases-earlier = Earlier page
cases-later = Next page
cases-first-page = This is the first page.
cases-last-page = This is the last page.
cases-none-match = No case matches "{ $words }".
cases-none-match-plain = No case matches.
cases-clear = Show all cases
cases-never = Never
cases-older = older than a day
cases-no-hearing = None listed
cases-unread = Not read yet
cases-problem = Last attempt failed
cases-unfollowed = No longer followed
case-closed-name = A case you followed
case-matter = Matter { $matter }
case-county = { $county } County
case-followed-in = A case you followed in { $place }

## One case
case-title = Case
case-crumb = Cases
case-your-name = Your name for this case
case-number = Case number
case-court = Court
case-judge = Judge
case-type = Type
case-filed = Filed
case-outcome = Outcome
case-checked = Last checked { $when }.
case-never-checked = Not read yet.
next-check = Next check after { $when }.
next-check-soon = Next check in about a minute.
case-next-none = Docketbell asks only when you say so.
case-open-portal = Open on Case.net
case-open-practice = Open in the practice portal
case-unfollow = Stop following
case-refollow = Follow again
case-forget = Forget this case
case-unfollowed = You no longer follow this case. Your copy of { $when } stays until you forget it.
case-unfollowed-none = You no longer follow this case.
case-incomplete = The last docket that we read was empty or cut off. It proves nothing, so we kept what we had.
case-last-failed = The last attempt failed. What you see is from { $when }.
case-last-failed-none = The last attempt failed. Nothing could be read yet.
case-forget-title = Forget this case?
case-forget-body = This deletes from this computer, for good:
case-forget-docket = { $n ->
    [0] the case
    [one] the case and its 1 docket entry, with all older versions
   *[other] the case and its { $n } docket entries, with all older versions
  }
case-forget-changes = { $n ->
    [one] 1 change that we found, and who reviewed it
   *[other] { $n } changes that we found, and who reviewed them
  }
case-forget-words = your name for it, your note, matter number and tags
case-forget-portal = Nothing is sent to the court. Copies that a backup program made stay.
case-forget-yes = Forget this case
case-forgotten = The case was forgotten.
case-parts = Parts of this case
tab-docket = Docket
tab-parties = Parties
tab-hearings = Hearings
tab-documents = Documents
tab-charges = Charges
tab-history = History of changes
next-hearing = Next hearing
next-none = No hearing is listed. That does not mean none is set. If you expect one, call the clerk.
next-source = Where this date comes from
next-source-entry = Docket entry of { $day }
next-source-undated = Docket entry without a date
next-source-gone = A docket entry that is not in your copy
next-not-shown = This entry was not on the last reading. Call the clerk.
next-read = Read { $when }.
next-one-source = Not confirmed by a second source.
next-moved = Moved from { $when }
next-passed = { $n ->
    [one] Its time has passed.
   *[other] Their times have passed.
  } Hearings can run late. If you are not there, call the clerk.
next-passed-short = its time has passed
next-earlier = Earlier today
next-past = This date has passed, and the court lists no outcome. Call the clerk.
next-stale = Older than a day. Check again, or call the clerk to be sure.

## Docket
docket-title = Docket entries
docket-newest = Newest first
docket-oldest = Oldest first
docket-turn = Turn the order around
docket-filter = Show
docket-all = { $n ->
    [one] The 1 entry
   *[other] All { $n } entries
  }
docket-changed = Changed since you looked
docket-changed-none = No entry on this page waits for review.
docket-col-date = Date filed
docket-col-entry = Entry
docket-col-reviewed = Reviewed
docket-empty = The court lists no docket entries for this case.
docket-unread = We have not read this docket yet.
part-unread = We have not read this case yet, so we do not know. Check it now, or call the clerk.
docket-earlier = Show { $n } earlier { $n ->
    [one] entry
   *[other] entries
  }
docket-later = Show { $n } newer { $n ->
    [one] entry
   *[other] entries
  }
docket-missing = Not on the last reading
docket-missing-hint = Not on the last reading of { $when }. The next reading decides. We keep what it said.
docket-withdrawn-hint = No longer on the docket. We keep what it said.
docket-confidential = The court marks this entry confidential
docket-seen = First seen { $when }
docket-code = Court's code
docket-sequence = Court's number
docket-answers = Belongs to
docket-settings = Hearings in this entry
docket-documents = Documents
docket-show-how = How to show this entry
docket-what-changed = What changed
docket-as-now = As it is now
docket-as-was = As it was
docket-version = Version
docket-version-n = Version { $n } of { $all }
docket-version-now = Version { $n }, as it is now
docket-version-was = Version { $n }, as it was
docket-seen-from = First seen { $when }
docket-seen-span = Seen { $from } to { $to }
docket-mostly = Most of this entry changed. Both versions are shown in full.
docket-entry-gone = That entry is not in your copy any more.
docket-mark = Mark reviewed
docket-mark-seen = I have seen this
docket-copy = Copy text
docket-copied = Copied
docket-page-announce = Docket rows { $from } to { $to } of { $n }

## Other parts of a case
parties-unread = We could not read the parties of this case yet, so we do not know. Check it again, or call the clerk.
parties-none = The court lists no parties for this case.
parties-name = Name
parties-role = Role
parties-attorneys = Attorneys
parties-born = Year of birth { $year }
parties-no-attorney = None listed
hearings-none = No hearing is listed. That does not mean none is set. If you expect one, call the clerk.
hearings-when = When
hearings-what = What
hearings-state = State
hearings-source = Where the date comes from
hearings-read = Every date here comes from the docket, last read { $when }. No date is confirmed by a second source.
hearings-never = Every date here comes from the docket. No date is confirmed by a second source.
hearing-known = Known since { $when }
hearing-set = Set
hearing-since-set = Since then set for { $when }.
hearing-since-moved = Since then moved. See the hearings of this case.
hearing-since-held = Since then recorded as held.
hearing-since-cancelled = Since then cancelled. Call the clerk before you decide not to go.
hearing-since-unlisted = Since then no longer listed. Call the clerk.
hearing-moved = Moved
hearing-held = Held
hearing-cancelled = Cancelled
hearing-unlisted = No longer listed
hearing-was = Was { $when }
charges-none = The court's answer lists no charges.
charges-none-type = The court's answer lists no charges. Charges belong to criminal, traffic and municipal cases; the court calls this one "{ $type }".
charges-number = No.
charges-what = Charge
charges-level = Level
charges-code = Code
charges-filed = Filed
charges-ticket = Ticket
documents-none = The docket offers no document. Older papers may be at the courthouse only.
documents-hint = Opening asks the court's site for one document. The copy goes when Docketbell closes.
documents-open = Open
documents-open-this = Open { $title }
documents-opening = It comes from the court's site now.
documents-not-public = The court marks this as not public. Ask the clerk whether you may see it.
documents-without-link = The court lists this document and offers no link to it. Ask the clerk whether you may see it.
documents-other-kind = Docketbell opens PDF files and pictures only. Get this one on Case.net.
documents-title = Document
documents-type = Type
documents-entry = Entry
documents-day = Date filed
history-none = We have found no change since you follow this case.
history-hint = What Docketbell found since { $when }. It cannot know what happened before.

## Your words about a case
words-title = Matter and note
words-name = Your name for this case
words-matter = Matter number
words-tags = Tags
words-tags-hint = Separate tags with a comma.
words-optional = (optional)
words-why = Why I follow this
words-why-hint = Kept on this computer only. Shown with each change. { $n ->
    [one] 1 character left.
   *[other] { $n } characters left.
  }
follow-title = Following
follow-since = You follow this case since { $when }.

## A case that is closed
closed-fine = A case that is no longer public is never shown by number, name or court text.

## Add cases
add-title = Add cases
add-lede = Ask the court's site for a case by its number, or paste a list of numbers.
add-ways = Ways to add cases
add-tab-number = Case number
add-tab-list = Paste a list
add-number = Case number
add-number-hint = As on your court papers, for example 26BA-CV90123. Your question goes to the court's site and nowhere else.
add-number-hint-practice = Any number of the practice portal. Its control page lists them all.
add-ask = Follow this case
add-ask-anyway = Ask the court anyway
add-asking = Asking the court...
add-empty = Type a case number.
add-warn = Check the number
add-followed = You follow { $name } now.
add-followed-entries = { $n ->
    [0] The court lists no docket entries for it.
    [one] We read 1 docket entry.
   *[other] We read { $n } docket entries.
  }
add-open = Open the case
add-another = Add another case
add-already = You already follow this case.
add-not-found = The court did not find this case.
add-not-found-hint = Check each digit. Confidential cases are never shown.
add-choose = Several courts have this number. Which one do you mean?
add-choose-first = Choose a court first.
add-follow-chosen = Follow the chosen case
add-failed = The court's site could not be asked.
add-not-number = This does not look like a case number
paste-title = Paste a list
paste-hint = One case number on each line. We check the form of each line on this computer. Nothing goes to the court until you press Follow.
paste-label = Case numbers
paste-check = Check again
paste-file = Take a file
paste-file-hint = Or drop a file here: one number on each line, or a CSV with the columns case_number, court_id, label, matter, note.
paste-file-unread = The file cannot be read. Check that it is still there and that you may open it.
paste-file-large = The file is larger than 2 MiB. Split it, or use: docketctl follow --from FILE.
paste-summary = { $n ->
    [one] 1 line
   *[other] { $n } lines
  }: { $ready } ready{ $already ->
    [0] {""}
   *[other] , { $already } followed already
  }{ $need ->
    [0] {""}
    [one] , 1 needs you
   *[other] , { $need } need you
  }
paste-none = Nothing to check yet. Paste your case numbers first.
paste-none-title = The lines you paste
paste-col-line = Line
paste-col-number = Case number
paste-col-result = Result
paste-col-todo = What to do
paste-ready = Ready
paste-unusual = Unusual
paste-already = Followed
paste-repeated = Repeated
paste-invalid = Looks wrong
paste-nothing = Nothing
paste-edit = Edit line { $n }
paste-ask-line = Ask for line { $n } anyway
paste-follow = { $n ->
    [0] Follow ready cases
    [one] Follow 1 ready case
   *[other] Follow { $n } ready cases
  }
paste-off-none = No line is ready yet.
paste-also-unusual = { $n ->
    [one] Also ask for the unusual number
   *[other] Also ask for the { $n } unusual numbers
  }
paste-tag = Tag for these cases
paste-slow = We ask the court slowly, one case at a time.
paste-progress = { $done } of { $total } lines done
paste-stopped = Stopped. What was followed stays followed.
paste-finished = Done: { $followed ->
    [one] 1 case
   *[other] { $followed } cases
  } followed{ $failed ->
    [0] .
    [one] , 1 line needs you.
   *[other] , { $failed } lines need you.
  }
paste-more = Show all { $n } lines
paste-waiting = Waiting
result-followed = Followed now
result-already = Followed already
result-not_found = Not found
result-invalid = Looks wrong
result-ambiguous = Choose
result-failed = Not asked
result-choose = Which court?
result-choose-option = Choose a court
result-entries = { $n ->
    [one] 1 entry read
   *[other] { $n } entries read
  }
not-permitted-list = This court's site may be asked for one case at a time. Add these cases one by one.

## Settings
settings-title = Settings
settings-saved-as = Changes are saved as you make them.
settings-saved-at = Last saved { $when }.
settings-parts = Parts of the settings
set-tab-appearance = Appearance
set-tab-notifications = Notifications
set-tab-checking = Checking
set-tab-privacy = Privacy
set-tab-keys = Keys
set-tab-about = About
set-theme = Colours
set-theme-system = As the desktop
set-theme-system-hint = Light by day and dark by night, if your desktop does so.
set-theme-light = Light
set-theme-dark = Dark
set-density = Rows
set-compact = Tighter rows
set-compact-hint = More lines on a page. Buttons keep their size.
set-reviewer = Your name
set-reviewer-hint = Shown with what you reviewed. Kept on this computer only.
set-notify-title = Notifications
set-notify-on = Notifications are on
set-notify-off = Notifications are off
set-notify-hint = Changes always wait in Today, also without notifications.
set-remind-on = Reminders of hearings are on
set-remind-off = Reminders of hearings are off
set-remind-hint = Seven, three and one days before, from your copy; also without a network. The court may have changed the hearing since your copy was read.
set-quiet-title = Quiet hours
set-quiet-on = Quiet hours are on
set-quiet-off = Quiet hours are off
set-quiet-hint = We hold notifications and show one summary when quiet hours end. Nothing is dropped.
set-from = From
set-until = Until
set-hours-hint = Central time, for example 18:00.
set-hours-bad = Write the hour like 18:00.
set-days = Days
set-days-weekend = Every night, all weekend
set-days-night = Every night
set-through-title = What may break through quiet hours
set-through-hearing = A hearing within 48 hours is set, moved or cancelled
set-through-earlier = A hearing is moved to an earlier date
set-through-warrant = A warrant is issued
set-through-judgment = A judgment is entered
set-through-watcher = Docketbell cannot check your cases
set-through-watcher-hint = After 3 failed checks, then once a day until it works.
set-level-title = What a notification may show
set-level-hint = Others may see your screen or your lock screen.
level-everything = Everything
level-everything-hint = Also the court's words. For a private room.
level-case_name = Your name for the case
level-case_name-hint = And what happened. No court text.
level-no_case_names = No case names (standard)
level-no_case_names-hint = "A hearing was moved in a case you follow"
level-discreet = Discreet
level-discreet-hint = "1 update." Nothing about a court.
level-discreet-note = Discreet covers what we send. Your desktop may keep its own list of notifications.
set-look-title = How it will look
set-look-with = With "{ $level }".
toast-everything-title = Hearing moved earlier: Maple Street lease
toast-everything-body = Now tomorrow, November 18, 9:00 a.m. Central. It was December 3, 1:30 p.m. Case Management Conference.
toast-case_name-title = Hearing moved earlier: Maple Street lease
toast-case_name-body = Now tomorrow, November 18, 9:00 a.m. Central. It was December 3.
toast-no_case_names-title = A hearing was moved to an earlier date
toast-no_case_names-body = Now tomorrow, November 18, 9:00 a.m. Central. Open to see which case.
toast-discreet-title = 1 update
toast-discreet-body = Open when you can.
toast-open-case = Open case
toast-open = Open
set-test-title = Do notifications reach you?
set-test-send = Send a test notification
set-test-sending = Sending...
set-test-none = No test was made since Docketbell started.
set-test-of = Test of { $when }:
set-test-passed = all { $n } steps passed
set-test-at = stopped at step { $i } of { $n }
set-test-working = at step { $i } of { $n }
set-test-saw = Your desktop does not tell us.
set-test-yes = Yes, I saw it
set-test-no = No
set-test-help = If nothing appeared: open your desktop's Settings, then Notifications, and turn on Docketbell. Also check "Do Not Disturb".
step-done = done
step-todo = not tried
step-needs_you = needs you
step-failed = failed
set-tray-title = When the window is closed
set-tray-on = Keep watching
set-tray-off = Stop watching
set-tray-hint = Docketbell stays in the tray and tells you about changes.
set-tray-none = This desktop has no tray. Closing the window stops the watching.
set-portal-title = The court's site
set-portal-name = Portal
set-portal-hosts = Hosts that are ever asked
set-portal-permission = Permission for checks on a schedule
set-portal-permission-none = None is written down
set-portal-auto = Checks on a schedule
set-portal-auto-yes = Allowed
set-portal-auto-no = Not allowed
set-portal-asked = Checks that you ask for
asked-all = All cases at once
asked-one = One case at a time
asked-none = None
set-portal-pace = Pace
set-portal-pace-n = At most { $n } requests a minute
set-portal-pace-none = No limit (this computer only)
set-portal-today = Requests today
set-portal-today-n = { $n } of { $all }
set-portal-closed = Closed hours
set-portal-closed-none = None
set-notice-title = The court's notice
set-notice-read = You have read the notice.
set-notice-unread = Docketbell asks nothing before you have read this notice.
set-notice-accept = I have read this notice
set-notice-show = Show the notice
set-practice-title = Practice portal
set-log-title = What was asked of the court's site
set-log-hint = Every request, newest first. Search words are left out.
set-log-none = Nothing was asked yet.
set-log-time = When
set-log-what = Request
set-log-why = Why
set-log-answer = Answer
set-log-no-answer = no answer
set-log-more = Show { $n } lines
set-log-refresh = Read again
set-data-title = Where your data is
set-data-folder = Data folder
set-data-size = Size
set-data-open = Open the folder
set-protect-title = How your data is protected
set-protect-keyring = Encrypted. The key is in your desktop's keyring.
set-protect-passphrase = Encrypted with your passphrase. Docketbell asks for it at each start.
set-protect-fine = Nothing leaves this computer but the questions to the court's site.
set-single = Single keys (R)
set-single-on = Single keys are on
set-single-off = Single keys are off
set-single-hint = They work only while a row of a list has focus.
set-about-version = Version
set-about-what = Docketbell is a free program. It is not made by a court and not connected to one.
set-doctor-title = Is everything in order?
set-doctor-run = Look over this installation
set-doctor-ok = Fine
set-doctor-warning = Worth a look
set-doctor-broken = Broken
set-quit = Quit Docketbell
set-quit-hint = While it is closed, nobody watches your cases.

## Access
access-title = Checking stopped
access-lede-refusal = The court's site refused our request. Docketbell stopped at once and asks nothing until you decide.
access-lede-challenge = The court's site wants to know whether a person is there. Docketbell never answers such a question. It stopped at once and asks nothing until you decide.
access-since = Stopped { $when }.
access-words = In the site's own words
access-means-title = What this means
access-means = Your copy stays and can be read. It is not kept fresh while checking is stopped. Look at important cases on the court's site yourself, or call the clerk.
access-do-title = What you can do
access-do-1 = Open a case on the court's site in your browser and see whether it answers you there.
access-do-2 = If the site is closed or busy, wait some hours.
access-do-3 = If you resume and it refuses again, stop using automatic checks and ask the court for permission.
access-resume = Resume checking
access-resumed = Checking is resumed.
access-none-title = Checking is not stopped
access-none = The court's site has not refused us.
access-back = Go to Today

## Search
search-title = Search
search-label = Words in dockets, parties and your notes
search-go = Search
search-hint = Searches your copy on this computer. The court's site is not asked.
search-none = Nothing in your copy matches "{ $words }". Try fewer letters.
search-found = { $n ->
    [one] 1 hit
   *[other] { $n } hits
  }, newest first
search-found-more = First { $n } hits, newest first
search-more = Show more hits
search-empty = Type the words you look for.
search-note = Your note
search-party = Party

## Find or do
palette-label = Type a command, a case, or words to search for
palette-commands = Do
palette-cases = Cases
palette-search = Search all dockets for "{ $words }"
palette-none = Nothing fits.
palette-go = Go to { $page }
palette-light = Use light colours
palette-dark = Use dark colours
palette-system = Use the desktop's colours
palette-keys = Show all keys
palette-results = { $n ->
    [one] 1 result
   *[other] { $n } results
  }

## Keys
keys-title = All keys
keys-everywhere = Everywhere
keys-find = find or do
keys-all = all keys
keys-rail = Today, Cases, Add cases, Group, Accounts, Settings
keys-check = check now
keys-undo = undo
keys-back = back
keys-close = close
keys-list = A list of changes, while a row has focus
keys-docket = Docket
keys-docket-open = open or close the entry
keys-forms = Forms
keys-forms-submit = sends the form
keys-first-last = first, last

## First start
first-title = Welcome to Docketbell
first-steps = Steps
first-step-welcome = Welcome
first-step-portal = Court
first-step-protect = Protection
first-step-notify = Notifications
first-welcome-1 = Docketbell keeps a copy of the dockets you follow on this computer, and tells you when the court changes them.
first-welcome-2 = It is not the court and not connected to one. What it shows is not an official record and not legal advice.
first-welcome-3 = It can miss things. For a deadline or a hearing, call the clerk.
first-next = Next
first-back = Back
first-portal = Which court's site?
first-portal-hint = You can look around safely with the practice portal. Everything in it is invented.
first-notice = Read the court's notice
first-notice-hint = The court's site posts this notice. Docketbell keeps to it.
first-notice-check = I have read this notice
first-notice-needed = Read the notice and tick the box.
first-protect = How should your data be protected?
first-protect-hint = Your copy is always encrypted. It is kept in:
first-keyring = With your desktop's keyring
first-keyring-hint = Docketbell opens without a question while you are signed in.
first-passphrase = With a passphrase
first-passphrase-hint = You type it at each start. If you forget it, nobody can open your copy.
first-keyring-not = The keyring cannot be used
first-pass-1 = Passphrase
first-pass-1-hint = At least { $n } characters. Several words are good.
first-pass-2 = Passphrase again
first-pass-short = The passphrase needs at least { $n } characters.
first-pass-differ = The two passphrases are not the same.
first-pass-show = Show the passphrase
first-notify = How much may a notification show?
first-reviewer = Your name
first-finish = Start Docketbell
first-finishing = Making your store...
first-problem = The store was not made

## Passphrase
pass-title = Unlock your copy
pass-lede = Your copy of the { $portal } is encrypted with your passphrase.
pass-label = Passphrase
pass-unlock = Unlock
pass-unlocking = Unlocking...
pass-empty = Type your passphrase.
pass-wrong = That did not open it

## Cannot open
cannot-title = Your copy cannot be opened
cannot-lede = Nothing was changed or deleted.
cannot-folder = Data folder
cannot-retrying = Trying...
not-found-title = There is no such page
not-found-body = The address leads nowhere.

## Later additions
today-empty-some = Nothing to review. Last checked { $when }. Not all of your { $n } cases could be read.
show-all-n = Show all { $n }

## Accounts and journeys
kind-register_administrator = Set up a group administrator's account
kind-register_user = Create an account for a group user
kind-register_account = Create a Case.net account
kind-associate = Join a group with a link
kind-dissociate = Leave your group
kind-sign_in = Sign in
kind-recover_password = Recover a lost password
kind-recover_user_name = Recover a lost user name
kind-change_password = Change a password
kind-resend_verification = Send the verification mail again
kind-preferences = My Preferences
kind-reconcile = Look at what happened
choose-register_administrator = The court's security unit sent you a user name, a password and a group PIN. This makes that account ready for use.
choose-register_user = You work in a group that files with the courts, you have no bar number, and you have no account yet.
choose-register_account = For Track This Case and Manage My Case. You do not need it to follow cases here.
choose-associate = You have an account, and your group's administrator sent you a link and gave you the group's PIN.
choose-dissociate = Ends your association to the group. Your account stays.
choose-sign_in = To Case.net, to eFiling, or to your group.
choose-recover_password = The court e-mails you a link to choose a new one.
choose-recover_user_name = The court e-mails it to the address you registered.
choose-change_password = You sign in, or open the link of the court's e-mail, and choose a new one.
choose-resend_verification = The court sends another link to your e-mail address.
choose-preferences = Your defaults for eFiling, as the court's site keeps them.
register-title = Register or sign in
register-lede = Docketbell walks through the court's own pages with you. You read, you type, and you decide. What would you like to do?
register-separate = Accounts belong to the court. Making one here is the same as making one on the court's own site, which you can use at any time.

before-need = What to have ready
before-know = Good to know first
need-issued = The user name and the password from the security unit's e-mail
need-new-password = A new password: 8 characters or more, with a capital letter, a small letter and a digit. We can make one for you.
need-missing = What the court lists as missing, such as your phone number
need-questions = Answers to security questions that only you know
need-pin-later = The group's PIN from the e-mail. It is asked only where it is needed.
need-user-name = A user name that you want to keep for good
need-mail = An e-mail address that you read
need-addresses = Your mailing address, billing address and phone number
need-picture = A minute to type a phrase from a picture. Docketbell does not read it for you.
need-24-hours = Access to your e-mail within 24 hours, to open the court's link
need-link = The group's link from your administrator's e-mail
need-account = Your user name and password
need-pin = The group's PIN. It is typed, never taken from a link.
need-words = A few words about you for the administrator: position, department, supervisor
need-signed-or-mailed = The link of the court's e-mail, or your user name and password
need-signed-in = Your user name and password, if you are not signed in
need-code = Your password, and your e-mail at hand if you use a new computer: the court may send a code
need-registered-mail = The e-mail address that you registered with
user-name-for-ever = Your user name can never be changed.
password-later = The password can be changed later.
leave-means = You can no longer file for the group. To come back you need the group's link and its PIN again.
mail-register_administrator = From then on, the court copies you on every e-mail that it sends to your group's users.
mail-register_user = The court sends its e-mails to the address that you give.
mail-register_account = The court sends a mail to your address. Its link counts for 24 hours.
mail-associate = The court e-mails your group's administrator that you joined. From then on, the administrator is copied on every e-mail that the court sends you.
mail-recover_password = The court sends a mail to the address that you registered.
mail-recover_user_name = The court sends a mail to the address that you registered.
mail-resend_verification = The court sends a mail to your address.
copied-title = Your administrator will be copied
copied-body = Your group's administrator is copied on every e-mail that the court sends you.
practice-mail = This is the practice portal: its court and people are invented. The e-mails it sends, with their links, codes and PINs, are in the inbox on its control page.
have-account = I have an account: join with a link
start-journey = Start
start-asks = This asks the court's site for its first page. Nothing is changed before you review and press the last button.
start-off-other = Another one waits at a page. Go on with it there: finish it, or save it for later.
start-off-uncertain = First we look what became of the one before.
start-off-locked = The account is locked until { $when }. We do not try before that.
sign-in-where = Where would you like to sign in?
sign-in-other = Another account
sign-in-more = Sign in elsewhere
part-casenet = Case.net
part-ecf = eFiling
part-group = Your group
part-hint-casenet = Track This Case, Manage My Case
part-hint-ecf = The eFiling menu
part-hint-group = The group's menu, or its administration

link-label = The group's link
link-hint = Copy it from your administrator's e-mail and paste it here. Looking at it asks nothing of any site.
link-empty = Paste the link first.
link-look = Look at the link
link-outside = A link was opened from outside Docketbell. Nothing was asked of it. Read where it leads before you go on.
link-review = Read where this leads
link-host = Host
link-whole = The whole link
link-then = If this is the court's site, open it and log on. The court's page then names the group. Compare that name before you type the PIN.
link-pin = Nobody needs your PIN or password by e-mail or phone.
link-open = Open it and log on
mailed-h = With the link of the court's e-mail
mailed-not-h = While you know the old one
mailed-label = The link for a new password
mailed-hint = Copy it from the court's e-mail and paste it here. Looking at it asks nothing of any site. It is kept nowhere.
mailed-then = If this is the court's site, open it here and choose the new password.
mailed-pin = The link counts for whoever holds it. Give it to nobody.
mailed-open = Open it here
mailed-foreign-body = We do not open it, and nothing was asked of it. Type no password there. If the link in the e-mail is the same, ask the court for a new one.
link-foreign = This does not lead to the court's site
link-foreign-body = We do not open it, and nothing was asked of it. Do not type your password or PIN there. If the link in the e-mail is the same, ask your administrator for the right one.

journey-steps = Your journey
journey-kicker = { $name }, step { $step } ({ $n } of { $all })
journey-title = { $what }, step { $n } of { $all }
journey-page = The court calls this page:
journey-next = Next: { $title } ({ $number })
journey-continue = Continue
journey-to-review = Review before sending
journey-later = Save and finish later
journey-browser = Continue in the browser
journey-forget = Forget it
journey-forget-title = Forget this journey?
journey-forget-body = What you typed is thrown away. What the court's site already has stays there.
journey-go-on = Go on
journey-asking = Asking the court's site...
journey-asking-long = This can take a moment. Nothing is sent twice.
journey-not-sent = That did not go through
journey-type-again = Type passwords, PINs, phrases and codes again. We do not keep them.
journey-none = Nothing is open
journey-none-body = There is no registration or sign-in under way.
open-journey = Not finished: { $name }
open-journey-at = You are at { $number }, { $title }.
open-journey-saved = Saved { $when }.
at-step-done = Done
at-step-here = You are here
at-step-fix = Needs a change
at-step-skipped = Not needed
autosave = Your answers are saved on this computer as you type. Secrets are not.
autosave-at = Saved on this computer, { $when }. Secrets are not.
error-prefix = Error:
errors-court = { $n ->
    [one] The court found a problem
   *[other] The court found { $n } problems
  }
errors-ours = { $n ->
    [one] One thing to look at before this is sent
   *[other] { $n } things to look at before this is sent
  }
errors-nothing-sent = Nothing was sent.
errors-kept = Your other answers are kept. Secrets must be typed again.
errors-kept-all = Your other answers are kept.
court-says = The court's site says
court-says-field = The court says: { $words }
page-notes = Good to know here
page-shows = What the court's page shows

same-as = Same as { $what }
ask-empty = Fill in "{ $what }".
ask-choose = Choose "{ $what }".
ask-choose-none = Choose one
ask-agree = Tick the box to agree. If you do not agree, finish later or forget it: nothing is agreed to.
ask-tick = Tick the box to go on.
ask-rules = "{ $what }" does not keep all rules yet.
rules-title = It needs:
rule-least = { $n } characters or more
rule-upper = a capital letter (A to Z)
rule-lower = a small letter (a to z)
rule-digit = a digit (0 to 9)
rule-met = , done
rule-open = , not yet
rules-all-met = All rules are kept.
rules-n-met = { $n } of { $all } rules are kept.
secret-show = Show
secret-make = Make one for me
secret-made = A password was made and is shown in the field. Write it down in a safe place.
secret-make-hint = You can paste here. If we make one, write it down in a safe place: we show it only here.
secret-keep = Keep it { $where }
secret-keep-hint = Leave this empty if others use this computer with your log-in.
phrase-hint = Type what you see. Take the time you need. Docketbell does not read the picture for you.
phrase-alt = Picture of a phrase, sent by the court. Docketbell cannot read it out.
phrase-none = The court's page sent no picture that we can show.
phrase-another = Another picture
phrase-new = Here is another picture.
phrase-again = This is a new picture. Type what you see now.
phrase-cannot = Cannot see the picture? Continue in the browser, on the court's own page. We wait here and then ask how it went.
code-hint = The court sent it to your e-mail address. It may be in the spam folder.
agreement-text = The agreement, in full
agreement-kept = If you agree, we keep the date and a fingerprint of this text.
outside-title = How did it go?
outside-body = The court's site is open in your browser. It starts from the beginning there. We sent nothing more.
outside-done = I finished it there
outside-back = I did not finish. Go on here
sent-title = What goes to the court when you continue
sent-button = The press of its button "{ $button }"
sent-where = Sent to
sent-once = Sent once. We never send it again by ourselves.

review-title = Read this before the last click
review-answers = What will be sent
review-ticked = Yes, box ticked
review-empty = Left empty
review-secret = Typed, not shown, not kept
review-secret-kept = Typed, not shown. Kept { $where }.
review-to = Sent to
review-given = What you gave before
given-user_name = User name
given-first_name = First name
given-last_name = Last name
given-email = E-mail address
given-phone = Phone
given-mailing_address = Mailing address
given-billing_address = Billing address
review-mail = Who is e-mailed
review-press = Press "{ $button }" on the court's page
review-change = Change my answers
last-any = The court's site changes something when you press. We cannot take it back for you.
last-A2 = Your old password stops working when you press.
last-A7 = This subscribes your account to Electronic Case Filing. The agreement comes next.
last-A8 = You agree to the court's terms when you press.
last-A6 = Your answers and your new password count when you press.
last-B6 = The court's site makes your account when you press. Your user name can never be changed.
last-B10 = You join the group when the court accepts the PIN.
last-B11 = You agree to the court's terms when you press.
last-C1 = The court's site makes your account and sends you a mail when you press.

step-A1 = Log on with what you were given
step-A2 = Choose a new password
step-A3 = Log on again
step-A4 = Open My Account
step-A5 = Fill in what is missing
step-A6 = Security questions
step-A7 = Electronic Case Filing
step-A8 = User agreement
step-A9 = Group Administrator Menu
step-B1 = Create an account
step-B2 = No bar number
step-B3 = User name, password and picture
step-B4 = Name and e-mail
step-B5 = Addresses and phone
step-B6 = Three security questions
step-B7 = Additional steps
step-B8 = Account made
step-B9 = Log on with the group's link
step-B10 = Group and PIN
step-B11 = User agreement
step-B12 = eFiling Menu
step-C1 = E-mail and password
step-C2 = Check your e-mail
step-C3 = Sign in
step-C4 = Code from your e-mail
step-C5 = Recover what is lost
step-C6 = Locked account
about-A1 = Use the user name and password from the security unit's e-mail.
about-A2 = The court asks for a password of your own before anything else.
about-A3 = The court took your new password and asks you to log on with it.
about-A5 = Each of these stands as "Please Update" in your account. The court decides what is listed.
about-A6 = Choose answers that only you know. The court also asks for your new password once more.
about-A6-known = Choose answers that only you know. The court also asks for your new password once more. You typed it a moment ago, so it goes along.
about-A7 = This adds eFiling to your account.
about-A8 = Read the agreement. You tick the box yourself.
about-B2 = Group users have no bar number. The court's page has a box for that.
about-B3 = You will use them each time you sign in. The picture shows the court that you are a person.
about-B4 = As you want the court to know you.
about-B5 = Where the court sends mail and bills, and where it can call you.
about-B6 = The court asks them when you lose your password. Choose answers that only you know.
about-B7 = The account is made. The court says what is left to do: joining your group.
about-B8 = Do not log on here. Use the link from your group's administrator.
about-B9 = Use your own user name and password.
about-B10 = Compare the group's name with what your administrator told you before you type the PIN.
about-B11 = Read the agreement. You tick the box yourself.
about-C1 = The court sends a mail to this address. Its link counts for 24 hours.
about-C3 = Small and large letters count in the password.
about-C4 = The court sends a code when it does not know this computer yet.
about-C5 = Type the e-mail address that you registered.

outcome-register_administrator = Your group administrator's account is ready
outcome-register_user = Your account is made
outcome-register_account = Check your e-mail
outcome-associate = You have joined your group
outcome-dissociate = You have left the group
outcome-sign_in = You are signed in
outcome-not_verified = Your e-mail address is not verified yet
outcome-recover_password = Check your e-mail
outcome-recover_user_name = Check your e-mail
outcome-change_password = Your password is changed
outcome-resend_verification = Check your e-mail
outcome-preferences = Your preferences are saved
outcome-reconcile = We know what happened
outcome-nothing = Nothing was changed
outcome-then-associate = One thing is left: join your group with the link from your administrator. Do not log on at the court's site before that.
outcome-then-email = The court sent a mail. Follow it, then sign in. It may be in the spam folder.
outcome-then-mailed = The court sent a mail with a link. Paste the link here, or open it in your browser. It may be in the spam folder.
outcome-then-sign-in = You can sign in now.
outcome-go-new-password = I have the link
outcome-go-associate = Join your group
outcome-go-sign-in = Sign in
outcome-to-accounts = To your accounts
keep-link = The link to keep
ecf-open = Open the eFiling menu
ecf-opened = The eFiling menu opens in your browser.
keep-link-hint = From now on, this is where you log on to file.

verify-title = Open the link in the court's mail
verify-body = Your account works when you have opened the link in the mail that the court sent.
verify-left = { $left } left.
verify-until = The link counts until { $when }.
verify-over = The link counted until { $when }. Ask for another mail, or create the account again.
verify-none = No mail? Look in the spam folder. If none came after an hour, call the court's help desk.
verify-resend = Send the mail again
verify-again = Create the account again
left-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
  }
left-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
  }
left-both = { $h ->
    [one] 1 hour
   *[other] { $h } hours
  } { $m ->
    [one] 1 minute
   *[other] { $m } minutes
  }
locked-title = The account is locked
locked-body = The court locks an account for a while after several failed log-ins. Try again after { $when }, or call the help desk. We never try by ourselves.
tries-left = { $n ->
    [0] The next failed log-in may lock the account.
    [one] One more failed log-in locks the account. Recover the password if you are not sure.
   *[other] { $n } failed log-ins are left before the court locks the account.
  }

way-user_name = It may help to add a number or your department.
way-password = Choose another password that keeps the rules above.
way-new_password = Choose another password that keeps the rules above.
way-temporary_password = Type it exactly as the court's e-mail has it.
way-email = Check the address: what the court sends goes there.
way-pin = Ask your group's administrator for the PIN of today. We do not try it again by ourselves.
way-group = Choose your group as its administrator calls it.
way-email_code = Type the code of the newest mail.
still-any = This stands still
still-session_ended = The court's site ended your session
still-uncertain = We do not know whether it worked
still-locked = The account is locked
still-unexpected_page = The court showed a page that we do not know
still-label_not_found = A field is missing on the court's page
still-label_ambiguous = Two fields on the court's page have the same name
still-foreign_host = The court's page led to another site
still-maintenance = The court's site is not available now
still-unreachable = The court's site did not answer
still-link_expired = The link counts no longer
still-link_needed = The link of the group is needed once more
still-unknown_group = The court does not know the group of this link
still-stopped = The court's site refused us
still-court_offline = The court's site is not available now
still-portal_error = The court's site had an error of its own
still-portal_closed = The court's site is closed at this hour
still-budget_spent = Today's requests are used up
still-too_many_requests = The court's site asks us to wait
still-not_permitted = This portal does not allow it
still-not_offered = This portal has no page for it
still-needs_person = It waits for you
still-refused = The court did not accept it
still-log_in_refused = The court did not log you in
still-means-any = Your answers are kept, secrets are not. You can go on when the cause is gone.
still-means-session_ended = That happens after some time. Sign in again, and we go on where you were. Your answers are kept, secrets are not.
still-means-uncertain = The button was pressed and no answer came. We do not press it again. First we look at what the court's site shows.
still-means-locked = We do not try again by ourselves. Wait, or call the help desk.
still-means-unexpected_page = We stopped before filling in anything. Nothing was sent to it. Look at it in your browser.
still-means-label_not_found = We stopped before filling in anything, because a wrong field could get your answer.
still-means-label_ambiguous = We stopped, because we never guess which field is meant.
still-means-foreign_host = We stopped at once. Nothing of yours was sent there.
still-means-maintenance = Nothing is lost. Try again later.
still-means-log_in_refused = We do not try again by ourselves. Check the user name and the password: capital and small letters count.
still-means-refused = Correct it and go on. Your other answers are kept.
still-means-needs_person = Nothing was sent. Go on when you are ready.
still-means-not_permitted = Nothing was sent.
still-means-not_offered = Nothing was sent. The portal profile names no address for it.
still-means-unreachable = Nothing is lost. Try again when you are online.
still-means-link_expired = Ask for a new one.
still-means-link_needed = Nothing was sent. A link is kept only after the court has shown the group's page for it. Your answers are kept.
still-means-unknown_group = Nothing was sent. Copy the whole link once more, or ask your group's administrator for it.
still-means-stopped = Nothing more is sent until you have read why.
still-means-uncertain-mail = The button was pressed and no answer came. We do not press it again. The mail itself tells: look in your mailbox, also in the spam folder.
still-another-link = Open another link
still-reconcile = Look at the court's site
still-reconcile-mail = Say whether the mail came
still-sign-in = Sign in again

accounts-title = Accounts
accounts-lede = Your accounts with the courts, and what this computer keeps of them.
signed-title = Signed in
signed-nobody = You are not signed in. Following cases needs no account.
signed-since = since { $when }
signed-then = you signed in { $when }
signed-out = You are signed out.
sign-signed_in = signed in as { $who }
sign-ended = the session of { $who } has ended
sign-disabled = { $who } is disabled
sign-no_group = { $who } is in no group
sign-signed_in-short = Signed in as { $who }, { $part }
sign-ended-short = Session ended, { $part }
sign-disabled-short = { $who } is disabled, { $part }
sign-no_group-short = { $who } is in no group
sign-ended-hint = The court's site ends a session after some time. Sign in again to go on.
sign-disabled-hint = Your group's administrator did this. Ask them to activate you.
sign-no_group-hint = Join your group with the link from its administrator.
sign-out = Sign out
group-title = Your group
group-unnamed = The court's pages that we saw do not name it.
account-name = User name
account-group = Group
account-no-group = None that we know of
account-password = Password
account-pin = Group PIN
account-forgotten = Forgotten on this computer.
kept-title = What this computer keeps
kept-body-keyring = User names and groups are in your encrypted copy. A password or PIN is kept only if you say so, and then in your desktop's keyring. We never show it.
kept-body-sealed = User names and groups are in your encrypted copy. A password or PIN is kept only if you say so, and then in a sealed file that your passphrase opens. We never show it.
kept-problem = Secrets cannot be kept now
kept-none = No account is known here.
kept-keyring = in the keyring
kept-sealed = in the sealed file
kept-yes = Kept { $where }
kept-no = Not kept
forget-password = Forget the password
forget-pin = Forget the PIN
forget-account = Forget this account
forget-all = Forget all accounts
forget-account-title = Forget this account on this computer?
forget-all-title = Forget all accounts on this computer?
forget-account-body = We sign out and delete the user name, the group, and any kept password and PIN from this computer. The account itself stays with the court.
agreed-title = What you agreed to
agreed-at = Agreed { $when }. Fingerprint of the text (SHA-256):
agreed-hint = The fingerprint shows later whether a text is the one that you agreed to.
help-title = The court's help desk
help-no-mail-when = No verification mail
help-no-mail = Look in the spam folder and ask for it again. If none came after an hour, call.
help-lost-mail-when = You lost the e-mail address that you registered
help-lost-mail = Nobody but the help desk can change it. Call.
help-locked-when = The account is locked
help-locked = Wait 30 minutes, or call.
help-efiling-when = eFiling registration
help-efiling = Missouri Courts eFiling Help Desk: (573) 526-0062. For other help, use the contact form at courts.mo.gov.
help-hours = Monday to Friday, 7:30 a.m. to 5:00 p.m. Central, not on state holidays.
help-source = The number and the hours are the ones we know. The court's own site has the newest.

## The group administrator's desk
nav-group = Group
nav-count-decide = { " " }to decide
gr-title-decide = { $title }, { $n ->
    [one] 1 decision needed
   *[other] { $n } decisions needed
  }
gr-kicker = You are the group administrator
gr-as-of = As of { $when }. Read from the court's Group Maintenance page.
gr-never = The court's list of your group was never read on this computer.
gr-read = Read the list
gr-read-again = Read again
gr-reading = Reading the court's list...
gr-reading-page = Reading the court's list, page { $n }.
gr-prepare = Prepare an invitation
gr-tabs = Parts of the group's desk
gr-tab-people = People and waiting
gr-tab-invitation = Invitation
gr-tab-leaving = Leaving
gr-tab-review = Access review
gr-tab-log = Audit log
gr-asking-reading = The court's list is being read.
gr-asking-sending = Actions are being sent.
gr-asking-settling = We are finding out what happened.
gr-asking-pin = The PIN is being changed.
gr-not-read = The list could not be read. What you see is as of { $when }.
gr-not-read-never = The list could not be read.
gr-sign-in = Sign in to your group's administration
gr-back = Back to your group
gr-empty-title = No list of your group yet
gr-empty-body = If you are a group administrator, read the court's list. You sign in with the account OSCA Security sent you.
gr-empty-user = You use a group that somebody else administers?
gr-review-due = The access review of { $period } is due.
gr-review-go = Go through the list

gr-conflict-title = Decide about { $name }
gr-conflict-body = Your request and the court's list no longer fit together. Nothing was sent.
gr-conflict-ask = What should happen with { $name }?
gr-you-asked = You asked, { $when }
gr-court-shows = The court's list shows, { $when }
gr-choose-first = Choose one first.
gr-save-decision = Save my decision
gr-decided = Your decision is saved.

gr-new-one = Do you know this person?
gr-new-many = Do you know these { $n } people?
gr-new-body = The court's list shows somebody who was not there before. Whoever has the link and the PIN can join.
gr-new-no-info = They told the court nothing about themselves.
gr-new-found = First seen { $when }.
gr-new-keep = I know them: keep
gr-kept = { $name } is kept.

gr-active = Activate
gr-disabled = Disable
gr-removed = Remove
gr-plan-one = { $verb } { $name }?
gr-plan-many = { $verb } { $n } people?
gr-plan-then = Nothing is sent yet. It waits on this computer until you press Send.
gr-plan-yes = Put it in Waiting
gr-plan-nothing = It is so already; there is nothing to ask for.
gr-queued = { $n ->
    [one] 1 action waits. It is not in effect yet.
   *[other] { $n } actions wait. They are not in effect yet.
  }

gr-people = People in the group
gr-counts = { $active } active, { $disabled } disabled
gr-counts-removed = { $n } no longer there
gr-filter = Find a person
gr-show-here = In the group
gr-show-active = Active
gr-show-disabled = Disabled
gr-show-pending = Not in effect yet
gr-show-noted = With a note
gr-show-removed = No longer in the group
gr-sort-court = The court's order
gr-sort-name = Name
gr-sort-user_name = User name
gr-sort-status = Status
gr-sort-joined = First seen, newest first
gr-sort-changed = Status changed, newest first
gr-col-choose = Choose
gr-col-person = Person
gr-col-now = On the court's list
gr-col-now-short = On the list
gr-col-change = Change
gr-col-then = When the review was opened
gr-choose = Choose { $name }
gr-chosen = { $n ->
    [one] 1 person chosen.
   *[other] { $n } people chosen.
  }
gr-most = At most { $n } at once. Send these first, then choose others.
gr-most-hint = At most { $n } at once.
gr-none-can = None of the people you chose can be asked for this now.
gr-n-of = { $verb } { $n }
gr-clear-chosen = Choose nobody
gr-cannot = That cannot be asked for this person now.
gr-none-match = Nobody here matches "{ $words }". Try fewer letters, or show others.
gr-none-show = Nobody here is like that.
gr-range = { $from } to { $to } of { $n }
gr-key-details = details
gr-key-choose = choose
gr-status-active = Active
gr-status-disabled = Disabled
gr-status-removed = Not in the group
gr-seen-so = Seen so { $day }
gr-joined = First seen { $day }
gr-since-start = Joined before { $day }
gr-pending-queued = { $verb }: not in effect yet
gr-pending-sending = { $verb }: being sent
gr-pending-uncertain = { $verb }: not known yet
gr-pending-conflict = { $verb }: needs your decision
gr-information = What they told the court
gr-no-information = Nothing
gr-first-seen = First seen on the list
gr-last-seen = Last seen on the list
gr-from-start = It was our first reading. When they joined is not known.
gr-seen-since = First seen so { $when }
gr-found-gone = Found gone
gr-note = Your note
gr-note-hint = Stays on this computer. The court and the group do not see it.
gr-leaving-begin = Begin the leaving list
gr-leaving-open = Open the leaving list
gr-leaving-begun = The leaving list is begun. Nothing is sent yet.

gr-wait-none-title = Nothing is waiting
gr-wait-none = Everything you asked for has come to an end.
gr-wait-nothing-yet = You have asked for nothing yet. What you ask for waits here until you send it.
gr-wait-title = { $n ->
    [one] 1 action waiting, not in effect yet
   *[other] { $n } actions waiting, not in effect yet
  }
gr-wait-title-uncertain = { $n ->
    [one] 1 action waiting, not known to be in effect
   *[other] { $n } actions waiting, not known to be in effect
  }
gr-wait-body-uncertain = It was sent, and the answer was lost. Reading the court's list settles it. Nothing is sent twice.
gr-wait-body-some-uncertain = Some were sent, and the answer was lost: reading the court's list settles those. The others are on this computer only.
gr-wait-body-decide = Nothing of this is sent before you decide above.
gr-wait-body = These are on this computer only. Check them once more, then send. Each is sent by itself, and read back.
gr-offline-waits = You are offline. Nothing is lost: the list waits until you send it.
gr-send = { $n ->
    [one] Send 1 action
   *[other] Send { $n } actions
  }
gr-sending = Sending...
gr-send-review = Look at the old actions first: keep or take back each.
gr-settle = { $n ->
    [one] Find out what happened to 1 action
   *[other] Find out what happened to { $n } actions
  }
gr-stop = Stop after this one
gr-stopping = Stopping after the one that is on its way.
gr-step-start = Asking the court...
gr-step-before = Reading the court's list before anything is sent, page { $page }.
gr-step-sending = { $done } of { $total } dealt with. Now: { $title }.
gr-step-after = Reading the court's list to see what is in effect, page { $page }.
gr-progress = Actions dealt with
gr-old = Older than 24 hours. Is it still right? It is not sent before you say so.
gr-confirm = Still right: keep it
gr-confirmed = It is kept, and goes with the next Send.
gr-withdraw = Take back
gr-withdrawn = Taken back. Nothing was sent.
gr-asked = Asked { $when }.
gr-asked-by = Asked { $when } by { $who }.
gr-ask-again = We ask you again if it is not sent by { $when }.
gr-settled-done = Read back { $when }.
gr-settled-other = Ended { $when }.
gr-part-of = Part of "{ $name } is leaving".
gr-ended = { $n ->
    [one] 1 action that came to its end
   *[other] { $n } actions that came to their end
  }
gr-draft = Draft a message
gr-to = to { $name }
gr-draft-opened = Your mail program opens the draft. Docketbell sends nothing.
gr-delivered-none = There was nothing to send.
gr-delivered-done = { $n ->
    [one] 1 action is in effect. We read it back from the court's list.
   *[other] { $n } actions are in effect. We read them back from the court's list.
  }
gr-delivered-refused = { $n ->
    [one] 1 action was not carried out. The reason stands with it below.
   *[other] { $n } actions were not carried out. The reasons stand with them below.
  }
gr-delivered-decide = { $n ->
    [one] 1 action needs you.
   *[other] { $n } actions need you.
  }
gr-delivered-rest = { $n ->
    [one] 1 action still waits and is not in effect.
   *[other] { $n } actions still wait and are not in effect.
  }

gr-pin = Group PIN
gr-pin-days = { $n ->
    [one] day since you last changed it here
   *[other] days since you last changed it here
  }
gr-pin-set = Set { $day }
gr-pin-as-of = Last changed { $when }.
gr-pin-never = The PIN was never changed from this computer. How old it is, we do not know.
gr-pin-left = { $n ->
    [one] 1 person knows it who should not
   *[other] { $n } people know it who should not
  }
gr-pin-may-left = { $n ->
    [one] 1 person may know it who should not
   *[other] { $n } people may know it who should not
  }
gr-pin-left-removed = { $name }, found removed { $day }
gr-pin-left-disabled = { $name }, found disabled { $day }
gr-pin-left-active = { $name }, since { $day }
gr-pin-left-all = Show all { $n }
gr-pin-nobody = Nobody who left since then knows it.
gr-pin-joined-since = { $n ->
    [0] Nobody joined since this computer first read the list.
    [one] 1 active person joined since this computer first read the list.
   *[other] { $n } active people joined since this computer first read the list.
  }
gr-pin-joined = { $n ->
    [0] No active person joined with this PIN.
    [one] 1 active person joined with this PIN.
   *[other] { $n } active people joined with this PIN.
  }
gr-pin-removes-nobody = A new PIN removes nobody.
gr-pin-not-kept = Docketbell does not keep this PIN.
gr-pin-kept = The PIN is kept on this computer, among your secrets. It is never shown by itself.
gr-pin-uncertain = Nobody knows which PIN counts.
gr-pin-uncertain-do = The new PIN was sent and the answer was lost. Set it again: that settles it. Give nobody a PIN before.
gr-pin-change = Change the PIN
gr-pin-again = Set the PIN again
gr-pin-new = The new PIN
gr-pin-made = Make one for me
gr-pin-made-hint = Letters and digits that nobody mixes up. It is kept among your secrets before it is sent.
gr-pin-length = How many characters
gr-pin-typed = I type it
gr-pin-type = New PIN
gr-pin-missing = Type the new PIN.
gr-pin-keep = Keep it among my secrets on this computer
gr-pin-now = It is sent at once. The old PIN then no longer counts. Nobody is removed by it, and nobody is told.
gr-pin-settles = It is sent at once. The court's answer tells that it counts.
gr-pin-send = Change it now
gr-pin-sending = Changing...
gr-pin-offline = You are offline. A PIN is never kept waiting: change it when the court's site can be reached. "Read again" tries.
gr-pin-changed = The PIN is changed. Give the new one to people who have not joined yet.
gr-pin-show = Show for 30 seconds
gr-pin-hide = Hide now
gr-pin-left-seconds = { $n ->
    [one] Hidden in 1 second.
   *[other] Hidden in { $n } seconds.
  }
gr-pin-copy = Copy
gr-pin-copied = Copied. The clipboard is cleared in 30 seconds.
gr-pin-print = Print
gr-pin-printing = The print dialog is open.
gr-pin-printed = The sheet with the PIN went to the printer. Keep it apart from the invitation.
gr-pin-forget = Forget it here
gr-pin-forgotten = The PIN is no longer on this computer. It still counts at the court.
gr-pin-remind = Remind me at this age, in days
gr-pin-remind-hint = Empty: only after somebody was removed or disabled.

gr-leaving-title = { $name } is leaving
gr-left-title = { $name } has left
gr-leaving-done = { $done } of { $all } steps done.
gr-leaving-started = Begun { $when }.
gr-leaving-finished = Finished { $when }.
gr-leavers-none = Nobody is leaving. Open a person in the list and begin the leaving list when somebody does.
gr-state-to_do = To do.
gr-state-waiting = Waiting.
gr-state-stuck = Needs you.
gr-state-done = Done.
gr-state-skipped = Left out.
gr-do-disable = Put in Waiting
gr-do-remove = Put in Waiting
gr-do-tell_others = I told them
gr-do-verify = Read the list again
gr-for = for { $name }
gr-skip = Leave out
gr-step-skipped = The step is left out.
gr-step-said-disable = It waits. Send it to make it true.
gr-step-said-remove = It waits. Send it to make it true.
gr-step-said-change_pin = Noted.
gr-step-said-tell_others = Noted.
gr-step-said-verify = The list was read again.
gr-step-look = Look at what waits
gr-print-record = Print the record

gr-inv-title = Invite somebody
gr-inv-body = Give a new person these steps. Give them the PIN another way, at another time.
gr-inv-link = Your group-association link
gr-inv-link-hint = From the court's e-mail to you. Whoever has it and the PIN can join your group.
gr-inv-link-save = Keep this link
gr-inv-no-link = Without the group-association link nobody can join. Type it above first.
gr-inv-text = What they get
gr-inv-mail = Open as an e-mail draft
gr-inv-attach = The court's own document for group users can be attached in your mail program.
gr-inv-pin = The PIN goes separately
gr-inv-pin-not-kept = The PIN is not kept here. Tell the one you know, or change it:
gr-print = Print or save as PDF
gr-print-opened = The page opens in your browser. Print it there, or save it as PDF.
gr-copy = Copy the text

gr-rev-title = Access review { $period }
gr-rev-body = Once a quarter, look at everybody in the group and say whether they still need access. Then sign. The record is kept.
gr-rev-list = The list is as of { $when }. Read it again first if it is old.
gr-rev-start = Begin the review
gr-rev-opened-at = Opened { $when }.
gr-rev-opened = The review is begun.
gr-rev-progress = { $done } of { $all } decided
gr-rev-only = Only who is not decided yet
gr-rev-decision = Your decision
gr-rev-decide = Decide about { $name }
gr-rev-keep = Keep
gr-rev-disable = Disable
gr-rev-remove = Remove
gr-rev-name = Your name
gr-rev-name-hint = Your name stands as the signature. { $n ->
    [0] Nothing is put in Waiting by it.
    [one] 1 action is put in Waiting when you sign. It is not in effect before you send it.
   *[other] { $n } actions are put in Waiting when you sign. They are not in effect before you send them.
  }
gr-rev-name-first = Type your name to sign.
gr-rev-open = { $n ->
    [one] 1 person is not decided yet.
   *[other] { $n } people are not decided yet.
  }
gr-rev-sign = Sign the review
gr-rev-signed = The review is signed.
gr-rev-signed-by = Signed by { $who }, { $when }.
gr-rev-result = { $keep } kept, { $other } to be disabled or removed.
gr-rev-earlier = Earlier reviews
gr-rev-hash = Fingerprint of the record:
gr-rev-next = The next review is due when the next quarter begins.

gr-log-body = { $n ->
    [one] 1 line, the latest first. Lines are only ever added.
   *[other] { $n } lines, the latest first. Lines are only ever added.
  }
gr-log-whole = Every line still fits the one before it.
gr-log-broken = Somebody changed this log: line { $n } does not fit the one before it.
gr-log-cut = Somebody changed this log: it does not end where it was written down to end.
gr-log-cut-do = Its newest lines may be missing. Save it as it is, and compare it with an older copy or a backup.
gr-log-broken-do = Do not rely on it from that line on. Save it as it is, and compare it with an older copy or a backup.
gr-log-csv = Save as CSV
gr-log-saved = Saved as
gr-log-none = Nothing was asked yet.
gr-log-number = No.
gr-log-when = When
gr-log-who = Who
gr-log-what = What
gr-log-nobody = No name set
gr-log-shown = { $n } of { $all } lines
gr-log-more = Show older lines

keys-roster = People in the group
gr-key-row = move from person to person
gr-key-open = details of the person
gr-key-ask = disable, activate, remove: asks first
palette-group-read = Read the group's list again
palette-group-send = Group: what waits
palette-group-pin = Change the group PIN
