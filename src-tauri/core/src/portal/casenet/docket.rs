//! The docket: `docketEntriesSearch.do` (`wire-format.md` §4.5).

use std::collections::HashSet;

use serde::de::{Deserialize, Deserializer};

use super::Casenet;
use super::answer::{About, RawAnswer, from_start, read_data};
use super::lenient::{Day, Field, Flag, Many, Num, Text, lenient};
use crate::domain::{
    AssociatedEntry, CaseKey, Docket, DocketEntry, Document, NamedCourt, Setting, SettingMark,
};
use crate::portal::error::{Because, PortalError};

/// All entries, newest first, as the portal's own page asks for them.
const PATH: &str = "cases/docketEntriesSearch.do?displayOption=A&sortOption=D&hasChange=false";

/// The key of the entries.
const LIST: &str = "docketTabModelList";
/// The key of an entry's settings.
const SETTINGS: &str = "associatedDocketScheduledInfo";

lenient! {
    RawDocket {
        case_number: Text<'de> = "caseNumber",
        court_id: Text<'de> = "courtId",
        court_code: Text<'de> = "courtCode" | "cortCode",
        entries: Many<Shown> = "docketTabModelList",
        public_documents: Flag = "canUserSeePublicDocuments",
        error: Text<'de> = "error" | "message" | "exception",
    }
}

/// One entry as shown, turned into the court's words as soon as it is read, so that a docket of 10,000 entries is not
/// held twice.
pub(super) struct Shown {
    /// The display index, 1 for the oldest.
    whichone: Option<i64>,
    entry: DocketEntry,
    /// Whether its documents have a link, where the portal says so.
    link: Option<bool>,
    /// The part whose shape we do not know. Read as empty, it would look as if a hearing or document had gone.
    odd: Option<&'static str>,
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        RawEntry::deserialize(d).map(shown)
    }
}

lenient! {
    RawEntry {
        whichone: Num = "whichone",
        sequence: Num = "sequenceNumber",
        filed_on: Day = "filingDate",
        description: Text<'de> = "docketDesc",
        text: Text<'de> = "docketText",
        code: Text<'de> = "docketCode",
        class_code: Text<'de> = "predCode",
        filed_by: Text<'de> = "filingPartyFullName",
        on_behalf_of: Text<'de> = "behalfOfPartiesNames",
        confidential: Flag = "confidential",
        link: Flag = "canSeeCaseDocuments",
        documents: Many<RawDocument<'de>> = "document" | "documents",
        settings: Many<RawSetting<'de>> = "associatedDocketScheduledInfo",
        associated: Many<RawEdge<'de>> = "associatedDocketInfoDetails",
    }
}

lenient! {
    /// A document in one of its three spellings, or an object around more of them.
    RawDocument {
        id: DocumentId = "documentId" | "docId" | "cebdmsdId",
        title: Text<'de> = "documentTitle" | "cebdmsdDesc" | "title",
        extension: Text<'de> = "documentExtension" | "cebdmsdExt" | "extension",
        security_level: Num = "documentSecurityLevel",
        inner: Many<RawDocument<'de>> = "documentModels" | "document" | "documents" | "documentModel",
    }
}

lenient! {
    RawSetting {
        on: Day = "associatedDate",
        time: Text<'de> = "associatedTime",
        purpose: Text<'de> = "associatedDescription",
        location: Text<'de> = "associatedText",
        judge: Text<'de> = "associatedName",
        mark: Text<'de> = "assocDtypPredCode",
    }
}

lenient! {
    RawEdge {
        on: Day = "associatedDate",
        description: Text<'de> = "associatedDescription",
        main: Num = "mainDockSeq",
        assoc: Num = "assocDockSeq",
    }
}

/// A document's id; 0 and an empty text stand for none.
#[derive(Debug, Default)]
pub(super) struct DocumentId(Option<String>);

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self(Text::deserialize(d)?.owned().filter(|id| id != "0")))
    }
}

impl Field for DocumentId {
    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.entry.fmt(f)
    }
}

impl Casenet {
    /// Asks for the docket of a case.
    ///
    /// # Errors
    /// [`PortalError`].
    pub async fn fetch_docket(&self, key: &CaseKey) -> Result<RawAnswer, PortalError> {
        let rest = [("isTicket", ""), ("tabName", "Docket")];
        self.case_data(key, "docket", PATH, &rest).await
    }
}

/// Reads a docket answer; entries come oldest first.
///
/// # Errors
/// As [`super::read_header`]. An answer without the list of entries, or with something in it that is no entry, is
/// [`PortalError::Unreadable`]: it would otherwise look as if entries had been withdrawn.
pub fn read_docket(raw: &RawAnswer, key: &CaseKey) -> Result<Docket, PortalError> {
    let about = About {
        part: "docket",
        key,
    };
    read_data(raw, &about, |text| {
        let (raw, end) = from_start::<RawDocket<'_>>(text)?;
        Ok((reading(raw, &about), end))
    })?
}

fn reading(raw: RawDocket<'_>, about: &About<'_>) -> Result<Docket, PortalError> {
    if !raw.is_object {
        return Err(about.unreadable(Because::Shape { key: LIST }));
    }
    let Some(answered) = raw.case_number.get() else {
        return Err(if raw.entries.items.is_empty() {
            about.nameless(raw.error.get())
        } else {
            about.unreadable(Because::Missing { key: "caseNumber" })
        });
    };
    let case_number = about.same_case(answered)?;
    if !raw.entries.present {
        return Err(about.unreadable(Because::Missing { key: LIST }));
    }
    // What the answer says of all documents holds where an entry does not speak for itself.
    let all_linked = raw.public_documents.0;
    let mut shown = raw.entries.items;
    if let Some(key) = shown.iter().find_map(|s| s.odd) {
        return Err(about.unreadable(Because::Shape { key }));
    }
    put_oldest_first(&mut shown);
    let mut entries: Vec<DocketEntry> = shown
        .into_iter()
        .map(|s| DocketEntry {
            without_link: !s.entry.documents.is_empty() && s.link.or(all_linked) == Some(false),
            ..s.entry
        })
        // An object without any of the keys that we know says nothing that could be shown.
        .filter(|e| *e != DocketEntry::default())
        .collect();
    drop_repeats(&mut entries);
    Ok(Docket {
        case_number,
        court: NamedCourt {
            id: raw.court_id.owned(),
            code: raw.court_code.owned(),
        },
        entries,
    })
}

/// Oldest first: by the display index where every entry has one of its own; else as given, turned round unless the
/// dates say that the portal gave them oldest first.
fn put_oldest_first(shown: &mut [Shown]) {
    let indices: Option<Vec<i64>> = shown
        .iter()
        .map(|s| s.whichone.filter(|n| *n > 0))
        .collect();
    if let Some(indices) = indices
        && indices.is_sorted_by(|a, b| a > b)
    {
        shown.reverse();
        return;
    }
    if shown.iter().all(|s| s.whichone.is_some_and(|n| n > 0)) {
        // Equal indices keep the order in which they would stand after turning round.
        shown.reverse();
        shown.sort_by_key(|s| s.whichone);
        return;
    }
    let mut days = shown.iter().filter_map(|s| s.entry.filed_on);
    let (first, last) = (days.next(), days.next_back());
    let given_oldest_first = matches!((first, last), (Some(first), Some(last)) if first < last);
    if !given_oldest_first {
        shown.reverse();
    }
}

/// An entry that comes twice with the same database sequence and the same content is one entry. Entries without a
/// sequence stay apart, since two equal filings of one day are two filings.
fn drop_repeats(entries: &mut Vec<DocketEntry>) {
    let mut seen = HashSet::with_capacity(entries.len());
    let repeats = entries
        .iter()
        .any(|e| e.sequence.is_some_and(|n| !seen.insert(n)));
    if !repeats {
        return;
    }
    let mut kept: Vec<DocketEntry> = Vec::with_capacity(entries.len());
    let mut by_sequence: std::collections::HashMap<i64, Vec<usize>> =
        std::collections::HashMap::new();
    for entry in entries.drain(..) {
        if let Some(sequence) = entry.sequence {
            let same = by_sequence.entry(sequence).or_default();
            if same.iter().any(|at| kept[*at] == entry) {
                continue;
            }
            same.push(kept.len());
        }
        kept.push(entry);
    }
    *entries = kept;
}

fn shown(raw: RawEntry<'_>) -> Shown {
    let sequence = raw.sequence.0.filter(|n| *n > 0);
    let odd = if !raw.is_object {
        Some(LIST)
    } else if raw.settings.odd || raw.settings.items.iter().any(|s| !s.is_object) {
        Some(SETTINGS)
    } else if raw.documents.odd {
        Some("document")
    } else {
        None
    };
    let mut documents = Vec::new();
    gather(raw.documents.items, &mut documents);
    let entry = DocketEntry {
        sequence,
        filed_on: raw.filed_on.0,
        description: raw.description.or_empty(),
        text: raw.text.owned(),
        filed_by: raw.filed_by.owned(),
        on_behalf_of: raw.on_behalf_of.owned(),
        code: raw.code.owned(),
        class_code: raw.class_code.owned(),
        documents,
        settings: raw.settings.items.into_iter().filter_map(setting).collect(),
        associated: raw
            .associated
            .items
            .into_iter()
            .filter_map(|edge| associated(edge, sequence))
            .collect(),
        confidential: raw.confidential.is_set(),
        without_link: false,
    };
    Shown {
        link: raw.link.0,
        whichone: raw.whichone.0,
        entry,
        odd,
    }
}

/// Documents, however deep they are wrapped. An object without an id offers nothing to open.
fn gather(raw: Vec<RawDocument<'_>>, into: &mut Vec<Document>) {
    for raw in raw {
        if let Some(document_id) = raw.id.0 {
            let known = into.iter().any(|d| d.document_id == document_id);
            if !known {
                into.push(Document {
                    document_id,
                    title: raw.title.or_empty(),
                    extension: raw.extension.or_empty(),
                    security_level: raw.security_level.0.and_then(|n| u8::try_from(n).ok()),
                });
            }
        }
        gather(raw.inner.items, into);
    }
}

fn setting(raw: RawSetting<'_>) -> Option<Setting> {
    let setting = Setting {
        scheduled_on: raw.on.0,
        time: raw.time.owned(),
        purpose: raw.purpose.or_empty(),
        location: raw.location.owned(),
        judge: raw.judge.owned(),
        mark: SettingMark::parse(raw.mark.get().unwrap_or("")),
    };
    (setting.scheduled_on.is_some() || setting.time.is_some() || !setting.purpose.is_empty())
        .then_some(setting)
}

/// An edge is written on both of its entries with the same pair; date and title are those of the other end.
fn associated(raw: RawEdge<'_>, own: Option<i64>) -> Option<AssociatedEntry> {
    let positive = |n: Num| n.0.filter(|n| *n > 0);
    let sequence = match (own, positive(raw.main), positive(raw.assoc)) {
        (Some(own), Some(main), assoc) if main == own => assoc,
        (Some(own), main, Some(assoc)) if assoc == own => main,
        _ => None,
    };
    let edge = AssociatedEntry {
        sequence,
        filed_on: raw.on.0,
        description: raw.description.or_empty(),
    };
    (edge.sequence.is_some() || edge.filed_on.is_some() || !edge.description.is_empty())
        .then_some(edge)
}
