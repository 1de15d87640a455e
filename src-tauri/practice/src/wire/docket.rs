//! `docketEntriesSearch.do` (wire-format.md §4.5): entries, their settings, and each association on both ends.

use std::collections::HashMap;

use crate::{
    wire::{
        header,
        pen::{Native, Pen},
    },
    world::{
        drift::{DocumentShape, Drift},
        truth::{CaseTruth, DocumentTruth, EntryTruth, Setting, clock_words},
    },
};

/// What the visitor asked to see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// `sortOption` `D`.
    pub(crate) newest_first: bool,
    /// `displayOption` `P`.
    pub(crate) pending_motions: bool,
    /// How many entries at most, oldest first; a cut-off docket is one of the failures.
    pub(crate) at_most: usize,
}

/// The whole docket in one answer.
pub(crate) fn docket(case: &CaseTruth, drift: &Drift, wanted: Wanted) -> Vec<u8> {
    let mut pen = Pen::new(drift, 1_000 + case.entries.len() * 700);
    pen.object(|pen| {
        pen.json.text("caseNumber", &case.number);
        pen.flag("protectionOrder", false, Native::Bool);
        pen.json.text("locnCode", &case.locn);
        pen.json.text("courtCode", &case.court_code);
        pen.json.key("docketTabModelList").open(b'[');
        entries(pen, case, wanted);
        pen.json.close(b']');
        pen.json.text("courtType", &case.court_type);
        pen.flag("disposed", case.disposed_on.is_some(), Native::Bool);
        header::permission_flags(pen, true);
    });
    pen.finish()
}

fn entries(pen: &mut Pen<'_>, case: &CaseTruth, wanted: Wanted) {
    let edges = Edges::of(&case.entries);
    for place in places(case, wanted, &edges) {
        pen.object(|pen| entry(pen, case, place, &case.entries[place], &edges));
    }
}

/// The entries that are shown, in the order wanted.
pub(crate) fn shown(case: &CaseTruth, wanted: Wanted) -> Vec<&EntryTruth> {
    let edges = Edges::of(&case.entries);
    places(case, wanted, &edges)
        .map(|place| &case.entries[place])
        .collect()
}

fn places(case: &CaseTruth, wanted: Wanted, edges: &Edges<'_>) -> impl Iterator<Item = usize> {
    let count = case.entries.len().min(wanted.at_most);
    (0..count)
        .map(move |step| {
            if wanted.newest_first {
                count - 1 - step
            } else {
                step
            }
        })
        .filter(move |place| {
            !wanted.pending_motions || is_pending_motion(&case.entries[*place], edges)
        })
}

/// Motions that no order answers.
fn is_pending_motion(entry: &EntryTruth, edges: &Edges<'_>) -> bool {
    entry.description.contains("Motion") && edges.answered_by(entry.sequence).is_empty()
}

/// The associations of a docket, by the sequence of each end.
struct Edges<'a> {
    by_sequence: HashMap<u32, &'a EntryTruth>,
    answered_by: HashMap<u32, Vec<&'a EntryTruth>>,
}

impl<'a> Edges<'a> {
    fn of(entries: &'a [EntryTruth]) -> Self {
        let mut by_sequence = HashMap::new();
        let mut answered_by: HashMap<u32, Vec<&EntryTruth>> = HashMap::new();
        for entry in entries {
            for main in &entry.answers {
                answered_by.entry(*main).or_default().push(entry);
            }
        }
        // Only entries that something answers are ever looked up.
        for entry in entries {
            if answered_by.contains_key(&entry.sequence) {
                by_sequence.insert(entry.sequence, entry);
            }
        }
        Self {
            by_sequence,
            answered_by,
        }
    }

    fn answered_by(&self, sequence: u32) -> &[&'a EntryTruth] {
        self.answered_by.get(&sequence).map_or(&[], Vec::as_slice)
    }
}

fn entry(pen: &mut Pen<'_>, case: &CaseTruth, place: usize, entry: &EntryTruth, edges: &Edges<'_>) {
    pen.whole("whichone", place as u64 + 1);
    pen.json.date("filingDate", entry.filed_on);
    pen.json.text("docketDesc", &entry.description);
    if !Drift::on(pen.drift.without_docket_text) {
        pen.json.some_text("docketText", entry.text.as_deref());
    }
    if !Drift::on(pen.drift.without_pred_code) {
        pen.json.some_text("predCode", entry.pred_code.as_deref());
    }
    pen.whole("sequenceNumber", u64::from(entry.sequence));
    match &entry.filed_by {
        Some(filer) => {
            pen.json.text("filingPartyFullName", &filer.name.natural());
            let code = match filer.role.as_str() {
                "Prosecuting Attorney" => "PA",
                role if role.starts_with("Attorney") => "APA",
                _ => "DFT",
            };
            pen.json.text("filingPartyTypeCode", code);
            pen.json.text("filingPartyLastName", &filer.name.last);
            pen.json.text("filingPartyFirstName", &filer.name.first);
            if !filer.name.middle.is_empty() {
                pen.json.text("filingPartyMidInitial", &filer.name.middle);
            }
            pen.json.text("eventDesc", &filer.role);
            pen.whole("displaySortSeq", 1);
        }
        None => pen.json.text("filingPartyFullName", ""),
    }
    pen.json.text("docketCode", &entry.code);
    pen.json.text("dtypPredCode", &case.pred_code);
    pen.flag("hrngOutcome", false, Native::Letter);
    pen.whole("documentId", 0);
    associations(pen, entry, edges);
    pen.list(
        "associatedDocketScheduledInfo",
        &entry.settings,
        |pen, row| pen.object(|pen| setting(pen, entry, row)),
    );
    documents(pen, entry);
    pen.json.text("behalfOfPartiesNames", &entry.on_behalf_of);
    pen.flag(
        "canSeeCaseDocuments",
        !entry.documents.is_empty(),
        Native::Bool,
    );
    pen.flag("confidential", entry.confidential, Native::Bool);
}

/// An association is an edge, repeated on both entries with the same pair; date and description are the other end's.
fn associations(pen: &mut Pen<'_>, entry: &EntryTruth, edges: &Edges<'_>) {
    let mut pairs: Vec<(&EntryTruth, u32, u32)> = Vec::new();
    for main in &entry.answers {
        if let Some(other) = edges.by_sequence.get(main) {
            pairs.push((other, *main, entry.sequence));
        }
    }
    for other in edges.answered_by(entry.sequence) {
        pairs.push((other, entry.sequence, other.sequence));
    }
    pen.list(
        "associatedDocketInfoDetails",
        &pairs,
        |pen, (other, main, later)| {
            pen.object(|pen| {
                pen.json.date("associatedDate", other.filed_on);
                pen.json.text("associatedDescription", &other.description);
                pen.json.some_text("associatedText", other.text.as_deref());
                pen.whole("mainDockSeq", u64::from(*main));
                pen.whole("assocDockSeq", u64::from(*later));
                pen.json
                    .some_text("assocDocketCode", other.pred_code.as_deref());
                pen.whole("documentId", 0);
                pen.flag("viewDoc", false, Native::Letter);
                pen.flag("confInd", false, Native::Letter);
                pen.list::<u8>("document", &[], |_, _| {});
            });
        },
    );
}

fn setting(pen: &mut Pen<'_>, entry: &EntryTruth, row: &Setting) {
    pen.json.date("associatedDate", row.date);
    pen.json.text("associatedTime", &clock_words(row.time));
    pen.json.text("associatedDescription", &row.purpose);
    pen.json.text("associatedText", &row.location);
    pen.json.text("associatedName", &row.judge);
    pen.json.text("assocFilingPartyLast", "");
    pen.json.text("assocFilingPartyFirst", "");
    pen.json.text("assocFilingPartyMidInitial", "");
    pen.whole("assocDockSeq", u64::from(entry.sequence));
    pen.whole("mainDockSeq", 0);
    pen.whole("documentId", 0);
    pen.json
        .text("assocDtypPredCode", if row.result { "R" } else { "C" });
}

fn documents(pen: &mut Pen<'_>, entry: &EntryTruth) {
    match (pen.drift.document, entry.documents.as_slice()) {
        (Some(DocumentShape::Object), []) => {}
        (Some(DocumentShape::Object), [one, ..]) => {
            pen.object_at("document", |pen| document(pen, entry, one));
        }
        (Some(DocumentShape::Models), all) => pen.object_at("document", |pen| {
            pen.list("documentModels", all, |pen, one| {
                pen.object(|pen| {
                    pen.whole("docId", one.id);
                    pen.whole("cebdmsdId", one.id);
                    pen.json.text("cebdmsdDesc", &one.title);
                    pen.json.text("cebdmsdExt", &one.extension);
                });
            });
        }),
        (_, all) => pen.list("document", all, |pen, one| {
            pen.object(|pen| document(pen, entry, one));
        }),
    }
}

fn document(pen: &mut Pen<'_>, entry: &EntryTruth, document: &DocumentTruth) {
    pen.whole("recordId", document.id);
    pen.whole("docketSeq", u64::from(entry.sequence));
    pen.whole("documentId", document.id);
    pen.whole("documentSecurityLevel", 1);
    pen.json.text("documentTitle", &document.title);
    pen.json.text("documentExtension", &document.extension);
}
