//! The store as the relay's queue: rows joined with what they tell.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::{News, NoticeQueue, WaitingNotice};
use crate::domain::ChangeKind;
use crate::domain::notice_words::{ChangeNews, ProgramNews};
use crate::domain::when::central_day;
use crate::storage::{Store, StoreError, StoredCase, StoredNotice};
use crate::sync::reminders::{REMINDER, reminder};

impl NoticeQueue for Store {
    fn due(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> BoxFuture<'_, Result<Vec<WaitingNotice>, StoreError>> {
        Box::pin(async move {
            let mut cases = BTreeMap::new();
            let mut waiting = Vec::new();
            for row in self.next_notices(now, limit).await? {
                waiting.push(WaitingNotice {
                    news: news(self, &row, now, &mut cases).await?,
                    notice_id: row.notice_id,
                    event_id: row.event_id,
                    attempts: row.attempts,
                    held: row.held,
                });
            }
            Ok(waiting)
        })
    }

    fn next_at(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>> {
        Box::pin(self.next_notice_at())
    }

    fn claim(&self, ids: Vec<i64>, now: Timestamp) -> BoxFuture<'_, Result<Vec<i64>, StoreError>> {
        Box::pin(async move { self.mark_sending(&ids, now).await })
    }

    fn claim_lost(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> BoxFuture<'_, Result<Vec<i64>, StoreError>> {
        Box::pin(self.claim_lost_notices(before, now))
    }

    fn oldest_window(&self) -> BoxFuture<'_, Result<Option<Timestamp>, StoreError>> {
        Box::pin(self.oldest_send_window())
    }

    fn shown(&self, ids: Vec<i64>, now: Timestamp) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.mark_shown(&ids, now).await })
    }

    fn not_shown(
        &self,
        ids: Vec<i64>,
        why: String,
        retry_at: Timestamp,
    ) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.mark_not_shown(&ids, &why, retry_at).await })
    }

    fn hold(&self, ids: Vec<i64>, until: Timestamp) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.hold_notices(&ids, until).await })
    }

    fn discard(&self, ids: Vec<i64>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.drop_notices(&ids).await })
    }
}

/// What a row tells. A change that a person reviewed meanwhile, or that went with its case, is nothing to tell.
async fn news(
    store: &Store,
    row: &StoredNotice,
    now: Timestamp,
    cases: &mut BTreeMap<i64, Option<StoredCase>>,
) -> Result<News, StoreError> {
    let Some(change_id) = row.change_id else {
        if row.kind == REMINDER {
            return Ok(reminder(store, row, now)
                .await?
                .map_or(News::Nothing, News::Reminder));
        }
        return Ok(program_news(row));
    };
    let Some(change) = store.change(change_id).await? else {
        return Ok(News::Nothing);
    };
    if change.reviewed_at.is_some() {
        return Ok(News::Nothing);
    }
    if let std::collections::btree_map::Entry::Vacant(slot) = cases.entry(change.case_id) {
        slot.insert(store.case(change.case_id, central_day(now)).await?);
    }
    let case = cases.get(&change.case_id).and_then(Option::as_ref);
    let official = case.map(|case| {
        let style = &case.header.style.0;
        if style.is_empty() {
            case.case_number.clone()
        } else {
            style.clone()
        }
    });
    // Of a copy that was closed only the change that says so is told (promise P6).
    let closed = case.is_none_or(|case| case.closed_at.is_some());
    if closed && change.kind != ChangeKind::CaseUnavailable {
        return Ok(News::Nothing);
    }
    Ok(News::Change(ChangeNews {
        event_id: row.event_id.clone(),
        case_id: change.case_id,
        change_id,
        entry_id: change.entry_id,
        kind: change.kind,
        field: change.header_field(),
        label: case.and_then(|case| case.words.label.clone()),
        official_name: official.unwrap_or_default(),
        before: change.before,
        after: change.after,
    }))
}

fn program_news(row: &StoredNotice) -> News {
    row.payload
        .clone()
        .and_then(|payload| serde_json::from_value::<ProgramNews>(payload).ok())
        .or_else(|| (row.kind == ProgramNews::Test.kind()).then_some(ProgramNews::Test))
        .map_or(News::Nothing, News::Program)
}

impl Store {
    /// Raises news of the program itself. A second one of the same event id is not raised.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn raise_program_news(
        &self,
        event_id: String,
        news: &ProgramNews,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let payload = serde_json::to_value(news)?;
        self.raise_notice(event_id, news.kind().to_owned(), Some(payload), now, now)
            .await
    }
}
