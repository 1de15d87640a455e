//! Reminders of hearings: raised from the store alone, so that they come without any network, too.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::hearing::parse_time_of_day;
use crate::domain::notice_words::ReminderNews;
use crate::domain::reminder::{DAYS_AHEAD, due};
use crate::domain::told::starts_at;
use crate::domain::when::central_day;
use crate::domain::{EntryState, HearingState};
use crate::storage::{NewReminder, Store, StoreError, StoredNotice};

/// The word of a reminder among the notices.
pub const REMINDER: &str = "hearing_reminder";

/// What a reminder is about, as its notice keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    hearing_id: i64,
    day: Date,
}

/// Raises the reminders that are due; one that was raised before is not raised again. Gives back how many are new.
///
/// # Errors
/// When the store cannot be used.
pub async fn raise_due(store: &Store, now: Timestamp) -> Result<usize, StoreError> {
    let today = central_day(now);
    let last = today
        .checked_add(jiff::Span::new().days(DAYS_AHEAD))
        .unwrap_or(today);
    let mut wanted = Vec::new();
    for stored in store.hearings_between(today, last).await? {
        let setting = &stored.hearing.setting;
        let (Some(day), true) = (
            setting.scheduled_on,
            // Of an entry that was withdrawn nobody knows whether its hearing still stands: it is told as a change.
            stored.entry_state != Some(EntryState::Withdrawn),
        ) else {
            continue;
        };
        let about = About {
            hearing_id: stored.hearing_id,
            day,
        };
        if let Some(event_id) = due(
            stored.hearing_id,
            day,
            starts_at(setting),
            stored.changed_at,
            now,
        ) {
            wanted.push(NewReminder {
                event_id,
                case_id: stored.case_id,
                payload: serde_json::to_value(about)?,
            });
        }
    }
    store.raise_reminders(REMINDER, wanted, now).await
}

/// What a stored reminder tells now; `None`: the hearing was moved, cancelled or held meanwhile, or has begun.
///
/// # Errors
/// When the store cannot be read.
pub async fn reminder(
    store: &Store,
    row: &StoredNotice,
    now: Timestamp,
) -> Result<Option<ReminderNews>, StoreError> {
    let about = row
        .payload
        .clone()
        .and_then(|payload| serde_json::from_value::<About>(payload).ok());
    let Some(about) = about else { return Ok(None) };
    let Some(stored) = store.hearing(about.hearing_id).await? else {
        return Ok(None);
    };
    let setting = &stored.hearing.setting;
    let stands = stored.hearing.state == HearingState::Set
        && setting.scheduled_on == Some(about.day)
        && about.day >= central_day(now)
        && starts_at(setting).is_none_or(|at| at > now);
    let case = store.case(stored.case_id, central_day(now)).await?;
    let Some(case) = case.filter(|case| stands && case.closed_at.is_none()) else {
        return Ok(None);
    };
    let style = case.header.style.0.clone();
    Ok(Some(ReminderNews {
        hearing_id: stored.hearing_id,
        case_id: stored.case_id,
        entry_id: stored.entry_id,
        label: case.words.label.clone(),
        official_name: if style.is_empty() {
            case.case_number.clone()
        } else {
            style
        },
        day: about.day,
        time: setting.time.as_deref().and_then(parse_time_of_day),
        location: setting.location.clone(),
    }))
}
