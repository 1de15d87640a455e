//! Which words name a field, and under which headings it stands.

use super::super::text::{clean, cut};
use super::raw::{Event, Mark, RawCell, RawControl, RawFieldset, Span};
use super::settle::{LABEL, MOST, Settling, WIDE, speaks};

/// How many headings above a field are remembered.
const UNDERS: usize = 8;

/// The label of a control, and from which words of the page it comes.
#[derive(Default)]
pub(super) struct Named {
    pub(super) label: String,
    /// Other words that may be its label.
    pub(super) also: Vec<String>,
    pub(super) from: Vec<Span>,
}

impl Settling<'_> {
    /// The words of a stretch, those shown as a message left out; with nothing else there, with them.
    pub(super) fn words(&self, span: Span) -> String {
        let text = &self.walk.text;
        let span = Span {
            start: span.start,
            end: span.start + cut(&text[span.start..span.end], MOST).len(),
        };
        let mut kept = String::new();
        let mut at = span.start;
        let first = self
            .walk
            .messages
            .partition_point(|m| m.span.end <= span.start);
        for message in &self.walk.messages[first..] {
            if message.span.start >= span.end {
                break;
            }
            if message.span.start >= at {
                kept.push_str(&text[at..message.span.start]);
                kept.push(' ');
            }
            at = at.max(message.span.end.min(span.end));
        }
        kept.push_str(&text[at.min(span.end)..span.end]);
        let words = clean(&kept, LABEL);
        if speaks(&words) {
            words
        } else {
            clean(&text[span.start..span.end], LABEL)
        }
    }

    pub(super) fn by_ids(&self, ids: &str) -> String {
        let words: Vec<String> = ids
            .split_ascii_whitespace()
            .take(20)
            .filter_map(|id| self.walk.ids.get(id))
            .map(|span| clean(cut(&self.walk.text[span.start..span.end], MOST), LABEL))
            .collect();
        clean(&words.join(" "), LABEL)
    }

    pub(super) fn named(&self, control: &RawControl) -> Named {
        if !control.visible {
            return Named::default();
        }
        let is_box = matches!(control.kind.as_str(), "checkbox" | "radio");
        let mut named = Named::default();
        if let Some((label, span)) = self.explicit(control, is_box) {
            named.label = label;
            named.from.extend(span);
        }
        let fieldset = control.fieldset.map(|n| &self.walk.fieldsets[n]);
        let legend = fieldset
            .filter(|f| f.controls == 1)
            .and_then(|f| self.legend(f));
        if is_box {
            if !speaks(&named.label)
                && let Some(span) = self
                    .text_after(control)
                    .or_else(|| self.cell_right(control))
            {
                named.label = self.words(span);
                named.from.push(span);
            }
            if !speaks(&named.label)
                && let Some(span) = self
                    .text_before(control)
                    .or_else(|| self.cell_left(control))
            {
                named.label = self.words(span);
                named.from.push(span);
            }
            if let Some(legend) = legend {
                if speaks(&named.label) {
                    named.also.push(legend)
                } else {
                    named.label = legend
                }
            }
            return named;
        }
        if speaks(&named.label) {
            return named;
        }
        let mut found: Vec<Span> = self
            .cell_left(control)
            .into_iter()
            .chain(self.text_before(control))
            .collect();
        if found.is_empty() {
            found.extend(self.cell_above(control));
        }
        let mut words: Vec<String> = found
            .iter()
            .map(|s| self.words(*s))
            .filter(|w| speaks(w))
            .collect();
        named.from = found;
        if words.len() < 2 {
            words.extend(legend);
            words.extend(control.placeholder.as_deref().map(|p| clean(p, LABEL)));
            words.extend(control.title.as_deref().map(|p| clean(p, LABEL)));
            words.retain(|w| speaks(w));
        }
        let mut words = words.into_iter();
        named.label = words.next().unwrap_or_default();
        named.also = words.collect();
        named
    }

    /// `label for`, a label around the field, `aria-labelledby`, `aria-label`.
    fn explicit(&self, control: &RawControl, is_box: bool) -> Option<(String, Vec<Span>)> {
        let walk = self.walk;
        let of_id = control.id.as_deref().and_then(|id| self.labels_for.get(id));
        let mut spans: Vec<(Span, bool)> = of_id
            .into_iter()
            .flatten()
            // More labels than that name nothing.
            .take(4)
            .map(|n| &walk.labels[*n])
            .map(|l| match l.control {
                // A label around its field that also names it.
                Some((first, at)) if !is_box && walk.controls[first].mark == control.mark => {
                    (self.before_control(l.span, at), l.error)
                }
                _ => (l.span, l.error),
            })
            .collect();
        if let Some(label) = control.label.map(|n| &walk.labels[n])
            && let Some((first, at)) = label.control
            && walk.controls[first].mark == control.mark
        {
            spans.push((
                if is_box {
                    label.span
                } else {
                    self.before_control(label.span, at)
                },
                label.error,
            ));
        }
        // A label that is a message ("This field is required") names the field only when no other does.
        if spans.iter().any(|(_, error)| !error) {
            spans.retain(|(_, error)| !error);
        }
        let words: Vec<String> = spans
            .iter()
            .map(|(s, _)| self.words(*s))
            .filter(|w| speaks(w))
            .collect();
        if !words.is_empty() {
            return Some((
                clean(&words.join(" "), LABEL),
                spans.iter().map(|(s, _)| *s).collect(),
            ));
        }
        let aria = control
            .labelled_by
            .as_deref()
            .map(|ids| self.by_ids(ids))
            .filter(|w| speaks(w));
        if let Some(words) = aria {
            let ids = control
                .labelled_by
                .as_deref()
                .unwrap_or("")
                .split_ascii_whitespace();
            return Some((
                words,
                ids.filter_map(|id| walk.ids.get(id).copied()).collect(),
            ));
        }
        let aria = control
            .aria_label
            .as_deref()
            .map(|l| clean(l, LABEL))
            .filter(|w| speaks(w))?;
        Some((aria, Vec::new()))
    }

    fn before_control(&self, label: Span, at: usize) -> Span {
        let before = Span {
            start: label.start,
            end: at.clamp(label.start, label.end),
        };
        if speaks(&self.walk.text[before.start..before.end]) {
            before
        } else {
            label
        }
    }

    pub(super) fn legend(&self, fieldset: &RawFieldset) -> Option<String> {
        let legend = fieldset
            .legend
            .map(|h| self.words(self.walk.headings[h].span));
        let legend = legend.or_else(|| fieldset.labelled_by.as_deref().map(|ids| self.by_ids(ids)));
        legend
            .or_else(|| fieldset.label.as_deref().map(|l| clean(l, LABEL)))
            .filter(|w| speaks(w))
    }

    /// The mark of a field or button next to this one.
    fn neighbour(&self, control: &RawControl, forward: bool) -> Option<usize> {
        let is_one = |n: &usize| {
            matches!(self.walk.marks[*n], Mark::Control(c) if self.walk.controls[c].visible)
                || matches!(self.walk.marks[*n], Mark::Button(b) if self.walk.buttons[b].visible)
        };
        if forward {
            (control.mark + 1..self.walk.marks.len()).find(is_one)
        } else {
            (0..control.mark).rev().find(is_one)
        }
    }

    pub(super) fn text_before(&self, control: &RawControl) -> Option<Span> {
        let from = self
            .neighbour(control, false)
            .map_or(0, |n| self.walk.mark_at[n]);
        let cell = control.cell.map_or(0, |c| self.cell_start(c));
        self.last_line(Span {
            start: from.max(cell).min(control.at),
            end: control.at,
        })
    }

    /// The words behind a control, up to the end of the line or the next control.
    pub(super) fn text_after(&self, control: &RawControl) -> Option<Span> {
        let end = self
            .neighbour(control, true)
            .map_or(self.walk.text.len(), |n| self.walk.mark_at[n]);
        let end = self.walk.text[control.at..end]
            .find('\n')
            .map_or(end, |n| control.at + n);
        Some(Span {
            start: control.at,
            end,
        })
        .filter(|s| speaks(&self.walk.text[s.start..s.end]))
    }

    fn cell_start(&self, cell: usize) -> usize {
        self.walk.cells[cell].text.start
    }

    /// The last line of a stretch that says anything, messages passed over.
    fn last_line(&self, span: Span) -> Option<Span> {
        let mut end = span.end;
        // A page without any label must not make us read it again for each field.
        for _ in 0..8 {
            let start = self.walk.text[span.start..end]
                .rfind('\n')
                .map_or(span.start, |n| span.start + n + 1);
            let line = Span { start, end };
            let near = self
                .walk
                .messages
                .partition_point(|m| m.span.start <= start);
            let message = self.walk.messages[..near]
                .last()
                .is_some_and(|m| m.strong && end <= m.span.end + 1);
            if speaks(&self.walk.text[start..end]) && !message {
                return Some(line);
            }
            if start == span.start {
                return None;
            }
            end = start - 1;
        }
        None
    }

    /// The first cells of a row.
    fn row(&self, table: usize, row: usize) -> impl DoubleEndedIterator<Item = &RawCell> {
        let cells = self.walk.tables[table]
            .rows
            .get(row)
            .map_or(&[][..], Vec::as_slice);
        cells[..cells.len().min(WIDE)]
            .iter()
            .map(|c| &self.walk.cells[*c])
    }

    fn speaks(&self, span: Span) -> bool {
        speaks(cut(&self.walk.text[span.start..span.end], MOST))
    }

    pub(super) fn cell_left(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        for cell in self
            .row(mine.table, mine.row)
            .rev()
            .filter(|c| c.col < mine.col)
        {
            match (self.speaks(cell.text), cell.controls) {
                (true, 0) => return Some(cell.text),
                (true, _) => return None,
                (false, _) => {}
            }
        }
        None
    }

    fn cell_right(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let next = self.row(mine.table, mine.row).find(|c| c.col > mine.col)?;
        (next.controls == 0 && self.speaks(next.text)).then_some(next.text)
    }

    pub(super) fn cell_above(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let mut row = self.row(mine.table, mine.row.checked_sub(1)?);
        let above = row.find(|c| (c.col..c.col + c.span).contains(&mine.col))?;
        (above.controls == 0 && self.speaks(above.text)).then_some(above.text)
    }

    /// The head of the column in which a control stands: of the nearest row of heads above it.
    fn column_head(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let rows = &self.head_rows[mine.table];
        let row = rows[..rows.partition_point(|r| *r < mine.row)].last()?;
        let head = self
            .row(mine.table, *row)
            .find(|c| (c.col..c.col + c.span).contains(&mine.col))?;
        let is_head = (head.header || head.bold) && head.controls == 0 && self.speaks(head.text);
        is_head.then_some(head.text)
    }

    /// The cell to the left that heads several rows.
    fn row_head(&self, control: &RawControl) -> Option<Span> {
        let mine = &self.walk.cells[control.cell?];
        let table = &self.walk.tables[mine.table];
        let own = self
            .row(mine.table, mine.row)
            .find(|c| c.rows > 1 && c.col < mine.col);
        let reaching = table
            .reaching
            .get(mine.row)
            .copied()
            .flatten()
            .map(|c| &self.walk.cells[c]);
        let head = own.or(reaching.filter(|c| c.col < mine.col))?;
        (head.controls == 0 && self.speaks(head.text)).then_some(head.text)
    }

    /// For each control the headings above it, nearest first. A bold line that is a field's label heads nothing.
    pub(super) fn unders(&self, named: &[Named]) -> Vec<Vec<String>> {
        let walk = self.walk;
        let mut spans: Vec<Span> = named.iter().flat_map(|n| n.from.iter().copied()).collect();
        spans.sort_unstable_by_key(|s| s.start);
        let is_label = |h: Span| {
            let near = spans.partition_point(|s| s.start <= h.start);
            spans[near.saturating_sub(3)..near]
                .iter()
                .any(|s| s.start <= h.start && h.end <= s.end && s.end > s.start)
        };
        let mut out = vec![Vec::new(); walk.controls.len()];
        let mut outline: Vec<usize> = Vec::new();
        let mut floors: Vec<(usize, usize)> = Vec::new();
        for event in &walk.events {
            match *event {
                Event::Heading(h) => {
                    let heading = &walk.headings[h];
                    if heading.level >= 8 && is_label(heading.span) {
                        continue;
                    }
                    let floor = floors.last().map_or(0, |f| f.0);
                    while outline.len() > floor
                        && outline
                            .last()
                            .is_some_and(|o| walk.headings[*o].level >= heading.level)
                    {
                        outline.pop();
                    }
                    outline.push(h);
                }
                Event::FieldsetOpens(n) => floors.push((outline.len(), n)),
                Event::FieldsetCloses => {
                    if let Some((floor, _)) = floors.pop() {
                        outline.truncate(floor);
                    }
                }
                Event::TableCloses(t) => {
                    if let Some(caption) = walk.tables[t].caption {
                        outline.retain(|h| *h != caption);
                    }
                }
                Event::Control(n) => {
                    let control = &walk.controls[n];
                    if !control.visible {
                        continue;
                    }
                    let label = &named[n].label;
                    let heads = [self.column_head(control), self.row_head(control)];
                    let heads = heads.into_iter().flatten().map(|s| self.words(s));
                    let group = floors
                        .last()
                        .map(|(_, f)| &walk.fieldsets[*f])
                        .filter(|f| f.legend.is_none());
                    let group = group.and_then(|f| self.legend(f));
                    let above = outline
                        .iter()
                        .rev()
                        .take(UNDERS)
                        .map(|h| self.heading_words[*h].clone());
                    out[n] = heads
                        .chain(group)
                        .chain(above)
                        .filter(|u| speaks(u) && u != label)
                        .collect();
                }
            }
        }
        out
    }
}
