//! About the program: where its data is, what was sent, what the doctor and a test found.

use serde::Serialize;
use ts_rs::TS;

use super::Protection;

/// Facts that Settings shows and a person cannot edit there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AboutView {
    /// Program version.
    pub version: String,
    /// Data folder.
    pub data_folder: String,
    /// Bytes it takes.
    #[ts(type = "number")]
    pub data_bytes: u64,
    /// How the store is protected.
    pub protection: Protection,
    /// The portal's name.
    pub portal_name: String,
    /// Host names that are ever asked.
    pub hosts: Vec<String>,
    /// Where the permission for automatic checks is written down.
    pub permission: Option<String>,
    /// Requests per minute; 0 = no pace of its own (loopback only).
    pub requests_per_minute: u32,
    /// Requests sent today.
    pub requests_today: u32,
    /// Requests allowed a day; 0 = no budget of its own (loopback only).
    pub daily_budget: u32,
    /// Closed hours, as the profile writes them.
    pub closed: Vec<String>,
    /// The posted notice of the portal, where there is one.
    pub notice: Option<String>,
    /// The practice portal's control page, in practice mode.
    pub practice_control: Option<String>,
}

/// A request that was sent to the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AccessLine {
    /// When.
    pub at: String,
    /// Method.
    pub method: String,
    /// Path without query values.
    pub path: String,
    /// Why it was sent.
    pub why: String,
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// Bytes of the answer.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// One check of the doctor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DoctorLine {
    /// `store`, `keyring`, `notifier`, `portal`, `clock`, `access`.
    pub check: String,
    /// Fine, worth a look, or broken.
    pub verdict: DoctorVerdict,
    /// What was found.
    pub message: String,
    /// What to do; empty when nothing is to do.
    pub hint: String,
}

/// Fine, worth a look, or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DoctorVerdict {
    /// Fine.
    Ok,
    /// Worth a look.
    Warning,
    /// Broken.
    Broken,
}

/// The notification test, step by step (features.md F2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TestView {
    /// When it was started.
    pub started_at: String,
    /// The steps in order.
    pub steps: Vec<TestStep>,
}

/// One step of the notification test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TestStep {
    /// "Handed to your desktop".
    pub name: String,
    /// `todo`, `done`, `needs_you`, `failed`.
    pub state: String,
    /// Why, when it failed.
    pub message: Option<String>,
}
