//! Making and opening a store: keys, passphrases, portals, versions, and every way in which it can refuse.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use docketbell_core::storage::{StoreError, StoreFolder, StoreKey, StoreKind};

use super::support::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything in a folder, byte for byte, apart from what reading a store may touch.
fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder)
        .into_iter()
        .filter(|n| !n.ends_with("-shm") && n != "write.lock")
        .map(|n| (n.clone(), std::fs::read(folder.join(n)).unwrap()))
        .filter(|(n, b)| !(n.ends_with("-wal") && b.is_empty()))
        .collect()
}

#[tokio::test]
async fn a_store_with_a_key_opens_with_that_key_only_and_a_wrong_one_changes_nothing() {
    let (dir, store) = store().await;
    store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap();
    store.close().await;
    drop(store);
    let path = dir.path().join("data");
    for name in names(&path) {
        let mode = std::fs::metadata(path.join(&name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777;
        assert_eq!(mode, 0o600, "{name} is for its owner only");
    }
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let before = bytes(&path);
    let folder = StoreFolder::open_with_options(&path, quick()).unwrap();
    assert_eq!(
        (folder.kind(), folder.portal_name()),
        (Some(StoreKind::Keyring), Some(PORTAL))
    );
    let wrong = StoreKey::generate().unwrap();
    assert!(matches!(
        folder.open_with_key(&wrong).await,
        Err(StoreError::WrongKey { passphrase: false })
    ));
    assert!(
        matches!(
            folder.open_with_passphrase("correct horse").await,
            Err(StoreError::OtherKind { passphrase: false })
        ),
        "the other way is never tried"
    );
    assert!(matches!(
        StoreFolder::open(&path)
            .unwrap()
            .create_with_key(&wrong, PORTAL)
            .await,
        Err(StoreError::AlreadyThere(_))
    ));
    assert_eq!(
        bytes(&path),
        before,
        "nothing was changed and nothing new was made"
    );
    let asked = folder.expect_portal("Missouri").unwrap_err();
    assert_eq!(
        (
            asked.kind(),
            matches!(asked, StoreError::OtherPortal { .. })
        ),
        ("other_portal", true)
    );
    folder.expect_portal(PORTAL).unwrap();
    let store = folder.open_with_key(&key()).await.unwrap();
    assert_eq!(store.counts().await.unwrap().followed, 1);
}

#[tokio::test]
async fn a_store_with_a_passphrase_keeps_its_secrets_in_a_sealed_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let mut folder = StoreFolder::open_with_options(&path, quick()).unwrap();
    assert!(matches!(
        folder.create_with_passphrase("seven c", PORTAL).await,
        Err(StoreError::PassphraseTooShort)
    ));
    assert!(
        StoreError::PassphraseTooShort
            .to_string()
            .contains("at least 8 characters"),
        "and says how many it needs"
    );
    assert!(!path.exists(), "a passphrase that is refused makes nothing");
    let store = folder
        .create_with_passphrase("correct horse", PORTAL)
        .await
        .unwrap();
    let secrets = store.sealed_file();
    assert!(secrets.get("session").unwrap().is_none());
    secrets.set("session", b"JSESSIONID=abc").await.unwrap();
    secrets.set("pin", b"1234").await.unwrap();
    secrets.remove("session").await.unwrap();
    secrets.remove("session").await.unwrap();
    store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap();
    store.close().await;
    drop(store);
    let folder = StoreFolder::open_with_options(&path, quick()).unwrap();
    assert_eq!(folder.kind(), Some(StoreKind::Passphrase));
    assert!(matches!(
        folder.open_with_passphrase("wrong horse").await,
        Err(StoreError::WrongKey { passphrase: true })
    ));
    assert!(matches!(
        folder.open_with_key(&key()).await,
        Err(StoreError::OtherKind { passphrase: true })
    ));
    let store = folder.open_with_passphrase("correct horse").await.unwrap();
    assert_eq!(
        store.sealed_file().get("pin").unwrap().unwrap().as_slice(),
        b"1234"
    );
    assert!(store.sealed_file().get("session").unwrap().is_none());
    assert_eq!(super::pages::in_files(&path, "JSESSIONID"), 0);
    let sealed = path.join("secrets.sealed");
    let mut damaged = std::fs::read(&sealed).unwrap();
    damaged[30] ^= 1;
    std::fs::write(&sealed, damaged).unwrap();
    assert!(matches!(
        store.sealed_file().get("pin"),
        Err(StoreError::Corrupt(_))
    ));
    assert!(
        store.sealed_file().set("pin", b"0000").await.is_err(),
        "a damaged file is never written over"
    );
}

#[tokio::test]
async fn a_missing_or_newer_or_damaged_part_is_named_and_nothing_new_is_made() {
    let (dir, store) = store().await;
    store
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap();
    store.close().await;
    drop(store);
    let path = dir.path().join("data");
    let open = async || {
        StoreFolder::open_with_options(&path, quick())?
            .open_with_key(&key())
            .await
            .map(drop)
    };
    let (toml, database) = (path.join("store.toml"), path.join("docketbell.db"));
    let (described, stored) = (
        std::fs::read_to_string(&toml).unwrap(),
        std::fs::read(&database).unwrap(),
    );

    std::fs::remove_file(&toml).unwrap();
    assert_eq!(
        open().await.unwrap_err().kind(),
        "file_missing",
        "a database without its description is not replaced"
    );
    std::fs::write(&toml, "nonsense").unwrap();
    assert_eq!(open().await.unwrap_err().kind(), "corrupt");
    std::fs::write(&toml, "format = 99\nkind = \"token\"").unwrap();
    assert!(matches!(
        open().await,
        Err(StoreError::NewerStore {
            found: 99,
            known: 1
        })
    ));
    std::fs::write(&toml, &described).unwrap();

    std::fs::remove_file(&database).unwrap();
    assert_eq!(
        open().await.unwrap_err().kind(),
        "file_missing",
        "a lost database is not made anew"
    );
    assert!(!database.exists());
    std::fs::write(&database, b"").unwrap();
    assert!(
        open().await.is_err(),
        "an empty file is not taken for an empty store"
    );
    for at in [0, 100, stored.len() / 2] {
        let mut flipped = stored.clone();
        flipped[at] ^= 1;
        std::fs::write(&database, flipped).unwrap();
        let found = match StoreFolder::open_with_options(&path, quick())
            .unwrap()
            .open_with_key(&key())
            .await
        {
            Ok(store) => store.check_integrity().await.unwrap_err(),
            Err(e) => e,
        };
        assert_eq!(
            found.kind(),
            "corrupt",
            "byte {at}: damage is not taken for a wrong key"
        );
        assert!(!found.hint().is_empty());
    }
    std::fs::write(&database, &stored).unwrap();
    open().await.unwrap();
}

#[tokio::test]
async fn a_making_that_was_killed_is_finished_or_begun_again() {
    let (dir, store) = store().await;
    store.close().await;
    drop(store);
    let path = dir.path().join("data");
    // Killed after the description, before the database took its name.
    std::fs::rename(path.join("docketbell.db"), path.join("docketbell.db.new")).unwrap();
    let folder = StoreFolder::open_with_options(&path, quick()).unwrap();
    drop(folder.open_with_key(&key()).await.unwrap());
    assert!(path.join("docketbell.db").exists());
    // Killed before the description: there never was a store.
    std::fs::rename(path.join("docketbell.db"), path.join("docketbell.db.new")).unwrap();
    std::fs::remove_file(path.join("store.toml")).unwrap();
    let mut folder = StoreFolder::open_with_options(&path, quick()).unwrap();
    assert_eq!(folder.kind(), None);
    assert!(matches!(
        folder.open_with_key(&key()).await,
        Err(StoreError::NoStore(_))
    ));
    folder
        .create_with_key(&StoreKey::generate().unwrap(), PORTAL)
        .await
        .unwrap();
    assert!(!path.join("docketbell.db.new").exists());
}

#[tokio::test]
async fn a_second_writer_waits_for_its_turn_and_no_longer_than_the_bound() {
    let (dir, store) = store().await;
    let path = dir.path().join("data");
    let second = StoreFolder::open_with_options(&path, quick())
        .unwrap()
        .open_with_key(&key())
        .await
        .unwrap();
    // Another process holds the writer's lock: from here it looks the same.
    let lock = std::fs::OpenOptions::new()
        .write(true)
        .open(path.join("write.lock"))
        .unwrap();
    lock.lock().unwrap();
    let begun = Instant::now();
    let busy = second
        .first_follow(reading("26BA-CV90123", 3, "JOHN"))
        .await
        .unwrap_err();
    assert_eq!((busy.kind(), busy.may_pass()), ("store_busy", true));
    assert!(
        begun.elapsed() >= Duration::from_millis(300) && begun.elapsed() < Duration::from_secs(3)
    );
    assert_eq!(
        second.counts().await.unwrap().followed,
        0,
        "reading does not wait"
    );
    lock.unlock().unwrap();
    let (a, b) = tokio::join!(
        async {
            for i in 0..20 {
                store
                    .first_follow(reading(&format!("26BA-CV900{i:02}"), 3, "A"))
                    .await
                    .unwrap();
            }
        },
        async {
            for i in 20..40 {
                second
                    .first_follow(reading(&format!("26BA-CV900{i:02}"), 3, "B"))
                    .await
                    .unwrap();
            }
        }
    );
    let ((), ()) = (a, b);
    assert_eq!(
        store.counts().await.unwrap().followed,
        40,
        "both wrote, in turns"
    );
    store.check_integrity().await.unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let (dir, store) = store().await;
    store
        .raise_schema_for_tests(29_991_231_000_000)
        .await
        .unwrap();
    store.close().await;
    drop(store);
    let folder = StoreFolder::open_with_options(dir.path().join("data"), quick()).unwrap();
    let error = folder.open_with_key(&key()).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::NewerStore {
                found: 29_991_231_000_000,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(error.kind(), "newer_store");
}

#[tokio::test]
async fn a_call_that_is_dropped_half_way_leaves_all_or_nothing_and_no_lock() {
    let (_dir, store) = store().await;
    for wait in 0..40_u64 {
        let r = reading(&format!("26BA-CV900{wait:02}"), 200, "JOHN");
        let follow = store.first_follow(r);
        let _ = tokio::time::timeout(Duration::from_micros(wait * 150), follow).await;
    }
    // Whatever was begun ends by itself; the next write waits for it.
    store
        .note_activity(docketbell_core::storage::ActivityLine {
            at: at("2026-11-17T15:00:00Z"),
            case_id: None,
            message: "done".into(),
        })
        .await
        .unwrap();
    for case in store.cases_to_check(0, today(), 100).await.unwrap() {
        assert_eq!(case.entries, 200);
        let page = store.docket_page(case.case_id, 0, 500, true).await.unwrap();
        assert_eq!(
            page.entries.len(),
            200,
            "a case is there with all its entries"
        );
    }
    store.check_integrity().await.unwrap();
}

#[test]
fn a_thread_that_opened_a_store_ends_after_its_last_connection() {
    for round in 0..8 {
        let dir = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let (dir, store) = store().await;
                store
                    .first_follow(reading("26BA-CV90123", 200, "JOHN"))
                    .await
                    .unwrap();
                // One that reads, too; and nobody says that the store is done with.
                store.cases_to_check(0, today(), 10).await.unwrap();
                dir
            })
        })
        .join()
        .unwrap();
        let open = open_below(dir.path());
        assert!(
            open.is_empty(),
            "round {round}: nothing may end before the last connection is closed: {open:?}"
        );
    }
}

/// The files below a folder that this process has open.
fn open_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let folder = folder.canonicalize().unwrap();
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .flatten()
        .filter_map(|open| std::fs::read_link(open.path()).ok())
        .filter(|file| file.starts_with(&folder))
        .collect()
}
