//! The other parts of a page: its lines with what stands between them, its tables, where it moves on to.

use url::Url;

use super::super::text::{clean, cut};
use super::page::{Cell, Row, Spot, Table};
use super::raw::Mark;
use super::settle::{CELL, LINE, Settling, speaks};

impl Settling<'_> {
    /// Lines of text and what stands between them, in the order of the page.
    pub(super) fn flow(&self, spots: &[Option<Spot>]) -> Vec<Spot> {
        let text = &self.walk.text;
        let mut flow = Vec::new();
        let mut at = 0;
        let push_lines = |from: usize, to: usize, flow: &mut Vec<Spot>| {
            let lines = text[from..to]
                .split('\n')
                .map(|l| clean(l, LINE))
                .filter(|l| speaks(l));
            flow.extend(lines.map(Spot::Line));
        };
        for (n, spot) in spots.iter().enumerate() {
            if let Some(spot) = spot {
                let here = self.walk.mark_at[n].max(at);
                push_lines(at, here, &mut flow);
                at = here;
                flow.push(spot.clone());
                if let Mark::Link(link) = self.walk.marks[n] {
                    // The words of a link are the link's, not a line beside it.
                    at = self.walk.links[link].span.end.max(at);
                }
            }
        }
        push_lines(at, text.len(), &mut flow);
        flow
    }

    pub(super) fn tables(&self, spots: &[Option<Spot>]) -> Vec<Table> {
        let cell = |n: &usize| {
            let raw = &self.walk.cells[*n];
            let inside = spots.get(raw.first_mark..raw.last_mark).unwrap_or(&[]);
            Cell {
                text: clean(
                    cut(&self.walk.text[raw.text.start..raw.text.end], CELL * 4),
                    CELL,
                ),
                col: raw.col,
                header: raw.header || raw.bold,
                uses: inside.iter().take(64).flatten().cloned().collect(),
            }
        };
        self.walk
            .tables
            .iter()
            .map(|raw| Table {
                caption: raw.caption.map(|h| self.words(self.walk.headings[h].span)),
                rows: raw
                    .rows
                    .iter()
                    .map(|row| Row {
                        cells: row.iter().map(cell).collect(),
                    })
                    .collect(),
            })
            .collect()
    }

    /// `5; url=next.do`.
    pub(super) fn refresh(&self, content: &str) -> Option<Url> {
        let (seconds, rest) = content.split_once([';', ',']).unwrap_or((content, ""));
        let rest = rest.trim_start();
        let target = match rest.get(..3) {
            Some(head) if head.eq_ignore_ascii_case("url") => {
                rest[3..].trim_start().strip_prefix('=')?.trim()
            }
            _ => rest.trim(),
        };
        let target = target.trim_matches(['\'', '"']).trim();
        // A page that only loads itself again after a while is not moving on.
        let seconds = seconds.trim().parse::<f64>().unwrap_or(0.0);
        if target.is_empty() || seconds > 30.0 {
            return None;
        }
        // Nor is one that shows itself anew; at once, it is the answer to a form that was sent to the same address.
        self.base
            .join(target)
            .ok()
            .filter(|next| seconds < 2.0 || next != self.url())
    }
}
