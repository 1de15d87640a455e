//! Promise P15: backup, erase, restore give an equal store.

use docketbell_core::storage::{
    AuditEntry, BackupLock, SearchQuery, Store, StoreError, StoreFolder, StoreKey,
};
use zeroize::Zeroizing;

use super::pages::occurrences;
use super::support::*;

fn passphrase(words: &str) -> BackupLock {
    BackupLock::Passphrase(Zeroizing::new(words.to_owned()))
}

/// Compares row by row, and tells the first row that differs and not all of them.
fn same_rows(found: &[String], wanted: &[String], why: &str) {
    let first = found.iter().zip(wanted).find(|(f, w)| f != w);
    assert!(first.is_none(), "{why}: {:.300?}", first);
    assert_eq!(found.len(), wanted.len(), "{why}");
}

async fn filled() -> (tempfile::TempDir, Store) {
    let (dir, store) = store().await;
    for (i, about) in ["ADAM", "BERTA", "CARL"].iter().enumerate() {
        let mut r = reading(&format!("26BA-CV9000{i}"), 700, about);
        r.words.label = Some(format!("Matter {about}"));
        r.docket.entries[3].text =
            Some("quotes \" and 'these', \u{202e}bidi, \u{0}nul, 🏛 ".repeat(400));
        r.docket.entries[4].description = "A very long title ".repeat(20);
        store.first_follow(r).await.unwrap();
    }
    store
        .apply_refresh(one_more(2, 0, 900, "e-1", "Judgment entered"))
        .await
        .unwrap();
    store
        .set_setting(
            "window",
            &serde_json::json!({"theme": "dark"}),
            at("2026-11-17T15:00:00Z"),
        )
        .await
        .unwrap();
    for what in ["asked", "withdrawn"] {
        let entry = AuditEntry {
            at: at("2026-11-17T15:00:00Z"),
            who: "Sample".to_owned(),
            what,
            about: Some("jdoe".to_owned()),
            words: "Action 1".to_owned(),
            portal_says: None,
        };
        store.audit(entry).await.unwrap();
    }
    (dir, store)
}

#[tokio::test]
async fn backup_erase_restore_gives_an_equal_store_that_still_searches() {
    let (dir, store) = filled().await;
    let before = store.logical_dump().await.unwrap();
    let file = dir.path().join("cases.docketbell");
    let summary = store
        .backup(
            &file,
            passphrase("correct horse"),
            at("2026-11-17T15:00:00Z"),
        )
        .await
        .unwrap();
    assert_eq!(
        (summary.cases, summary.entries, summary.changes),
        (3, 2101, 1)
    );
    assert_eq!(
        occurrences(&std::fs::read(&file).unwrap(), "BERTA"),
        0,
        "a backup tells nothing without its passphrase"
    );
    assert!(matches!(
        store
            .backup(
                &file,
                passphrase("correct horse"),
                at("2026-11-17T15:00:00Z")
            )
            .await,
        Err(StoreError::FileExists(_))
    ));
    store.close().await;
    drop(store);

    let mut folder = StoreFolder::open_with_options(dir.path().join("data"), quick()).unwrap();
    folder.erase().unwrap();
    assert_eq!(folder.kind(), None);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(left, ["write.lock"], "nothing else is left");

    let other_key = StoreKey::generate().unwrap();
    let store = folder.create_with_key(&other_key, PORTAL).await.unwrap();
    let (restored, aside) = store
        .restore(
            &file,
            passphrase("correct horse"),
            at("2026-11-17T16:00:00Z"),
        )
        .await
        .unwrap();
    assert_eq!((restored, aside), (summary, None));
    same_rows(
        &store.logical_dump().await.unwrap(),
        &before,
        "equal, row by row",
    );
    let query = |words: &str| SearchQuery {
        words: words.to_owned(),
        limit: 500,
        ..SearchQuery::default()
    };
    assert_eq!(
        store
            .search(&query("judgment"))
            .await
            .unwrap()
            .entries
            .len(),
        1,
        "the index is there again"
    );
    assert_eq!(store.search_cases("matter", 10).await.unwrap().len(), 3);
    assert_eq!(
        store.search_cases("public, carl", 10).await.unwrap().len(),
        2,
        "the case and its party"
    );
    let new = store
        .first_follow(reading("26BA-CV90009", 1, "NEW"))
        .await
        .unwrap();
    assert_eq!(new.case_id(), 4, "ids go on where they were");
    let log = store.audit_log(None, 9).await.unwrap();
    assert!(log.broken_at.is_none() && !log.cut_off, "{log:?}");
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn a_bad_backup_changes_nothing_and_a_good_one_keeps_the_old_store_aside() {
    let (dir, store) = filled().await;
    let file = dir.path().join("cases.docketbell");
    store
        .backup(
            &file,
            passphrase("correct horse"),
            at("2026-11-17T15:00:00Z"),
        )
        .await
        .unwrap();
    store.forget(1).await.unwrap();
    let now = store.logical_dump().await.unwrap();
    let good = std::fs::read(&file).unwrap();
    let bad = dir.path().join("bad");
    let when = at("2026-11-17T16:00:00Z");
    let first_line = good.iter().position(|b| *b == b'\n').unwrap();
    let mut cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", vec![]),
        ("not ours", b"SQLite format 3\0".to_vec()),
        ("cut in the first line", good[..20].to_vec()),
        ("cut after the first line", good[..=first_line].to_vec()),
        ("cut in the last part", good[..good.len() - 1].to_vec()),
        ("without its last part", good[..good.len() - 20].to_vec()),
    ];
    for at in [
        first_line + 3,
        first_line + 500,
        good.len() / 2,
        good.len() - 3,
    ] {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        cases.push(("a flipped bit", flipped));
    }
    for (what, bytes) in cases {
        std::fs::write(&bad, bytes).unwrap();
        let refused = store.restore(&bad, passphrase("correct horse"), when).await;
        assert!(
            matches!(refused, Err(StoreError::BadBackup(_))),
            "{what}: {refused:?}"
        );
    }
    assert!(matches!(
        store.restore(&file, passphrase("wrong horse"), when).await,
        Err(StoreError::BadBackup(_))
    ));
    assert!(matches!(
        store.restore(&file, BackupLock::StoreKey, when).await,
        Err(StoreError::BadBackup(_))
    ));
    assert!(matches!(
        store.backup(&bad, passphrase("short"), when).await,
        Err(StoreError::FileExists(_))
    ));
    same_rows(
        &store.logical_dump().await.unwrap(),
        &now,
        "nothing was changed",
    );

    let (_, aside) = store
        .restore(&file, passphrase("correct horse"), when)
        .await
        .unwrap();
    assert_eq!(store.counts().await.unwrap().followed, 3);
    store
        .restore(
            &aside.unwrap(),
            BackupLock::StoreKey,
            at("2026-11-17T16:00:01Z"),
        )
        .await
        .unwrap();
    same_rows(
        &store.logical_dump().await.unwrap(),
        &now,
        "what was kept aside brings back what was there",
    );

    let kept = || {
        let files = std::fs::read_dir(dir.path().join("data")).unwrap();
        files
            .filter(|f| {
                f.as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .starts_with("before-restore-")
            })
            .count()
    };
    assert_eq!(kept(), 2);
    store.forget(2).await.unwrap();
    assert_eq!(
        kept(),
        0,
        "a case that is forgotten is not kept aside either"
    );

    let elsewhere = StoreFolder::open(dir.path().join("elsewhere"))
        .unwrap()
        .create_with_key(&key(), "Missouri")
        .await
        .unwrap();
    assert!(matches!(
        elsewhere
            .restore(&file, passphrase("correct horse"), when)
            .await,
        Err(StoreError::OtherPortal { .. })
    ));
}
