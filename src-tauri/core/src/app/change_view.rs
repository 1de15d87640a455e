//! Turns the two stored sides of a change ([`crate::domain::told`]) into what a row of Today shows.

use serde_json::Value;

use crate::app::views::{ChangeView, HearingNow, RedlineKind, RedlineView, SettingView};
use crate::domain::redline::{PartKind, redline};
use crate::domain::told::setting_value;
use crate::domain::{ChangeKind, HeaderField, HearingState};
use crate::storage::{StoredChange, StoredHearing};

/// A change as a row shows it; `hearings` are those of its case as they stand.
pub(crate) fn change_view(change: StoredChange, hearings: &[StoredHearing]) -> ChangeView {
    let hearing_now = hearing_now(&change, hearings);
    let seen = sides(
        change.kind,
        change.header_field(),
        change.before.as_ref(),
        change.after.as_ref(),
    );
    ChangeView {
        id: change.change_id,
        case_id: change.case_id,
        kind: change.kind,
        found_at: change.found_at.to_string(),
        after_at: change.after_at.map(|t| t.to_string()),
        entry_id: change.entry_id,
        title: seen.title,
        filed_on: seen.filed_on,
        filed_by: seen.filed_by,
        on_behalf_of: seen.on_behalf_of,
        documents: seen.documents,
        text: seen.text,
        text_before: seen.text_before,
        redline: seen.redline,
        mostly_changed: seen.mostly_changed,
        hearing_before: seen.hearing_before,
        hearing_after: seen.hearing_after,
        hearing_now,
        reviewed_at: change.reviewed_at.map(|t| t.to_string()),
        reviewed_by: change.reviewed_by.filter(|by| !by.is_empty()),
        needs_acknowledgement: change.kind.needs_acknowledgement(),
    }
}

/// What has become of the hearing of a change since. A row that waits for review stays as it was found; without this it
/// would go on naming a day that was moved or cancelled by a later change.
fn hearing_now(change: &StoredChange, hearings: &[StoredHearing]) -> Option<HearingNow> {
    let left = match change.kind {
        ChangeKind::HearingSet | ChangeKind::HearingMoved => HearingState::Set,
        ChangeKind::HearingCancelled => HearingState::Cancelled,
        ChangeKind::HearingUnlisted => HearingState::Unlisted,
        _ => return None,
    };
    let id = change.hearing_id?;
    let stored = hearings.iter().find(|h| h.hearing_id == id)?;
    let setting = setting_view(&setting_value(&stored.hearing.setting));
    let as_left = stored.hearing.state == left
        && (left != HearingState::Set
            || change.after.as_ref().map(setting_view).is_some_and(|then| {
                (&then.scheduled_on, &then.time) == (&setting.scheduled_on, &setting.time)
            }));
    (!as_left).then_some(HearingNow {
        state: stored.hearing.state,
        setting,
    })
}

/// The parts of a [`crate::app::views::ChangeView`] that come from the two sides.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Sides {
    pub title: String,
    pub filed_on: Option<String>,
    pub filed_by: Option<String>,
    pub on_behalf_of: Option<String>,
    pub documents: u32,
    pub text: Option<String>,
    pub text_before: Option<String>,
    pub redline: Vec<RedlineView>,
    pub mostly_changed: bool,
    pub hearing_before: Option<SettingView>,
    pub hearing_after: Option<SettingView>,
}

/// Reads the sides. A side that an older version wrote in another shape leaves its parts empty; it never fails.
pub(crate) fn sides(
    kind: ChangeKind,
    field: Option<HeaderField>,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Sides {
    match kind {
        ChangeKind::EntryAdded | ChangeKind::EntryAmended | ChangeKind::EntryWithdrawn => {
            entry_sides(kind, before, after)
        }
        ChangeKind::HearingSet
        | ChangeKind::HearingMoved
        | ChangeKind::HearingCancelled
        | ChangeKind::HearingUnlisted => {
            let (was, now) = (before.map(setting_view), after.map(setting_view));
            let title = now
                .as_ref()
                .or(was.as_ref())
                .map(|s| s.purpose.clone())
                .unwrap_or_default();
            Sides {
                title,
                hearing_before: was,
                hearing_after: now,
                ..Sides::default()
            }
        }
        ChangeKind::PartyChanged => {
            let (was, now) = (before.map(party_words), after.map(party_words));
            let title = match (&was, &now) {
                (None, _) => "A party was added",
                (_, None) => "A party was removed",
                _ => "A party changed",
            };
            with_redline(Sides {
                title: title.to_owned(),
                text: now,
                text_before: was,
                ..Sides::default()
            })
        }
        ChangeKind::HeaderChanged => with_redline(Sides {
            title: field.map_or("Case header", header_title).to_owned(),
            text: after.and_then(words),
            text_before: before.and_then(words),
            ..Sides::default()
        }),
        ChangeKind::CaseUnavailable => Sides {
            title: "The court no longer shows this case".to_owned(),
            ..Sides::default()
        },
    }
}

/// What a person calls the field.
pub(crate) fn header_title(field: HeaderField) -> &'static str {
    match field {
        HeaderField::Style => "Style of case",
        HeaderField::Judge => "Judge",
        HeaderField::Disposition => "Outcome",
        HeaderField::Location => "Location",
        HeaderField::CaseType => "Case type",
        HeaderField::FiledOn => "Filing date",
        HeaderField::SecurityLevel => "Security level",
    }
}

/// A redline as the window shows it.
pub(crate) fn redline_view(before: &str, after: &str) -> (Vec<RedlineView>, bool) {
    let found = redline(before, after);
    let parts = found
        .parts
        .into_iter()
        .map(|part| RedlineView {
            kind: match part.kind {
                PartKind::Same => RedlineKind::Same,
                PartKind::Added => RedlineKind::Added,
                PartKind::Removed => RedlineKind::Removed,
            },
            text: part.text,
        })
        .collect();
    (parts, found.mostly_changed)
}

/// Title and text as one text, for a redline over both.
pub(crate) fn entry_words(description: &str, text: Option<&str>) -> String {
    match text {
        Some(text) if !text.is_empty() => format!("{description}\n{text}"),
        _ => description.to_owned(),
    }
}

/// Reads a stored setting.
pub(crate) fn setting_view(value: &Value) -> SettingView {
    SettingView {
        purpose: part(value, "purpose").unwrap_or_default(),
        scheduled_on: part(value, "scheduled_on"),
        time: part(value, "time"),
        starts_at: part(value, "starts_at"),
        location: part(value, "location"),
        judge: part(value, "judge"),
    }
}

fn entry_sides(kind: ChangeKind, before: Option<&Value>, after: Option<&Value>) -> Sides {
    let shown = after.or(before).unwrap_or(&Value::Null);
    let mut sides = Sides {
        title: part(shown, "description").unwrap_or_default(),
        filed_on: part(shown, "filed_on"),
        filed_by: part(shown, "filed_by"),
        on_behalf_of: part(shown, "on_behalf_of"),
        documents: shown["documents"]
            .as_array()
            .map_or(0, |d| u32::try_from(d.len()).unwrap_or(u32::MAX)),
        text: after.and_then(|side| part(side, "text")),
        text_before: before.and_then(|side| part(side, "text")),
        ..Sides::default()
    };
    if let (ChangeKind::EntryAmended, Some(before), Some(after)) = (kind, before, after) {
        let same_title = part(before, "description") == part(after, "description");
        // The title stands above the redline; it is redlined too only when it changed itself.
        let words = |side: &Value| {
            let text = part(side, "text");
            if same_title {
                text.unwrap_or_default()
            } else {
                entry_words(
                    &part(side, "description").unwrap_or_default(),
                    text.as_deref(),
                )
            }
        };
        (sides.redline, sides.mostly_changed) = redline_view(&words(before), &words(after));
    }
    sides
}

fn with_redline(mut sides: Sides) -> Sides {
    if let (Some(before), Some(after)) = (&sides.text_before, &sides.text) {
        (sides.redline, sides.mostly_changed) = redline_view(before, after);
    }
    sides
}

fn party_words(value: &Value) -> String {
    let mut line = [part(value, "name"), part(value, "role")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(address) = part(value, "address") {
        line.push('\n');
        line.push_str(&address);
    }
    for attorney in value["attorneys"].as_array().into_iter().flatten() {
        line.push_str("\nRepresented by ");
        line.push_str(&part(attorney, "name").unwrap_or_default());
    }
    line
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn part(value: &Value, key: &str) -> Option<String> {
    value[key]
        .as_str()
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_amended_entry_is_redlined_word_by_word_under_its_title() {
        let before = json!({ "description": "Order", "text": "Motion is denied.", "filed_on": "2026-11-09" });
        let after = json!({ "description": "Order", "text": "Motion is sustained.", "filed_on": "2026-11-09" });
        let seen = sides(ChangeKind::EntryAmended, None, Some(&before), Some(&after));
        assert_eq!(seen.title, "Order");
        let removed: Vec<_> = seen
            .redline
            .iter()
            .filter(|p| p.kind == RedlineKind::Removed)
            .map(|p| p.text.trim())
            .collect();
        assert_eq!(
            removed,
            ["denied"],
            "only the word that changed is struck, not the title and not the sentence"
        );
    }

    #[test]
    fn a_side_of_an_unknown_shape_leaves_its_parts_empty() {
        for odd in [
            json!(null),
            json!([1]),
            json!("x"),
            json!({ "documents": 3 }),
        ] {
            for kind in ChangeKind::ALL {
                sides(kind, None, Some(&odd), Some(&odd));
            }
        }
    }
}
