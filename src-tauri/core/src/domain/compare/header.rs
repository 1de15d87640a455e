//! Comparing headers.

use super::super::{CaseHeader, Disposition, HeaderField};
use super::plain;

/// A part of the header that the court now words differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderChange {
    /// Which part.
    pub field: HeaderField,
    /// As it was; `None` when the court had said nothing.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// What changed in the header. A part that the court no longer gives is drift, not a change; court ids move without
/// being told; case and blanks do not matter.
///
/// A judge or a disposition where there was none is news. Any other part that appears for the first time is not: the
/// court had it all along and left it out of its earlier answer.
pub fn compare_header(known: &CaseHeader, shown: &CaseHeader) -> Vec<HeaderChange> {
    let style = |h: &CaseHeader| Some(h.style.0.clone());
    let filed_on = |h: &CaseHeader| h.filed_on.map(|d| d.to_string());
    let mut changes = Vec::new();
    let mut part = |field, before: Option<String>, after: Option<String>, news_when_first| {
        let before = before.filter(|words| !words.trim().is_empty());
        let Some(after) = after.filter(|words| !words.trim().is_empty()) else {
            return;
        };
        let differs = match &before {
            Some(before) => plain(before) != plain(&after),
            None => news_when_first,
        };
        if differs {
            changes.push(HeaderChange {
                field,
                before,
                after: Some(after),
            });
        }
    };
    part(HeaderField::Style, style(known), style(shown), false);
    part(
        HeaderField::Judge,
        known.judge.clone(),
        shown.judge.clone(),
        true,
    );
    let (before, after) = dispositions(known.disposition.as_ref(), shown.disposition.as_ref());
    let disposed = after
        .as_deref()
        .is_some_and(|words| plain(words) != "NOT DISPOSED");
    part(HeaderField::Disposition, before, after, disposed);
    part(
        HeaderField::Location,
        known.location.clone(),
        shown.location.clone(),
        false,
    );
    part(
        HeaderField::CaseType,
        known.case_type.clone(),
        shown.case_type.clone(),
        false,
    );
    part(
        HeaderField::FiledOn,
        filed_on(known),
        filed_on(shown),
        false,
    );
    part(
        HeaderField::SecurityLevel,
        known.security_level.clone(),
        shown.security_level.clone(),
        false,
    );
    changes
}

/// Both dispositions in words; with their days when only the day tells them apart.
fn dispositions(
    known: Option<&Disposition>,
    shown: Option<&Disposition>,
) -> (Option<String>, Option<String>) {
    let words = |d: Option<&Disposition>| d.map(|d| d.description.clone());
    if let (Some(before), Some(after)) = (known, shown)
        && plain(&before.description) == plain(&after.description)
        && let (Some(was), Some(is)) = (before.disposed_on, after.disposed_on)
        && was != is
    {
        let with_day = |d: &Disposition, on| Some(format!("{}, {on}", d.description));
        return (with_day(before, was), with_day(after, is));
    }
    (words(known), words(shown))
}
