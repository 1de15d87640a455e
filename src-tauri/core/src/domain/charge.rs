//! Charges (`charges.do`, `wire-format.md` §4.6). Plea, disposition and sentence keys are unknown, so none is invented.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A charge of a criminal, traffic or municipal case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Charge number as written, `"1"`.
    pub number: String,
    /// The charge in the court's words.
    pub description: String,
    /// Charge code, `301.020-001N198654.0`.
    pub code: Option<String>,
    /// Level in the court's words, "Misdemeanor B".
    pub level: Option<String>,
    /// Statute, where given.
    pub statute: Option<String>,
    /// Ticket number, where given.
    pub ticket_number: Option<String>,
    /// Filing date of the charge.
    pub filed_on: Option<Date>,
}
