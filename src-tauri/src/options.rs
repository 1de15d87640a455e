//! What the program is started with, by a person, a desktop file, or itself.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Parser;
use docketbell_core::app::deep_link;
use docketbell_core::app::views::OpenPlace;

/// Docketbell: follow Missouri court cases offline and be told when a docket changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Parser)]
#[command(name = "docketbell", version)]
pub struct Options {
    /// Keep the data here instead of the platform's data folder
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// `practice`, `missouri`, or a portal profile (TOML)
    #[arg(long, value_name = "FILE")]
    pub portal: Option<String>,
    /// Watch without a window; needs a tray
    #[arg(long)]
    pub background: bool,
    /// A day at court is under way in the practice portal and goes on
    #[arg(long, hide = true)]
    pub practice_day: bool,
    /// The store's key waits in the pipe that standard input is: this process started itself anew (`handover`)
    #[arg(long, hide = true)]
    pub key_on_stdin: bool,
    /// Open the window at this place
    #[arg(long, value_name = "JSON", value_parser = place)]
    pub open_place: Option<OpenPlace>,
    /// A docketbell:// link, as the desktop hands it over
    #[arg(value_name = "LINK")]
    pub link: Option<String>,
}

impl Options {
    /// Where the window opens. A link that we do not know only opens the window: whoever wrote it may be mistaken, and the
    /// person who followed it should not be met by an error of the command line.
    pub fn place(&self) -> Option<OpenPlace> {
        self.open_place
            .clone()
            .or_else(|| deep_link::place_of(self.link.as_deref()?))
    }

    /// The same start, but without a window: how the program starts itself anew when its window was closed.
    #[must_use]
    pub fn in_background(&self, day_goes_on: bool) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["--background".into()];
        if day_goes_on {
            arguments.push("--practice-day".into());
        }
        if let Some(folder) = &self.data_dir {
            arguments.push("--data-dir".into());
            arguments.push(folder.into());
        }
        if let Some(portal) = &self.portal {
            arguments.push("--portal".into());
            arguments.push(portal.into());
        }
        arguments
    }
}

fn place(json: &str) -> Result<OpenPlace, String> {
    serde_json::from_str(json).map_err(|e| format!("not a place in Docketbell: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_can_start_itself_anew_with_what_it_was_started_with() {
        let started = Options::parse_from([
            "docketbell",
            "--data-dir",
            "/some where/data",
            "--portal",
            "practice",
            "--open-place",
            r#"{"place":"today"}"#,
        ]);
        let mut again: Vec<OsString> = vec!["docketbell".into()];
        again.extend(started.in_background(true));
        let anew = Options::parse_from(again);
        assert_eq!(anew.data_dir, started.data_dir, "the same cases");
        assert_eq!(anew.portal, started.portal, "the same portal");
        assert!(anew.background, "without a window");
        assert!(anew.practice_day, "the day at court goes on");
        assert!(!anew.key_on_stdin, "only what hands a key over says so");
        assert_eq!(anew.open_place, None, "a place is opened once");
    }

    #[test]
    fn a_link_opens_the_page_that_shows_it_and_an_unknown_one_only_the_window() {
        let link = "docketbell://associate?link=https%3A%2F%2Fwww.courts.mo.gov%2Fecf%2Fgroup";
        assert_eq!(
            Options::parse_from(["docketbell", link]).place(),
            Some(OpenPlace::Associate {
                link: "https://www.courts.mo.gov/ecf/group".to_owned()
            }),
            "the link is shown, not followed"
        );
        assert_eq!(
            Options::parse_from(["docketbell", "docketbell://erase-everything"]).place(),
            None
        );
    }

    #[test]
    fn a_place_that_is_none_is_refused_with_its_reason() {
        let refused =
            Options::try_parse_from(["docketbell", "--open-place", "{\"place\":\"roof\"}"]);
        let words = refused.map(|_| ()).unwrap_err().to_string();
        assert!(words.contains("not a place in Docketbell"), "{words}");
    }
}
