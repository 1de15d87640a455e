//! Why a command ended without its work done: a stable kind, plain words, and the exit code that scripts rely on.

use docketbell_core::app::views::Problem;
use serde_json::{Map, Value, json};

/// A command that did not do its work.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What happened, what it means, what to do.
    pub problem: Problem,
}

/// What a command ends with.
pub type Outcome = Result<(), Failure>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem }
    }
}

impl Failure {
    /// A failure with a kind, a message and a hint.
    pub fn new(kind: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Problem::new(kind, message, hint).into()
    }

    /// A file that the person named cannot be read or written.
    pub fn file(path: &std::path::Path, doing: &str, error: &std::io::Error) -> Self {
        Self::new(
            "bad_input",
            format!("{} cannot be {doing}: {error}.", path.display()),
            "Name a file that this user may use.",
        )
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        exit_code(&self.problem.kind)
    }

    /// The last line in `--json`.
    pub fn as_json(&self) -> Value {
        let mut error = Map::new();
        error.insert("kind".into(), json!(self.problem.kind));
        error.insert("message".into(), json!(self.problem.message));
        error.insert("hint".into(), json!(self.problem.hint));
        if let Some(at) = &self.problem.retry_at {
            error.insert("retry_at".into(), json!(at));
        }
        error.extend(self.problem.more.clone());
        json!({ "error": error })
    }
}

/// The exit code of a kind (`docs/docketctl.md`, "Exit codes"). A kind that is new here is a fault of the store or the
/// program, never of the portal, so 7 is the careful answer.
pub fn exit_code(kind: &str) -> u8 {
    match kind {
        "usage"
        | "bad_input"
        | "bad_profile"
        | "bad_case_number"
        | "bad_backup"
        | "not_followed"
        | "not_yet"
        | "ambiguous"
        | "no_such_case"
        | "no_such_entry"
        | "no_document"
        | "no_data_folder"
        | "not_offered"
        | "no_such_user"
        | "too_late"
        | "passphrase_too_short" => 2,
        "needs_person" | "conflict" => 3,
        "not_found"
        | "unknown_case"
        | "access_denied"
        | "document_not_public"
        | "refused"
        | "failed"
        | "log_in_refused"
        | "locked_out"
        | "link_expired"
        | "unknown_group"
        | "not_verified"
        | "search_not_offered" => 4,
        "unreachable"
        | "session_ended"
        | "portal_closed"
        | "portal_error"
        | "maintenance"
        | "budget_spent"
        | "not_permitted"
        | "too_many_requests"
        | "court_offline"
        | "wrong_court_database" => 5,
        "access_stopped" => 6,
        "unexpected_page"
        | "other_group"
        | "document_address_unknown"
        | "label_not_found"
        | "label_ambiguous"
        | "foreign_host" => 8,
        "uncertain" => 9,
        "interrupted" | "cancelled" => 130,
        _ => 7,
    }
}
