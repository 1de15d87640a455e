//! What is read from the store for views: lists, a case, its docket, Today. Nothing here asks the court.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::change_view::{change_view, entry_words, redline_view, setting_view};
use crate::app::desk::Desk;
use crate::app::documents::opens_here;
use crate::app::views::{
    AssociatedView, AttorneyView, CasePage, CaseQuery, CaseRow, CaseSort, CaseState, CaseView,
    CaseWords, ChangeView, ChargeView, DocketPage, DocumentView, EntryStateView, EntryView,
    HearingView, PartyView, Problem, SettingView, TodayGroup, TodayTab, TodayView, VersionView,
};
use crate::domain::compare::EntryState;
use crate::domain::told::{CENTRAL, setting_value, starts_at};
use crate::domain::{DocketEntry, Setting, ahead};
use crate::storage::{
    CaseFilter, CaseOrder, ChangeFilter, OwnWords, StoreError, StoredCase, StoredChange,
    StoredEntry, StoredHearing,
};
use crate::sync::refresh::central_day;

/// Cases on a page of Today.
const TODAY_CASES: u32 = 100;
/// The longest note, in characters (the window counts down from it).
pub const LONGEST_NOTE: usize = 500;

impl Desk {
    /// A page of the list of cases.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list_cases(&self, query: CaseQuery) -> Result<CasePage, Problem> {
        let store = &self.inner.store;
        let day_ago = self
            .now()
            .checked_sub(jiff::SignedDuration::from_hours(24))
            .unwrap_or(Timestamp::MIN);
        let filter = CaseFilter {
            words: query.filter,
            tag: query.tag,
            unreviewed_only: query.unreviewed_only,
            read_before: query.stale_only.then_some(day_ago),
            unfollowed_too: false,
            order: order(query.sort),
            descending: query.descending,
            offset: query.offset,
            limit: if query.limit == 0 {
                100
            } else {
                query.limit.min(500)
            },
        };
        let list = store.list_cases(&filter, self.court_day()).await?;
        let mut rows = Vec::with_capacity(list.rows.len());
        for case in list.rows {
            rows.push(self.case_row(case).await?);
        }
        let counts = store.counts().await?;
        Ok(CasePage {
            rows,
            total: list.total,
            followed: counts.followed,
            tags: store.tags().await?,
        })
    }

    /// Every stored case, for the terminal and for exports; unfollowed ones on request.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn all_cases(&self, unfollowed_too: bool) -> Result<Vec<CaseRow>, Problem> {
        let filter = CaseFilter {
            unfollowed_too,
            order: CaseOrder::CaseNumber,
            limit: u32::MAX >> 1,
            ..CaseFilter::default()
        };
        let list = self
            .inner
            .store
            .list_cases(&filter, self.court_day())
            .await?;
        let mut rows = Vec::with_capacity(list.rows.len());
        for case in list.rows {
            rows.push(self.case_row(case).await?);
        }
        Ok(rows)
    }

    /// A case on its own page.
    ///
    /// # Errors
    /// `no_such_case`; when the store cannot be read.
    pub async fn case_view(&self, id: i64) -> Result<CaseView, Problem> {
        let store = &self.inner.store;
        let stored = store
            .case(id, self.court_day())
            .await?
            .ok_or(StoreError::NoSuchCase)?;
        let disposed_on = stored
            .header
            .disposition
            .as_ref()
            .and_then(|d| d.disposed_on);
        let documents: usize = store
            .entries_with_documents(id)
            .await?
            .iter()
            .map(|e| e.entry.documents.len())
            .sum();
        Ok(CaseView {
            court: stored.header.court.clone(),
            followed_at: stored.followed_at.to_string(),
            next_check_at: self
                .next_check(stored.next_check_at)
                .await?
                .map(|at| at.to_string()),
            last_docket_incomplete: stored.incomplete,
            disposed_on: disposed_on.map(|d| d.to_string()),
            parties: count(store.parties(id).await?.len()),
            parties_read: stored.parties_read,
            hearings: count(store.hearings(id).await?.len()),
            documents: count(documents),
            charges: count(store.charges(id).await?.len()),
            changes: count(
                store
                    .changes(&ChangeFilter {
                        cases: vec![id],
                        ..ChangeFilter::default()
                    })
                    .await?
                    .len(),
            ),
            case: self.case_row(stored).await?,
        })
    }

    /// A page of a docket, newest first unless asked otherwise; at most 1,000 entries.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn docket_page(
        &self,
        id: i64,
        offset: u32,
        limit: u32,
        oldest_first: bool,
    ) -> Result<DocketPage, Problem> {
        let page = self
            .inner
            .store
            .docket_page(id, offset, limit.clamp(1, 1000), oldest_first)
            .await?;
        Ok(DocketPage {
            entries: page.entries.into_iter().map(entry_view).collect(),
            total: page.total,
        })
    }

    /// The place of an entry on its docket, newest first.
    ///
    /// # Errors
    /// When the entry is not in the store.
    pub async fn entry_offset(&self, id: i64, entry_id: i64) -> Result<u32, Problem> {
        let offset = self.inner.store.entry_offset(id, entry_id).await?;
        offset.ok_or_else(|| {
            Problem::new("no_such_entry", "This entry is no longer in your copy.", "")
        })
    }

    /// The versions of an entry, oldest first, each with what changed to the next; the last is the one now.
    ///
    /// # Errors
    /// When the entry is not in the store.
    pub async fn entry_versions(&self, entry_id: i64) -> Result<Vec<VersionView>, Problem> {
        let store = &self.inner.store;
        let now = store.entry(entry_id).await?.ok_or_else(|| {
            Problem::new("no_such_entry", "This entry is no longer in your copy.", "")
        })?;
        let former = store.entry_versions(entry_id).await?;
        // Between the last reading that showed the old words and the first that showed the new ones lies time in which
        // nobody looked: the new ones were seen when that reading found them.
        let readings = store.readings_that_changed(entry_id).await?;
        let after = |old: Timestamp| readings.iter().copied().find(|at| *at > old).unwrap_or(old);
        let mut since = now.first_seen_at;
        let mut versions: Vec<(DocketEntry, Timestamp, Option<Timestamp>)> = Vec::new();
        for version in former {
            versions.push((version.entry, since, Some(version.seen_until)));
            since = after(version.seen_until);
        }
        versions.push((now.entry, since, None));
        let words = |entry: &DocketEntry| entry_words(&entry.description, entry.text.as_deref());
        let mut views = Vec::with_capacity(versions.len());
        for (place, (entry, from, until)) in versions.iter().enumerate() {
            let (redline, mostly_changed) = match versions.get(place + 1) {
                Some((next, ..)) => redline_view(&words(entry), &words(next)),
                None => (Vec::new(), false),
            };
            views.push(VersionView {
                description: entry.description.clone(),
                text: entry.text.clone(),
                filed_on: entry.filed_on.map(|d| d.to_string()),
                seen_from: from.to_string(),
                seen_until: until.map(|t| t.to_string()),
                redline,
                mostly_changed,
            });
        }
        Ok(views)
    }

    /// Parties in the court's order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn parties(&self, id: i64) -> Result<Vec<PartyView>, Problem> {
        let parties = self.inner.store.parties(id).await?;
        Ok(parties
            .into_iter()
            .map(|party| PartyView {
                role: party.role.as_str().to_owned(),
                name: party.name,
                address: party.address,
                birth_year: party.birth_year,
                attorneys: party
                    .attorneys
                    .into_iter()
                    .map(|a| AttorneyView {
                        name: a.name,
                        role: a.role,
                    })
                    .collect(),
            })
            .collect())
    }

    /// Hearings of a case, set ones first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn hearings(&self, id: i64) -> Result<Vec<HearingView>, Problem> {
        Ok(self
            .inner
            .store
            .hearings(id)
            .await?
            .into_iter()
            .map(hearing_view)
            .collect())
    }

    /// Charges.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn charges(&self, id: i64) -> Result<Vec<ChargeView>, Problem> {
        let charges = self.inner.store.charges(id).await?;
        Ok(charges
            .into_iter()
            .map(|charge| ChargeView {
                number: charge.number,
                description: charge.description,
                code: charge.code,
                level: charge.level,
                filed_on: charge.filed_on.map(|d| d.to_string()),
                ticket_number: charge.ticket_number,
            })
            .collect())
    }

    /// Documents that the docket offers, newest entry first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn documents(&self, id: i64) -> Result<Vec<DocumentView>, Problem> {
        let entries = self.inner.store.entries_with_documents(id).await?;
        Ok(entries
            .iter()
            .flat_map(|stored| document_views(stored.entry_id, &stored.entry))
            .collect())
    }

    /// Every change of a case since it is followed, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn case_changes(&self, id: i64) -> Result<Vec<ChangeView>, Problem> {
        let changes = self
            .inner
            .store
            .changes(&ChangeFilter {
                cases: vec![id],
                ..ChangeFilter::default()
            })
            .await?;
        let hearings = self.inner.store.hearings(id).await?;
        let views = changes.into_iter().rev();
        Ok(views.map(|change| change_view(change, &hearings)).collect())
    }

    /// Today: changes to review, or reviewed since midnight in Missouri, by case.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn today(&self, tab: TodayTab, offset: u32) -> Result<TodayView, Problem> {
        let store = &self.inner.store;
        let midnight = self.midnight();
        let reviewed_since = (tab == TodayTab::ReviewedToday).then_some(midnight);
        let mut cases = store
            .today_groups(reviewed_since, offset, TODAY_CASES + 1)
            .await?;
        let more = count(cases.len()) > TODAY_CASES;
        cases.truncate(usize::try_from(TODAY_CASES).unwrap_or(usize::MAX));
        let ids: Vec<i64> = cases.iter().map(|(id, _)| *id).collect();
        let mut by_case: std::collections::HashMap<i64, Vec<StoredChange>> =
            std::collections::HashMap::new();
        if !ids.is_empty() {
            let filter = ChangeFilter {
                cases: ids.clone(),
                unreviewed_only: tab == TodayTab::ToReview,
                reviewed_since,
                ..ChangeFilter::default()
            };
            for change in store.changes(&filter).await? {
                by_case.entry(change.case_id).or_default().push(change);
            }
        }
        let mut groups = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(stored) = store.case(id, self.court_day()).await? else {
                continue;
            };
            let found = by_case.remove(&id).unwrap_or_default();
            let hearings = match found.iter().any(|change| change.hearing_id.is_some()) {
                true => store.hearings(id).await?,
                false => Vec::new(),
            };
            let found = found.into_iter();
            let mut changes: Vec<_> = found.map(|c| change_view(c, &hearings)).collect();
            // Hearings first: they are what a person has to act on. Then the newest.
            changes.sort_by_key(|c| {
                (
                    !c.kind.as_str().starts_with("hearing"),
                    std::cmp::Reverse(c.id),
                )
            });
            groups.push(TodayGroup {
                case: self.case_row(stored).await?,
                changes,
            });
        }
        let counts = store.counts().await?;
        Ok(TodayView {
            groups,
            to_review: counts.to_review,
            cases_to_review: counts.cases_to_review,
            reviewed_today: store.reviewed_since(midnight).await?,
            last_checked_at: counts.last_checked_at.map(|t| t.to_string()),
            oldest_checked_at: counts.oldest_checked_at.map(|t| t.to_string()),
            followed: counts.followed,
            never_read: counts.never_read,
            failing: counts.failing,
            more,
        })
    }

    /// Where the person's own browser shows the case (`wire-format.md` §4.1).
    ///
    /// # Errors
    /// `no_such_case`, also for one that is no longer public.
    pub async fn case_page(&self, id: i64) -> Result<url::Url, Problem> {
        let (number, court) = self.inner.store.case_key(id).await?;
        let mut page = self.inner.casenet.context_root();
        let path = format!("{}/cases/newHeader.do", page.path().trim_end_matches('/'));
        page.set_path(&path);
        page.query_pairs_mut()
            .append_pair("inputVO.caseNumber", &number)
            .append_pair("inputVO.courtId", &court)
            .append_pair("inputVO.isTicket", "false");
        Ok(page)
    }

    pub(crate) fn court_day(&self) -> Date {
        central_day(self.now())
    }

    /// The last midnight in Missouri.
    fn midnight(&self) -> Timestamp {
        let zone = TimeZone::get(CENTRAL).unwrap_or(TimeZone::UTC);
        self.court_day()
            .to_zoned(zone)
            .map_or_else(|_| self.now(), |z| z.timestamp())
    }

    pub(crate) async fn case_row(&self, stored: StoredCase) -> Result<CaseRow, Problem> {
        let today = self.court_day();
        let hearings = match stored.hearings_ahead {
            true => {
                self.inner
                    .store
                    .hearings_ahead(stored.case_id, today)
                    .await?
            }
            false => Vec::new(),
        };
        let hearings = ahead(hearings, |h| &h.hearing.setting, self.now());
        let earlier = hearings.earlier_today.into_iter();
        let last_problem = match stored.problem {
            Some(problem) => Some(self.last_problem(problem).await?),
            None => None,
        };
        Ok(CaseRow {
            id: stored.case_id,
            case_number: stored.case_number,
            court_id: stored.court_id,
            style: stored.header.style.0,
            label: stored.words.label,
            matter: stored.words.matter,
            tags: stored.words.tags,
            note: stored.words.note,
            case_type: stored.header.case_type,
            location: stored.header.location,
            filed_on: stored.header.filed_on.map(|d| d.to_string()),
            disposition: stored
                .header
                .disposition
                .map(|d| d.description)
                .filter(|d| !d.is_empty()),
            judge: stored.header.judge,
            entries: stored.entries,
            unreviewed: stored.unreviewed,
            next_hearing: hearings.next.map(hearing_view),
            earlier_today: earlier.map(hearing_view).collect(),
            last_checked_at: stored.last_checked_at.map(|t| t.to_string()),
            last_problem,
            state: match stored.state {
                crate::storage::CaseState::Followed => CaseState::Followed,
                crate::storage::CaseState::Unfollowed => CaseState::Unfollowed,
                crate::storage::CaseState::Closed => CaseState::Closed,
                crate::storage::CaseState::Erased => CaseState::Erased,
            },
        })
    }
}

/// The person's words, trimmed; empty ones are none.
pub(crate) fn own_words(words: CaseWords) -> Result<OwnWords, Problem> {
    let tidy = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let note = tidy(words.note);
    if note
        .as_ref()
        .is_some_and(|n| n.chars().count() > LONGEST_NOTE)
    {
        return Err(Problem::bad_input(format!(
            "A note holds at most {LONGEST_NOTE} characters. Shorten it; it was not saved."
        )));
    }
    let mut tags: Vec<String> = Vec::new();
    for tag in words.tags.into_iter().filter_map(|t| tidy(Some(t))) {
        if tag.chars().count() > 40 {
            return Err(Problem::bad_input(
                "A tag holds at most 40 characters. Shorten it; it was not saved.",
            ));
        }
        if !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            tags.push(tag);
        }
    }
    let label = tidy(words.label);
    if label.as_ref().is_some_and(|l| l.chars().count() > 120) {
        return Err(Problem::bad_input(
            "A name for a case holds at most 120 characters. Shorten it; it was not saved.",
        ));
    }
    Ok(OwnWords {
        label,
        note,
        matter: tidy(words.matter),
        tags,
    })
}

fn order(sort: CaseSort) -> CaseOrder {
    match sort {
        CaseSort::Name => CaseOrder::Name,
        CaseSort::CaseNumber => CaseOrder::CaseNumber,
        CaseSort::Location => CaseOrder::Location,
        CaseSort::FiledOn => CaseOrder::FiledOn,
        CaseSort::NextHearing => CaseOrder::NextHearing,
        CaseSort::LastChecked => CaseOrder::LastChecked,
        CaseSort::Unreviewed => CaseOrder::Unreviewed,
        CaseSort::CaseType => CaseOrder::CaseType,
    }
}

fn entry_view(stored: StoredEntry) -> EntryView {
    let documents = document_views(stored.entry_id, &stored.entry);
    let entry = stored.entry;
    EntryView {
        id: stored.entry_id,
        sequence: entry.sequence,
        filed_on: entry.filed_on.map(|d| d.to_string()),
        description: entry.description,
        text: entry.text,
        filed_by: entry.filed_by,
        on_behalf_of: entry.on_behalf_of,
        code: entry.code,
        documents,
        hearings: entry.settings.iter().map(view_of_setting).collect(),
        associated: entry
            .associated
            .into_iter()
            .map(|a| AssociatedView {
                sequence: a.sequence,
                filed_on: a.filed_on.map(|d| d.to_string()),
                description: a.description,
            })
            .collect(),
        confidential: entry.confidential,
        first_seen_at: stored.first_seen_at.to_string(),
        reviewed_at: stored.reviewed_at.map(|t| t.to_string()),
        state: match stored.state {
            EntryState::Current => EntryStateView::Current,
            EntryState::Missing => EntryStateView::Missing,
            EntryState::Withdrawn => EntryStateView::Withdrawn,
        },
        versions: stored.versions,
        change: stored.change.map(|(_, kind)| kind),
        change_id: stored.change.map(|(id, _)| id),
    }
}

fn document_views(entry_id: i64, entry: &DocketEntry) -> Vec<DocumentView> {
    entry
        .documents
        .iter()
        .map(|document| DocumentView {
            document_id: document.document_id.clone(),
            title: document.title.clone(),
            extension: document.extension.to_ascii_lowercase(),
            public: document.is_public() && !entry.confidential,
            without_link: entry.without_link,
            opens: opens_here(document),
            entry_id,
            filed_on: entry.filed_on.map(|d| d.to_string()),
            entry_description: entry.description.clone(),
        })
        .collect()
}

fn view_of_setting(setting: &Setting) -> SettingView {
    setting_view(&setting_value(setting))
}

pub(crate) fn hearing_view(stored: StoredHearing) -> HearingView {
    let setting = stored.hearing.setting;
    HearingView {
        id: stored.hearing_id,
        case_id: stored.case_id,
        starts_at: starts_at(&setting).map(|t| t.to_string()),
        purpose: setting.purpose,
        scheduled_on: setting.scheduled_on.map(|d| d.to_string()),
        time: setting.time,
        location: setting.location,
        judge: setting.judge,
        state: stored.hearing.state,
        was: stored
            .former
            .last()
            .map(|former| Box::new(view_of_setting(&former.setting))),
        entry_id: stored.entry_id,
        entry_filed_on: stored.entry_filed_on.map(|d| d.to_string()),
        on_last_reading: stored.entry_state == Some(EntryState::Current),
        known_since: stored.changed_at.to_string(),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
