//! The kinds of cases, and the forty rows that every world repeats.

/// How a kind of case is numbered (wire-format.md §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// Year, location, letters, five digits.
    Letters(&'static str),
    /// Nine digits of a citation; 999 is no series in use.
    Citation,
    /// A citation whose number the case before it has, too, in another court.
    TwinCitation,
    /// Appellate number behind these letters.
    Appellate(&'static str),
    /// A municipal ticket in a local format.
    LocalTicket,
}

/// What happens in a case, for the choice of words on its docket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Civil,
    Criminal,
    Traffic,
    Family,
    Probate,
    Appeal,
}

/// One kind of case. Type codes other than `O5`, `T2`, `TH`, `A5` are invented (unverified).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) case_type: &'static str,
    pub(crate) type_code: &'static str,
    pub(crate) class: &'static str,
    pub(crate) pred: &'static str,
    pub(crate) course: Course,
}

macro_rules! kind {
    ($name:ident, $case_type:literal, $code:literal, $class:literal, $pred:literal, $course:ident) => {
        pub(crate) const $name: Kind = Kind {
            case_type: $case_type,
            type_code: $code,
            class: $class,
            pred: $pred,
            course: Course::$course,
        };
    };
}

kind!(DETAINER, "AC Unlawful Detainer", "A5", "Civil", "ZG", Civil);
kind!(RENT, "AC Rent and Possession", "A6", "Civil", "ZG", Civil);
kind!(ACCOUNT, "AC Suit on Account", "AN", "Civil", "ZG", Civil);
kind!(TITLE, "CC Quiet Title", "TH", "Civil", "ZG", Civil);
kind!(
    CONTRACT,
    "CC Breach of Contract",
    "TB",
    "Civil",
    "ZG",
    Civil
);
kind!(
    TRANSCRIPT,
    "CC Transcript Judgment",
    "TJ",
    "Civil",
    "ZG",
    Civil
);
kind!(
    STATE,
    "Criminal/Infract.- see Charges",
    "T2",
    "Criminal",
    "ZZ",
    Criminal
);
kind!(
    ORDINANCE,
    "Municipal/ Ordinance - see Charges",
    "O5",
    "Traffic/Municipal",
    "Z^",
    Traffic
);
kind!(
    DISSOLUTION,
    "CC Dissolution- w/ Children",
    "DC",
    "Family",
    "ZG",
    Family
);
kind!(
    PATERNITY,
    "FC Motion to Modify",
    "DM",
    "Family",
    "ZG",
    Family
);
kind!(
    ESTATE,
    "PR Small Est Affidavit w/Will",
    "P1",
    "Probate",
    "ZG",
    Probate
);
kind!(
    GUARDIAN,
    "PR Guardianship - Adult",
    "P5",
    "Probate",
    "ZG",
    Probate
);
kind!(APPEAL, "Appeal - Civil", "E1", "Civil", "ZG", Appeal);
kind!(
    WRIT,
    "Writ - Original Proceeding",
    "S1",
    "Civil",
    "ZG",
    Appeal
);

/// One row of the pattern: court (place in `COURTS`), kind, numbering, two digits of the year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) court: usize,
    pub(crate) kind: Kind,
    pub(crate) numbering: Numbering,
    pub(crate) year: i16,
}

const fn row(court: usize, kind: Kind, numbering: Numbering, year: i16) -> Row {
    Row {
        court,
        kind,
        numbering,
        year: 2000 + year,
    }
}

const BOONE: usize = 0;
const WARREN: usize = 1;
const STL_CITY: usize = 2;
const PHELPS_CITY: usize = 3;
const LONE_JACK: usize = 4;
const JACKSON: usize = 5;
const PHELPS: usize = 6;
const STL_COUNTY: usize = 7;
const COLE: usize = 8;
const GREENE: usize = 9;
const EASTERN: usize = 10;
const SUPREME: usize = 11;

use Numbering::{Appellate, Citation, Letters, LocalTicket, TwinCitation};

/// The pattern that repeats through the world. The first four rows are the cases of the tour.
#[rustfmt::skip]
pub(crate) const PATTERN: [Row; 40] = [
    row(BOONE, DETAINER, Letters("CV"), 26),
    row(WARREN, STATE, Letters("CR"), 26),
    row(BOONE, DISSOLUTION, Letters("FC"), 25),
    row(BOONE, ESTATE, Letters("PR"), 25),
    row(STL_CITY, ORDINANCE, Citation, 26),
    row(PHELPS_CITY, ORDINANCE, TwinCitation, 26),
    row(LONE_JACK, ORDINANCE, Citation, 26),
    row(JACKSON, STATE, Letters("CR"), 25),
    row(STL_COUNTY, CONTRACT, Letters("CC"), 25),
    row(PHELPS, RENT, Letters("AC"), 26),
    row(COLE, TITLE, Letters("CC"), 24),
    row(GREENE, ACCOUNT, Letters("AC"), 26),
    row(EASTERN, APPEAL, Appellate("ED"), 26),
    row(BOONE, STATE, Letters("CR"), 26),
    row(STL_CITY, ORDINANCE, LocalTicket, 25),
    row(PHELPS, STATE, Letters("CR"), 25),
    row(JACKSON, DISSOLUTION, Letters("FC"), 26),
    row(STL_COUNTY, RENT, Letters("AC"), 26),
    row(WARREN, GUARDIAN, Letters("PR"), 24),
    row(GREENE, STATE, Letters("CR"), 26),
    row(SUPREME, WRIT, Appellate("SC"), 26),
    row(COLE, CONTRACT, Letters("CC"), 25),
    row(BOONE, ACCOUNT, Letters("AC"), 26),
    row(PHELPS, DISSOLUTION, Letters("FC"), 25),
    row(LONE_JACK, ORDINANCE, Citation, 25),
    row(STL_COUNTY, STATE, Letters("CR"), 24),
    row(JACKSON, TITLE, Letters("CV"), 26),
    row(GREENE, ESTATE, Letters("PR"), 26),
    row(WARREN, ACCOUNT, Letters("AC"), 25),
    row(PHELPS_CITY, ORDINANCE, Citation, 26),
    row(BOONE, CONTRACT, Letters("CC"), 24),
    row(COLE, STATE, Letters("CR"), 26),
    row(EASTERN, APPEAL, Appellate("ED"), 25),
    row(STL_COUNTY, PATERNITY, Letters("FC"), 26),
    row(JACKSON, RENT, Letters("CV"), 26),
    row(PHELPS, TRANSCRIPT, Letters("CC"), 25),
    row(GREENE, DISSOLUTION, Letters("FC"), 26),
    row(WARREN, STATE, Letters("CR"), 25),
    row(BOONE, RENT, Letters("AC"), 26),
    row(STL_CITY, ORDINANCE, Citation, 26),
];

/// Who files an entry: the court, or the first or second party.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    Court,
    One,
    Two,
}

/// Title, docket code, class, text and filer of an entry.
pub(crate) type Line = (&'static str, &'static str, &'static str, &'static str, By);

/// How a docket of this course begins.
#[rustfmt::skip]
pub(crate) fn opening_lines(course: Course) -> [Line; 3] {
    let judge: Line = ("Judge Assigned", "FJUDG", "", "", By::Court);
    match course {
        Course::Civil => [
            ("Petition Filed", "FPETN", "ZFILE", "Petition; Exhibit A; Exhibit B.", By::One),
            ("Filing Info Sheet eFiling", "FISE", "ZFILE", "", By::One),
            judge,
        ],
        Course::Criminal => [
            ("Complaint Filed", "FCOMP", "ZFILE", "", By::One),
            judge,
            ("Summons Ordered", "ORDER", "ZORD", "", By::Court),
        ],
        Course::Traffic => [
            ("Information Filed by Citation", "SIFTA", "ZFICA", "", By::Court),
            judge,
            ("Summons Issued - Filing Agency", "SISFA", "ZSUIS", "", By::Court),
        ],
        Course::Family => [
            ("Petition for Dissolution", "FPETN", "ZFILE", "Petition for Dissolution of Marriage; Proposed Parenting Plan.", By::One),
            ("Confidential Filing Info Sheet", "CFIS", "", "", By::One),
            judge,
        ],
        Course::Probate => [
            ("Application Filed", "FAPPL", "ZFILE", "Application; Will; List of Heirs.", By::Two),
            judge,
            ("Notice of Publication", "NPUB", "", "", By::Court),
        ],
        Course::Appeal => [
            ("Notice of Appeal Filed", "NAPPL", "ZFILE", "", By::One),
            ("Docket Fee Received", "FEE", "", "", By::Court),
            ("Appeal Docketed", "APDOC", "", "", By::Court),
        ],
    }
}
