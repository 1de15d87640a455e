//! A5 and A7: rows of a page with a button beside each. The rows are whatever the page has; each is asked by its own
//! label.

use super::kept::heading;
use super::outcome::JourneyError;
use super::person::{Answer, Ask, AskKind, AskOption, PageAsk, host_of};
use super::questions::bare_label;
use super::refusal;
use super::walk::Walk;
use crate::portal::document::{Page, Spot};
use crate::portal::form::{Button, Field, FieldKind, Form};
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
        if let Some((form, field)) = opened(page, words) {
            return self.fill_row(page, form, field, None).await.map(Some);
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
            Spot::Field { form, field } => Some((
                page.forms.get(*form)?,
                page.forms.get(*form)?.fields.get(*field)?,
            )),
            _ => None,
        });
        if let Some((form, field)) =
            field.filter(|(_, f)| f.visible && f.enabled && f.kind != FieldKind::Box)
        {
            let button = row
                .uses
                .iter()
                .filter_map(|s| page.button(s))
                .find(|b| b.visible && b.enabled && wanted.fit(&b.label).is_some());
            return self.fill_row(page, form, field, button).await.map(Some);
        }
        let request = page
            .press_one(&row.uses, wanted, self.profile)
            .map_err(|e| self.stopped(page, e))?;
        let opened_page = self.send(request, None).await?;
        match opened(&opened_page, words) {
            Some((form, field)) => self
                .fill_row(&opened_page, form, field, None)
                .await
                .map(Some),
            None => Ok(Some(opened_page)),
        }
    }

    /// The one field that a row's `<Update>` opened, and its own `<Update>`.
    async fn fill_row(
        &mut self,
        page: &Page,
        form: &Form,
        field: &Field,
        own: Option<&Button>,
    ) -> Result<Page, JourneyError> {
        // The row's own words, where the field repeats them in another way.
        let row = self.answers.get("row").cloned().unwrap_or_default();
        let label = match bare_label(&field.label) {
            label if label.is_empty() || key(&label) == key(&row) => row,
            label => label,
        };
        let id = format!("my_account.{label}");
        let sent_before = format!("sent.{label}");
        // The same row again: what was sent for it was not taken.
        let sent = self.answers.get(&sent_before).cloned();
        let refused = sent.as_ref().map(|_| {
            refusal::told(page)
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
        self.reached("A5", page, &page.told.clone()).await?;
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
                told: page.told.clone(),
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

/// The form and field that an `<Update>` opened: the only field that a person sees there, with an `<Update>` of its own.
fn opened<'p>(page: &'p Page, words: &Words) -> Option<(&'p Form, &'p Field)> {
    let update = words
        .button(Press::Update)
        .or(words.button(Press::Submit))
        .or(words.button(Press::Continue));
    let mut found = page.forms.iter().filter_map(|form| {
        let mut fields = form
            .shown()
            .filter(|f| f.enabled && matches!(f.kind, FieldKind::Text | FieldKind::Choice { .. }));
        let (first, more) = (fields.next()?, fields.next());
        (more.is_none() && form.offers(&update)).then_some((form, first))
    });
    let first = found.next()?;
    // Every row open at once: they are taken one after the other, by the rows.
    found.next().is_none().then_some(first)
}

/// The rows whose value reads "Please Update": of tables, or line by line.
fn rows(page: &Page, words: &Words) -> Vec<AccountRow> {
    let please = words.saying(Saying::PleaseUpdate);
    let mut rows: Vec<AccountRow> = Vec::new();
    for row in page.tables.iter().flat_map(|t| &t.rows) {
        let Some(at) = row.cells.iter().position(|c| please.within(&c.text)) else {
            continue;
        };
        let label = row.cells[..at]
            .iter()
            .rev()
            .map(|c| c.text.trim())
            .find(|t| !t.is_empty())
            .map_or_else(|| before(&row.cells[at].text, please), str::to_owned);
        let uses = row
            .cells
            .iter()
            .flat_map(|c| c.uses.iter().cloned())
            .collect();
        rows.push(AccountRow {
            label: clean(&label),
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
                    label: clean(if own.is_empty() { &label } else { &own }),
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

fn clean(label: &str) -> String {
    label
        .trim()
        .trim_end_matches([':', '*', ' ', '\u{a0}', '-', '–'])
        .trim()
        .to_owned()
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
            if uses
                .iter()
                .any(|s| page.label_of(s).is_some_and(|l| wanted.fit(l).is_some()))
            {
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
