//! Where each case of the world stands: its number, its court, its day of filing, its people. Everything follows from
//! the seed and the case's place, so nothing has to be kept.

use std::borrow::Cow;

use jiff::{ToSpan, civil::Date};

use super::{
    courts::{COURTS, Court},
    dice::Dice,
    docket,
    kinds::{Course, Numbering, PATTERN, Row},
    names::{self, PersonName},
    truth::{AttorneyTruth, CaseTruth, ChargeTruth, PartyTruth},
};

/// Serials run from 90000, so that no number can be a real case.
const FIRST_SERIAL: u32 = 90_000;
/// Serials of one page; more cases than these carry a supplement suffix.
const SERIALS: u32 = 10_000;
/// The most cases a world can hold: two digits of suffix.
pub(crate) const MOST_CASES: u32 = SERIALS * 98;

/// The first case of the tour, `JANE Q DOE V JOHN Q PUBLIC` in Boone County.
pub const TOUR_CASE: &str = "26BA-CV90123";

/// What a world is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) seed: u64,
    pub(crate) cases: u32,
    pub(crate) entries_per_case: Option<u32>,
    /// The day the world was made for: what is past lies before it, hearings to come after it.
    pub(crate) anchor: Date,
}

impl Layout {
    pub(crate) fn row(index: u32) -> &'static Row {
        &PATTERN[(index % PATTERN.len() as u32) as usize]
    }

    pub(crate) fn court(index: u32) -> &'static Court {
        &COURTS[Self::row(index).court]
    }

    pub(crate) fn number(index: u32) -> String {
        let row = Self::row(index);
        let serial = FIRST_SERIAL + shuffle(index % SERIALS);
        let page = index / SERIALS;
        match row.numbering {
            Numbering::Letters(letters) => {
                let year = row.year % 100;
                let locn = COURTS[row.court].locn;
                if row.kind.course == Course::Criminal || page > 0 {
                    format!("{year:02}{locn}-{letters}{serial}-{:02}", page + 1)
                } else {
                    format!("{year:02}{locn}-{letters}{serial}")
                }
            }
            Numbering::Citation => format!("99{page:02}{serial}"),
            Numbering::TwinCitation => Self::number(index - 1),
            Numbering::Appellate(letters) if page == 0 => format!("{letters}{serial}"),
            Numbering::Appellate(letters) => format!("{letters}{page:02}{serial}"),
            Numbering::LocalTicket => format!("MUA{page:02}{serial}MT"),
        }
    }

    /// The places of all cases with this number: none, one, or two for a citation filed in two courts.
    pub(crate) fn places_of(&self, number: &str) -> Vec<u32> {
        let mut places = Vec::new();
        for window in number.as_bytes().windows(5) {
            let Some(serial) = five_digits(window).and_then(|n| n.checked_sub(FIRST_SERIAL)) else {
                continue;
            };
            let first = unshuffle(serial % SERIALS);
            for page in 0..=(self.cases.saturating_sub(1) / SERIALS) {
                // The twin of a citation stands right behind it.
                for place in [page * SERIALS + first, page * SERIALS + first + 1] {
                    if place < self.cases
                        && !places.contains(&place)
                        && Self::number(place) == number
                    {
                        places.push(place);
                    }
                }
            }
        }
        places
    }

    /// The case without its docket.
    pub(crate) fn head(&self, index: u32) -> CaseTruth {
        let row = Self::row(index);
        let court = Self::court(index);
        let mut dice = Dice::new(self.seed, index, 1);
        let filed_on = self.filed_on(index, &mut dice);
        let judge = judge_of(index, &mut dice);
        let number = Self::number(index);
        let (style, parties) = self.people(index, court, &mut dice);
        let disposed = index > 3 && dice.chance(30);
        let (disposition, disposed_on) = if disposed {
            let words = match row.kind.course {
                Course::Civil => "Tried by Court-Civil",
                Course::Criminal | Course::Traffic => "Guilty Plea",
                Course::Family => "Uncontested Dissolution",
                Course::Probate => "Estate Closed",
                Course::Appeal => "Affirmed",
            };
            let day = self.anchor - i64::from(10 + dice.below(20)).days();
            (words.to_owned(), Some(weekday(day)))
        } else {
            ("Not Disposed".to_owned(), None)
        };
        let criminal = matches!(row.kind.course, Course::Criminal | Course::Traffic);
        let ticket = row.kind.course == Course::Traffic;
        let charges = if criminal {
            charges(row, &number, filed_on, &mut dice)
        } else {
            Vec::new()
        };
        CaseTruth {
            index,
            number,
            court_id: court.db_source.to_owned(),
            court_code: Cow::Borrowed(court.short_code),
            search_code: Cow::Borrowed(court.search_code),
            county: Cow::Borrowed(court.county),
            circuit: Cow::Borrowed(court.circuit),
            location: Cow::Borrowed(court.location),
            locn: Cow::Borrowed(court.locn),
            room: Cow::Borrowed(court.room),
            style,
            case_type: Cow::Borrowed(row.kind.case_type),
            case_type_code: Cow::Borrowed(row.kind.type_code),
            case_class: Cow::Borrowed(row.kind.class),
            pred_code: Cow::Borrowed(row.kind.pred),
            security: Cow::Borrowed(if ticket { "2" } else { "1" }),
            court_type: Cow::Borrowed(if row.kind.course == Course::Appeal {
                "A"
            } else {
                "C"
            }),
            filed_on,
            judge,
            disposition,
            disposed_on,
            criminal,
            ticket,
            parties,
            charges,
            entries: Vec::new(),
            sealed: false,
            version: 0,
        }
    }

    /// The case with its docket.
    pub(crate) fn whole(&self, index: u32) -> CaseTruth {
        let mut case = self.head(index);
        case.entries = docket::entries(self, &case);
        case
    }

    fn filed_on(&self, index: u32, dice: &mut Dice) -> Date {
        let year = Self::row(index).year;
        let day = match (index, year) {
            (0, _) => 215,
            (1, _) => 250,
            (_, 2026) => 5 + dice.below(230),
            _ => 3 + dice.below(345),
        };
        let start = Date::constant(year, 1, 1);
        let filed = start + i64::from(day).days();
        let latest = self.anchor - i64::from(45 + dice.below(60)).days();
        // A world made for an earlier day keeps its case numbers; only the days move.
        weekday(filed.min(latest))
    }

    fn people(&self, index: u32, court: &Court, dice: &mut Dice) -> (String, Vec<PartyTruth>) {
        let row = Self::row(index);
        let first = match index {
            0 => PersonName::new("DOE", "JANE", "Q"),
            1 => PersonName::new("SAMPLE", "TERRY", ""),
            2 => PersonName::new("ROE", "ALEX", ""),
            3 => PersonName::new("PUBLIC", "LEE", ""),
            _ => names::person(dice),
        };
        let mut second = match index {
            0 => PersonName::new("PUBLIC", "JOHN", "Q"),
            2 => PersonName::new("ROE", "MORGAN", ""),
            _ => names::person(dice),
        };
        if second.first == first.first {
            second.first = names::another_first(&first.first);
        }
        let business = index > 3 && dice.chance(45);
        match row.kind.course {
            Course::Criminal => {
                let style = format!("ST V {}", first.natural());
                let state = authority("STATE OF MISSOURI", "State", "PLS", dice, true);
                (
                    style,
                    vec![state, litigant(first, "Defendant", "DFT", dice)],
                )
            }
            Course::Traffic => {
                let city = court.location.trim_end_matches(" Municipal").to_uppercase();
                let style = format!("{city} V {}", first.natural());
                let city = authority(&city, "Plaintiff", "PLF", dice, true);
                (style, vec![city, litigant(first, "Defendant", "DFT", dice)])
            }
            Course::Civil | Course::Appeal => {
                let plaintiff = if business {
                    names::company(dice)
                } else {
                    first
                };
                let style = format!("{} V {}", plaintiff.natural(), second.natural());
                let (one, one_code, two, two_code) = if row.kind.course == Course::Appeal {
                    ("Appellant", "APEL", "Respondent", "RES")
                } else {
                    ("Plaintiff", "PLF", "Defendant", "DFT")
                };
                let mut one = litigant(plaintiff, one, one_code, dice);
                one.attorneys = vec![attorney(&one.role, dice)];
                let mut two = litigant(second, two, two_code, dice);
                if index == 0 || dice.chance(60) {
                    two.attorneys = vec![attorney(&two.role, dice)];
                }
                (style, vec![one, two])
            }
            Course::Family => {
                // Married people share a last name more often than not.
                if dice.chance(70) {
                    second.last.clone_from(&first.last);
                }
                let style = format!("{} V {}", first.natural(), second.natural());
                let mut one = litigant(first, "Petitioner", "PET", dice);
                one.attorneys = vec![attorney(&one.role, dice)];
                let two = litigant(second, "Respondent", "RES", dice);
                (style, vec![one, two])
            }
            Course::Probate => {
                let style = if row.kind.case_type.contains("Guardianship") {
                    format!("IN THE MATTER OF {}", first.natural())
                } else {
                    format!("IN THE ESTATE OF {}", first.natural())
                };
                let about = litigant(first, "Decedent", "DEC", dice);
                let mut asks = litigant(second, "Personal Representative", "PER", dice);
                asks.attorneys = vec![attorney(&asks.role, dice)];
                (style, vec![about, asks])
            }
        }
    }
}

fn judge_of(index: u32, dice: &mut Dice) -> PersonName {
    let which = dice.below(8);
    names::judge(if index == 0 { 0 } else { which })
}

fn litigant(name: PersonName, role: &str, role_code: &str, dice: &mut Dice) -> PartyTruth {
    let (street, city, zip) = names::address(dice);
    let birth_year = (!name.is_organisation()).then(|| 1940 + dice.below(65) as i16);
    PartyTruth {
        name,
        role: role.to_owned(),
        role_code: role_code.to_owned(),
        street,
        city: city.to_owned(),
        zip,
        birth_year,
        attorneys: Vec::new(),
    }
}

fn authority(
    name: &str,
    role: &str,
    role_code: &str,
    dice: &mut Dice,
    prosecuted: bool,
) -> PartyTruth {
    let mut party = litigant(PersonName::new(name, "", ""), role, role_code, dice);
    if prosecuted {
        let (name, bar_number) = names::counsel(dice);
        party.attorneys = vec![AttorneyTruth {
            name,
            bar_number,
            role: "Prosecuting Attorney".to_owned(),
        }];
    }
    party
}

fn attorney(of: &str, dice: &mut Dice) -> AttorneyTruth {
    let (name, bar_number) = names::counsel(dice);
    AttorneyTruth {
        name,
        bar_number,
        role: format!("Attorney for {of}"),
    }
}

fn charges(row: &Row, number: &str, filed_on: Date, dice: &mut Dice) -> Vec<ChargeTruth> {
    type Offence = (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    );
    const ORDINANCE: [Offence; 4] = [
        (
            "ORD304.0-010N20215403.0",
            "Exceeded Posted Speed Limit",
            "OR",
            "Ordinance",
            "304.010",
        ),
        (
            "ORD301.0-020N19865499.0",
            "Fail To Register Motor Vehicle",
            "OR",
            "Ordinance",
            "301.020",
        ),
        (
            "ORD304.0-281N20205404.0",
            "Fail To Obey Electric Signal",
            "OR",
            "Ordinance",
            "304.281",
        ),
        (
            "ORD300.0-440N20195409.0",
            "Parked In Prohibited Zone",
            "OR",
            "Ordinance",
            "300.440",
        ),
    ];
    const STATE: [Offence; 4] = [
        (
            "301.020-001N198654.0",
            "Own/operate Motor Vehicle Not Registered",
            "MB",
            "Misdemeanor B",
            "301.020",
        ),
        (
            "570.030-001Y20172399.0",
            "Stealing",
            "MD",
            "Misdemeanor D",
            "570.030",
        ),
        (
            "569.120-001Y20172904.0",
            "Property Damage 2nd Degree",
            "MB",
            "Misdemeanor B",
            "569.120",
        ),
        (
            "304.012-001N19895499.0",
            "Operated Motor Vehicle In Careless Manner",
            "MB",
            "Misdemeanor B",
            "304.012",
        ),
    ];
    let municipal = row.kind.course == Course::Traffic;
    let from = if municipal { &ORDINANCE } else { &STATE };
    let count = if municipal { 1 } else { 1 + dice.below(3) };
    (1..=count)
        .map(|charge| {
            let (code, description, level, level_words, statute) = dice.pick(from);
            ChargeTruth {
                number: charge,
                code: Cow::Borrowed(code),
                description: Cow::Borrowed(description),
                level: Cow::Borrowed(level),
                level_words: Cow::Borrowed(level_words),
                statute: Cow::Borrowed(statute),
                pred_code: Cow::Borrowed(if municipal { "ZMUN" } else { "ZREG" }),
                filed_on,
                ticket_number: municipal.then(|| number.to_owned()),
            }
        })
        .collect()
}

/// The same day, or the Friday before a weekend: courts do not sit on Sundays.
pub(crate) fn weekday(day: Date) -> Date {
    let back = match day.weekday() {
        jiff::civil::Weekday::Saturday => 1,
        jiff::civil::Weekday::Sunday => 2,
        _ => return day,
    };
    day - back.days()
}

/// The same day, or the Monday after a weekend.
pub(crate) fn next_weekday(day: Date) -> Date {
    let ahead = match day.weekday() {
        jiff::civil::Weekday::Saturday => 2,
        jiff::civil::Weekday::Sunday => 1,
        _ => return day,
    };
    day + ahead.days()
}

/// Spreads the places over the serials, so that neighbours do not have neighbouring numbers. The three swaps give
/// the cases of the tour the numbers that the guide names.
fn shuffle(place: u32) -> u32 {
    swap((place * 37 + 123) % SERIALS)
}

fn unshuffle(serial: u32) -> u32 {
    // 2973 is the inverse of 37 modulo 10,000.
    (swap(serial) + SERIALS - 123) % SERIALS * 2973 % SERIALS
}

fn swap(serial: u32) -> u32 {
    match serial {
        160 => 88,
        88 => 160,
        197 => 417,
        417 => 197,
        234 => 52,
        52 => 234,
        other => other,
    }
}

fn five_digits(window: &[u8]) -> Option<u32> {
    window.iter().try_fold(0_u32, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + u32::from(byte - b'0'))
    })
}
