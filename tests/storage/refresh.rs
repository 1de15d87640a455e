//! First follow, refresh, reads and review against a real encrypted file.

use super::support::*;
use docketbell_core::domain::{
    ChangeKind, DocketEntry, EntryIdentity, EntryState, HearingState, KnownEntry,
};
use docketbell_core::storage::{
    Applied, ChangeFilter, ChangedEntry, FailedAttempt, Followed, NewChange, StoreError,
};
use jiff::civil::date;

#[tokio::test]
async fn a_first_reading_comes_back_as_it_was_and_leaves_nothing_to_review() {
    let (_dir, store) = store().await;
    let mut first = reading("26BA-CV90123", 31, "JOHN");
    first.docket.entries[3].text =
        Some("quotes \" and 'these', \u{202e}bidi, \u{1}control, <script>, 🏛 ".repeat(20_000));
    first.docket.entries[4].description = "A very long title ".repeat(20);
    first.docket.entries[5].code = None;
    first.docket.entries[6].text = Some("before\u{0}after".to_owned());
    let Followed::New(id) = store.first_follow(first.clone()).await.unwrap() else {
        panic!("the case is new")
    };
    let page = store.docket_page(id, 0, 100, true).await.unwrap();
    let stored: Vec<DocketEntry> = page.entries.iter().map(|e| e.entry.clone()).collect();
    assert_eq!(
        stored, first.docket.entries,
        "every word of every entry is kept"
    );
    assert_eq!(store.parties(id).await.unwrap(), first.parties);
    assert_eq!(store.charges(id).await.unwrap(), first.charges);
    let hearings = store.hearings(id).await.unwrap();
    assert_eq!(hearings[0].hearing, first.hearings[0]);
    assert_eq!(
        hearings[0].entry_id,
        Some(page.entries[30].entry_id),
        "a hearing knows the entry it comes from"
    );
    let case = store.case(id, today()).await.unwrap().unwrap();
    assert_eq!(
        (case.entries, case.unreviewed),
        (31, 0),
        "the first reading is nothing to review"
    );
    assert_eq!(case.header.style, first.header.style);
    assert!(case.hearings_ahead);
    let ahead = store.hearings_ahead(case.case_id, today()).await.unwrap();
    assert_eq!(ahead[0].hearing_id, hearings[0].hearing_id);
    assert!(
        store
            .next_notices(at("2030-01-01T00:00:00Z"), 10)
            .await
            .unwrap()
            .is_empty(),
        "and raises no notice"
    );

    let known = store.known_case(id).await.unwrap();
    assert_eq!(known.docket.entries.len(), 31);
    for (k, e) in known.docket.entries.iter().zip(&first.docket.entries) {
        assert_eq!(
            k.fingerprint,
            e.fingerprint(),
            "a comparison sees the fingerprint of what is stored"
        );
        assert_eq!(k.settings_fingerprint, e.settings_fingerprint());
        assert_eq!(k.identity.id, e.identity());
    }
    assert_eq!(known.docket.hearings[0].key, first.hearings[0].key);

    assert_eq!(
        store.first_follow(first).await.unwrap(),
        Followed::Already(id),
        "following twice changes nothing"
    );
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn a_refresh_writes_entries_versions_marks_changes_notices_and_status_together() {
    let (_dir, store) = store().await;
    let id = store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap()
        .case_id();
    let known = store.known_case(id).await.unwrap();
    let (first, second, third) = (
        known.docket.entries[0].entry_id,
        known.docket.entries[1].entry_id,
        known.docket.entries[2].entry_id,
    );
    let before = store
        .stored_entries(id, &[second])
        .await
        .unwrap()
        .remove(&second)
        .unwrap();
    let mut amended = before.clone();
    amended.text = Some("The motion is sustained in part".to_owned());
    let mut moved = hearing(3, date(2026, 11, 18));
    moved.setting.time = Some("1:30 PM".to_owned());
    let mut applied = one_more(id, known.revision, 4, "e-1", "Judgment entered");
    applied.amended = vec![(second, amended.clone())];
    applied.states = vec![(first, EntryState::Missing)];
    applied.hearings = vec![hearing_write(
        Some(known.docket.hearings[0].hearing_id),
        moved.clone(),
    )];
    applied.changes.push(NewChange {
        event_id: "e-2".to_owned(),
        kind: ChangeKind::EntryAmended,
        entry: ChangedEntry::Known(second),
        hearing: None,
        sequence: Some(2),
        field: None,
        before: Some(serde_json::to_value(&before).unwrap()),
        after: Some(serde_json::to_value(&amended).unwrap()),
        notice: None,
    });
    applied.changes.push(NewChange {
        event_id: "e-3".to_owned(),
        kind: ChangeKind::HearingMoved,
        entry: ChangedEntry::Known(third),
        hearing: Some(0),
        sequence: Some(3),
        field: None,
        before: None,
        after: None,
        notice: Some(at("2026-11-17T15:00:00Z")),
    });
    let written = store.apply_refresh(applied.clone()).await.unwrap();

    let page = store.docket_page(id, 0, 2, false).await.unwrap();
    assert_eq!(page.total, 4);
    assert_eq!(page.entries[0].entry_id, written.entries[0], "newest first");
    assert_eq!(page.entries[0].first_seen_at, at("2026-11-17T15:00:00Z"));
    assert_eq!(
        page.entries[0].change,
        Some((written.changes[0], ChangeKind::EntryAdded))
    );
    let stored = store.entry(second).await.unwrap().unwrap();
    assert_eq!((stored.entry.clone(), stored.versions), (amended, 1));
    let versions = store.entry_versions(second).await.unwrap();
    assert_eq!(
        versions[0].entry, before,
        "what the entry said before is kept"
    );
    assert_eq!(
        versions[0].seen_until,
        at("2026-11-16T12:00:00Z"),
        "until the last reading that showed it"
    );
    assert_eq!(
        store.entry(first).await.unwrap().unwrap().state,
        EntryState::Missing
    );
    let h = &store.hearings(id).await.unwrap()[0];
    assert_eq!(h.hearing, moved);
    assert_eq!(
        h.former[0].setting.scheduled_on,
        Some(date(2026, 12, 3)),
        "where it was is kept"
    );
    assert_eq!(store.entry_offset(id, second).await.unwrap(), Some(2));

    let notices = store
        .next_notices(at("2026-11-17T15:00:00Z"), 10)
        .await
        .unwrap();
    assert_eq!(
        notices
            .iter()
            .map(|n| n.event_id.as_str())
            .collect::<Vec<_>>(),
        ["e-1", "e-3"]
    );
    assert!(
        matches!(
            store.apply_refresh(applied).await,
            Err(StoreError::Superseded)
        ),
        "a comparison against an older state is refused, not applied twice"
    );
    assert_eq!(
        store.changes(&ChangeFilter::default()).await.unwrap().len(),
        3
    );
    let case = store.case_to_check(id, today()).await.unwrap().unwrap();
    assert_eq!(case.revision, known.revision + 1);
    assert_eq!(case.next_hearing_on, Some(date(2026, 11, 18)));

    let done = store
        .review_changes(&written.changes, "Pat", at("2026-11-17T16:00:00Z"))
        .await
        .unwrap();
    assert_eq!(
        done,
        written.changes[..2],
        "a moved hearing is acknowledged by itself"
    );
    assert_eq!(
        store
            .next_notices(at("2026-11-17T16:00:00Z"), 10)
            .await
            .unwrap()
            .len(),
        1,
        "its notice stays"
    );
    assert_eq!(
        store
            .entry(second)
            .await
            .unwrap()
            .unwrap()
            .reviewed_by
            .as_deref(),
        Some("Pat")
    );
    store
        .acknowledge(written.changes[2], "", at("2026-11-17T16:00:00Z"))
        .await
        .unwrap();
    assert_eq!(store.counts().await.unwrap().to_review, 0);
    store.undo_review(&done).await.unwrap();
    assert_eq!(
        store.counts().await.unwrap().to_review,
        2,
        "a review can be taken back"
    );
    assert_eq!(store.today_groups(None, 0, 10).await.unwrap(), [(id, 2)]);
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn a_failed_refresh_keeps_the_last_success_and_a_success_ends_it() {
    let (_dir, store) = store().await;
    let id = store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap()
        .case_id();
    let failed = FailedAttempt {
        at: at("2026-11-17T10:00:00Z"),
        kind: "unreachable".to_owned(),
        message: "The court's site did not answer.".to_owned(),
        next_check_at: Some(at("2026-11-17T10:05:00Z")),
    };
    store.record_failure(id, failed.clone()).await.unwrap();
    store.record_failure(id, failed).await.unwrap();
    let case = store.case(id, today()).await.unwrap().unwrap();
    assert_eq!(case.problem.unwrap().kind, "unreachable");
    assert_eq!(
        case.last_checked_at,
        Some(at("2026-11-16T12:00:00Z")),
        "the docket from Monday is still the docket"
    );
    assert_eq!(
        store
            .case_to_check(id, today())
            .await
            .unwrap()
            .unwrap()
            .attempts,
        2
    );
    assert_eq!(
        store
            .due_cases(at("2026-11-17T10:04:00Z"), today(), 10)
            .await
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        store
            .due_cases(at("2026-11-17T10:05:00Z"), today(), 10)
            .await
            .unwrap()
            .len(),
        1
    );
    let mut update = status("2026-11-17T10:06:00Z");
    update.docket_digest = None;
    store.record_unchanged(&[(id, update)]).await.unwrap();
    let case = store.case_to_check(id, today()).await.unwrap().unwrap();
    assert_eq!(
        (case.attempts, case.docket_digest),
        (0, Some(1)),
        "what was not asked for keeps its digest"
    );
    assert_eq!(
        store.next_due_at().await.unwrap(),
        Some(at("2026-11-17T14:06:00Z"))
    );
}

#[tokio::test]
async fn a_hearing_that_moves_to_another_entry_keeps_the_setting_it_came_from() {
    let (_dir, store) = store().await;
    let first = reading("26BA-CV90123", 3, "JOHN");
    let old = first.hearings[0].clone();
    let id = store.first_follow(first).await.unwrap().case_id();
    let known = store.known_case(id).await.unwrap();
    let mut moved = old.clone();
    moved.state = HearingState::Moved;
    let mut new = hearing(3, date(2026, 12, 10));
    new.key.ordinal = 1;
    let applied = Applied {
        hearings: vec![
            hearing_write(Some(known.docket.hearings[0].hearing_id), moved),
            docketbell_core::domain::compare::HearingWrite {
                moved_from: Some(old.setting.clone()),
                ..hearing_write(None, new)
            },
        ],
        ..one_more(id, known.revision, 4, "moved", "Hearing continued.")
    };
    store.apply_refresh(applied).await.unwrap();
    let hearings = store.hearings(id).await.unwrap();
    let standing = hearings
        .iter()
        .find(|h| h.hearing.state == HearingState::Set)
        .unwrap();
    assert_eq!(
        standing.former[0].setting, old.setting,
        "the window says where it was moved from"
    );
    assert!(
        hearings
            .iter()
            .any(|h| h.hearing.state == HearingState::Moved),
        "the old row stays known, so that it is not taken for a new one"
    );
}

#[tokio::test]
async fn a_renumbered_docket_is_stored_at_once_and_known_as_it_is() {
    const ENTRIES: i64 = 3000;
    let (_dir, store) = store().await;
    let first = reading("26BA-CV90123", ENTRIES, "JOHN");
    let case_id = store.first_follow(first.clone()).await.unwrap().case_id();
    let before = store.known_case(case_id).await.unwrap();
    let ids: Vec<i64> = before.docket.entries.iter().map(|e| e.entry_id).collect();
    // New numbers, turned round, twins; one entry is missing and one is withdrawn.
    let states = [
        (ids[10], EntryState::Missing),
        (ids[20], EntryState::Withdrawn),
    ];
    let applied = Applied {
        case_id,
        revision: before.revision,
        at: at("2026-11-17T15:00:00Z"),
        rekeyed: (1_i64..)
            .zip(&ids)
            .map(|(n, id)| {
                let ordinal = u32::try_from(n % 2).unwrap();
                (
                    *id,
                    EntryIdentity {
                        id: 50_000 + n / 2,
                        ordinal,
                    },
                )
            })
            .collect(),
        positions: (1_i64..)
            .zip(&ids)
            .map(|(n, id)| (*id, (ENTRIES - n) * 1024))
            .collect(),
        states: states.to_vec(),
        status: status("2026-11-17T15:00:00Z"),
        ..Applied::default()
    };
    let begun = std::time::Instant::now();
    store.apply_refresh(applied.clone()).await.unwrap();
    // Half a second in a debug build; half a minute where each entry reads all rows again.
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(8),
        "everybody else waits for the writer's lock meanwhile"
    );

    let known = store.known_case(case_id).await.unwrap();
    assert_eq!(known.revision, before.revision + 1);
    let changed = applied.rekeyed.iter().zip(&applied.positions);
    let expected: Vec<KnownEntry> = before
        .docket
        .entries
        .iter()
        .zip(changed)
        .map(|(was, ((_, identity), (_, position)))| KnownEntry {
            identity: *identity,
            position: *position,
            state: states
                .iter()
                .find(|(id, _)| *id == was.entry_id)
                .map_or(EntryState::Current, |(_, state)| *state),
            ..*was
        })
        .collect();
    assert_eq!(
        known.docket.entries, expected,
        "each entry has its own number, place and state, and no other's"
    );
    let shown: Vec<i64> = first
        .docket
        .entries
        .iter()
        .map(DocketEntry::settings_fingerprint)
        .collect();
    let stored: Vec<i64> = known
        .docket
        .entries
        .iter()
        .map(|e| e.settings_fingerprint)
        .collect();
    assert_eq!(stored, shown, "one entry has a setting, the others none");
    let hearing = &known.docket.hearings[0];
    assert_eq!(
        (&hearing.key, &hearing.setting, hearing.state),
        (
            &first.hearings[0].key,
            &first.hearings[0].setting,
            first.hearings[0].state
        ),
        "a hearing is known with every word"
    );
}

#[tokio::test]
async fn a_case_without_entries_is_known_as_empty_and_no_case_as_none() {
    let (_dir, store) = store().await;
    let case_id = store
        .first_follow(reading("26BA-CV90124", 0, "JOHN"))
        .await
        .unwrap()
        .case_id();
    let known = store.known_case(case_id).await.unwrap();
    assert!(known.docket.entries.is_empty() && known.docket.hearings.is_empty());
    assert!(matches!(
        store.known_case(case_id + 1).await,
        Err(StoreError::NoSuchCase)
    ));
}
