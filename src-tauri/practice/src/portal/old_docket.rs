//! The docket as the older site drew it (wire-format.md §4.8, one saved page of 2015): a form for the order, a table
//! inside the form that answers an entry, a separator before each new day, and an empty `<b></b>` where the day is the
//! one above. The order of the pieces on the page, and the addresses of pictures, are invented (unverified).

use minijinja::{Value, context};

use super::{
    answer::Answer,
    asked::Asked,
    pages::{render, slashed},
};
use crate::{
    wire::docket::{Wanted, shown},
    world::truth::CaseTruth,
};

/// A hidden field of the tabs' form.
fn field(name: &str, value: &str) -> Value {
    context! { name => name, value => value }
}

/// The whole docket on one page.
pub(crate) fn answer(asked: &Asked, case: &CaseTruth, wanted: Wanted) -> Answer {
    let mut day = None;
    let entries: Vec<Value> = shown(case, wanted)
        .into_iter()
        .map(|entry| {
            let new = day.replace(entry.filed_on) != Some(entry.filed_on);
            let filed_by = entry.filed_by.as_ref().map(|filer| {
                context! {
                    last => &filer.name.last,
                    first => &filer.name.first,
                    middle => &filer.name.middle,
                }
            });
            let document = entry
                .documents
                .first()
                .map(|one| format!("/fv/c/?courtCode={}&di={}", case.court_code, one.id));
            context! {
                // Empty: the day of the row above.
                date => if new { slashed(entry.filed_on) } else { String::new() },
                description => entry.description.as_ref(),
                text => entry.text.as_deref(),
                filed_by => filed_by,
                on_behalf_of => entry.on_behalf_of.as_ref(),
                document => document,
            }
        })
        .collect();
    let disposed = case.disposed_on.map(slashed).unwrap_or_default();
    let is_disposed = if case.disposed_on.is_some() { "Y" } else { "N" };
    let hidden = vec![
        field("caseNumber", &case.number),
        field("courtId", &case.court_id),
        field("caseDesc", &case.style),
        field("courtDesc", &case.circuit),
        field("courtType", &case.court_type),
        field("vineCode", ""),
        field("predCode", &case.pred_code),
        field("vineID", &case.number),
        field("caseTypeCode", &case.case_type_code),
        field("vineDisplay", "N"),
        field("fileId", "(E-CASE)"),
        field("locnCode", &case.locn),
        field("dispositionDate", &disposed),
        field("dispositionTime", ""),
        field("isDisposed", is_disposed),
    ];
    Answer::html(&render(
        "old_docket.html",
        context! {
            root => asked.root,
            number => &case.number,
            style => &case.style,
            court_id => &case.court_id,
            locn => case.locn.as_ref(),
            newest_first => wanted.newest_first,
            pending => wanted.pending_motions,
            hidden => hidden,
            entries => entries,
        },
    ))
}
