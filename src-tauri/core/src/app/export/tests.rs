//! What goes out reads back whole, and nothing of the court's text acts.

use super::*;
use crate::app::views::SettingView;

const NOW: &str = "2026-11-21T15:00:00Z";

fn case(number: &str, label: Option<&str>) -> CaseRow {
    CaseRow {
        id: 1,
        case_number: number.into(),
        court_id: "CT13".into(),
        style: "JANE DOE V JOHN PUBLIC".into(),
        label: label.map(Into::into),
        matter: None,
        tags: vec![],
        note: None,
        case_type: None,
        location: Some("Boone".into()),
        filed_on: Some("2026-01-05".into()),
        disposition: None,
        judge: None,
        entries: 1,
        unreviewed: 0,
        next_hearing: None,
        earlier_today: vec![],
        last_checked_at: None,
        last_problem: None,
        state: CaseState::Followed,
    }
}

fn entry(id: i64, description: &str, text: Option<&str>) -> EntryView {
    EntryView {
        id,
        sequence: Some(id),
        filed_on: Some("2026-02-03".into()),
        description: description.into(),
        text: text.map(Into::into),
        filed_by: None,
        on_behalf_of: None,
        code: None,
        documents: vec![],
        hearings: vec![],
        associated: vec![],
        confidential: false,
        first_seen_at: NOW.into(),
        reviewed_at: None,
        state: EntryStateView::Current,
        versions: 0,
        change: None,
        change_id: None,
    }
}

fn hearing(state: HearingState, day: &str, starts_at: Option<&str>) -> HearingView {
    HearingView {
        id: 1,
        case_id: 1,
        purpose: "Bench Trial".into(),
        scheduled_on: Some(day.into()),
        time: None,
        starts_at: starts_at.map(Into::into),
        location: Some("Boone; Room 2, 1st floor\r\nBEGIN:VEVENT".into()),
        judge: None,
        state,
        was: None,
        entry_id: Some(7),
        entry_filed_on: Some("2026-02-03".into()),
        on_last_reading: true,
        known_since: "2026-02-03T12:00:00Z".into(),
    }
}

fn one(case: CaseRow, docket: Vec<EntryView>, hearings: Vec<HearingView>) -> CaseExport {
    CaseExport {
        case,
        docket,
        parties: vec![],
        hearings,
        charges: vec![],
        changes: vec![],
    }
}

fn written(format: ExportFormat, cases: &[CaseExport]) -> String {
    let mut export =
        Export::start(format, Vec::new(), "Practice portal", NOW.parse().unwrap()).unwrap();
    for case in cases {
        export.case(case).unwrap();
    }
    String::from_utf8(export.finish().unwrap()).unwrap()
}

#[test]
fn no_cell_of_the_csv_is_a_formula_and_every_word_is_there() {
    let hostile = "=HYPERLINK(\"http://evil.example\",\"x\")";
    let text = written(
        ExportFormat::Csv,
        &[one(
            case("26BA-CV90001", Some("@SUM(1)")),
            vec![
                entry(7, hostile, Some("+1\n\"quoted\", and, commas")),
                entry(8, "  -2+3", Some("\u{200b}=1")),
                entry(9, "Order", Some("\tTab first")),
            ],
            vec![],
        )],
    );
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "one row per entry");
    for cell in rows.iter().flatten() {
        let first = cell
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{200b}')
            .chars()
            .next();
        assert!(
            !matches!(first, Some('=' | '+' | '-' | '@')),
            "{cell:?} would run"
        );
    }
    assert_eq!(
        &rows[0][14],
        format!("'{hostile}"),
        "the words are kept behind the apostrophe"
    );
    assert_eq!(&rows[0][15], "'+1\n\"quoted\", and, commas");
}

#[test]
fn a_case_without_entries_still_has_its_row_and_the_list_can_be_followed_again() {
    let text = written(
        ExportFormat::Csv,
        &[one(case("26BA-CV90001", Some("Doe")), vec![], vec![])],
    );
    let list = crate::app::import_list::read_list(text.as_bytes()).unwrap();
    let wanted = list[0].wanted.as_ref().unwrap();
    assert_eq!(wanted.case_number.as_str(), "26BA-CV90001");
    assert_eq!(wanted.label.as_deref(), Some("Doe"));
}

#[test]
fn the_json_is_one_document_whatever_the_number_of_cases() {
    for count in 0..3 {
        let cases = vec![
            one(
                case("26BA-CV90001", None),
                vec![entry(7, "Order", None)],
                vec![]
            );
            count
        ];
        let text = written(ExportFormat::Json, &cases);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["cases"].as_array().unwrap().len(), count);
        assert_eq!(read["portal"], "Practice portal");
    }
}

#[test]
fn a_hearing_keeps_its_uid_when_it_moves_and_tells_calendars_that_it_is_newer() {
    let at = |hearing: HearingView| {
        written(
            ExportFormat::Ics,
            &[one(
                case("26BA-CV90001", None),
                vec![entry(7, "Set", None)],
                vec![hearing],
            )],
        )
    };
    let line = |text: &str, name: &str| {
        text.lines()
            .find(|l| l.starts_with(name))
            .unwrap_or_default()
            .to_owned()
    };
    let set = at(hearing(
        HearingState::Set,
        "2026-12-01",
        Some("2026-12-01T15:00:00Z"),
    ));
    let mut moved = hearing(
        HearingState::Set,
        "2026-12-08",
        Some("2026-12-08T15:00:00Z"),
    );
    moved.was = Some(Box::new(SettingView {
        purpose: "Bench Trial".into(),
        scheduled_on: Some("2026-12-01".into()),
        time: None,
        starts_at: None,
        location: None,
        judge: None,
    }));
    let moved = at(moved);
    let cancelled = at(hearing(HearingState::Cancelled, "2026-12-08", None));
    // Another entry set the new date: the old one is recalled under its own UID.
    let recalled = at(hearing(HearingState::Moved, "2026-12-01", None));
    assert_eq!(line(&set, "UID:"), line(&recalled, "UID:"));
    assert_eq!(line(&recalled, "STATUS:"), "STATUS:CANCELLED");
    assert_eq!(
        line(&recalled, "SEQUENCE:"),
        "SEQUENCE:1",
        "a calendar takes only a newer word"
    );
    assert_eq!(line(&set, "UID:"), line(&moved, "UID:"));
    assert_eq!(line(&set, "UID:"), line(&cancelled, "UID:"));
    assert_eq!(line(&set, "SEQUENCE:"), "SEQUENCE:0");
    assert_eq!(line(&moved, "SEQUENCE:"), "SEQUENCE:1");
    assert_eq!(line(&set, "DTSTART"), "DTSTART:20261201T150000Z");
    assert_eq!(line(&cancelled, "STATUS:"), "STATUS:CANCELLED");
    assert_eq!(line(&cancelled, "DTSTART"), "DTSTART;VALUE=DATE:20261208");
}

#[test]
fn court_text_cannot_begin_an_event_of_its_own() {
    let text = written(
        ExportFormat::Ics,
        &[one(
            case("26BA-CV90001", Some("Doe\r\nEND:VEVENT")),
            vec![],
            vec![hearing(HearingState::Set, "2026-12-01", None)],
        )],
    );
    let count = |line: &str| text.lines().filter(|l| *l == line).count();
    assert_eq!(
        (count("BEGIN:VEVENT"), count("END:VEVENT")),
        (1, 1),
        "{text}"
    );
}

#[test]
fn a_case_that_is_no_longer_public_is_not_in_the_calendar() {
    let mut closed = case("26BA-CV90001", None);
    closed.state = CaseState::Closed;
    let text = written(
        ExportFormat::Ics,
        &[one(
            closed,
            vec![],
            vec![hearing(HearingState::Set, "2026-12-01", None)],
        )],
    );
    assert!(!text.contains("VEVENT"), "{text}");
}
