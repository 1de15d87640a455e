//! What the doctor says: each finding in one line, with what to do. Looking is [`Desk::doctor`]; the
//! wording below it is pure.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::app::Desk;
use crate::app::folder::write_private;
use crate::app::ports::{NotifierError, SecretStoreError};
use crate::app::views::{DoctorLine, DoctorVerdict, Problem, Protection};
use crate::domain::when::whole_moment_words;
use crate::storage::{AuditLog, StoreError};

/// How long the portal's host may take to accept a connection.
const REACH: Duration = Duration::from_secs(5);

impl Desk {
    /// Looks at everything. Whoever asks has looked at the keyring and the notification service, which are the
    /// desktop's; the portal is asked for no page, and while access is stopped not even for a connection.
    ///
    /// # Errors
    /// When the store's own figures cannot be read.
    pub async fn doctor(
        &self,
        keyring_state: Result<(), SecretStoreError>,
        notifier_state: Result<String, NotifierError>,
    ) -> Result<Vec<DoctorLine>, Problem> {
        let (status, about) = (self.status().await?, self.about().await?);
        let whole = self.store().check_integrity().await.is_ok();
        let entries: u64 = self
            .all_cases(true)
            .await?
            .iter()
            .map(|case| u64::from(case.entries))
            .sum();
        let facts = StoreFacts {
            whole,
            cases: u64::from(status.followed),
            entries,
            bytes: about.data_bytes,
            cannot_write: cannot_write(Path::new(&about.data_folder)),
            folder: about.data_folder,
        };
        let stopped = status
            .stopped
            .as_ref()
            .and_then(|stop| Some((stop.words.as_str(), stop.since.parse().ok()?)));
        let casenet = &self.profile().urls.casenet;
        let host = casenet.host_str().unwrap_or_default();
        let state = match (stopped, self.profile().closed_until(self.now())) {
            (Some(_), _) => PortalState::Stopped,
            (None, Some(until)) => PortalState::Closed(until),
            (None, None) => reach(casenet).await,
        };
        let last_request_at = self
            .access_log(1)
            .await?
            .first()
            .and_then(|line| line.at.parse().ok());
        let log = self.store().audit_log(None, 0).await?;
        let mut lines = vec![
            store(Ok(facts)),
            keyring(keyring_state.as_ref().copied(), Some(about.protection)),
            notifier(notifier_state.as_ref().map(String::as_str)),
            access(stopped),
            portal(&status.portal_name, host, &state, status.practice),
            clock(self.now(), last_request_at),
        ];
        // Only an administrator of a group has one.
        if log.total > 0 {
            lines.push(audit_log(&log));
        }
        Ok(lines)
    }
}

/// Whether the host takes a connection.
async fn reach(casenet: &Url) -> PortalState {
    let (Some(host), Some(port)) = (casenet.host_str(), casenet.port_or_known_default()) else {
        return PortalState::Unreachable("its address names no host".to_owned());
    };
    let host = host.trim_matches(['[', ']']);
    match tokio::time::timeout(REACH, tokio::net::TcpStream::connect((host, port))).await {
        Ok(Ok(_connection)) => PortalState::Reachable,
        Ok(Err(error)) => PortalState::Unreachable(error.to_string()),
        Err(_) => PortalState::Unreachable("no answer within 5 seconds".to_owned()),
    }
}

fn line(
    check: &str,
    verdict: DoctorVerdict,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> DoctorLine {
    DoctorLine {
        check: check.to_owned(),
        verdict,
        message: message.into(),
        hint: hint.into(),
    }
}

/// The store: opened and whole (its integrity check said `ok`), or why not.
pub fn store(opened: Result<StoreFacts, &Problem>) -> DoctorLine {
    match opened {
        Ok(StoreFacts {
            whole: true,
            cannot_write: Some(problem),
            ..
        }) => line(
            "store",
            DoctorVerdict::Broken,
            format!(
                "Opened and whole, and it can be read; but nothing new is kept. {}",
                problem.message
            ),
            problem.hint,
        ),
        Ok(facts) if facts.whole => line(
            "store",
            DoctorVerdict::Ok,
            format!(
                "Opened and whole: {} {}, {} {}, {} KiB in {}.",
                facts.cases,
                if facts.cases == 1 { "case" } else { "cases" },
                facts.entries,
                if facts.entries == 1 {
                    "entry"
                } else {
                    "entries"
                },
                facts.bytes / 1024,
                facts.folder
            ),
            "",
        ),
        Ok(facts) => line(
            "store",
            DoctorVerdict::Broken,
            format!("The store in {} is damaged.", facts.folder),
            "Make a backup now (docketctl backup PATH), then restore the last good one.",
        ),
        Err(problem) => line(
            "store",
            DoctorVerdict::Broken,
            problem.message.clone(),
            problem.hint.clone(),
        ),
    }
}

/// The group's audit log: every line fits the one before it and the last is the newest, or somebody changed it from outside.
pub fn audit_log(log: &AuditLog) -> DoctorLine {
    match log_fault(log) {
        None => line(
            "audit_log",
            DoctorVerdict::Ok,
            format!(
                "The group's audit log is whole: {} lines, each fits the one before it.",
                log.total
            ),
            "",
        ),
        Some(fault) => line(
            "audit_log",
            DoctorVerdict::Broken,
            format!("The group's audit log was changed from outside: {fault}."),
            "Compare it with an earlier export or backup; trust only what both have.",
        ),
    }
}

/// What is not as it was written, as the clause of a sentence.
pub(crate) fn log_fault(log: &AuditLog) -> Option<String> {
    match log.broken_at {
        Some(number) => Some(format!("line {number} does not fit the one before it")),
        None => log.cut_off.then(|| {
            "it does not end where it was written down to end; its newest lines may be missing"
                .to_owned()
        }),
    }
}

/// What is known of an opened store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFacts {
    /// Whether its integrity check found nothing.
    pub whole: bool,
    /// Followed cases.
    pub cases: u64,
    /// Docket entries.
    pub entries: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Why nothing can be written, as on a full disk: then it is only read.
    pub cannot_write: Option<Problem>,
    /// Data folder.
    pub folder: String,
}

/// Writes a page beside the store and takes it away again.
fn cannot_write(folder: &Path) -> Option<Problem> {
    let probe = folder.join("doctor.probe");
    let written = write_private(&probe, &[0; 4096]);
    // What could not be made is not there to be removed.
    let _ = std::fs::remove_file(&probe);
    written
        .err()
        .map(|error| Problem::from(StoreError::from_io(&error, folder)))
}

/// The keyring: only as serious as the store's need of it.
/// `protection` is none while there is no store, or none that opens.
pub fn keyring(state: Result<(), &SecretStoreError>, protection: Option<Protection>) -> DoctorLine {
    match (state, protection) {
        (Ok(()), None) => line(
            "keyring",
            DoctorVerdict::Ok,
            "The desktop's keyring answers and keeps what it is given.",
            "",
        ),
        (Err(error), None) => line(
            "keyring",
            DoctorVerdict::Warning,
            error.to_string(),
            "A store with a passphrase does not need the keyring.",
        ),
        (Ok(()), Some(Protection::Keyring)) => line(
            "keyring",
            DoctorVerdict::Ok,
            "The desktop's keyring answers and keeps this store's key.",
            "",
        ),
        (Ok(()), Some(Protection::Passphrase)) => line(
            "keyring",
            DoctorVerdict::Ok,
            "The desktop's keyring answers; this store does not need it, it opens with its passphrase.",
            "",
        ),
        (Err(error), Some(Protection::Keyring)) => line(
            "keyring",
            DoctorVerdict::Broken,
            error.to_string(),
            "Your stored cases are unharmed; they open when the keyring answers.",
        ),
        (Err(_), Some(Protection::Passphrase)) => line(
            "keyring",
            DoctorVerdict::Ok,
            "No keyring is needed: this store opens with its passphrase.",
            "",
        ),
    }
}

/// Notifications: whether a service answers. Nothing is shown to find out.
pub fn notifier(state: Result<&str, &NotifierError>) -> DoctorLine {
    match state {
        Ok(name) => line(
            "notifier",
            DoctorVerdict::Ok,
            format!("A notification service answers ({name})."),
            "",
        ),
        Err(error) => line(
            "notifier",
            DoctorVerdict::Warning,
            error.to_string(),
            "Start your desktop's notification service. Until then changes wait in Docketbell; none is lost.",
        ),
    }
}

/// What a look at the portal showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalState {
    /// Its host took a connection. No page was asked for.
    Reachable,
    /// It did not, and why.
    Unreachable(String),
    /// Not looked at: access is stopped, and then nothing is sent.
    Stopped,
    /// Not looked at: closed hours until then.
    Closed(Timestamp),
}

/// The portal: reachable or not, in a connection that asks for no page.
pub fn portal(name: &str, host: &str, state: &PortalState, practice: bool) -> DoctorLine {
    match state {
        PortalState::Reachable => line(
            "portal",
            DoctorVerdict::Ok,
            format!("{name}: {host} takes connections. No page was asked for."),
            "",
        ),
        PortalState::Unreachable(why) => line(
            "portal",
            DoctorVerdict::Warning,
            format!("{name}: {host} cannot be reached: {why}. Stored cases stay readable."),
            if practice {
                "Start the practice portal with: docketctl practice"
            } else {
                "Check the network connection, then try again."
            },
        ),
        PortalState::Stopped => line(
            "portal",
            DoctorVerdict::Ok,
            format!("{name}: not looked at, because access is stopped."),
            "",
        ),
        PortalState::Closed(until) => line(
            "portal",
            DoctorVerdict::Ok,
            format!(
                "{name}: not looked at, because it is closed until {}.",
                whole_moment_words(*until)
            ),
            "",
        ),
    }
}

/// Access: running, or stopped by a refusal or challenge, in the portal's words.
pub fn access(stopped: Option<(&str, Timestamp)>) -> DoctorLine {
    match stopped {
        None => line("access", DoctorVerdict::Ok, "Nothing is stopped.", ""),
        Some((words, since)) => line(
            "access",
            DoctorVerdict::Broken,
            format!("Stopped since {since}. The portal said: \"{words}\""),
            "Look at the portal in your browser. When it may be asked again: docketctl access resume",
        ),
    }
}

/// The clock: believable, and not behind what this store has seen.
pub fn clock(now: Timestamp, last_request_at: Option<Timestamp>) -> DoctorLine {
    const HINT: &str = "Set the computer's clock. Times of readings and hearings depend on it.";
    let behind = last_request_at.map(|last| last.duration_since(now));
    if let Some(behind) = behind.filter(|b| *b > SignedDuration::from_mins(2)) {
        return line(
            "clock",
            DoctorVerdict::Warning,
            format!(
                "The clock says {}, which is {} minutes before the last request that is on record.",
                now.strftime("%Y-%m-%d %H:%M UTC"),
                behind.as_mins()
            ),
            HINT,
        );
    }
    // Built in 2026: an earlier year is a dead battery, one far later a slip of the hand.
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    if !(2026..2100).contains(&year) {
        return line(
            "clock",
            DoctorVerdict::Broken,
            format!(
                "The clock says {}, which cannot be.",
                now.strftime("%Y-%m-%d %H:%M UTC")
            ),
            HINT,
        );
    }
    line(
        "clock",
        DoctorVerdict::Ok,
        format!("The clock says {}.", now.strftime("%Y-%m-%d %H:%M UTC")),
        "",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_missing_keyring_is_serious_only_for_a_store_that_needs_it() {
        let gone = SecretStoreError::NoService;
        assert_eq!(
            keyring(Err(&gone), Some(Protection::Keyring)).verdict,
            DoctorVerdict::Broken
        );
        assert_eq!(
            keyring(Err(&gone), Some(Protection::Passphrase)).verdict,
            DoctorVerdict::Ok
        );
    }

    #[test]
    fn a_clock_behind_the_last_request_or_in_an_impossible_year_is_told() {
        let now = at("2026-11-21T10:00:00Z");
        for (last, verdict) in [
            (None, DoctorVerdict::Ok),
            (Some("2026-11-21T10:01:00Z"), DoctorVerdict::Ok),
            (Some("2026-11-21T11:00:00Z"), DoctorVerdict::Warning),
        ] {
            assert_eq!(clock(now, last.map(at)).verdict, verdict, "{last:?}");
        }
        assert_eq!(
            clock(at("1999-01-01T00:00:00Z"), None).verdict,
            DoctorVerdict::Broken
        );
    }

    #[test]
    fn an_unreachable_practice_portal_names_the_command_that_starts_it() {
        let state = PortalState::Unreachable("nothing listens".into());
        let told = portal("Practice portal", "127.0.0.1:1", &state, true);
        assert!(told.hint.contains("docketctl practice"), "{told:?}");
    }

    #[test]
    fn a_folder_that_takes_nothing_more_is_told_though_the_store_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(cannot_write(folder.path()), None);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "the doctor leaves nothing behind"
        );
        let gone = folder.path().join("gone");
        let told = store(Ok(StoreFacts {
            whole: true,
            cases: 1,
            entries: 1,
            bytes: 4096,
            cannot_write: cannot_write(&gone),
            folder: gone.display().to_string(),
        }));
        assert_eq!(told.verdict, DoctorVerdict::Broken, "{}", told.message);
        assert!(!told.hint.is_empty(), "what to do is said");
    }
}
