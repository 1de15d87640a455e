//! A list of cases from a file: one case number per line, or CSV with the columns
//! `case_number,court_id,label,matter,note` (`cli.md`, `follow --from`). Pure: bytes in, one verdict a line out.
//!
//! Such files come from spreadsheets, word processors and e-mails, so the reading is forgiving about encoding
//! (UTF-8, UTF-16, windows-1252), line ends and separators, and strict about one thing: no line is lost silently.

use crate::app::views::Problem;
use crate::domain::{CaseNumber, CourtId};

/// The largest list that is read, in bytes: about half a million lines.
pub const LARGEST_LIST: usize = 16 * 1024 * 1024;
/// The largest file that is shown in the window, in bytes.
pub const LARGEST_SHOWN: usize = 2 * 1024 * 1024;
/// A quoted note may run over at most this many lines.
const MOST_LINES_OF_A_CELL: usize = 40;
const COLUMNS: [&str; 5] = ["case_number", "court_id", "label", "matter", "note"];

/// One line of the list that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// Line number in the file, from 1; of the first line, where a quoted note runs over several.
    pub line: u32,
    /// What stood where the number should be, cut to 60 characters.
    pub shown: String,
    /// The case that is asked for (its number may look wrong), or in plain words why the line names none.
    pub wanted: Result<WantedCase, String>,
}

impl ListLine {
    /// A line that holds one case number and nothing else.
    pub fn of_number(line: u32, number: &str) -> Self {
        read_line(line, &[number.trim().to_owned()], None)
    }
}

/// A case that a list asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedCase {
    /// Its number.
    pub case_number: CaseNumber,
    /// Its court, where the list names one.
    pub court_id: Option<CourtId>,
    /// The person's name for it.
    pub label: Option<String>,
    /// Matter number.
    pub matter: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// The text of a list file, as it can be shown and corrected before it is looked at.
///
/// # Errors
/// `bad_input` for a file that is too large for the window, or is no text: says how to save it instead.
pub fn text_of(bytes: &[u8]) -> Result<String, Problem> {
    if bytes.len() > LARGEST_SHOWN {
        return Err(Problem::bad_input(format!(
            "The file is larger than {} MiB. Split it, or use: docketctl follow --from FILE.",
            LARGEST_SHOWN / (1024 * 1024)
        )));
    }
    let spreadsheet = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
    if spreadsheet {
        return Err(Problem::bad_input(
            "This is a spreadsheet in its own format. In the spreadsheet, choose Save As, CSV, and take that file.",
        ));
    }
    let text = decode(bytes);
    if text.contains('\0') || bytes.starts_with(b"%PDF") {
        return Err(Problem::bad_input(
            "This file is no text. Take a list with one case number on each line, or a CSV.",
        ));
    }
    Ok(split_lines(&text).join("\n"))
}

/// Reads a list.
///
/// # Errors
/// `bad_input` when the file is too large, or its heading names columns but no `case_number`. A bad line is no error.
pub fn read_list(bytes: &[u8]) -> Result<Vec<ListLine>, Problem> {
    if bytes.len() > LARGEST_LIST {
        return Err(Problem::bad_input(format!(
            "The list is larger than {} MiB. Split it, or check that it is the right file.",
            LARGEST_LIST / (1024 * 1024)
        )));
    }
    let text = decode(bytes);
    let lines = split_lines(&text);
    let separator = separator_of(&lines);
    let mut columns: Option<Vec<Option<usize>>> = None;
    let mut first = true;
    let mut read = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let (raw, taken) = record_at(&lines, at, separator);
        at += taken;
        let Some(raw) = raw else {
            read.push(ListLine {
                line,
                shown: cut(lines[at - taken]),
                wanted: Err("A quotation mark is opened and never closed on this line.".to_owned()),
            });
            continue;
        };
        let cells = cells_of(&raw, separator);
        if cells.iter().all(|c| c.is_empty()) {
            continue;
        }
        if first {
            first = false;
            if let Some(found) = heading(&cells)? {
                columns = Some(found);
                continue;
            }
        }
        read.push(read_line(line, &cells, columns.as_deref()));
    }
    Ok(read)
}

fn read_line(line: u32, cells: &[String], columns: Option<&[Option<usize>]>) -> ListLine {
    let cell = |name: usize| -> Option<String> {
        let text = match columns {
            Some(columns) => cells.get(columns[name]?)?.clone(),
            // Without a heading the note is the last column, so commas that nobody quoted belong to it.
            None if name == COLUMNS.len() - 1 => cells.get(name..)?.join(", "),
            None => cells.get(name)?.clone(),
        };
        (!text.is_empty()).then_some(text)
    };
    let number = cell(0).unwrap_or_default();
    let wanted = CaseNumber::asked(&number)
        .map_err(|e| e.to_string())
        .map(|case_number| WantedCase {
            case_number,
            court_id: cell(1).map(CourtId::new),
            label: cell(2),
            matter: cell(3),
            note: cell(4),
        });
    ListLine {
        line,
        shown: cut(&number),
        wanted,
    }
}

/// Which cell holds which of our columns, when the first line is a heading.
fn heading(cells: &[String]) -> Result<Option<Vec<Option<usize>>>, Problem> {
    let names: Vec<String> = cells.iter().map(|c| column_name(c)).collect();
    let columns: Vec<Option<usize>> = COLUMNS
        .iter()
        .map(|column| names.iter().position(|name| name == column))
        .collect();
    match (columns[0].is_some(), columns.iter().flatten().count()) {
        (true, _) => Ok(Some(columns)),
        (false, known) if known >= 2 => Err(Problem::bad_input(format!(
            "The first line names columns, but none is case_number. Accepted: {}.",
            COLUMNS.join(",")
        ))),
        _ => Ok(None),
    }
}

fn column_name(cell: &str) -> String {
    let mut name = String::new();
    for c in cell.trim().to_lowercase().chars() {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    match name {
        "case_no" | "casenumber" | "case" | "number" => "case_number",
        "court" | "courtid" => "court_id",
        "name" => "label",
        "notes" => "note",
        other => other,
    }
    .to_owned()
}

/// The text of a list, whichever way it was saved.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    // UTF-16 without a mark: in text of Latin letters every second byte is zero, which no other encoding shows.
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .take(512)
            .filter(|b| **b == 0)
            .count()
    };
    let pairs = (bytes.len() / 2).min(512);
    if pairs >= 3 && zeros(1) * 10 >= pairs * 7 {
        return encoding_rs::UTF_16LE.decode(bytes).0.into_owned();
    }
    if pairs >= 3 && zeros(0) * 10 >= pairs * 7 {
        return encoding_rs::UTF_16BE.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// Lines as editors count them: `\r\n`, `\n` and the lone `\r` of old spreadsheets each end one.
fn split_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push(&rest[..end]);
        let step = if rest[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = &rest[end + step..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// Spreadsheets of some countries write semicolons, and "Unicode text" has tabs: the first line tells.
fn separator_of(lines: &[&str]) -> char {
    let first = lines.iter().find(|l| !l.trim().is_empty()).copied();
    let first = first.unwrap_or_default();
    [',', '\t', ';']
        .into_iter()
        .find(|c| first.contains(*c))
        .unwrap_or(',')
}

/// The record that begins at a line, with the count of lines it takes; `None` when a quotation mark stays open.
fn record_at(lines: &[&str], at: usize, separator: char) -> (Option<String>, usize) {
    let mut record = lines[at].to_owned();
    if !stays_open(&record, separator) {
        return (Some(record), 1);
    }
    for (count, line) in lines[at + 1..]
        .iter()
        .take(MOST_LINES_OF_A_CELL)
        .enumerate()
    {
        // A line that begins with a case number is the next record: the quotation mark above it was never closed,
        // and reading on would swallow a case.
        let head = line.split(separator).next().unwrap_or_default();
        if CaseNumber::parse(head.trim_matches('"')).is_ok_and(|n| n.warning().is_none()) {
            break;
        }
        record.push('\n');
        record.push_str(line);
        if !stays_open(&record, separator) {
            return (Some(record), count + 2);
        }
    }
    (None, 1)
}

/// Whether a quoted cell is still open at the end of the text.
fn stays_open(text: &str, separator: char) -> bool {
    walk(text, separator, |_| {})
}

/// The cells of a record, without surrounding blanks.
fn cells_of(record: &str, separator: char) -> Vec<String> {
    let mut cells = Vec::new();
    walk(record, separator, |cell| cells.push(cell.trim().to_owned()));
    cells
}

/// Walks over the cells of a record by the usual rules of CSV, and says whether a quotation mark stays open.
/// The csv crate reads a whole file by these rules; here each record stands alone, so that one bad line stops nothing.
fn walk(text: &str, separator: char, mut cell_done: impl FnMut(&str)) -> bool {
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == separator && !quoted => {
                cell_done(&cell);
                cell.clear();
            }
            c => cell.push(c),
        }
    }
    cell_done(&cell);
    quoted
}

fn cut(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::utf_8("Roe é\r\n26BA-CV90001\r".as_bytes(), Some("Roe é\n26BA-CV90001"))]
    #[case::windows_1252(b"Roe \xe9", Some("Roe \u{e9}"))]
    #[case::utf_16(b"\xff\xfeR\0o\0e\0", Some("Roe"))]
    #[case::spreadsheet(b"PK\x03\x04 and more", None)]
    #[case::document(b"%PDF-1.4 words", None)]
    #[case::bytes(b"a\0\0\0b\0\x01", None)]
    fn a_file_is_shown_as_text_or_says_why_not(#[case] bytes: &[u8], #[case] text: Option<&str>) {
        assert_eq!(text_of(bytes).ok().as_deref(), text);
    }

    #[test]
    fn a_file_that_is_too_large_names_the_other_way() {
        let problem = text_of(&vec![b'a'; LARGEST_SHOWN + 1]).unwrap_err();
        assert!(
            problem.message.contains("docketctl follow --from"),
            "{problem}"
        );
    }

    fn numbers(bytes: &[u8]) -> Vec<(u32, Option<String>)> {
        read_list(bytes)
            .unwrap()
            .into_iter()
            .map(|l| (l.line, l.wanted.ok().map(|w| w.case_number.to_string())))
            .collect()
    }

    fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(|u| {
                if little {
                    u.to_le_bytes()
                } else {
                    u.to_be_bytes()
                }
            })
            .collect()
    }

    #[rstest]
    #[case::utf_8("26BA-CV90001,,Müller,,\n26BA-CV90002\n".as_bytes().to_vec())]
    #[case::utf_8_with_mark("\u{feff}26BA-CV90001,,Müller,,\r\n26BA-CV90002".as_bytes().to_vec())]
    #[case::utf_16_le(utf16("26BA-CV90001,,Müller,,\r\n26BA-CV90002\r\n", true, true))]
    #[case::utf_16_be(utf16("26BA-CV90001,,Müller,,\n26BA-CV90002", false, true))]
    #[case::utf_16_without_mark(utf16("26BA-CV90001,,Müller,,\n26BA-CV90002", true, false))]
    #[case::utf_16_be_without_mark(utf16("26BA-CV90001,,Müller,,\n26BA-CV90002", false, false))]
    #[case::windows_1252(b"26BA-CV90001,,M\xfcller,,\r\n26BA-CV90002\r\n".to_vec())]
    #[case::old_line_ends(b"26BA-CV90001,,M\xfcller,,\r26BA-CV90002\r".to_vec())]
    #[case::semicolons(b"26BA-CV90001;;M\xfcller;;\r\n26BA-CV90002\r\n".to_vec())]
    #[case::tabs(utf16("26BA-CV90001\t\tMüller\t\t\r\n26BA-CV90002", true, true))]
    #[case::heading("Case Number,Court_ID,LABEL\n26BA-CV90001,,Müller\n26BA-CV90002".as_bytes().to_vec())]
    #[case::other_order("label,case_number\nMüller,26BA-CV90001\n,26BA-CV90002".as_bytes().to_vec())]
    fn a_list_reads_the_same_however_it_was_saved(#[case] bytes: Vec<u8>) {
        let list = read_list(&bytes).unwrap();
        let wanted: Vec<&WantedCase> = list.iter().map(|l| l.wanted.as_ref().unwrap()).collect();
        assert_eq!(wanted.len(), 2, "{list:?}");
        assert_eq!(wanted[0].case_number.as_str(), "26BA-CV90001");
        assert_eq!(wanted[0].label.as_deref(), Some("Müller"));
        assert_eq!(wanted[0].note, None, "an empty cell says nothing");
        assert_eq!(wanted[1].case_number.as_str(), "26BA-CV90002");
    }

    #[test]
    fn one_bad_line_stops_nothing_and_keeps_its_number() {
        assert_eq!(
            numbers(
                b"26BA-CV90001\n\n  \nnot a number!\n,,,,\n24ba cv 90212\nDoe\n\"26BA-CV90003\"\n"
            ),
            [
                (1, Some("26BA-CV90001".into())),
                (4, Some("NOT A NUMBER!".into())),
                (6, Some("24BA-CV90212".into())),
                (7, Some("DOE".into())),
                (8, Some("26BA-CV90003".into())),
            ],
            "what looks wrong is kept as it would be asked for; whether it is asked for is a person's word"
        );
    }

    #[test]
    fn a_line_that_is_far_too_long_names_no_case_and_says_why() {
        let list = read_list("words ".repeat(30).as_bytes()).unwrap();
        let why = list[0].wanted.as_ref().unwrap_err();
        assert!(why.contains("too long to ask"), "{why}");
    }

    #[test]
    fn an_open_quotation_mark_swallows_no_case() {
        assert_eq!(
            numbers(b"26BA-CV90001,,\"Doe v. Roe\n26BA-CV90002,,\"Sample\"\n26BA-CV90003\n"),
            [
                (1, None),
                (2, Some("26BA-CV90002".into())),
                (3, Some("26BA-CV90003".into())),
            ],
            "the line with the open mark is named, the next ones are read"
        );
    }

    #[test]
    fn a_quoted_note_may_run_over_lines_and_hold_commas() {
        let list = read_list(
            b"case_number,court_id,label,matter,note\r\n26BA-CV90001,CT13,\"Doe, Jane\",M-7,\"say \"\"hello\"\"\r\nthen wait\"\r\n26BA-CV90002\r\n",
        )
        .unwrap();
        let first = list[0].wanted.as_ref().unwrap();
        assert_eq!(first.court_id, Some(CourtId::new("CT13")));
        assert_eq!(first.label.as_deref(), Some("Doe, Jane"));
        assert_eq!(first.matter.as_deref(), Some("M-7"));
        assert_eq!(first.note.as_deref(), Some("say \"hello\"\nthen wait"));
        assert_eq!((list[0].line, list[1].line), (2, 4));
    }

    #[test]
    fn without_a_heading_commas_that_nobody_quoted_belong_to_the_note() {
        let list = read_list(b"26BA-CV90001,CT13,Doe,M-7,call first, then write").unwrap();
        let wanted = list[0].wanted.as_ref().unwrap();
        assert_eq!(wanted.note.as_deref(), Some("call first, then write"));
    }

    #[test]
    fn a_heading_without_case_numbers_is_bad_input() {
        let problem = read_list(b"label,matter\nDoe,M-7\n").unwrap_err();
        assert_eq!(problem.kind, "bad_input");
        assert!(
            problem.message.contains("case_number"),
            "{}",
            problem.message
        );
    }

    #[test]
    fn an_empty_file_and_random_bytes_do_no_harm() {
        assert!(read_list(b"").unwrap().is_empty());
        assert!(read_list(b"\xff\xfe").unwrap().is_empty());
        let noise: Vec<u8> = (0..=255u8).cycle().take(4096).collect();
        let looks_right = |l: &ListLine| {
            l.wanted
                .as_ref()
                .is_ok_and(|w| w.case_number.doubt().is_none())
        };
        assert!(!read_list(&noise).unwrap().iter().any(looks_right));
    }
}
