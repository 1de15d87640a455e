//! Turns the two stored sides of a change ([`crate::domain::told`]) into what a row of Today shows.

use serde_json::Value;

use crate::app::views::{RedlineKind, RedlineView, SettingView};
use crate::domain::redline::{PartKind, redline};
use crate::domain::{ChangeKind, HeaderField};

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
