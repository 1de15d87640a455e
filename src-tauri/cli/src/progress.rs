//! A bar on standard error while long work runs, where a person looks at it.

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::Output;

/// How far long work is. Draws nothing where nobody looks.
#[derive(Debug)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar over this many steps; none for a single one.
    pub fn new(out: &Output, steps: usize) -> Self {
        if steps < 2 || !out.shows_progress() {
            return Self(None);
        }
        let bar = ProgressBar::new(steps as u64);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len}, {eta} left") {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// A step is done; what it prints stands above the bar.
    pub fn step(&self, print: impl FnOnce()) {
        match &self.0 {
            Some(bar) => {
                bar.suspend(print);
                bar.inc(1);
            }
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
