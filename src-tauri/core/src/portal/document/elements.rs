//! The elements that a person can see or use, as a walk meets them.

use super::raw::{Event, Mark, RawButton, RawCell, RawControl, RawForm, RawLink, RawPicture, Span};
use super::walk::{Around, Attributes, Frame, Walk, What};

impl Walk {
    pub(super) fn meta(&mut self, attrs: &Attributes<'_>) {
        let equiv = attrs.get("http-equiv").unwrap_or("").to_ascii_lowercase();
        let content = attrs.get("content").unwrap_or("");
        if equiv == "refresh" && self.refresh.is_none() && !self.around().aside {
            self.refresh = Some(content.to_owned());
        } else if equiv == "content-type" {
            let charset = content.to_ascii_lowercase();
            let at = charset.find("charset=").map(|n| n + "charset=".len());
            self.charset = self
                .charset
                .take()
                .or(at.map(|n| charset[n..].trim_matches(['"', '\'', ' ', ';']).to_owned()));
        } else if let Some(charset) = attrs.get("charset") {
            self.charset = self.charset.take().or(Some(charset.to_owned()));
        }
    }

    pub(super) fn open_form(&mut self, attrs: &Attributes<'_>, around: &mut Around) {
        let n = self.forms.len();
        self.form_nodes.extend(self.node.map(|node| (node, n)));
        self.forms.push(RawForm {
            id: attrs.owned("id"),
            name: attrs.owned("name"),
            action: attrs.owned("action"),
            method: attrs.owned("method"),
            enctype: attrs.owned("enctype"),
            accept_charset: attrs.owned("accept-charset"),
        });
        around.form = Some(n);
        // A form written between rows: the parser keeps it as an empty element of the table, and what follows in the
        // table belongs to it.
        self.lone_form = Some((n, self.frames.len()));
    }

    pub(super) fn open_cell(
        &mut self,
        name: &str,
        role: &str,
        attrs: &Attributes<'_>,
        around: &Around,
    ) -> Option<usize> {
        let number = |key: &str| {
            attrs
                .get(key)
                .and_then(|v| v.trim().parse::<usize>().ok())
                .unwrap_or(1)
                .clamp(1, 200)
        };
        let (t, cells) = (around.table?, self.cells.len());
        let table = self.tables.get_mut(t)?;
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
            table.reaching.push(None);
        }
        let row = table.rows.len() - 1;
        let last = table.rows[row].last().copied();
        let mut col = last.map_or(0, |c| self.cells[c].col + self.cells[c].span);
        while let Some((from, _, cell)) = table
            .below
            .iter()
            .find(|(from, _, cell)| (*from..*from + self.cells[*cell].span).contains(&col))
        {
            col = from + self.cells[*cell].span;
        }
        let rows = number("rowspan");
        if rows > 1 && table.below.len() < 200 {
            table.below.push((col, rows, cells));
        }
        table.rows[row].push(cells);
        self.cells.push(RawCell {
            table: t,
            row,
            col,
            span: number("colspan"),
            rows,
            text: Span::default(),
            header: name == "th" || matches!(role, "columnheader" | "rowheader"),
            bold: false,
            controls: 0,
            first_mark: self.marks.len(),
            last_mark: self.marks.len(),
        });
        Some(cells)
    }

    /// The form that a control belongs to: as the parser says, which knows forms left open in a cell or written between
    /// rows; for what the parser does not tie to forms (links, pictures) the form around it.
    fn owner_form(&self, around: &Around) -> Option<usize> {
        let told = self
            .node_form
            .and_then(|node| self.form_nodes.get(&node).copied());
        told.or(around.form)
    }

    fn form_around(&self, around: &Around) -> Option<usize> {
        around.form.or_else(|| self.lone_form.map(|(n, _)| n))
    }

    fn mark(&mut self, mark: Mark) -> usize {
        self.marks.push(mark);
        self.mark_at.push(self.text.len());
        self.marks.len() - 1
    }

    pub(super) fn input(&mut self, attrs: &Attributes<'_>, around: &Around) {
        let kind = attrs
            .get("type")
            .unwrap_or("text")
            .trim()
            .to_ascii_lowercase();
        match kind.as_str() {
            "submit" | "button" | "image" => {
                let words = match kind.as_str() {
                    "image" => attrs.get("alt").or(attrs.get("value")),
                    "submit" => Some(attrs.get("value").unwrap_or("Submit")),
                    _ => attrs.get("value"),
                };
                let words = words
                    .filter(|w| !w.trim().is_empty())
                    .or(attrs.get("aria-label"))
                    .or(attrs.get("title"));
                let words = words.unwrap_or("").to_owned();
                self.button(attrs, around, kind, words);
            }
            "reset" => {}
            _ => {
                self.control(&kind, attrs, around);
            }
        }
    }

    pub(super) fn control(&mut self, kind: &str, attrs: &Attributes<'_>, around: &Around) -> usize {
        let n = self.controls.len();
        // Boxes and radio buttons are often moved out of sight and drawn anew by their label.
        let off_screen = around.off_screen && !matches!(kind, "checkbox" | "radio");
        let visible = !around.hidden && !off_screen && kind != "hidden";
        let mark = self.mark(Mark::Control(n));
        if visible {
            self.visible_controls += 1;
            if let Some(fieldset) = around.fieldset {
                self.fieldsets[fieldset].controls += 1;
            }
            if let Some(cell) = around.cell {
                self.cells[cell].controls += 1;
            }
            if let Some(label) = around.label.and_then(|l| self.labels.get_mut(l)) {
                label.control = label.control.or(Some((n, self.text.len())));
            }
        }
        let free_label = around.label.filter(|l| self.labels[*l].target.is_none());
        self.events.push(Event::Control(n));
        self.controls.push(RawControl {
            at: self.text.len(),
            mark,
            kind: kind.to_owned(),
            name: attrs.owned("name").unwrap_or_default(),
            value: attrs.owned("value").unwrap_or_default(),
            checked: attrs.has("checked"),
            disabled: attrs.has("disabled") || around.disabled,
            read_only: attrs.has("readonly"),
            required: attrs.has("required") || attrs.get("aria-required") == Some("true"),
            invalid: attrs.get("aria-invalid").is_some_and(|v| v != "false"),
            visible,
            id: attrs.owned("id"),
            form_attr: attrs.owned("form"),
            form: self.owner_form(around),
            label: free_label,
            fieldset: around.fieldset,
            cell: around.cell,
            aria_label: attrs.owned("aria-label"),
            labelled_by: attrs.owned("aria-labelledby"),
            described_by: attrs
                .owned("aria-errormessage")
                .into_iter()
                .chain(attrs.owned("aria-describedby"))
                .reduce(|a, b| format!("{a} {b}")),
            placeholder: attrs.owned("placeholder"),
            title: attrs.owned("title"),
            options: Vec::new(),
            multiple: attrs.has("multiple"),
        });
        n
    }

    pub(super) fn button(
        &mut self,
        attrs: &Attributes<'_>,
        around: &Around,
        kind: String,
        label: String,
    ) {
        let n = self.buttons.len();
        self.mark(Mark::Button(n));
        self.buttons.push(RawButton {
            at: self.marks.len() - 1,
            label: if label.is_empty() {
                String::new()
            } else {
                label
            },
            name: attrs.owned("name").unwrap_or_default(),
            value: attrs.owned("value").unwrap_or_default(),
            kind,
            visible: !around.hidden,
            disabled: attrs.has("disabled") || around.disabled,
            before: self.controls.len(),
            form_attr: attrs.owned("form"),
            form: self.owner_form(around),
            action: attrs.owned("formaction"),
            method: attrs.owned("formmethod"),
            enctype: attrs.owned("formenctype"),
            script: attrs.owned("onclick").unwrap_or_default(),
        });
        let fallback = attrs.owned("aria-label").or(attrs.owned("title"));
        if let (Some(words), Some(button)) = (fallback, self.buttons.last_mut())
            && button.label.is_empty()
        {
            button.label = words;
        }
    }

    pub(super) fn link(&mut self, attrs: &Attributes<'_>, around: &Around) {
        if around.hidden {
            return;
        }
        let n = self.links.len();
        self.mark(Mark::Link(n));
        self.links.push(RawLink {
            at: self.marks.len() - 1,
            span: Span {
                start: self.text.len(),
                end: self.text.len(),
            },
            label: attrs.owned("aria-label").or(attrs.owned("title")),
            href: attrs.owned("href"),
            script: attrs.owned("onclick").unwrap_or_default(),
            form: self.form_around(around),
            before: self.controls.len(),
        });
    }

    pub(super) fn image(&mut self, attrs: &Attributes<'_>, around: &Around) {
        let alt = attrs.get("alt").unwrap_or("");
        if around.aside {
            self.aside.push_str(alt);
            return;
        }
        if around.hidden {
            return;
        }
        if let Some(Frame {
            what: What::Link(n),
            ..
        }) = self.frames.last()
            && let Some(link) = self.links.get_mut(*n)
            && !alt.is_empty()
        {
            link.label = Some(alt.to_owned());
        }
        // A heading or a label that is a picture says what its alternative text says.
        let stands_for_words = self
            .frames
            .iter()
            .rev()
            .take(3)
            .any(|f| matches!(f.what, What::Heading(_) | What::Legend(_) | What::Label(_)));
        if stands_for_words && !alt.is_empty() {
            self.words(alt);
        }
        let small = |key| {
            attrs
                .get(key)
                .and_then(|v| v.trim().parse::<u32>().ok())
                .is_some_and(|n| n <= 16)
        };
        if let Some(src) = attrs
            .get("src")
            .filter(|_| !small("width") && !small("height"))
        {
            let mark = self.mark(Mark::Picture(self.pictures.len()));
            // A picture does not divide a line of text.
            if self.line_marks + 1 == self.marks.len() {
                self.line_marks = self.marks.len();
            }
            let form = self.form_around(around);
            self.pictures.push(RawPicture {
                src: src.to_owned(),
                alt: alt.to_owned(),
                form,
                mark,
            });
        }
    }
}
