//! What a person has chosen.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Settings as the window shows and saves them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct Settings {
    /// Show native notifications at all.
    pub notify: bool,
    /// Remind of hearings, seven, three and one days before.
    pub remind: bool,
    /// How much they may show.
    pub level: crate::domain::NoticeLevel,
    /// Quiet hours.
    pub quiet: QuietHours,
    /// What may break through quiet hours.
    pub break_through: BreakThrough,
    /// `system`, `light`, `dark`.
    pub theme: Theme,
    /// Tighter rows.
    pub compact: bool,
    /// The person's name for review receipts.
    pub reviewer: String,
    /// Keep watching when the window is closed (where there is a tray).
    pub keep_watching: bool,
    /// Single-key shortcuts (R, S …) are on.
    pub single_keys: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            notify: true,
            remind: true,
            level: crate::domain::NoticeLevel::default(),
            quiet: QuietHours::default(),
            break_through: BreakThrough::default(),
            theme: Theme::System,
            compact: false,
            reviewer: String::new(),
            keep_watching: true,
            single_keys: true,
        }
    }
}

/// Quiet hours: notices are held, not dropped. Off by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct QuietHours {
    /// On.
    pub on: bool,
    /// `HH:MM`, Central.
    pub from: String,
    /// `HH:MM`, Central; before `from` means the next day.
    pub until: String,
    /// All of Saturday and Sunday, too.
    pub weekend: bool,
}

impl Default for QuietHours {
    fn default() -> Self {
        Self {
            on: false,
            from: "18:00".into(),
            until: "07:30".into(),
            weekend: true,
        }
    }
}

/// What may break through quiet hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "five independent switches of the settings page"
)]
pub struct BreakThrough {
    /// A hearing within 48 hours is set, moved or cancelled.
    pub hearing_soon: bool,
    /// A hearing is moved to an earlier date.
    pub moved_earlier: bool,
    /// A warrant is issued.
    pub warrant: bool,
    /// A judgment is entered.
    pub judgment: bool,
    /// Docketbell cannot check the cases.
    pub watcher_failing: bool,
}

impl Default for BreakThrough {
    fn default() -> Self {
        Self {
            hearing_soon: true,
            moved_earlier: true,
            warrant: true,
            judgment: false,
            watcher_failing: true,
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}
