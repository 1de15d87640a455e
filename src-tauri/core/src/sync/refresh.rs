//! Refresh: fetch, compare, apply. One case at a time; everything that is true together is written together.
//!
//! A failed refresh changes nothing but the status row. A part that could not be read leaves its stored part as it is.

mod elsewhere;
mod first;
mod other_court;
mod written;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::task::JoinHandle;

use other_court::Ours;
use written::{change_of, digest, merge_header, put_docket, rows_before, writes_nothing};

use super::ahead::RowsAhead;
use super::read::{CaseReading, Digests, Part, ShownCase, is_same_case, read_case};
use super::tell::{AboutEntry, tell_docket, tell_header, tell_parties};
use crate::domain::compare::{
    EntryState, Evidence, compare_docket, compare_header, compare_parties, parties_to_keep,
};
use crate::domain::notice_words::ProgramNews;
use crate::domain::told::CENTRAL;
use crate::domain::{CaseKey, Change, ChangeKind, Charge};
use crate::portal::{Casenet, PortalError, Search};
use crate::storage::{
    Applied, CaseToCheck, ChangedEntry, FailedAttempt, Followed, Gone, KnownCase, NewChange,
    StatusUpdate, Store, StoreError,
};

/// Statuses of unchanged cases that are written together where the profile keeps no pace of its own.
const BATCH: usize = 128;

/// Tells when a case is to be read again; `None`: only when a person asks. The second value: whether it changed now.
pub type NextCheck = Arc<dyn Fn(&CaseToCheck, After) -> Option<Timestamp> + Send + Sync>;

/// Hears of every refresh.
pub type Observer = Arc<dyn Fn(Result<&Refreshed, &RefreshError>) + Send + Sync>;

/// The same for a case that was just followed.
pub type FirstCheck = Arc<dyn Fn(&CaseKey, Timestamp) -> Option<Timestamp> + Send + Sync>;

/// What the next check is planned after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// A reading that found nothing.
    Unchanged,
    /// A reading that found a change.
    Changed,
    /// A failure; when the portal names a time, not before then.
    Failure {
        /// Not before this moment.
        not_before: Option<Timestamp>,
    },
}

/// What a refresh found.
#[derive(Debug, Default)]
pub struct Refreshed {
    /// Changes that were found and stored now, in the order in which a person reads them.
    pub changes: Vec<Change>,
    /// A part that could not be read although others were; told beside the changes.
    pub trouble: Option<PortalError>,
    /// The docket was empty or cut off beside what is known: nothing was taken away, and something may be missing.
    pub incomplete: bool,
    /// The court no longer shows the case.
    pub gone: bool,
}

/// Why a case could not be refreshed.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The portal's side.
    #[error(transparent)]
    Portal(#[from] PortalError),
    /// The store's side.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a follow found.
#[derive(Debug)]
pub enum Found {
    /// Read and stored for the first time.
    Followed {
        /// Whether it is new.
        followed: Followed,
        /// Where it is.
        key: CaseKey,
        /// Style.
        style: String,
        /// Entries read.
        entries: usize,
    },
    /// Several courts have the number.
    Several(Search),
    /// The court has no such case.
    None {
        /// The court's own words.
        words: Option<String>,
    },
}

/// Reads cases and stores what it learnt.
#[derive(Clone)]
pub struct Refresher {
    store: Store,
    casenet: Arc<Casenet>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    next: NextCheck,
    first_check: FirstCheck,
    // Statuses of unchanged cases that wait to be written together.
    unwritten: Arc<Mutex<Vec<(i64, StatusUpdate)>>>,
    batch: usize,
    observer: Option<Observer>,
}

impl Refresher {
    /// A refresher over a store and a portal.
    pub fn new(
        store: Store,
        casenet: Arc<Casenet>,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        next: NextCheck,
        first_check: FirstCheck,
    ) -> Self {
        let paced = casenet.profile().access.requests_per_minute.is_some();
        Self {
            store,
            casenet,
            now,
            next,
            first_check,
            unwritten: Arc::default(),
            batch: if paced { 1 } else { BATCH },
            observer: None,
        }
    }

    /// The court's day now.
    pub fn today(&self) -> Date {
        central_day((self.now)())
    }

    /// Tells of every refresh as it ends, whoever asked for it.
    #[must_use]
    pub fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Reads a followed case again, compares, stores.
    ///
    /// # Errors
    /// [`RefreshError`]; a portal error has been recorded in the status row already.
    pub async fn refresh(&self, case_id: i64) -> Result<Refreshed, RefreshError> {
        let refreshed = self.refresh_quietly(case_id).await;
        if let Some(observer) = &self.observer {
            observer(refreshed.as_ref());
        }
        refreshed
    }

    /// As [`Refresher::refresh`], for a case of a run.
    ///
    /// # Errors
    /// As [`Refresher::refresh`].
    pub async fn refresh_of_run(
        &self,
        case_id: i64,
        ahead: &RowsAhead,
    ) -> Result<Refreshed, RefreshError> {
        if self.batch == 1 {
            return self.refresh(case_id).await;
        }
        let refreshed = match ahead.take(&self.store, self.today(), case_id).await {
            Ok(case) => self.refresh_row(case).await,
            Err(error) => Err(error.into()),
        };
        if let Some(observer) = &self.observer {
            observer(refreshed.as_ref());
        }
        refreshed
    }

    /// Splits a run of checks into parts whose rows are read together.
    pub fn rows_ahead(ids: Vec<i64>) -> impl Iterator<Item = (i64, Arc<RowsAhead>)> {
        let parts: Vec<_> = ids
            .chunks(BATCH)
            .map(|part| Arc::new(RowsAhead::new(part.to_vec())))
            .collect();
        ids.into_iter()
            .enumerate()
            .map(move |(place, id)| (id, Arc::clone(&parts[place / BATCH])))
    }

    async fn refresh_quietly(&self, case_id: i64) -> Result<Refreshed, RefreshError> {
        let case = self
            .store
            .case_to_check(case_id, self.today())
            .await?
            .ok_or(StoreError::NoSuchCase)?;
        self.refresh_row(case).await
    }

    async fn refresh_row(&self, case: CaseToCheck) -> Result<Refreshed, RefreshError> {
        match self.read_and_apply(&case).await {
            Err(RefreshError::Portal(error)) => {
                self.record_failure(&case, &error).await?;
                Err(error.into())
            }
            other => other,
        }
    }

    async fn read_and_apply(&self, case: &CaseToCheck) -> Result<Refreshed, RefreshError> {
        let mut key = CaseKey {
            case_number: case.case_number.clone(),
            court_id: case.court_id.clone(),
        };
        let mut known = Digests {
            header: case.header_digest.map(i64::cast_unsigned),
            docket: case.docket_digest.map(i64::cast_unsigned),
            parties: case.party_digest.map(i64::cast_unsigned),
        };
        // What waits to be confirmed is compared again even when the answer has the same bytes.
        if case.pending || case.gone_since.is_some() {
            known = Digests::default();
        }
        // Reading a long docket and fetching what it is compared with take about as long; two cores do both at once.
        let mut ahead = None;
        let fetch_ahead = || {
            let (store, case_id) = (self.store.clone(), case.case_id);
            ahead = Some(tokio::spawn(async move { store.known_case(case_id).await }));
        };
        let reading = match read_case(&self.casenet, &key, known, fetch_ahead).await {
            Err(error @ PortalError::WrongCourtDatabase { .. }) => {
                key.court_id = self.moved_court(&key, error).await?;
                let reading = read_case(&self.casenet, &key, Digests::default(), || ()).await?;
                // Only a court that answers for this case is kept.
                if let CaseReading::Shown(shown) = &reading {
                    let stored = self.store.header(case.case_id, self.today()).await?;
                    // A number may be another case's in another court; its docket must not replace this one.
                    let moved = shown.header.read().map(|r| &r.header);
                    if !moved.is_some_and(|header| is_same_case(&stored, header)) {
                        return Err(PortalError::WrongCourtDatabase {
                            words: format!(
                                "court {} has another case of this number",
                                key.court_id.as_str()
                            ),
                        }
                        .into());
                    }
                    self.store
                        .move_court(case.case_id, key.court_id.clone(), (self.now)())
                        .await?;
                }
                reading
            }
            other => other?,
        };
        match reading {
            CaseReading::Gone { marked: None, .. } => match self.elsewhere(case, &key).await? {
                Some((key, shown)) => self.apply(case, &key, shown, None).await,
                None => self.gone(case).await,
            },
            CaseReading::Gone {
                marked: Some(header),
                ..
            } => {
                let stored = self.store.header(case.case_id, self.today()).await?;
                match Ours::of(case, &key, &stored).refused(&header) {
                    Some(error) => Err(error.into()),
                    None => self.gone(case).await,
                }
            }
            CaseReading::Shown(shown) if shown.is_same() => {
                self.unchanged(case, &shown, Evidence::Whole, false).await?;
                Ok(Refreshed::default())
            }
            CaseReading::Shown(shown) => self.apply(case, &key, *shown, ahead).await,
        }
    }

    async fn apply(
        &self,
        case: &CaseToCheck,
        key: &CaseKey,
        mut shown: ShownCase,
        mut ahead: Option<JoinHandle<Result<KnownCase, StoreError>>>,
    ) -> Result<Refreshed, RefreshError> {
        let stored = self.store.header(case.case_id, self.today()).await?;
        let mut doubted = Ours::of(case, key, &stored).refuse(&mut shown);
        // Another process may store a reading of the same case between our look and our write; then we compare again.
        for _ in 0..3 {
            let known = match ahead.take() {
                Some(ahead) => ahead
                    .await
                    .map_err(|e| StoreError::Other(e.to_string()))??,
                None => self.store.known_case(case.case_id).await?,
            };
            if let Some(doubted) = doubted.take() {
                doubted
                    .settle(&self.store, case.case_id, &known.docket, &mut shown)
                    .await?;
            }
            if let (Some(error), Some(_)) = (shown.header.error(), shown.docket.error()) {
                return Err(error.clone().into());
            }
            let trouble = shown.trouble().cloned();
            let unread = shown.docket.error().cloned();
            let mut applied = Applied {
                case_id: case.case_id,
                revision: known.revision,
                at: (self.now)(),
                ..Applied::default()
            };
            let mut told = Vec::new();
            let mut evidence = Evidence::Whole;
            let mut pending = known
                .docket
                .entries
                .iter()
                .any(|e| e.state == EntryState::Missing);
            if let Some(docket) = shown.docket.read() {
                let changes = compare_docket(&known.docket, docket, self.today());
                let before = self
                    .store
                    .stored_entries(case.case_id, &rows_before(&changes))
                    .await?;
                told = tell_docket(&changes, docket, |id| before.get(&id).cloned());
                evidence = changes.evidence;
                pending |= !changes.missing.is_empty();
                put_docket(&mut applied, &changes, docket);
            }
            if let Some(reading) = shown.header.read() {
                let stored = self.store.header(case.case_id, self.today()).await?;
                told.extend(tell_header(&compare_header(&stored, &reading.header)));
                let merged = merge_header(&stored, &reading.header);
                applied.header = (stored != merged).then_some(merged);
                applied.charges = self
                    .new_charges(case.case_id, reading.charges.as_deref())
                    .await?;
            }
            if let Some(reading) = shown.parties.read() {
                let stored = self.store.parties(case.case_id).await?;
                told.extend(tell_parties(&compare_parties(&stored, &reading.parties)));
                // No party at all proves nothing: every case has one.
                let keep = parties_to_keep(&stored, &reading.parties);
                applied.parties = (!keep.is_empty() && stored != keep).then_some(keep);
            }
            let changed = !told.is_empty();
            if !changed && writes_nothing(&applied) {
                // Without its docket a case was not checked, whatever else was read of it.
                if let Some(error) = unread {
                    return Err(error.into());
                }
                self.unchanged(case, &shown, evidence, pending).await?;
                return Ok(Refreshed {
                    trouble,
                    incomplete: evidence != Evidence::Whole,
                    ..Refreshed::default()
                });
            }
            let at = applied.at;
            applied.status = self.status(case, &shown, evidence, pending, changed);
            applied.changes = told
                .iter()
                .enumerate()
                .map(|(place, tell)| NewChange {
                    event_id: format!("{}.{}.{place}", case.case_id, known.revision),
                    kind: tell.kind,
                    entry: match tell.entry {
                        AboutEntry::Stored(id) => ChangedEntry::Known(id),
                        AboutEntry::Added(place) => ChangedEntry::Added(place),
                        AboutEntry::None => ChangedEntry::None,
                    },
                    hearing: tell.hearing,
                    sequence: tell.sequence,
                    field: tell.field,
                    before: tell.before.clone(),
                    after: tell.after.clone(),
                    notice: tell.notify.then_some(at),
                })
                .collect();
            match self.store.apply_refresh(applied).await {
                Err(StoreError::Superseded) => continue,
                other => other?,
            };
            if let Some(error) = &unread {
                self.record_failure(case, error).await?;
            }
            let changes = told.iter().map(|tell| change_of(tell, key)).collect();
            return Ok(Refreshed {
                changes,
                trouble,
                incomplete: evidence != Evidence::Whole,
                gone: false,
            });
        }
        Err(StoreError::Superseded.into())
    }

    /// The header's own list of charges, when it grew or shrank since. Its words are fewer than those of the charges
    /// page that was read at first, so a list of the same length is left alone.
    async fn new_charges(
        &self,
        case_id: i64,
        listed: Option<&[Charge]>,
    ) -> Result<Option<Vec<Charge>>, StoreError> {
        match listed {
            Some(listed)
                if !listed.is_empty()
                    && self.store.charges(case_id).await?.len() != listed.len() =>
            {
                Ok(Some(listed.to_vec()))
            }
            _ => Ok(None),
        }
    }

    async fn unchanged(
        &self,
        case: &CaseToCheck,
        shown: &ShownCase,
        evidence: Evidence,
        pending: bool,
    ) -> Result<(), StoreError> {
        let status = self.status(case, shown, evidence, pending, false);
        let full = {
            let mut unwritten = self
                .unwritten
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            unwritten.push((case.case_id, status));
            (unwritten.len() >= self.batch).then(|| std::mem::take(&mut *unwritten))
        };
        match full {
            Some(statuses) => self.store.record_unchanged(&statuses).await,
            None => Ok(()),
        }
    }

    /// Writes the statuses that wait. Call it when a run of checks ends; a process that dies before has only told
    /// less about how fresh the cases are.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let statuses = std::mem::take(
            &mut *self
                .unwritten
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        self.store.record_unchanged(&statuses).await
    }

    fn status(
        &self,
        case: &CaseToCheck,
        shown: &ShownCase,
        evidence: Evidence,
        pending: bool,
        changed: bool,
    ) -> StatusUpdate {
        let pending = pending || evidence != Evidence::Whole;
        let after = if changed {
            After::Changed
        } else {
            After::Unchanged
        };
        // What this reading left open decides when to read again, not what the last one did.
        let next_check_at = if pending == case.pending {
            (self.next)(case, after)
        } else {
            (self.next)(
                &CaseToCheck {
                    pending,
                    ..case.clone()
                },
                after,
            )
        };
        // The moment of the last check is the docket's: what was told of the header meanwhile does not make it fresher.
        let checked_at = match (&shown.docket, case.last_checked_at) {
            (Part::Failed(_), Some(before)) => before,
            _ => (self.now)(),
        };
        StatusUpdate {
            checked_at,
            next_check_at,
            docket_digest: digest(&shown.docket),
            header_digest: digest(&shown.header),
            party_digest: digest(&shown.parties),
            incomplete: evidence != Evidence::Whole,
            pending,
        }
    }

    async fn record_failure(
        &self,
        case: &CaseToCheck,
        error: &PortalError,
    ) -> Result<(), StoreError> {
        let failed = FailedAttempt {
            at: (self.now)(),
            kind: error.kind().to_owned(),
            message: error.message(),
            next_check_at: (self.next)(
                case,
                After::Failure {
                    not_before: error.retry_at(),
                },
            ),
        };
        self.store.record_failure(case.case_id, failed).await
    }

    /// Promise P6: told once, the copy closed, erased only when a second reading at least 20 minutes later agrees. When
    /// many vanish at once, nothing is erased and the person is told why.
    async fn gone(&self, case: &CaseToCheck) -> Result<Refreshed, RefreshError> {
        let now = (self.now)();
        let next = (self.next)(case, After::Unchanged);
        let first = NewChange {
            event_id: format!("{}.{}.gone", case.case_id, now.as_millisecond()),
            kind: ChangeKind::CaseUnavailable,
            entry: ChangedEntry::None,
            hearing: None,
            sequence: None,
            field: None,
            before: None,
            after: None,
            notice: Some(now),
        };
        let mut changes = Vec::new();
        match self
            .store
            .record_gone(case.case_id, first, now, next)
            .await?
        {
            Gone::Closed => changes.push(Change {
                kind: ChangeKind::CaseUnavailable,
                case_number: case.case_number.clone(),
                court_id: case.court_id.clone(),
                sequence: None,
                field: None,
                before: None,
                after: None,
            }),
            Gone::Confirmed => self.store.erase_case_contents(case.case_id, now).await?,
            Gone::Held { cases } => {
                // Told once a day, with the first count.
                let event_id = format!("gone_at_once.{}", central_day(now));
                let news = ProgramNews::GoneAtOnce { cases };
                self.store.raise_program_news(event_id, &news, now).await?;
            }
            Gone::StillClosed | Gone::Erased => {}
        }
        Ok(Refreshed {
            changes,
            trouble: None,
            incomplete: false,
            gone: true,
        })
    }
}

/// The court's civil day at a moment.
pub fn central_day(at: Timestamp) -> Date {
    let zone = TimeZone::get(CENTRAL).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}
