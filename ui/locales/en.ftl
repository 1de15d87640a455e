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
nav-settings = Settings
nav-count-todo = { " " }to review
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
source-list = From the court's hearing list
source-list-gone = Not on the court's hearing list at { $when }
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
gone-title = The court no longer shows this case. It may now be confidential.
gone-closed = We closed our copy. We ask once more, at least 20 minutes later. If the court still does not show it, we erase our copy.
gone-erased = We asked twice, 20 minutes apart, to be sure. Then we erased our copy of its docket. Your own label and note stay until you remove them. Court e-mails about it will stop too.
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
today-empty-done = Nothing to review. Last checked { $when }: no changes in your { $n ->
    [one] case
   *[other] { $n } cases
  }.
today-empty-next = Next check after { $when }.
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
status-unknown = Nothing asked yet.
status-copy = You see your copy from { $when }.
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
status-quiet-from = Quiet hours start at { $when }
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
cases-stale = Not read for a day, or never
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
case-next = Next check after { $when }.
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
next-source-list = The court's hearing list
next-read = Read { $when }.
next-one-source = Not confirmed by a second source.
next-moved = Moved from { $when }
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
hearings-source = Source
hearing-set = Set
hearing-moved = Moved
hearing-held = Held
hearing-cancelled = Cancelled
hearing-unlisted = No longer listed
hearing-was = Was { $when }
charges-none = The court lists no charges for this case.
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
add-not-number = This is not a case number.
paste-title = Paste a list
paste-hint = One case number on each line. We check the form of each line on this computer. Nothing goes to the court until you press Follow.
paste-label = Case numbers
paste-check = Check again
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
paste-none = Nothing to check yet. Paste your case numbers on the left.
paste-none-title = The lines you paste
paste-col-line = Line
paste-col-number = Case number
paste-col-result = Result
paste-col-todo = What to do
paste-ready = Ready
paste-unusual = Unusual
paste-already = Followed
paste-repeated = Repeated
paste-invalid = Not a number
paste-nothing = Nothing
paste-edit = Edit line { $n }
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
result-invalid = Not a number
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
keys-rail = Today, Cases, Add cases, Settings
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
first-pass-1-hint = At least 12 characters. Several words are good.
first-pass-2 = Passphrase again
first-pass-short = The passphrase needs at least 12 characters.
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
today-empty-some = Nothing to review. Last checked { $when }: no changes in { $read } of your { $n } cases.
show-all-n = Show all { $n }
