//! Saved account pages and what a person does on them: `<page>/<story>.html` with `<story>.json` beside it. A new
//! surprise is a new pair; a page without its expectation fails.
//!
//! The expectation names what is read (`headings`, `labels`, `buttons`, `told`, `known` …), the steps of the person
//! (`do`), and what is sent or which error stops it (`sends`, `error`).
// Helpers of a test may stop it; that is what a failed test is.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod bounds;
mod labels;
mod story;
