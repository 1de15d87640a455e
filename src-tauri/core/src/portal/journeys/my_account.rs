//! A5 and A7: rows of a page with a button beside each. The rows are whatever the page has; each is asked by its own
//! label.

use super::kept::heading;
use super::outcome::JourneyError;
use super::person::{Answer, Ask, AskKind, AskOption, PageAsk, Said, host_of};
use super::questions::bare_label;
use super::walk::Walk;
use crate::portal::document::{Page, Row, Spot};
use crate::portal::error::PortalError;
use crate::portal::form::{Field, FieldKind};
use crate::portal::words::{Accepted, Press, Saying, Words, key};

/// How often one row may read "Please Update" after it was updated.
const AGAIN: u32 = 2;

/// A row of My Account.
struct AccountRow {
    label: String,
    uses: Vec<Spot>,
}

impl Walk<'_> {
    /// Updates the first row that reads "Please Update"; `None` when there is none.
    pub(super) async fn my_account(&mut self, page: &Page) -> Result<Option<Page>, JourneyError> {
        let words = self.words();
        if let Some(at) = self.opened_row(page)? {
            return self.fill_row(page, &at).await.map(Some);
        }
        let Some(row) = rows(page, words).into_iter().next() else {
            return Ok(None);
        };
        let noted = format!("updated.{}", row.label);
        let times: u32 = self
            .answers
            .get(&noted)
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        if times > AGAIN {
            let error = page.unexpected(&format!("\"{}\" updated", row.label));
            return Err(self.stopped(page, error));
        }
        self.note(&noted, &(times + 1).to_string());
        self.note("row", &row.label);
        self.reached("A5", page, &[]).await?;
        let wanted = words.button(Press::Update);
        // A row that is open all the time: its field and its button stand beside each other.
        let field = row.uses.iter().find_map(|s| match s {
            Spot::Field { form, field } => Some((*form, *field)),
            _ => None,
        });
        if let Some((form, field)) = field.filter(|(form, field)| is_open(page, *form, *field)) {
            let button = beside_field(page, form, field, wanted);
            let at = Opened {
                form,
                field,
                button,
            };
            return self.fill_row(page, &at).await.map(Some);
        }
        let request = page
            .press_one(&row.uses, wanted, self.profile)
            .map_err(|e| self.stopped(page, e))?;
        let opened_page = self.send(request, None).await?;
        match self.opened_row(&opened_page)? {
            Some(at) => self.fill_row(&opened_page, &at).await.map(Some),
            None => Ok(Some(opened_page)),
        }
    }

    /// The field that the row's `<Update>` opened: it has the row's own label, on a page of its own or inside the row.
    fn opened_row(&self, page: &Page) -> Result<Option<Opened>, JourneyError> {
        let Some(row) = self.answers.get("row").filter(|row| !row.is_empty()) else {
            return Ok(None);
        };
        let words = self.words();
        let update = words.button(Press::Update);
        let mut named = Vec::new();
        let mut alone = Vec::new();
        for (f, form) in page.forms.iter().enumerate() {
            for (n, field) in form
                .fields
                .iter()
                .enumerate()
                .filter(|(n, _)| is_open(page, f, *n))
            {
                let beside = || {
                    row_of(page, f, n)
                        .and_then(|r| r.cells.first())
                        .is_some_and(|c| same(&c.text, row))
                };
                if same(&field.label, row) || (field.label.is_empty() && beside()) {
                    named.push((f, n));
                } else if form.offers(update) && form.shown().filter(|f| f.enabled).count() == 1 {
                    alone.push((f, n));
                }
            }
        }
        let found = if named.is_empty() { &alone } else { &named };
        let (form, field) = match found.as_slice() {
            [one] => *one,
            [] => return Ok(None),
            many if !named.is_empty() => {
                let offered = many
                    .iter()
                    .filter_map(|(f, n)| page.forms.get(*f)?.fields.get(*n))
                    .map(Field::shown_as);
                let error = PortalError::LabelAmbiguous {
                    wanted: row.clone(),
                    offered: offered.collect(),
                };
                return Err(self.stopped(page, error));
            }
            _ => return Ok(None),
        };
        // What was sent for it: the same field again is a refusal, unless it is one that is open all the time.
        let sent = self.answers.contains_key(&format!("sent.{row}"));
        let refused = page.forms[form].fields[field].message.is_some()
            || !page.told.is_empty()
            || (!page.says(words.saying(Saying::PleaseUpdate))
                && page.forms[form].shown().count() == 1);
        if sent && !refused {
            return Ok(None);
        }
        Ok(Some(Opened {
            form,
            field,
            button: beside_field(page, form, field, update),
        }))
    }

    /// Asks for the row by its own label, fills its field, and presses the `<Update>` beside it.
    async fn fill_row(&mut self, page: &Page, at: &Opened) -> Result<Page, JourneyError> {
        let (Some(form), Some(field)) = (
            page.forms.get(at.form),
            page.forms.get(at.form).and_then(|f| f.fields.get(at.field)),
        ) else {
            return Err(self.stopped(page, page.unexpected("a field for the row")));
        };
        let own = at.button.as_ref().and_then(|spot| page.button(spot));
        let label = self.answers.get("row").cloned().unwrap_or_default();
        let id = format!("my_account.{label}");
        let sent_before = format!("sent.{label}");
        // The same row again: what was sent for it was not taken.
        let sent = self.answers.get(&sent_before).cloned();
        let refused = sent.as_ref().map(|_| {
            self.told(page)
                .first()
                .cloned()
                .unwrap_or_else(|| "The portal asks for it again and does not say why.".to_owned())
        });
        let known = self
            .answers
            .iter()
            .find(|(k, _)| {
                k.strip_prefix("my_account.")
                    .is_some_and(|k| key(k) == key(&label))
            })
            .map(|(_, v)| v.clone());
        let says: Vec<Said> = page.told.iter().map(Said::by_portal).collect();
        let told = self.reached("A5", page, &says).await?;
        let prompt = if field.label.is_empty() {
            &label
        } else {
            &field.label
        };
        let mut ask = Ask::new(AskKind::Text, &label, prompt);
        ask.id.clone_from(&id);
        ask.refused.clone_from(&refused);
        ask.known = known;
        if let FieldKind::Choice { options } = &field.kind {
            ask.kind = AskKind::Choice;
            ask.options = options
                .iter()
                .map(|o| AskOption {
                    value: o.clone(),
                    label: o.clone(),
                })
                .collect();
        }
        let wanted = self
            .words()
            .button(Press::Update)
            .or(self.words().button(Press::Submit))
            .or(self.words().button(Press::Continue));
        let button = form
            .buttons
            .iter()
            .find(|b| b.visible && b.enabled && wanted.fit(&b.label).is_some())
            .map_or_else(|| wanted.first().to_owned(), |b| b.label.clone());
        let answers = self
            .person
            .ask(PageAsk {
                journey: self.kind,
                step: "A5".to_owned(),
                page: heading(page),
                told,
                refusals: refused.iter().cloned().collect(),
                asks: vec![ask],
                last_click: true,
                review: Vec::new(),
                button: button.clone(),
                host: host_of(&form.action),
            })
            .await
            .map_err(|nobody| match &refused {
                Some(words) => JourneyError::Refused {
                    words: words.clone(),
                    about: Some(label.clone()),
                },
                None => JourneyError::NobodyThere {
                    about: nobody.about,
                },
            })?;
        let Some(Answer::Text(value)) = answers.into_iter().next() else {
            return Err(JourneyError::NobodyThere { about: label });
        };
        if let Some(words) = refused.filter(|_| sent.as_deref() == Some(value.as_str())) {
            return Err(JourneyError::Refused {
                words,
                about: Some(label),
            });
        }
        self.note(&id, &value);
        let name = heading(page);
        self.record.keep("A5", &name, &self.answers).await?;
        let mut filling = form.fill(self.profile);
        filling
            .set_field(field, value.as_str())
            .map_err(|e| self.stopped(page, e))?;
        let request = match own {
            Some(button) => filling.press_button(button),
            None => filling.press(&wanted),
        };
        let request = request.map_err(|e| self.stopped(page, e))?;
        self.note(&sent_before, &value);
        if sent.is_none() {
            self.sends(page);
        }
        self.send(request, Some(&button)).await
    }

    /// `<Subscribe>` beside "Electronic Case Filing".
    pub(super) async fn subscribe(&mut self, page: &Page) -> Result<Page, JourneyError> {
        self.reached("A7", page, &[]).await?;
        let wanted = self.words().button(Press::Subscribe);
        let beside = beside(
            page,
            &Accepted::new(["Electronic Case Filing", "Electronic Filing", "eFiling"]),
            wanted,
        );
        let request = if beside.is_empty() {
            page.press(wanted, self.profile)
        } else {
            page.press_one(&beside, wanted, self.profile)
        };
        let request = request.map_err(|e| self.stopped(page, e))?;
        self.send(request, Some(wanted.first())).await
    }
}

/// A field that is open for a row, and the button beside it.
struct Opened {
    form: usize,
    field: usize,
    button: Option<Spot>,
}

fn same(label: &str, row: &str) -> bool {
    let label = key(&bare_label(label));
    !label.is_empty() && label == key(row)
}

fn is_open(page: &Page, form: usize, field: usize) -> bool {
    let field = page.forms.get(form).and_then(|f| f.fields.get(field));
    field.is_some_and(|f| {
        f.visible && f.enabled && matches!(f.kind, FieldKind::Text | FieldKind::Choice { .. })
    })
}

/// The table row that a field stands in; the smallest one.
fn row_of(page: &Page, form: usize, field: usize) -> Option<&Row> {
    let here = Spot::Field { form, field };
    page.tables
        .iter()
        .flat_map(|t| &t.rows)
        .filter(|r| r.cells.iter().any(|c| c.uses.contains(&here)))
        .min_by_key(|r| r.cells.iter().map(|c| c.uses.len()).sum::<usize>())
}

/// The button that belongs to a field: in its row, else the only one of its form, else the next one after it.
fn beside_field(page: &Page, form: usize, field: usize, wanted: &Accepted) -> Option<Spot> {
    let fits = |spot: &&Spot| {
        matches!(spot, Spot::Button { form: f, .. } if *f == form)
            && page.label_of(spot).is_some_and(|l| wanted.fit(l).is_some())
    };
    let in_row = row_of(page, form, field)
        .into_iter()
        .flat_map(|r| &r.cells)
        .flat_map(|c| &c.uses);
    let in_row: Vec<&Spot> = in_row.filter(fits).collect();
    if let [one] = in_row.as_slice() {
        return Some((*one).clone());
    }
    let here = page
        .flow
        .iter()
        .position(|s| *s == Spot::Field { form, field })?;
    page.flow[here..].iter().find(fits).cloned()
}

/// The rows whose value reads "Please Update": of tables, or line by line.
fn rows(page: &Page, words: &Words) -> Vec<AccountRow> {
    let please = words.saying(Saying::PleaseUpdate);
    let update = words.button(Press::Update);
    let mut rows: Vec<AccountRow> = Vec::new();
    // A cell that reads so and nothing else is the row's own; one that only holds the words may lay out half the page.
    let mut cells = page
        .tables
        .iter()
        .flat_map(|t| &t.rows)
        .flat_map(|r| &r.cells);
    let exact = cells.any(|c| please.is(&c.text));
    for row in page.tables.iter().flat_map(|t| &t.rows) {
        let Some(at) = row.cells.iter().position(|c| {
            if exact {
                please.is(&c.text)
            } else {
                please.within(&c.text)
            }
        }) else {
            continue;
        };
        let uses: Vec<Spot> = row
            .cells
            .iter()
            .flat_map(|c| c.uses.iter().cloned())
            .collect();
        // A table that only lays the page out holds every row in one cell.
        if pressable(page, &uses, update) != 1 {
            continue;
        }
        let label = row.cells[..at]
            .iter()
            .rev()
            .map(|c| c.text.trim())
            .find(|t| !t.is_empty())
            .map_or_else(|| before(&row.cells[at].text, please), str::to_owned);
        rows.push(AccountRow {
            label: bare_label(&label),
            uses,
        });
    }
    if !rows.is_empty() {
        return rows;
    }
    // "Phone:" / "Please Update" / <Update>, or all on one line.
    let mut label = String::new();
    let mut open: Option<AccountRow> = None;
    for spot in &page.flow {
        match spot {
            Spot::Line(line) if please.within(line) => {
                rows.extend(open.take());
                let own = before(line, please);
                open = Some(AccountRow {
                    label: bare_label(if own.is_empty() { &label } else { &own }),
                    uses: Vec::new(),
                });
            }
            Spot::Line(line) => {
                rows.extend(open.take());
                label.clone_from(line);
            }
            spot => {
                if let Some(row) = &mut open {
                    row.uses.push(spot.clone());
                }
            }
        }
    }
    rows.extend(open);
    rows.retain(|row| {
        row.uses.iter().any(|s| {
            page.label_of(s)
                .is_some_and(|l| words.button(Press::Update).fit(l).is_some())
        })
    });
    rows
}

/// What stands before "Please Update" on its line.
fn before(line: &str, please: &Accepted) -> String {
    let lower = line.to_lowercase();
    please
        .all()
        .iter()
        .find_map(|w| lower.find(&w.to_lowercase()))
        .and_then(|at| line.get(..at))
        .unwrap_or_default()
        .to_owned()
}

/// How many buttons or links with these words there are among these spots.
fn pressable(page: &Page, spots: &[Spot], wanted: &Accepted) -> usize {
    spots
        .iter()
        .filter(|s| page.label_of(s).is_some_and(|l| wanted.fit(l).is_some()))
        .count()
}

/// The buttons that stand beside these words: in the same row, else after them in the flow.
fn beside(page: &Page, words: &Accepted, wanted: &Accepted) -> Vec<Spot> {
    for row in page.tables.iter().flat_map(|t| &t.rows) {
        if row.cells.iter().any(|c| words.within(&c.text)) {
            let uses: Vec<Spot> = row
                .cells
                .iter()
                .flat_map(|c| c.uses.iter().cloned())
                .collect();
            if pressable(page, &uses, wanted) == 1 {
                return uses;
            }
        }
    }
    let mut near = false;
    for spot in &page.flow {
        match spot {
            Spot::Line(line) => near = words.within(line) || (near && wanted.is(line)),
            spot if near && page.label_of(spot).is_some_and(|l| wanted.fit(l).is_some()) => {
                return vec![spot.clone()];
            }
            _ => {}
        }
    }
    Vec::new()
}
