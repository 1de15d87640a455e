//! What a notice might break through quiet hours for; the person's settings decide whether it may.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::hearing::{Side, moved_earlier};
use super::text::string;
use super::{ChangeNews, ProgramNews};
use crate::domain::ChangeKind;
use crate::domain::when::central_day;

/// A reason to break through, each with its own switch in Settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// A hearing within 48 hours is set, moved, cancelled or no longer listed.
    HearingSoon,
    /// A hearing now comes earlier than it did.
    MovedEarlier,
    /// A warrant is issued.
    Warrant,
    /// A judgment is entered.
    Judgment,
    /// The cases cannot be checked.
    WatcherFailing,
    /// A test: the person is sitting there and waits for it.
    Test,
}

const SOON: SignedDuration = SignedDuration::from_hours(48);

/// The reasons that a change has.
pub fn breaks(news: &ChangeNews, now: Timestamp) -> Vec<Breaks> {
    let was = news.before.as_ref().map(Side::read);
    let is = news.after.as_ref().map(Side::read);
    let mut reasons = Vec::new();
    match news.kind {
        ChangeKind::HearingMoved => {
            // Both days count: a hearing that leaves tomorrow is as pressing as one that comes to it.
            if [&was, &is].into_iter().flatten().any(|s| soon(s, now)) {
                reasons.push(Breaks::HearingSoon);
            }
            if was
                .zip(is)
                .is_some_and(|(was, is)| moved_earlier(&was, &is))
            {
                reasons.push(Breaks::MovedEarlier);
            }
        }
        ChangeKind::HearingSet | ChangeKind::HearingCancelled | ChangeKind::HearingUnlisted
            if is.as_ref().or(was.as_ref()).is_some_and(|s| soon(s, now)) =>
        {
            reasons.push(Breaks::HearingSoon);
        }
        ChangeKind::EntryAdded => {
            if let Some(title) = news.after.as_ref().and_then(title) {
                if says(&title, &["warrant", "capias"])
                    && !says(
                        &title,
                        &[
                            "recall",
                            "quash",
                            "cancel",
                            "return",
                            "withdraw",
                            "served",
                            "motion",
                            "set aside",
                        ],
                    )
                {
                    reasons.push(Breaks::Warrant);
                }
                if says(&title, &["judgment", "judgement"])
                    && !says(
                        &title,
                        &["motion", "notice of", "proposed", "satisfaction", "request"],
                    )
                {
                    reasons.push(Breaks::Judgment);
                }
            }
        }
        _ => {}
    }
    reasons
}

impl ProgramNews {
    /// The reason that news of the program has, if any.
    pub fn breaks(&self) -> Option<Breaks> {
        match self {
            Self::Test => Some(Breaks::Test),
            Self::WatcherFailing { .. } | Self::WatcherStopped { .. } => {
                Some(Breaks::WatcherFailing)
            }
            Self::WatcherWorking { .. }
            | Self::VerifyEmail { .. }
            | Self::GroupChanged { .. }
            | Self::GroupChanges { .. }
            | Self::PinReminder { .. }
            | Self::AccessReview { .. }
            | Self::GoneAtOnce { .. } => None,
        }
    }
}

fn soon(side: &Side<'_>, now: Timestamp) -> bool {
    match (side.starts_at, side.day) {
        (Some(at), _) => (SignedDuration::ZERO..=SOON).contains(&at.duration_since(now)),
        // Without a time of day, today and the two days after it.
        (None, Some(day)) => central_day(now)
            .until(day)
            .is_ok_and(|days| (0..=2).contains(&days.get_days())),
        (None, None) => false,
    }
}

fn title(entry: &Value) -> Option<String> {
    string(entry, "description").map(str::to_lowercase)
}

fn says(title: &str, words: &[&str]) -> bool {
    words.iter().any(|word| title.contains(word))
}
