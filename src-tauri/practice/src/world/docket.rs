//! Dockets as courts write them: filings, summonses and their returns, motions and the orders that answer them,
//! hearings set, continued and held, up to a hearing that lies ahead.

use std::borrow::Cow;

use jiff::{
    ToSpan,
    civil::{Date, Time},
};

use super::{
    dice::Dice,
    kinds::{By, Course, opening_lines},
    layout::{Layout, next_weekday, weekday},
    order::{
        days, document_id, exchange_sequences, hearing_time, long_date, scheduled_title, sequences,
    },
    truth::{
        CaseTruth, DocumentTruth, EntryTruth, FiledBy, PartyTruth, Setting, Words, judge_words,
    },
};

/// Up to here a docket is for people to read; longer ones are for measurements.
const SHORT_DOCKET: usize = 60;

/// The docket of a case, in docket order (oldest first).
pub(crate) fn entries(layout: &Layout, case: &CaseTruth) -> Vec<EntryTruth> {
    let mut dice = Dice::new(layout.seed, case.index, 2);
    let count = match (layout.entries_per_case, case.index) {
        (Some(count), _) => count,
        (None, 0) => 31,
        (None, _) => 12 + dice.below(29),
    };
    let mut writer = Writer::new(layout, case, dice, count as usize);
    writer.opening();
    let closing = writer.closing_length();
    while writer.left() > closing {
        writer.middle(closing);
    }
    writer.closing();
    let Writer {
        mut entries,
        mut dice,
        ..
    } = writer;
    exchange_sequences(case.index, &mut entries, &mut dice);
    entries
}

struct Writer<'a> {
    case: &'a CaseTruth,
    anchor: Date,
    course: Course,
    dice: Dice,
    days: Vec<Date>,
    sequences: Vec<u32>,
    entries: Vec<EntryTruth>,
    judge: Words,
    one: String,
    two: String,
}

impl<'a> Writer<'a> {
    fn new(layout: &Layout, case: &'a CaseTruth, mut dice: Dice, count: usize) -> Self {
        let last = case
            .disposed_on
            .unwrap_or(layout.anchor - i64::from(1 + dice.below(18)).days());
        let days = days(case.filed_on, weekday(last), count, &mut dice);
        let sequences = sequences(count, &mut dice);
        let name = |party: Option<&PartyTruth>| {
            party.map_or_else(String::new, |party| party.name.formal())
        };
        Self {
            case,
            anchor: layout.anchor,
            course: Layout::row(case.index).kind.course,
            dice,
            days,
            sequences,
            entries: Vec::with_capacity(count),
            judge: Cow::Owned(judge_words(&case.judge)),
            one: name(case.parties.first()),
            two: name(case.parties.get(1)),
        }
    }

    fn left(&self) -> usize {
        self.days.len().saturating_sub(self.entries.len())
    }

    fn here(&self) -> usize {
        self.entries.len()
    }

    fn day_at(&self, place: usize) -> Date {
        self.days[place.min(self.days.len() - 1)]
    }

    /// Writes one entry; beyond the count it writes nothing, so that a unit may be cut at the end.
    fn write(
        &mut self,
        description: impl Into<Words>,
        code: &'static str,
        pred: &'static str,
        text: Option<Words>,
        by: By,
    ) -> Option<u32> {
        let place = self.here();
        if place >= self.days.len() {
            return None;
        }
        let sequence = self.sequences[place];
        let description = description.into();
        let (filed_by, on_behalf_of) = self.filer(by);
        let documents = self.documents(&description, sequence, filed_by.is_some());
        self.entries.push(EntryTruth {
            sequence,
            filed_on: self.days[place],
            description,
            text,
            code: Cow::Borrowed(code),
            pred_code: (!pred.is_empty()).then_some(Cow::Borrowed(pred)),
            filed_by,
            on_behalf_of,
            settings: Vec::new(),
            answers: Vec::new(),
            documents,
            confidential: false,
        });
        Some(sequence)
    }

    fn last(&mut self, change: impl FnOnce(&mut EntryTruth)) {
        if let Some(entry) = self.entries.last_mut() {
            change(entry);
        }
    }

    fn filer(&self, by: By) -> (Option<FiledBy>, Words) {
        let party = match by {
            By::Court => return (None, Cow::Borrowed("")),
            By::One => self.case.parties.first(),
            By::Two => self.case.parties.get(1),
        };
        let Some(party) = party else {
            return (None, Cow::Borrowed(""));
        };
        match party.attorneys.first() {
            Some(attorney) => (
                Some(FiledBy {
                    name: attorney.name.clone(),
                    role: attorney.role.clone(),
                }),
                Cow::Owned(party.name.natural()),
            ),
            None => (
                Some(FiledBy {
                    name: party.name.clone(),
                    role: party.role.clone(),
                }),
                Cow::Borrowed(""),
            ),
        }
    }

    fn documents(&mut self, title: &Words, sequence: u32, filed: bool) -> Vec<DocumentTruth> {
        if !filed || !self.dice.chance(70) {
            return Vec::new();
        }
        // Titles that already end in .pdf and upper-case extensions are both seen on the portal.
        let odd = self.dice.below(6);
        let title = if odd == 0 {
            Cow::Owned(format!("{title}.pdf"))
        } else {
            title.clone()
        };
        vec![DocumentTruth {
            id: document_id(self.case.index, sequence),
            title,
            extension: Cow::Borrowed(if odd == 1 { "PDF" } else { "pdf" }),
        }]
    }

    fn opening(&mut self) {
        for (description, code, pred, text, by) in opening_lines(self.course) {
            let text = (!text.is_empty()).then_some(Cow::Borrowed(text));
            self.write(description, code, pred, text, by);
        }
        self.summons_and_return();
    }

    /// One unit of the middle; none reaches into the closing.
    fn middle(&mut self, closing: usize) {
        let room = self.left() - closing;
        // Short dockets are shown to people and full of events. Long ones are mostly the clerk's short entries, which
        // gives them the size that the portal's answers have (53 kB for 100 entries).
        let dice = if self.days.len() > SHORT_DOCKET {
            self.dice.below(44)
        } else {
            self.dice.below(11)
        };
        match dice {
            0..=1 if room >= 2 => self.motion_and_order(),
            2 if room >= 2 => self.hearing_and_held(),
            3 if room >= 3 => self.hearing_continued_and_held(),
            4 if room >= 2 => self.summons_and_return(),
            5..=9 => self.notice(),
            _ => self.clerks_entry(),
        }
    }

    fn clerks_entry(&mut self) {
        let (description, code, text) = self.dice.pick(&[
            ("Notice Issued", "NISSU", ""),
            ("Docket Entry", "DE", "File reviewed."),
            ("Cost Bill Sent", "CBS", ""),
            ("Certificate of Mailing", "CRTML", ""),
            ("Payment Received", "PAYM", "Court costs."),
            ("Clerk Notice", "CLKN", "Notice sent to all parties."),
            ("Address Updated", "ADDR", ""),
            ("Copy Request Processed", "COPY", ""),
        ]);
        let text = (!text.is_empty()).then_some(Cow::Borrowed(text));
        self.write(description, code, "", text, By::Court);
    }

    fn motion_and_order(&mut self) {
        let (side, by) = if self.dice.chance(50) {
            ("Plaintiff's", By::One)
        } else {
            ("Defendant's", By::Two)
        };
        let motion = self.dice.pick(&[
            "Motion to Continue",
            "Motion for Discovery",
            "Motion to Compel",
            "Motion for Leave",
            "Motion to Dismiss",
            "Motion in Limine",
            "Motion Special Process Server",
        ]);
        let text = format!("{side} {motion}; Electronic Filing Certificate of Service.");
        let asked = self.write(motion, "FMOTN", "ZFILE", Some(Cow::Owned(text)), by);
        let outcome = if motion == "Motion to Dismiss" {
            // Sustained, it would end the case in the middle of its docket.
            "denied"
        } else {
            self.dice
                .pick(&["sustained", "denied", "taken under advisement"])
        };
        let text = format!(
            "{side} {motion} called, heard and {outcome}. So Ordered: {}.",
            self.case.judge.formal()
        );
        if self
            .write("Order", "ORDER", "ZORD", Some(Cow::Owned(text)), By::Court)
            .is_some()
        {
            self.last(|entry| entry.answers.extend(asked));
        }
    }

    fn purpose(&mut self) -> &'static str {
        let purposes: &[&'static str] = match self.course {
            Course::Criminal | Course::Traffic => &[
                "Arraignment",
                "Pretrial Conference",
                "Plea Hearing",
                "Docket Call",
            ],
            Course::Appeal => &["Oral Argument", "Motion Hearing"],
            _ => &[
                "Case Management Conference",
                "Motion Hearing",
                "Pretrial Conference",
                "Status Hearing",
            ],
        };
        self.dice.pick(purposes)
    }

    fn setting(&mut self, purpose: &'static str, date: Date, result: bool) -> Setting {
        let slot = self.dice.below(6);
        Setting {
            date,
            time: hearing_time(slot),
            purpose: Cow::Borrowed(purpose),
            location: self.case.location.clone(),
            judge: self.judge.clone(),
            result,
        }
    }

    fn scheduled(&mut self, purpose: &'static str, on: Date) -> Option<u32> {
        let code = match purpose {
            "Arraignment" => "SCAR",
            _ => "SCSH",
        };
        let row = self.setting(purpose, on, false);
        let sequence = self.write(scheduled_title(purpose), code, "ZHESC", None, By::Court)?;
        self.last(|entry| entry.settings.push(row));
        Some(sequence)
    }

    fn held(&mut self, purpose: &'static str, set: Option<u32>, set_row: Option<Setting>) {
        let words = self.dice.pick(&[
            "Parties appear by counsel. Argument heard. Cause continued.",
            "Plaintiff appears by counsel; defendant appears in person. Evidence heard.",
            "Parties appear by WebEx. Cause passed for settlement.",
        ]);
        let on = self.day_at(self.here());
        let mut row = match set_row {
            Some(row) => row,
            None => self.setting(purpose, on, true),
        };
        row.result = true;
        row.date = on;
        if self
            .write("Hearing Held", "HRHR", "ZHEHE", said(words), By::Court)
            .is_some()
        {
            self.last(|entry| {
                entry.settings.push(row);
                entry.answers.extend(set);
            });
        }
    }

    fn hearing_and_held(&mut self) {
        let purpose = self.purpose();
        let on = self.day_at(self.here() + 1);
        let set = self.scheduled(purpose, on);
        let row = self
            .entries
            .last()
            .and_then(|entry| entry.settings.last().cloned());
        self.held(purpose, set, row);
    }

    fn hearing_continued_and_held(&mut self) {
        let purpose = self.purpose();
        let first_day = self.day_at(self.here() + 1);
        let set = self.scheduled(purpose, first_day);
        let new_day = self.day_at(self.here() + 1);
        let row = self.setting(purpose, new_day, false);
        let moved = self.write(
            "Hearing Continued/Rescheduled",
            "HRCON",
            "ZHESC",
            None,
            By::Court,
        );
        if moved.is_some() {
            let kept = row.clone();
            self.last(|entry| {
                entry.settings.push(kept);
                entry.answers.extend(set);
            });
        }
        self.held(purpose, moved, Some(row));
    }

    fn summons_and_return(&mut self) {
        let served_first = matches!(self.course, Course::Probate);
        let to = if served_first {
            self.one.clone()
        } else {
            self.two.clone()
        };
        let number = 10 + self.dice.below(900);
        let year = self.day_at(self.here()).year() % 100;
        let text = format!("Document ID: {year:02}-SMCC-{number}, for {to}");
        let issued = self.write(
            "Summons Issued-Circuit",
            "SISSU",
            "ZSUIS",
            Some(Cow::Owned(text)),
            By::Court,
        );
        let served = self.day_at(self.here());
        let hour = 8 + self.dice.below(9);
        let minute = self.dice.below(60);
        let month = MONTHS[served.month() as usize - 1];
        let text = format!(
            "Document ID - {year:02}-SMCC-{number}; Served To - {to}; Served Date - {:02}-{month}-{:02}; Served Time - {hour:02}:{minute:02}:00; Service Type - Sheriff Department; Reason Description - Served",
            served.day(),
            served.year() % 100,
        );
        if self
            .write(
                "Summons Personally Served",
                "SSERV",
                "ZSERV",
                Some(Cow::Owned(text)),
                By::Court,
            )
            .is_some()
        {
            self.last(|entry| entry.answers.extend(issued));
        }
    }

    fn notice(&mut self) {
        let by = if self.dice.chance(50) {
            By::One
        } else {
            By::Two
        };
        let counsel = match by {
            By::One => &self.one,
            _ => &self.two,
        };
        let text = |words: &str| -> Option<Words> { Some(Cow::Owned(words.to_owned())) };
        match self.dice.below(8) {
            0 => {
                let words = format!(
                    "Entry of Appearance for {counsel}; Electronic Filing Certificate of Service."
                );
                self.write(
                    "Entry of Appearance Filed",
                    "FEOA",
                    "ZFILE",
                    Some(Cow::Owned(words)),
                    by,
                )
            }
            1 => self.write("Certificate of Service", "CRTSV", "ZFILE", None, by),
            2 => {
                let words =
                    format!("Notice of Hearing; served upon {counsel} by electronic filing.");
                self.write(
                    "Notice of Hearing Filed",
                    "NHEAR",
                    "ZFILE",
                    Some(Cow::Owned(words)),
                    by,
                )
            }
            3 => self.write(
                "Correspondence Filed",
                "CORR",
                "ZFILE",
                text("Letter to the clerk about available dates."),
                by,
            ),
            4 => self.write("Request for Jury Trial Filed", "FRJT", "ZFILE", None, by),
            5 => self.write(
                "Proposed Order Filed",
                "PROPO",
                "ZFILE",
                text("Proposed Order; submitted for the court's signature."),
                by,
            ),
            6 => self.write("Note to Clerk eFiling", "NTCE", "", None, by),
            _ => {
                let words = format!(
                    "Answers to Interrogatories and to Requests for Production served upon {counsel}."
                );
                self.write(
                    "Notice of Service",
                    "NSRV",
                    "ZFILE",
                    Some(Cow::Owned(words)),
                    by,
                )
            }
        };
    }

    fn closing_length(&self) -> usize {
        let wanted = match self.case.index {
            0 => 4,
            _ => 2,
        };
        wanted.min(self.left())
    }

    /// The end of the docket: a judgment, or a hearing to come. The first cases end as the tour needs them.
    fn closing(&mut self) {
        match self.case.index {
            0 if self.left() == 4 => self.tour_closing(),
            1 => {
                let text = format!("Document ID: 26-SMCC-9123, for {}", self.two);
                self.write(
                    "Summons Issued",
                    "SISSU",
                    "ZSUIS",
                    Some(Cow::Owned(text)),
                    By::Court,
                );
                let on = self.ahead(2);
                self.scheduled("Arraignment", on);
            }
            2 | 3 => {
                self.notice();
                self.notice();
            }
            _ if self.case.disposed_on.is_some() => {
                self.notice();
                let text = format!(
                    "Judgment entered. So Ordered: {}.",
                    self.case.judge.formal()
                );
                self.write(
                    "Judgment Entered",
                    "JUDGM",
                    "ZORD",
                    Some(Cow::Owned(text)),
                    By::Court,
                );
            }
            _ => {
                let purpose = self.purpose();
                let days = 2 + self.dice.below(40);
                let on = self.ahead(days);
                self.scheduled(purpose, on);
                self.notice();
            }
        }
    }

    fn tour_closing(&mut self) {
        for (place, before) in [(4, 18), (3, 12), (2, 11), (1, 8)] {
            let from_end = self.days.len() - place;
            self.days[from_end] = weekday(self.anchor - i64::from(before).days());
        }
        let on = self.ahead(16);
        self.scheduled("Case Management Conference", on);
        self.last(|entry| {
            for row in &mut entry.settings {
                row.time = Time::constant(13, 30, 0, 0);
            }
        });
        let text =
            "Defendant's Motion to Continue Case Management Conference and to Extend Discovery.";
        let asked = self.write("Motion to Continue", "FMOTN", "ZFILE", said(text), By::Two);
        self.write("Notice of Hearing Filed", "NHEAR", "ZFILE", None, By::One);
        let closes = next_weekday(self.anchor + 31.days());
        let text = format!(
            "Defendant's Motion to Continue is denied. Discovery closes {}. So Ordered: {}.",
            long_date(closes),
            self.case.judge.formal()
        );
        self.write("Order", "ORDER", "ZORD", Some(Cow::Owned(text)), By::Court);
        self.last(|entry| entry.answers.extend(asked));
    }

    fn ahead(&self, days: u32) -> Date {
        next_weekday(self.anchor + i64::from(days).days())
    }
}

fn said(words: &'static str) -> Option<Words> {
    Some(Cow::Borrowed(words))
}

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
