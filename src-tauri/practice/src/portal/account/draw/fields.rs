//! The fields of a form with their labels: beside them, around them, in cells to the left or above.

use super::{
    super::view::{Field, Form, Item, Kind},
    Pen, escaped,
};
use crate::accounts::markup::{Labels, Refusals};

impl Pen<'_> {
    /// Each field of a form; two of each where a trap wants that.
    pub(super) fn items(&self, form: &Form) -> Vec<Item> {
        let mut items = Vec::new();
        for item in &form.items {
            items.push(item.clone());
            if self.bent.two_labels
                && let Item::Field(field) = item
            {
                let mut twin = field.clone();
                twin.key = format!("{}Twin", field.key);
                items.push(Item::Field(twin));
            }
        }
        items
    }

    pub(super) fn lines(&mut self, form: &Form) {
        let mut open = false;
        for item in self.items(form) {
            match item {
                Item::Under(words) => {
                    let words = self.dressed(&words);
                    if self.markup.labels == Labels::Legend {
                        let close = if open { "</fieldset>\n" } else { "" };
                        self.put(&format!("{close}<fieldset><legend>{words}</legend>\n"));
                        open = true;
                    } else {
                        self.put(&format!("<h3>{words}</h3>\n"));
                    }
                }
                Item::Picture(path) => self.put(&format!(
                    "<p><img src=\"{}\" alt=\"Phrase\"></p>\n",
                    escaped(&path)
                )),
                Item::Field(field) => self.line(&field),
            }
        }
        if open {
            self.put("</fieldset>\n");
        }
    }

    fn line(&mut self, field: &Field) {
        let label = self.label(&field.label);
        let boxed = field.kind == Kind::Box;
        match self.markup.labels {
            Labels::Around => {
                let control = self.control(field, None, "");
                let line = if boxed {
                    format!("<p><label>{control} {label}</label>")
                } else {
                    format!("<p><label>{label} {control}</label>")
                };
                self.put(&line);
            }
            Labels::Aria => {
                let named = format!(" aria-label=\"{}\"", self.label_in_attribute(&field.label));
                let control = self.control(field, None, &named);
                self.put(&format!("<p>{control}"));
            }
            Labels::Legend if boxed || matches!(field.kind, Kind::Choice(_)) => {
                let control = self.control(field, None, "");
                self.put(&format!(
                    "<fieldset><legend>{label}</legend>{control}</fieldset><p>"
                ));
            }
            _ => {
                let id = self.id();
                let control = self.control(field, Some(&id), "");
                let line = if boxed {
                    format!("<p>{control} <label for=\"{id}\">{label}</label>")
                } else {
                    format!("<p><label for=\"{id}\">{label}</label> {control}")
                };
                self.put(&line);
            }
        }
        self.refusal(field);
        self.put("</p>\n");
    }

    /// The portal's words about a field, beside it.
    pub(super) fn refusal(&mut self, field: &Field) {
        if self.markup.refusals == Refusals::AtTop {
            return;
        }
        if let Some(words) = self.seat.refused.get(&field.key) {
            let words = escaped(words);
            self.put(&format!(" <span class=\"error\">{words}</span>"));
        }
    }

    pub(super) fn left_cells(&mut self, form: &Form) {
        self.put("<table>\n");
        for item in self.items(form) {
            match item {
                Item::Under(words) => {
                    let words = self.dressed(&words);
                    self.put(&format!("<tr><td colspan=\"2\"><b>{words}</b></td></tr>\n"));
                }
                Item::Picture(path) => self.put(&format!(
                    "<tr><td></td><td><img src=\"{}\" alt=\"\"></td></tr>\n",
                    escaped(&path)
                )),
                Item::Field(field) => {
                    let label = self.label(&field.label);
                    let (label, control) = if self.markup.labels == Labels::LabelledBy {
                        let id = self.id();
                        let control =
                            self.control(&field, None, &format!(" aria-labelledby=\"{id}\""));
                        (format!("<span id=\"{id}\">{label}</span>"), control)
                    } else {
                        let control = self.control(&field, None, "");
                        (label, control)
                    };
                    self.put(&format!("<tr><td>{label}</td><td>{control}"));
                    self.refusal(&field);
                    self.put("</td></tr>\n");
                }
            }
        }
        self.put("</table>\n");
    }

    pub(super) fn cells_above(&mut self, form: &Form) {
        self.put("<table>\n");
        let mut waiting: Vec<Field> = Vec::new();
        for item in self.items(form) {
            match item {
                Item::Field(field) => {
                    waiting.push(field);
                    if waiting.len() == 2 {
                        self.above(std::mem::take(&mut waiting));
                    }
                }
                other => {
                    self.above(std::mem::take(&mut waiting));
                    match other {
                        Item::Under(words) => {
                            let words = self.dressed(&words);
                            self.put(&format!("<tr><th colspan=\"2\">{words}</th></tr>\n"));
                        }
                        Item::Picture(path) => self.put(&format!(
                            "<tr><td colspan=\"2\"><img src=\"{}\" alt=\"\"></td></tr>\n",
                            escaped(&path)
                        )),
                        Item::Field(_) => {}
                    }
                }
            }
        }
        self.above(waiting);
        self.put("</table>\n");
    }

    fn above(&mut self, fields: Vec<Field>) {
        if fields.is_empty() {
            return;
        }
        self.put("<tr>");
        for field in &fields {
            let label = self.label(&field.label);
            self.put(&format!("<td>{label}</td>"));
        }
        self.put("</tr>\n<tr>");
        for field in &fields {
            let control = self.control(field, None, "");
            self.put(&format!("<td>{control}"));
            self.refusal(field);
            self.put("</td>");
        }
        self.put("</tr>\n");
    }
}
