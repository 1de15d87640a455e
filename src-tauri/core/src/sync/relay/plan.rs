//! What to do with the notices that wait: pure, from rows and settings to steps.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::domain::NoticeLevel;
use crate::domain::notice_words::{Breaks, ChangeNews, ProgramNews, ReminderNews, breaks};
use crate::domain::when::{central_day, central_moment};

/// More than [`BURST`] notifications within this span become one summary (`notification.txt`, rule 4).
pub const BURST_SPAN: SignedDuration = SignedDuration::from_secs(60);
/// Notifications that may be shown one by one within [`BURST_SPAN`].
pub const BURST: usize = 3;

/// What a waiting notice is about.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// A change of a case.
    Change(ChangeNews),
    /// A hearing that comes.
    Reminder(ReminderNews),
    /// The program itself.
    Program(ProgramNews),
    /// Nothing that can be told any more: the person reviewed the change meanwhile, or a newer version wrote it.
    Nothing,
}

/// A stored notice that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingNotice {
    /// Row id.
    pub notice_id: i64,
    /// Our event id.
    pub event_id: String,
    /// What it tells.
    pub news: News,
    /// Attempts to show it so far.
    pub attempts: u32,
    /// Quiet hours hold it.
    pub held: bool,
}

/// The settings that the relay keeps to. `app` fills them from the person's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the settings page"
)]
pub struct RelaySettings {
    /// Show native notifications at all. A test is shown even when they are off.
    pub notify: bool,
    /// How much they may show.
    pub level: NoticeLevel,
    /// Quiet hours, when they are on.
    pub quiet: Option<QuietSpan>,
    /// May break through: a hearing within 48 hours.
    pub hearing_soon: bool,
    /// May break through: a hearing that now comes earlier.
    pub moved_earlier: bool,
    /// May break through: a warrant.
    pub warrant: bool,
    /// May break through: a judgment.
    pub judgment: bool,
    /// May break through: the cases cannot be checked.
    pub watcher_failing: bool,
    /// "Snooze 1 hour": until then only what may break through is shown.
    pub snoozed_until: Option<Timestamp>,
}

impl Default for RelaySettings {
    fn default() -> Self {
        Self {
            notify: true,
            level: NoticeLevel::default(),
            quiet: None,
            hearing_soon: true,
            moved_earlier: true,
            warrant: true,
            judgment: false,
            watcher_failing: true,
            snoozed_until: None,
        }
    }
}

impl RelaySettings {
    fn allows(&self, reason: Breaks) -> bool {
        match reason {
            Breaks::HearingSoon => self.hearing_soon,
            Breaks::MovedEarlier => self.moved_earlier,
            Breaks::Warrant => self.warrant,
            Breaks::Judgment => self.judgment,
            Breaks::WatcherFailing => self.watcher_failing,
            Breaks::Test => true,
        }
    }

    fn breaks_through(&self, news: &News, now: Timestamp) -> bool {
        match news {
            News::Change(change) => breaks(change, now).into_iter().any(|r| self.allows(r)),
            News::Program(program) => program.breaks().is_some_and(|r| self.allows(r)),
            News::Reminder(_) | News::Nothing => false,
        }
    }

    /// When quiet hours that hold now end.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet.as_ref().and_then(|quiet| quiet.until(now))
    }
}

/// Quiet hours in Missouri's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietSpan {
    /// When they begin each day.
    pub from: Time,
    /// When they end; before `from` means the next day, equal means no daily hours.
    pub until: Time,
    /// All of Saturday and Sunday, too.
    pub weekend: bool,
}

impl QuietSpan {
    /// Reads `HH:MM` twice. `None` when one of them is no time.
    pub fn parse(from: &str, until: &str, weekend: bool) -> Option<Self> {
        Some(Self {
            from: from.trim().parse().ok()?,
            until: until.trim().parse().ok()?,
            weekend,
        })
    }

    /// When the quiet that holds at `now` ends; spans that follow each other without a gap count as one.
    pub fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let mut until = None;
        // A night, a weekend and the night after it: four steps; the bound guards against odd settings.
        for _ in 0..8 {
            let at = until.unwrap_or(now);
            match self.span_end(at).filter(|end| *end > at) {
                Some(end) => until = Some(end),
                None => break,
            }
        }
        until
    }

    fn span_end(&self, at: Timestamp) -> Option<Timestamp> {
        let today = central_day(at);
        let nightly = [today.yesterday().ok(), Some(today)]
            .into_iter()
            .flatten()
            .filter_map(|day| self.night(day));
        let weekend = (self.weekend
            && matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday))
        .then(|| day_span(today))
        .flatten();
        nightly
            .chain(weekend)
            .filter(|(start, end)| (*start..*end).contains(&at))
            .map(|(_, end)| end)
            .max()
    }

    fn night(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let last = match self.until.cmp(&self.from) {
            std::cmp::Ordering::Greater => day,
            std::cmp::Ordering::Less => day.tomorrow().ok()?,
            std::cmp::Ordering::Equal => return None,
        };
        Some((
            central_moment(day, self.from)?,
            central_moment(last, self.until)?,
        ))
    }
}

fn day_span(day: Date) -> Option<(Timestamp, Timestamp)> {
    Some((
        central_moment(day, Time::midnight())?,
        central_moment(day.tomorrow().ok()?, Time::midnight())?,
    ))
}

/// A notification that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// When.
    pub at: Timestamp,
    /// It was a summary.
    pub summary: bool,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Show this one.
    Send(i64),
    /// Show these as one summary.
    Digest {
        /// Row ids.
        ids: Vec<i64>,
        /// Gathered during quiet hours.
        held_overnight: bool,
    },
    /// Show these reminders as one.
    Reminders(Vec<i64>),
    /// Hold these until quiet hours end.
    Hold {
        /// Row ids.
        ids: Vec<i64>,
        /// When they end.
        until: Timestamp,
    },
    /// Let these wait: snoozed.
    Snooze {
        /// Row ids.
        ids: Vec<i64>,
        /// Until when.
        until: Timestamp,
    },
    /// Never show these: notifications are off, or there is nothing to tell any more.
    Drop(Vec<i64>),
}

/// The steps, and when to look again because of something other than a row's own time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In this order.
    pub steps: Vec<Step>,
    /// A burst is being gathered until then.
    pub again_at: Option<Timestamp>,
}

/// Decides what to do with the notices that are due now.
pub fn plan(
    waiting: &[WaitingNotice],
    settings: &RelaySettings,
    now: Timestamp,
    recently_shown: &[Shown],
) -> Plan {
    let quiet_until = settings.quiet_until(now);
    let snoozed_until = settings.snoozed_until.filter(|until| *until > now);
    let (mut dropped, mut held, mut snoozed) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own, mut fresh, mut overnight) = (Vec::new(), Vec::new(), Vec::new());
    let mut reminders = Vec::new();
    for notice in waiting {
        let id = notice.notice_id;
        let test = matches!(notice.news, News::Program(ProgramNews::Test));
        if notice.news == News::Nothing || (!settings.notify && !test) {
            dropped.push(id);
        } else if !settings.breaks_through(&notice.news, now)
            && (quiet_until.is_some() || snoozed_until.is_some())
        {
            if quiet_until.is_some() {
                held.push(id);
            } else {
                snoozed.push(id);
            }
        } else if matches!(notice.news, News::Program(_)) {
            own.push(id);
        } else if matches!(notice.news, News::Reminder(_)) {
            reminders.push(id);
        } else if notice.held {
            overnight.push(id);
        } else {
            fresh.push(id);
        }
    }
    let mut plan = Plan::default();
    if !dropped.is_empty() {
        plan.steps.push(Step::Drop(dropped));
    }
    if let Some(until) = quiet_until
        && !held.is_empty()
    {
        plan.steps.push(Step::Hold { ids: held, until });
    }
    if let Some(until) = snoozed_until
        && !snoozed.is_empty()
    {
        plan.steps.push(Step::Snooze {
            ids: snoozed,
            until,
        });
    }
    // The program's own state is one notification at most, and never hidden in a summary of changes.
    plan.steps.extend(own.into_iter().map(Step::Send));
    // A reminder is no change, so that it is not counted among them either.
    if reminders.len() > BURST || (settings.level == NoticeLevel::Discreet && reminders.len() > 1) {
        plan.steps.push(Step::Reminders(reminders));
    } else {
        plan.steps.extend(reminders.into_iter().map(Step::Send));
    }
    if !overnight.is_empty() {
        plan.steps.push(Step::Digest {
            ids: overnight,
            held_overnight: true,
        });
    }
    show_fresh(fresh, settings, now, recently_shown, &mut plan);
    plan
}

fn show_fresh(
    fresh: Vec<i64>,
    settings: &RelaySettings,
    now: Timestamp,
    recently_shown: &[Shown],
    plan: &mut Plan,
) {
    if fresh.is_empty() {
        return;
    }
    // A moment that lies ahead means that the clock was set back: it says nothing about the last minute.
    let recent: Vec<_> = recently_shown
        .iter()
        .filter(|s| s.at <= now && now.duration_since(s.at) < BURST_SPAN)
        .collect();
    // Discreet notices all read the same, so several are one with their number.
    let alike = settings.level == NoticeLevel::Discreet && fresh.len() > 1;
    if fresh.len() + recent.len() <= BURST && !alike {
        plan.steps.extend(fresh.into_iter().map(Step::Send));
        return;
    }
    match recent.iter().filter(|s| s.summary).map(|s| s.at).max() {
        // A second summary would replace the first on the screen: gather until its minute is over.
        Some(at) => plan.again_at = at.checked_add(BURST_SPAN).ok(),
        None => plan.steps.push(Step::Digest {
            ids: fresh,
            held_overnight: false,
        }),
    }
}
