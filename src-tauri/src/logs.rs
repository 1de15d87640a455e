//! The program's own log: a file a day in the data folder, seven kept, with an allow-list of fields.
//!
//! A log is read by strangers when something went wrong, so it holds what happened, never what a case says: fields that
//! are not named here are dropped, and other libraries do not write at all.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::fmt::format;
use tracing_subscriber::prelude::*;

/// Fields that may be written. Each is a count, a time, a kind or an error of our own.
const FIELDS: &[&str] = &[
    "message", "error", "kind", "count", "cases", "checked", "changed", "failed", "took_ms",
    "status", "attempt", "state", "version", "port", "tray", "ending",
];

/// Starts logging into `folder`; without a folder that can be written, the program runs without a log.
pub fn start(folder: &Path) {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .max_log_files(7)
        .filename_prefix("docketbell")
        .filename_suffix("log")
        .build(folder);
    let Ok(appender) = appender else { return };
    let fields = format::debug_fn(|writer, field, value| {
        if field.name() == "message" {
            write!(writer, "{value:?}")
        } else if FIELDS.contains(&field.name()) {
            write!(writer, "{}={value:?}", field.name())
        } else {
            Ok(())
        }
    })
    .delimited(" ");
    let ours = tracing_subscriber::filter::Targets::new().with_targets([
        ("docketbell", tracing::Level::INFO),
        ("docketbell_core", tracing::Level::INFO),
        ("docketbell_desktop", tracing::Level::INFO),
        ("docketbell_practice", tracing::Level::WARN),
    ]);
    let layer = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .fmt_fields(fields)
        .with_writer(appender)
        .with_filter(ours);
    // A second start in one process (a test) keeps the first log.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_a_field_that_is_not_named_never_reaches_the_file() {
        let folder = tempfile::tempdir().unwrap();
        start(folder.path());
        let (password, style) = ("canary-4711", "ST V DOE canary-4712");
        tracing::info!(target: "docketbell_core", checked = 3, password, style, "checked");
        tracing::error!(target: "a_library", "canary-4713");
        let written: String = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        assert!(
            written.contains("checked=3"),
            "what happened is there: {written}"
        );
        assert!(
            !written.contains("canary"),
            "what a case says is not: {written}"
        );
    }
}
