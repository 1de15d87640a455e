//! Search: newest first, in pages, with whatever a person types.

use super::support::*;
use docketbell_core::storage::{CaseHit, OwnWords, SearchCursor, SearchQuery};
use jiff::civil::date;

#[tokio::test]
async fn hits_come_newest_first_in_pages_without_gaps_or_repeats() {
    let (_dir, store) = store().await;
    for i in 0..4 {
        store
            .first_follow(reading(&format!("26BA-CV9000{i}"), 40, "JOHN"))
            .await
            .unwrap();
    }
    let mut query = SearchQuery {
        words: "discovery over".to_owned(),
        limit: 7,
        ..SearchQuery::default()
    };
    let mut days = Vec::new();
    let mut ids = std::collections::HashSet::new();
    loop {
        let page = store.search(&query).await.unwrap();
        for e in &page.entries {
            days.push(e.entry.filed_on.unwrap());
            assert!(ids.insert(e.entry_id), "no entry twice");
        }
        let Some(next) = page.next else { break };
        query.before = SearchCursor::parse(&next.to_string());
    }
    assert_eq!(days.len(), 160, "every entry is found");
    assert!(
        days.is_sorted_by(|a, b| a >= b),
        "newest first across pages"
    );

    let since = SearchQuery {
        words: "discovery".into(),
        since: Some(date(2024, 9, 1)),
        limit: 500,
        ..SearchQuery::default()
    };
    let found = store.search(&since).await.unwrap();
    assert!(
        !found.entries.is_empty()
            && found
                .entries
                .iter()
                .all(|e| e.entry.filed_on.unwrap() >= date(2024, 9, 1))
    );
    assert_eq!(
        found.entries.len(),
        days.iter().filter(|d| **d >= date(2024, 9, 1)).count()
    );
    let one = SearchQuery {
        words: "discovery".into(),
        case_id: Some(2),
        limit: 500,
        ..SearchQuery::default()
    };
    assert_eq!(
        store.search(&one).await.unwrap().entries.len(),
        40,
        "only this case"
    );
}

#[tokio::test]
async fn words_phrases_people_and_documents_are_found_and_marks_are_only_marks() {
    let (_dir, store) = store().await;
    let mut r = reading("26BA-CV90123", 5, "JOHN");
    r.words = OwnWords {
        note: Some("Call Pat the same day".into()),
        ..OwnWords::default()
    };
    r.docket.entries[1].text = Some("Résumé of the   hearing; \"sustained\" AND denied".into());
    let id = store.first_follow(r).await.unwrap().case_id();
    let count = async |words: &str| {
        store
            .search(&SearchQuery {
                words: words.into(),
                limit: 50,
                ..SearchQuery::default()
            })
            .await
            .unwrap()
            .entries
            .len()
    };
    assert_eq!(count("resume").await, 1, "marks on letters do not matter");
    assert_eq!(count("\"motion to compel\"").await, 4, "a phrase");
    assert_eq!(count("\"compel motion\"").await, 0, "in its order");
    assert_eq!(count("counsel").await, 1, "who filed it");
    assert_eq!(
        count("notice john").await,
        1,
        "title of a document, and the text"
    );
    for odd in [
        "\"",
        "(",
        "a OR",
        "NEAR(",
        "*",
        "title:",
        "--",
        "'; DROP TABLE cases; --",
        "\u{0}",
        "{body} :",
    ] {
        count(odd).await;
    }
    assert_eq!(
        store.search_cases("same day", 10).await.unwrap(),
        [CaseHit::OwnWords { case_id: id }]
    );
    assert_eq!(
        store.search_cases("cv90123", 10).await.unwrap(),
        [CaseHit::Header { case_id: id }]
    );
    let people = store.search_cases("public, john", 10).await.unwrap();
    assert!(people.contains(&CaseHit::Party {
        case_id: id,
        name: "PUBLIC, JOHN".into(),
        role: "Defendant".into()
    }));
    store
        .save_words(
            id,
            OwnWords {
                label: Some("Maple".into()),
                ..OwnWords::default()
            },
            at("2026-11-17T10:00:00Z"),
        )
        .await
        .unwrap();
    assert!(
        store.search_cases("same day", 10).await.unwrap().is_empty(),
        "replaced words are no longer found"
    );
    assert_eq!(store.search_cases("maple", 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_amended_entry_is_found_by_its_new_words_only() {
    let (_dir, store) = store().await;
    let id = store
        .first_follow(reading("26BA-CV90123", 5, "JOHN"))
        .await
        .unwrap()
        .case_id();
    let known = store.known_case(id).await.unwrap();
    let first = known.docket.entries[0].entry_id;
    let mut entry = store
        .stored_entries(id, &[first])
        .await
        .unwrap()
        .remove(&first)
        .unwrap();
    entry.text = Some("sustained in part".into());
    entry.filed_on = Some(date(2026, 1, 2));
    let mut applied = one_more(id, known.revision, 6, "e", "zebra");
    applied.amended = vec![(first, entry)];
    store.apply_refresh(applied).await.unwrap();
    let find = async |words: &str| {
        store
            .search(&SearchQuery {
                words: words.into(),
                limit: 50,
                ..SearchQuery::default()
            })
            .await
            .unwrap()
            .entries
    };
    assert_eq!(find("sustained").await[0].entry_id, first);
    assert_eq!(
        find("discovery").await.len(),
        4,
        "the old words of the entry left the index"
    );
    assert_eq!(find("zebra").await.len(), 1);
}
