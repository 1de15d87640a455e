//! Hearings: set, moved, cancelled, no longer listed (§4, §5, §6).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::Value;

use super::text::{cut, sentence, string};
use super::{ChangeNews, Words};
use crate::domain::hearing::parse_time_of_day;
use crate::domain::when::{central_day, date_words, sure_day_words, time_words};
use crate::domain::{ChangeKind, NoticeLevel};

/// A setting as [`crate::domain::told::setting_value`] wrote it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Side<'v> {
    pub(super) day: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) starts_at: Option<Timestamp>,
    purpose: Option<&'v str>,
    location: Option<&'v str>,
}

impl<'v> Side<'v> {
    pub(super) fn read(value: &'v Value) -> Self {
        Self {
            day: string(value, "scheduled_on").and_then(|d| d.parse().ok()),
            time: string(value, "time").and_then(parse_time_of_day),
            starts_at: string(value, "starts_at").and_then(|t| t.parse().ok()),
            purpose: string(value, "purpose"),
            location: string(value, "location"),
        }
    }

    /// `tomorrow, November 18, 9:00 a.m.`; `None` when the day cannot be read.
    fn when(&self, today: Date) -> Option<String> {
        let day = sure_day_words(self.day?, today);
        Some(match self.time {
            Some(time) => format!("{day}, {}", time_words(time)),
            None => day,
        })
    }

    /// The same, with the zone after a time of day.
    fn when_central(&self, today: Date) -> Option<String> {
        let zone = if self.time.is_some() { " Central" } else { "" };
        Some(format!("{}{zone}", self.when(today)?))
    }
}

/// Which way a hearing moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    EarlierDate,
    EarlierTime,
    Later,
    /// Same day and time: the place or the judge changed.
    Elsewhere,
}

fn way(was: &Side<'_>, is: &Side<'_>) -> Way {
    match (was.day, is.day) {
        (Some(was), Some(is)) if is < was => return Way::EarlierDate,
        (Some(was), Some(is)) if is > was => return Way::Later,
        (Some(_), Some(_)) => {}
        _ => return Way::Later,
    }
    match (was.time, is.time) {
        (Some(was), Some(is)) if is < was => Way::EarlierTime,
        (was, is) if was != is => Way::Later,
        _ => Way::Elsewhere,
    }
}

/// Whether it now comes sooner than it did.
pub(super) fn moved_earlier(was: &Side<'_>, is: &Side<'_>) -> bool {
    matches!(way(was, is), Way::EarlierDate | Way::EarlierTime)
}

/// Notifications of one hearing replace each other. The purpose goes in as a number: a key may be seen where a level
/// does not allow its words.
pub(super) fn key(news: &ChangeNews) -> String {
    let purpose = news
        .after
        .as_ref()
        .or(news.before.as_ref())
        .and_then(|v| string(v, "purpose"))
        .unwrap_or("")
        .to_uppercase();
    format!(
        "case-{}-hearing-{}-{:08x}",
        news.case_id,
        news.entry_id.unwrap_or(0),
        // A fixed function: the key of a hearing is the same in the next version of the program.
        xxhash_rust::xxh3::xxh3_64(purpose.as_bytes()) & 0xffff_ffff
    )
}

pub(super) fn words(news: &ChangeNews, level: NoticeLevel, now: Timestamp) -> Words {
    let was = news.before.as_ref().map(Side::read);
    let is = news.after.as_ref().map(Side::read);
    match news.kind {
        ChangeKind::HearingMoved => moved(news, level, now, was.as_ref(), is.as_ref()),
        ChangeKind::HearingSet => set(news, level, now, is.as_ref().or(was.as_ref())),
        _ => off(news, level, now, was.as_ref().or(is.as_ref())),
    }
}

/// §4.
fn moved(
    news: &ChangeNews,
    level: NoticeLevel,
    now: Timestamp,
    was: Option<&Side<'_>>,
    is: Option<&Side<'_>>,
) -> Words {
    let today = central_day(now);
    let way = was.zip(is).map_or(Way::Later, |(was, is)| way(was, is));
    let everything = level == NoticeLevel::Everything;
    let named = news.name_at(level).is_some();
    let (what, unnamed) = match way {
        Way::EarlierDate => (
            "Hearing moved earlier",
            "A hearing was moved to an earlier date",
        ),
        Way::EarlierTime => (
            "Hearing moved earlier",
            "A hearing was moved to an earlier time",
        ),
        Way::Later => ("Hearing moved", "A hearing was moved"),
        Way::Elsewhere => ("Hearing changed", "A hearing changed in a case you follow"),
    };
    let mut body = Vec::new();
    let new = is.and_then(|side| side.when_central(today));
    body.push(match (way, new) {
        (Way::Elsewhere, Some(new)) => sentence(&format!("Still {new}")),
        (_, Some(new)) => sentence(&format!("Now {new}")),
        (_, None) => "The new day cannot be read.".to_owned(),
    });
    if way == Way::Elsewhere {
        let (old_place, new_place) = (was.and_then(|s| s.location), is.and_then(|s| s.location));
        match new_place {
            Some(place) if everything && new_place != old_place => {
                body.push(sentence(&format!("Now at {}", cut(place, 80))));
            }
            _ if new_place != old_place => body.push("The place changed.".to_owned()),
            _ => body.push("Its judge or details changed.".to_owned()),
        }
    } else if level <= NoticeLevel::CaseName
        && let Some(old) = was.and_then(|side| old_words(side, is, everything, today))
    {
        body.push(sentence(&format!("It was {old}")));
    }
    match is.and_then(|side| side.purpose) {
        Some(purpose) if everything => body.push(sentence(&cut(purpose, 60))),
        _ if !named => body.push("Open to see which case.".to_owned()),
        _ => {}
    }
    Words::new(news.name_at(level), what, unnamed, body.join(" "))
}

/// How it was, as short as is clear: with the time at level A, or when only the time differs.
fn old_words(
    was: &Side<'_>,
    is: Option<&Side<'_>>,
    everything: bool,
    today: Date,
) -> Option<String> {
    let day = was.day?;
    let same_day = is.is_some_and(|is| is.day == Some(day));
    Some(match was.time {
        Some(time) if same_day => time_words(time),
        Some(time) if everything => format!("{}, {}", date_words(day, today), time_words(time)),
        _ => date_words(day, today),
    })
}

/// §5.
fn set(news: &ChangeNews, level: NoticeLevel, now: Timestamp, side: Option<&Side<'_>>) -> Words {
    let when = side
        .and_then(|s| s.when_central(central_day(now)))
        .map_or_else(
            || "The day cannot be read.".to_owned(),
            |when| sentence(&capital(&when)),
        );
    let purpose = side
        .and_then(|s| s.purpose)
        .filter(|_| level <= NoticeLevel::CaseName)
        .map(|purpose| format!(" {}", sentence(&cut(purpose, 60))))
        .unwrap_or_default();
    Words::new(
        news.name_at(level),
        "Hearing set",
        "A hearing was set in a case you follow",
        format!("{when}{purpose}"),
    )
}

/// §6.
fn off(news: &ChangeNews, level: NoticeLevel, now: Timestamp, side: Option<&Side<'_>>) -> Words {
    let when = side.and_then(|s| s.when(central_day(now)));
    let (what, unnamed, body) = if news.kind == ChangeKind::HearingCancelled {
        let when = when.unwrap_or_else(|| "it without a day that can be read".to_owned());
        (
            "Hearing cancelled",
            "A hearing was cancelled in a case you follow",
            format!(
                "{} Call the clerk before you decide not to go.",
                sentence(&format!("The docket cancels {when}"))
            ),
        )
    } else {
        let when = when.map_or_else(
            || "Its day cannot be read.".to_owned(),
            |w| sentence(&capital(&w)),
        );
        (
            "Hearing no longer listed",
            "A hearing is no longer listed",
            format!("{when} The court gave no reason. Call the clerk."),
        )
    };
    Words::new(news.name_at(level), what, unnamed, body)
}

/// A sentence begins with a capital letter.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
