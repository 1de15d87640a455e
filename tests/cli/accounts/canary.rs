//! No password, PIN, answer, phrase or code anywhere but in the one request that it belongs to.

use std::path::Path;

use super::journeys::{NEW_PASSWORD, PASSWORD, PIN, SECURITY, TEMPORARY, issued, knows_all};
use super::portal::{AccountPortal, Habits, Trap};
use super::talk::{answers_file, person_at, talk};

/// A secret in every writing that a search must find.
fn writings(secret: &str) -> Vec<Vec<u8>> {
    let hex: String = secret.bytes().map(|b| format!("{b:02x}")).collect();
    let url: String = secret.bytes().map(|b| format!("%{b:02X}")).collect();
    let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut all = vec![
        secret.as_bytes().to_vec(),
        hex.clone().into_bytes(),
        hex.to_uppercase().into_bytes(),
        url.into_bytes(),
        secret.replace(' ', "+").into_bytes(),
        secret.replace(' ', "%20").into_bytes(),
        utf16,
        utf16_be,
    ];
    // Base64 at each of the three positions, without the letters that hang on the neighbours.
    for lead in 0..3_usize {
        let padded: Vec<u8> = std::iter::repeat_n(b'x', lead)
            .chain(secret.bytes())
            .collect();
        let text = base64(&padded);
        let from = (lead * 8).div_ceil(6);
        let to = text.len().saturating_sub(4);
        all.push(text.as_bytes()[from..to].to_vec());
    }
    all
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|c| {
            let n = u32::from(c[0]) << 16
                | u32::from(*c.get(1).unwrap_or(&0)) << 8
                | u32::from(*c.get(2).unwrap_or(&0));
            [18, 12, 6, 0].map(|s| char::from(LETTERS[(n >> s & 63) as usize]))
        })
        .collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    needle.len() >= 6 && haystack.windows(needle.len()).any(|w| w == needle)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn no_secret_is_anywhere_but_where_it_belongs() {
    let portal = AccountPortal::start(Habits::OLD);
    portal
        .world()
        .accounts
        .insert("jdoe_admin".into(), issued());
    let mut person = person_at(&portal);
    person
        .environment
        .push(("DOCKETBELL_LOG".into(), "trace".into()));
    let file = answers_file(&person, "user_name = \"jdoe_records\"");
    let link = format!("{}/join?g=g77", portal.base());
    let admin = || knows_all().with("user_name", serde_json::json!("jdoe_admin"));
    let mut told = Vec::new();
    let mut run = |command: &[&str], code: i32, knows: super::talk::Answers| {
        let run = talk(&person, command, &knows);
        assert_eq!(run.code, code, "{command:?}: {run:?}");
        told.push((
            format!("standard output of {command:?}"),
            run.stdout.into_bytes(),
        ));
        told.push((
            format!("standard error of {command:?}"),
            run.stderr.into_bytes(),
        ));
    };
    let register = ["register", "user", "--answers", file.as_str()];
    run(&["register", "administrator"], 3, admin().only(5));
    run(&["register", "administrator"], 0, admin());
    run(&register, 3, knows_all().only(2));
    portal.world().trap = Some(("B6".into(), Trap::Stranger));
    run(&register, 8, knows_all());
    run(&register, 0, knows_all());
    run(&["associate", &link], 3, knows_all().only(3));
    run(&["associate", &link], 0, knows_all());
    run(
        &["register", "account", "--answers", file.as_str()],
        0,
        knows_all(),
    );
    {
        let mut world = portal.world();
        let account = world.accounts.get_mut("jane.doe@example.org").unwrap();
        (account.verified, account.needs_code) = (true, true);
    }
    run(
        &["sign-in", "--to", "casenet", "--remember"],
        0,
        knows_all(),
    );
    run(&["sign-in", "--to", "ecf"], 0, knows_all());
    run(&["access", "log"], 0, knows_all());
    run(&["dissociate"], 0, knows_all());
    run(&["sign-out"], 0, knows_all());

    let world = portal.world();
    let code = world.code.clone();
    // Where each secret may go.
    let belongs: [(&str, &[&str]); 6] = [
        (PASSWORD, &["B3", "B9", "C1", "C3", "E"]),
        (TEMPORARY, &["A1"]),
        (NEW_PASSWORD, &["A2", "A1", "A6"]),
        (PIN, &["B10"]),
        (SECURITY, &["A6", "B6"]),
        (&code, &["C4"]),
    ];
    for (secret, stages) in belongs {
        let mut seen = 0;
        for asked in &world.log {
            let hit = writings(secret)
                .iter()
                .any(|w| holds(asked.raw.as_bytes(), w));
            if hit {
                seen += 1;
                assert!(
                    asked.method == "POST" && stages.contains(&asked.stage.as_str()),
                    "{secret} went to {} {} ({})",
                    asked.method,
                    asked.path,
                    asked.stage
                );
            }
        }
        assert!(
            seen > 0,
            "{secret} was given at all, so the search means something"
        );
    }
    told.extend(files(&person.data));
    assert!(told.len() > 20);
    let cookies = (1..40).map(|n| format!("canary-cookie-{n}"));
    let phrases = (1..60).map(|n| format!("canary-phrase-{n}"));
    let secrets = belongs
        .iter()
        .map(|(s, _)| (*s).to_owned())
        .chain(cookies)
        .chain(phrases);
    for secret in secrets {
        for writing in writings(&secret) {
            for (place, bytes) in &told {
                assert!(!holds(bytes, &writing), "{secret} is in {place}");
            }
        }
    }
}
