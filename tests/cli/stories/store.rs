//! The store: locked, wrong, busy, read-only, another portal's, newer.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use rstest::rstest;

use crate::foreign::{Case, Habits, entry};
use crate::harness::{FREE, NUMBER, Person, followed};

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let (_portal, mut person) = followed(Habits::RECENT);
    person.passphrase = Some("another passphrase".into());
    let run = person.run(&["cases"]);
    assert_eq!((run.code, run.kind()), (7, "wrong_key"), "{run:?}");
    person.passphrase = Some(crate::harness::PASSPHRASE.into());
    assert_eq!(person.done(&["cases"]).lines.len(), 1);
}

#[test]
fn without_its_passphrase_a_store_is_not_tried_with_a_keyring() {
    let (_portal, mut person) = followed(Habits::RECENT);
    person.passphrase = None;
    let run = person.run(&["cases"]);
    assert_eq!(run.code, 7, "{run:?}");
    assert!(
        run.error()["hint"]
            .as_str()
            .unwrap()
            .contains("DOCKETBELL_PASSPHRASE"),
        "{run:?}"
    );
}

#[test]
fn without_keyring_and_passphrase_no_store_is_made() {
    let (portal, _other) = followed(Habits::RECENT);
    let mut person = Person::at(&portal);
    person.passphrase = None;
    let run = person.run(&["follow", NUMBER]);
    assert_eq!(run.code, 7, "{run:?}");
    assert!(run.kind().starts_with("keyring_"), "{run:?}");
    assert!(
        run.error()["hint"]
            .as_str()
            .unwrap()
            .contains("DOCKETBELL_PASSPHRASE"),
        "{run:?}"
    );
    let databases = std::fs::read_dir(&person.data).map_or(0, |files| {
        files
            .filter(|f| {
                f.as_ref()
                    .is_ok_and(|f| f.path().extension().is_some_and(|e| e == "db"))
            })
            .count()
    });
    assert_eq!(databases, 0, "no store without a key");
}

#[test]
fn a_store_belongs_to_one_portal() {
    let (portal, person) = followed(Habits::RECENT);
    std::fs::write(&person.profile, portal.profile("Another portal", FREE)).unwrap();
    let silent = portal.requests();
    for command in [&["cases"][..], &["check"], &["follow", "26BA-CV90002"]] {
        let run = person.run(command);
        assert_eq!(
            (run.code, run.kind()),
            (7, "other_portal"),
            "{command:?}: {run:?}"
        );
    }
    assert_eq!(portal.requests(), silent);
}

#[rstest]
#[case::no_name(
    "allowed_hosts = [\"127.0.0.1\"]\n[urls]\ncasenet = \"http://127.0.0.1:1/cnet\"",
    "name"
)]
#[case::plain_http(
    "name = \"X\"\nallowed_hosts = [\"court.example\"]\n[urls]\ncasenet = \"http://court.example/cnet\"",
    "casenet"
)]
#[case::no_permission(
    "name = \"X\"\nallowed_hosts = [\"127.0.0.1\"]\n[urls]\ncasenet = \"http://127.0.0.1:1/cnet\"\n[access]\nautomatic_checks = true",
    "permission"
)]
#[case::not_toml("name = ", "")]
fn a_profile_that_cannot_be_used_names_the_key(#[case] profile: &str, #[case] key: &str) {
    let run = Person::new(profile).run(&["cases"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.error()["message"].as_str().unwrap().contains(key),
        "{run:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_not_harmed() {
    if nix_is_root() {
        // Root may write anywhere, so the story is told with a file in the folder's place.
        let person = Person::new(
            &crate::foreign::ForeignPortal::start(Habits::RECENT).profile("Foreign portal", FREE),
        );
        std::fs::write(&person.data, "a file").unwrap();
        let run = person.run(&["cases"]);
        assert_eq!(run.code, 7, "{run:?}");
        assert_eq!(std::fs::read_to_string(&person.data).unwrap(), "a file");
        return;
    }
    let (_portal, person) = followed(Habits::RECENT);
    std::fs::set_permissions(&person.data, std::fs::Permissions::from_mode(0o500)).unwrap();
    let run = person.run(&["check"]);
    std::fs::set_permissions(&person.data, std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(person.done(&["docket", NUMBER]).lines.len(), 3);
}

fn nix_is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}

#[test]
fn a_damaged_store_is_told_and_left_as_it_is() {
    let (_portal, person) = followed(Habits::RECENT);
    let database = std::fs::read_dir(&person.data)
        .unwrap()
        .map(|f| f.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "db"))
        .unwrap();
    let mut bytes = std::fs::read(&database).unwrap();
    let end = bytes.len().min(8192);
    bytes[..end].iter_mut().for_each(|b| *b ^= 0x55);
    for beside in ["db-wal", "db-shm"] {
        let _ = std::fs::remove_file(database.with_extension(beside));
    }
    std::fs::write(&database, &bytes).unwrap();
    let run = person.run(&["cases"]);
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(
        std::fs::read(&database).unwrap(),
        bytes,
        "what cannot be read is not touched"
    );
}

#[test]
fn two_programs_share_one_folder() {
    let (portal, person) = followed(Habits::RECENT);
    for n in 2..6 {
        portal.world().cases.push(Case::new(
            &format!("26BA-CV9000{n}"),
            "CT13",
            "ROE V SAMPLE",
        ));
    }
    let runs: Vec<_> = std::thread::scope(|scope| {
        let person = &person;
        let all: Vec<_> = (2..6)
            .map(|n| scope.spawn(move || person.run(&["follow", &format!("26BA-CV9000{n}")])))
            .collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(runs.iter().all(|r| r.code == 0), "{runs:?}");
    assert_eq!(person.done(&["cases"]).lines.len(), 5);
    portal
        .world()
        .case(NUMBER)
        .docket
        .push(entry(5, "02/01/2026", "Order", None));
    let told: usize = std::thread::scope(|scope| {
        let all: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| person.check().len()))
            .collect();
        all.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(
        told, 1,
        "three programs found the change, and it is stored and told once"
    );
    assert_eq!(person.done(&["changes"]).kinds().len(), 1);
}

#[test]
fn a_first_start_of_several_programs_makes_one_store() {
    let (portal, _other) = followed(Habits::RECENT);
    let person = Person::at(&portal);
    let codes: Vec<i32> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| person.run(&["follow", NUMBER]).code))
            .collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(codes, [0; 4]);
    assert_eq!(person.done(&["cases"]).lines.len(), 1);
}

#[test]
fn the_folder_and_its_files_are_for_this_user_only() {
    let (_portal, person) = followed(Habits::RECENT);
    assert_eq!(
        std::fs::metadata(&person.data)
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
    for file in std::fs::read_dir(&person.data).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} is {mode:o}", file.path());
    }
}

#[test]
fn no_word_of_the_docket_and_no_secret_lies_readable_on_the_disk() {
    let (portal, person) = followed(Habits::RECENT);
    portal.world().case(NUMBER).docket.push(entry(
        5,
        "02/01/2026",
        "Order",
        Some("MARKERWORD of the court"),
    ));
    person.done(&["check"]);
    fn scan(folder: &std::path::Path, found: &mut Vec<String>) {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                scan(&path, found);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for marker in [
                "MARKERWORD",
                "JANE Q DOE",
                crate::harness::PASSPHRASE,
                NUMBER,
            ] {
                let wide: Vec<u8> = marker.encode_utf16().flat_map(u16::to_le_bytes).collect();
                if bytes.windows(marker.len()).any(|w| w == marker.as_bytes())
                    || bytes.windows(wide.len()).any(|w| w == wide)
                {
                    found.push(format!("{marker} in {}", path.display()));
                }
            }
        }
    }
    let mut found = vec![];
    scan(&person.data, &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_writer_that_holds_the_store_is_waited_for_five_seconds() {
    // The lock is held by a program that was stopped in the middle; the kernel keeps it until it goes on.
    let (_portal, person) = followed(Habits::RECENT);
    let begun = Instant::now();
    person.check();
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "nobody holds it: no waiting"
    );
}
