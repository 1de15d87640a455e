//! Promises P1, P2, P3: kills, torn files, full and read-only disks.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use docketbell_core::storage::{Store, StoreError, StoreFolder};
use rstest::rstest;

use super::support::*;

const FRAME: usize = 24 + 8192;

async fn open(path: &Path) -> Result<Store, StoreError> {
    StoreFolder::open_with_options(path, quick())?
        .open_with_key(&key())
        .await
}

/// Which of the cases `26BA-CV90000` … are there, each with all of its entries.
async fn stored_cases(store: &Store) -> Vec<String> {
    let mut numbers = Vec::new();
    for case in store.cases_to_check(0, today(), 10_000).await.unwrap() {
        assert_eq!(
            store
                .docket_page(case.case_id, 0, 100, true)
                .await
                .unwrap()
                .entries
                .len(),
            5
        );
        numbers.push(case.case_number.to_string());
    }
    numbers
}

#[tokio::test]
async fn a_log_cut_or_changed_anywhere_gives_a_committed_prefix() {
    let (dir, store) = store().await;
    let data = dir.path().join("data");
    for i in 0..4 {
        store
            .first_follow(reading(&format!("26BA-CV9000{i}"), 5, "JOHN"))
            .await
            .unwrap();
    }
    // As a kill leaves them: the log holds all four commits.
    let files = ["store.toml", "docketbell.db", "docketbell.db-wal"];
    let [toml, database, log] = files.map(|name| std::fs::read(data.join(name)).unwrap());
    let frames = (log.len() - 32) / FRAME;
    assert!(frames >= 8, "four commits are many frames");
    let mut logs: Vec<(String, Vec<u8>)> = Vec::new();
    for frame in 0..=frames {
        let end = 32 + frame * FRAME;
        for cut in [end.saturating_sub(1), end, (end + 1).min(log.len())] {
            logs.push((format!("cut at {cut}"), log[..cut].to_vec()));
        }
    }
    for frame in 0..frames {
        let mut changed = log.clone();
        changed[32 + frame * FRAME + 24 + 100] ^= 0x40;
        logs.push((format!("a bit of frame {frame}"), changed));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (what, log) in logs {
        let copy = tempfile::tempdir().unwrap();
        for (name, bytes) in files.iter().zip([&toml, &database, &log]) {
            std::fs::write(copy.path().join(name), bytes).unwrap();
        }
        let torn = open(copy.path())
            .await
            .unwrap_or_else(|e| panic!("{what}: {e}"));
        torn.check_integrity()
            .await
            .unwrap_or_else(|e| panic!("{what}: {e}"));
        let numbers = stored_cases(&torn).await;
        let wanted: Vec<String> = (0..numbers.len())
            .map(|i| format!("26BA-CV9000{i}"))
            .collect();
        assert_eq!(numbers, wanted, "{what}: a prefix of what was committed");
        seen.insert(numbers.len());
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        [0, 1, 2, 3, 4],
        "every prefix was met"
    );
}

/// What the kill loop kills: follows cases and says each one that is saved. Does nothing unless it is told a folder.
#[tokio::test]
async fn helper_that_follows_cases_until_it_is_killed() {
    let Some(data) = std::env::var_os("DOCKETBELL_KILL_FOLDER").map(PathBuf::from) else {
        return;
    };
    let store = open(&data).await.unwrap();
    let from: usize = store
        .cases_to_check(0, today(), 10_000)
        .await
        .unwrap()
        .len();
    for i in from.. {
        let number = format!("26BA-CV{i:05}");
        store
            .first_follow(reading(&number, 5, "JOHN"))
            .await
            .unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {number}").unwrap();
        out.flush().unwrap();
    }
}

#[tokio::test]
async fn what_was_said_to_be_saved_is_there_after_a_kill() {
    let (dir, store) = store().await;
    let data = dir.path().join("data");
    store.close().await;
    drop(store);
    let rounds: u64 = std::env::var("DOCKETBELL_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(12);
    let mut said: Vec<String> = Vec::new();
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "damage::helper_that_follows_cases_until_it_is_killed",
                "--nocapture",
            ])
            .env("DOCKETBELL_KILL_FOLDER", &data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed at another point of the work each time; what it said before it died counts.
        let mut left = 1 + round % 7;
        for line in lines.map_while(Result::ok) {
            if let Some(number) = line.rsplit_once("saved ").map(|(_, n)| n.to_owned()) {
                said.push(number);
                left = left.saturating_sub(1);
                if left == 0 {
                    std::thread::sleep(std::time::Duration::from_micros(round * 137 % 3000));
                    child.kill().unwrap();
                }
            }
        }
        child.wait().unwrap();
        let store = open(&data).await.unwrap();
        store.check_integrity().await.unwrap();
        let there = stored_cases(&store).await;
        assert!(
            said.iter().all(|n| there.contains(n)),
            "round {round}: everything that was said is there"
        );
        store.close().await;
    }
    assert!(said.len() as u64 >= rounds);
}

async fn follow(store: &Store, number: &str) {
    store
        .first_follow(reading(number, 5, "JOHN"))
        .await
        .unwrap();
}

/// A small disk of our own, or `None` where this computer does not let us have one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(dir.path())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success());
        if !mounted {
            println!("skipped: mounting a small disk needs root");
            return None;
        }
        Some(Self(dir))
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.0.path())
            .status()
            .unwrap();
        assert!(done.success());
    }
}

impl SmallDisk {
    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// A store with nothing in it, in [`Self::data`].
    async fn store(&self) -> Store {
        StoreFolder::open_with_options(self.data(), quick())
            .unwrap()
            .create_with_key(&key(), PORTAL)
            .await
            .unwrap()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_saved_and_says_so() {
    let Some(disk) = SmallDisk::new("size=3m") else {
        return;
    };
    let data = disk.data();
    let store = disk.store().await;
    let mut saved = Vec::new();
    let full = loop {
        let number = format!("26BA-CV{:05}", saved.len());
        match store.first_follow(reading(&number, 5, "JOHN")).await {
            Ok(_) => saved.push(number),
            Err(e) => break e,
        }
    };
    assert_eq!(full.kind(), "disk_full", "{full}");
    assert!(!saved.is_empty() && !full.hint().is_empty());
    assert_eq!(
        stored_cases(&store).await,
        saved,
        "what was saved can still be read"
    );
    disk.remount("size=30m");
    follow(&store, "26BA-CV99999").await;
    store.check_integrity().await.unwrap();
    store.close().await;
    drop(store);
    disk.remount("ro");
    let frozen = open(&data).await.unwrap();
    assert_eq!(
        stored_cases(&frozen).await.len(),
        saved.len() + 1,
        "what was saved can be read where nothing can be written"
    );
    let refused = frozen
        .first_follow(reading("26BA-CV99998", 5, "JOHN"))
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), "read_only", "{refused}");
    disk.remount("rw");
    assert_eq!(
        stored_cases(&open(&data).await.unwrap()).await.len(),
        saved.len() + 1
    );
    follow(&frozen, "26BA-CV99998").await;
    assert_eq!(
        stored_cases(&frozen).await.len(),
        saved.len() + 2,
        "once the disk takes something, readers see it"
    );
}

#[tokio::test]
async fn a_store_opened_on_a_full_disk_is_read_and_heals() {
    let Some(disk) = SmallDisk::new("size=3m") else {
        return;
    };
    let data = disk.data();
    let store = disk.store().await;
    follow(&store, "26BA-CV90000").await;
    store.close().await;
    drop(store);
    let filler = disk.0.path().join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let store = open(&data).await.unwrap();
    assert_eq!(stored_cases(&store).await, ["26BA-CV90000"]);
    let full = store
        .first_follow(reading("26BA-CV90001", 5, "JOHN"))
        .await
        .unwrap_err();
    assert_eq!(full.kind(), "disk_full", "{full}");
    std::fs::remove_file(&filler).unwrap();
    drop(file);
    follow(&store, "26BA-CV90001").await;
    assert_eq!(stored_cases(&store).await.len(), 2);
    store.check_integrity().await.unwrap();
}

#[rstest]
#[case::and_is_still_there("rw")]
#[case::and_the_disk_takes_nothing_again("ro")]
#[tokio::test]
async fn what_another_process_wrote_is_seen_where_the_file_was_read_as_it_lay(#[case] then: &str) {
    let Some(disk) = SmallDisk::new("size=10m") else {
        return;
    };
    let store = disk.store().await;
    follow(&store, "26BA-CV90000").await;
    store.close().await;
    drop(store);
    disk.remount("ro");
    let frozen = open(&disk.data()).await.unwrap();
    assert_eq!(stored_cases(&frozen).await.len(), 1);
    disk.remount("rw");
    let other = open(&disk.data()).await.unwrap();
    follow(&other, "26BA-CV90001").await;
    if then == "ro" {
        other.close().await;
        drop(other);
        disk.remount(then);
    }
    assert_eq!(
        stored_cases(&frozen).await.len(),
        2,
        "a hearing that was stored since is never left out"
    );
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_never_left_out() {
    let Some(disk) = SmallDisk::new("size=10m") else {
        return;
    };
    let data = disk.data();
    let store = disk.store().await;
    follow(&store, "26BA-CV90000").await;
    // As a kill leaves it: what was saved stands in the log.
    let log = std::fs::read(data.join("docketbell.db-wal")).unwrap();
    store.close().await;
    drop(store);
    std::fs::write(data.join("docketbell.db-wal"), log).unwrap();
    disk.remount("ro");
    let refused = open(&data).await.unwrap_err();
    assert_eq!(refused.kind(), "read_only", "{refused}");
    disk.remount("rw");
}

#[tokio::test]
async fn a_disk_too_small_for_a_store_leaves_none() {
    let Some(disk) = SmallDisk::new("size=100k") else {
        return;
    };
    let data = disk.data();
    let mut folder = StoreFolder::open_with_options(&data, quick()).unwrap();
    let full = folder.create_with_key(&key(), PORTAL).await.unwrap_err();
    assert_eq!(full.kind(), "disk_full", "{full}");
    disk.remount("size=10m");
    let mut folder = StoreFolder::open_with_options(&data, quick()).unwrap();
    assert_eq!(folder.kind(), None, "half a store is no store");
    folder.create_with_key(&key(), PORTAL).await.unwrap();
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    std::fs::write(&path, "not a folder").unwrap();
    let refused = match StoreFolder::open_with_options(&path, quick()) {
        Ok(mut folder) => folder.create_with_key(&key(), PORTAL).await.unwrap_err(),
        Err(e) => e,
    };
    assert!(
        !refused.to_string().is_empty() && refused.kind() != "corrupt",
        "{refused}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a folder");
}
