//! A portal profile (TOML): where the portal is, which hosts may be talked to, and what its owner allows
//! (`cli.md`, "Portal profile"). `docs/portal-profiles.md` is the page for people who write one.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use toml::{Table, Value};
use url::Url;

pub use super::closed::ClosedWindow;
use super::words::Words;

/// The shipped profile of the Missouri courts.
pub const MISSOURI: &str = include_str!("../../profiles/missouri.toml");
/// The shipped profile of the practice portal; [`PortalProfile::practice`] fills in where it listens.
pub const PRACTICE: &str = include_str!("../../profiles/practice.toml");
/// The address in [`PRACTICE`] that a running practice portal replaces by its own.
pub const PRACTICE_ADDRESS: &str = "http://127.0.0.1:4180";

/// The pace kept with a portal on the network whose profile names none.
const CAREFUL_REQUESTS_PER_MINUTE: u32 = 10;
/// The daily budget for a portal on the network whose profile names none.
const CAREFUL_DAILY_BUDGET: u32 = 300;

/// A portal profile, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalProfile {
    /// What the portal is called; a store belongs to one name.
    pub name: String,
    /// Hosts that may be talked to, lower case. Every redirect hop is checked against them.
    pub allowed_hosts: Vec<String>,
    /// Where things are.
    pub urls: Urls,
    /// What may be asked, and how often.
    pub access: AccessPolicy,
    /// The words of its account pages: the shipped ones and those of its `[words]` table.
    pub words: Arc<Words>,
    /// Keys of the file that we do not know, as sentences for the person who wrote it.
    pub warnings: Vec<String>,
}

/// Addresses of a portal. None ends in a slash but `file_viewer` and `ecf`, which are folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    /// Context root of the case system, for example `https://www.courts.mo.gov/casenet`.
    pub casenet: Url,
    /// Registration of accounts.
    pub registration: Option<Url>,
    /// The filing system.
    pub ecf: Option<Url>,
    /// Where documents are read.
    pub file_viewer: Option<Url>,
}

/// What the portal's owner allows (architecture rule 13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPolicy {
    /// Checks on a schedule; needs a recorded permission.
    pub automatic_checks: bool,
    /// What a person may ask for.
    pub asked_checks: AskedChecks,
    /// Where the permission is written down.
    pub permission: Option<String>,
    /// Requests in any 60 seconds. `None` = no pace of our own; only for portals on this computer.
    pub requests_per_minute: Option<u32>,
    /// Requests under way at the same time.
    pub max_in_flight: u32,
    /// Requests in a day (midnight to midnight, America/Chicago). `None` = not counted; only for portals on this
    /// computer. 0 = nothing is sent.
    pub daily_budget: Option<u32>,
    /// Hours in which nothing is sent, whoever asks.
    pub closed: Vec<ClosedWindow>,
    /// Whether a person has to read the portal's posted notice once before anything is asked.
    pub notice_must_be_read: bool,
    /// That notice, in the portal's words.
    pub notice: Option<String>,
}

/// What a person may ask for (`asked_checks`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedChecks {
    /// Nothing.
    None,
    /// A case at a time.
    One,
    /// All followed cases at once.
    All,
}

impl AskedChecks {
    /// The word in the profile.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::One => "one",
            Self::All => "all",
        }
    }
}

impl fmt::Display for AskedChecks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a profile cannot be used. Bad input: exit 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// Not TOML.
    #[error("The portal profile is not valid TOML: {0}")]
    Syntax(String),
    /// A key that is missing or whose value is not accepted.
    #[error("The portal profile cannot be used: `{key}` {problem}. Accepted: {accepted}.")]
    Key {
        /// The key, dotted (`access.daily_budget`).
        key: String,
        /// What is wrong with it.
        problem: String,
        /// What is accepted.
        accepted: String,
    },
    /// The file cannot be read.
    #[error("The portal profile {path} cannot be read: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: String,
    },
}

impl PortalProfile {
    /// Reads a profile from a file.
    ///
    /// # Errors
    /// [`ProfileError`], naming the file or the key.
    pub fn open(path: &std::path::Path) -> Result<Self, ProfileError> {
        let file_error = |cause: String| ProfileError::File {
            path: path.display().to_string(),
            cause,
        };
        let bytes = std::fs::read(path).map_err(|e| file_error(e.to_string()))?;
        let text =
            String::from_utf8(bytes).map_err(|_| file_error("it is not UTF-8".to_owned()))?;
        Self::parse(&text)
    }

    /// Reads a profile from TOML.
    ///
    /// # Errors
    /// [`ProfileError`], naming the key and what is accepted.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let table: Table = text
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|e: toml::de::Error| ProfileError::Syntax(e.to_string().trim().to_owned()))?;
        let top = Section {
            name: "",
            table: &table,
        };
        let mut warnings = top.unknown(&["name", "allowed_hosts", "urls", "access", "words"]);

        let name = top
            .text("name")?
            .ok_or_else(|| top.wrong("name", "is missing", "a name of 1 to 60 characters"))?;
        if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
            return Err(top.wrong(
                "name",
                "is empty or too long",
                "a name of 1 to 60 characters",
            ));
        }
        let allowed_hosts = allowed_hosts(&top)?;
        let on_this_computer = allowed_hosts.iter().all(|h| is_loopback(h));

        let empty = Table::new();
        let urls = top.section("urls")?.unwrap_or(&empty);
        let urls = Section {
            name: "urls",
            table: urls,
        };
        warnings.extend(urls.unknown(&["casenet", "registration", "ecf", "file_viewer"]));
        let casenet = url(&urls, "casenet", &allowed_hosts, Ending::Bare)?.ok_or_else(|| {
            urls.wrong(
                "casenet",
                "is missing",
                "the address of the case system, for example \"https://www.courts.mo.gov/casenet\"",
            )
        })?;
        let urls = Urls {
            casenet,
            registration: url(&urls, "registration", &allowed_hosts, Ending::Bare)?,
            ecf: url(&urls, "ecf", &allowed_hosts, Ending::Folder)?,
            file_viewer: url(&urls, "file_viewer", &allowed_hosts, Ending::Folder)?,
        };

        let access = top.section("access")?.unwrap_or(&empty);
        let access = Section {
            name: "access",
            table: access,
        };
        warnings.extend(access.unknown(&[
            "automatic_checks",
            "asked_checks",
            "permission",
            "requests_per_minute",
            "max_in_flight",
            "daily_budget",
            "closed",
            "notice_must_be_read",
            "notice",
        ]));
        let access = access_policy(&access, on_this_computer)?;
        let words = match top.section("words")? {
            None => Words::shipped(),
            Some(table) => {
                let (words, unknown) =
                    Words::with(table).map_err(|(key, problem)| ProfileError::Key {
                        key,
                        problem,
                        accepted: "a list of up to 50 texts".to_owned(),
                    })?;
                warnings.extend(unknown.iter().map(|key| {
                    format!("The portal profile holds `{key}`, which is not known and was ignored.")
                }));
                words
            }
        };
        Ok(Self {
            name,
            allowed_hosts,
            urls,
            access,
            words,
            warnings,
        })
    }

    /// The shipped profile of the Missouri courts.
    ///
    /// # Errors
    /// None as shipped; a test reads it.
    pub fn missouri() -> Result<Self, ProfileError> {
        Self::parse(MISSOURI)
    }

    /// The shipped profile of the practice portal that listens at `base`, for example `http://127.0.0.1:40123`.
    ///
    /// # Errors
    /// [`ProfileError`] when `base` is not an address on this computer.
    pub fn practice(base: &str) -> Result<Self, ProfileError> {
        Self::parse(&Self::practice_toml(base))
    }

    /// The text of the practice profile with `base` filled in, to be written where `docketctl` finds it.
    pub fn practice_toml(base: &str) -> String {
        PRACTICE.replace(PRACTICE_ADDRESS, base.trim_end_matches('/'))
    }

    /// Whether the profile lets us talk to this host (a hop of a redirect, a link).
    pub fn allows_host(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let host = bare_host(host);
        let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&host));
        secure && self.allowed_hosts.contains(&host)
    }

    /// Whether the portal is on this computer.
    pub fn is_on_this_computer(&self) -> bool {
        self.allowed_hosts.iter().all(|h| is_loopback(h))
    }

    /// When the closed hours of `now` end; `None` while the portal is open.
    pub fn closed_until(&self, now: Timestamp) -> Option<Timestamp> {
        super::closed::closed_until(&self.access.closed, now)
    }
}

/// Whether a host is this computer.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

fn bare_host(host: &str) -> String {
    host.trim_matches(['[', ']'])
        .trim_end_matches('.')
        .to_ascii_lowercase()
}

fn allowed_hosts(top: &Section<'_>) -> Result<Vec<String>, ProfileError> {
    const ACCEPTED: &str = "a list of 1 to 20 host names without scheme, port or path, for example [\"www.courts.mo.gov\"]";
    let hosts = top
        .texts("allowed_hosts", ACCEPTED)?
        .ok_or_else(|| top.wrong("allowed_hosts", "is missing", ACCEPTED))?;
    if hosts.is_empty() || hosts.len() > 20 {
        return Err(top.wrong("allowed_hosts", "is empty or too long", ACCEPTED));
    }
    let mut allowed = Vec::with_capacity(hosts.len());
    for host in hosts {
        let bare = bare_host(host.trim());
        let is_address = bare.parse::<std::net::IpAddr>().is_ok();
        let is_name = !bare.is_empty()
            && bare.len() <= 253
            && bare
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
        if !is_address && !is_name {
            return Err(top.wrong("allowed_hosts", &format!("holds \"{host}\""), ACCEPTED));
        }
        allowed.push(bare);
    }
    Ok(allowed)
}

#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Bare,
    Folder,
}

fn url(
    section: &Section<'_>,
    key: &str,
    allowed_hosts: &[String],
    ending: Ending,
) -> Result<Option<Url>, ProfileError> {
    const ACCEPTED: &str = "an https address of a host in allowed_hosts (http for this computer only), without user name, query or fragment";
    let Some(text) = section.text(key)? else {
        return Ok(None);
    };
    let wrong = |problem: String| section.wrong(key, &problem, ACCEPTED);
    let mut url = Url::parse(text.trim()).map_err(|e| wrong(format!("is \"{text}\" ({e})")))?;
    let Some(host) = url.host_str().map(bare_host) else {
        return Err(wrong(format!("is \"{text}\", which names no host")));
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        "http" => return Err(wrong(format!("is \"{text}\", and http is not encrypted"))),
        other => return Err(wrong(format!("has the scheme \"{other}\""))),
    }
    if !allowed_hosts.contains(&host) {
        return Err(wrong(format!(
            "names the host \"{host}\", which is not in allowed_hosts"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("holds a user name or password".to_owned()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("holds a query or fragment".to_owned()));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    match ending {
        Ending::Bare => url.set_path(&path),
        Ending::Folder => url.set_path(&format!("{path}/")),
    }
    Ok(Some(url))
}

fn access_policy(
    section: &Section<'_>,
    on_this_computer: bool,
) -> Result<AccessPolicy, ProfileError> {
    let automatic_checks = section.flag("automatic_checks")?.unwrap_or(false);
    let permission = section.text("permission")?.filter(|p| !p.trim().is_empty());
    if automatic_checks && permission.is_none() {
        return Err(section.wrong(
            "permission",
            "is missing, and automatic_checks is on",
            "a text that says where the permission is written down, for example \"letter of 3 March 2026, file 12\"; or automatic_checks = false",
        ));
    }
    let asked_checks = match section.text("asked_checks")?.as_deref() {
        None if automatic_checks => AskedChecks::All,
        None => AskedChecks::One,
        Some("none") => AskedChecks::None,
        Some("one") => AskedChecks::One,
        Some("all") => AskedChecks::All,
        Some(other) => {
            return Err(section.wrong(
                "asked_checks",
                &format!("is \"{other}\""),
                "\"none\", \"one\" or \"all\"",
            ));
        }
    };
    // Nobody is bothered by requests that stay on this computer, so there the absence of a pace means none. On the
    // network it means the careful one, and "none" cannot be written down.
    let requests_per_minute = if on_this_computer {
        section
            .number("requests_per_minute", 0, 1_000_000)?
            .filter(|n| *n > 0)
    } else {
        Some(
            section
                .number("requests_per_minute", 1, 600)?
                .unwrap_or(CAREFUL_REQUESTS_PER_MINUTE),
        )
    };
    let daily_budget = section.number("daily_budget", 0, 1_000_000_000)?;
    let daily_budget = if on_this_computer {
        daily_budget
    } else {
        Some(daily_budget.unwrap_or(CAREFUL_DAILY_BUDGET))
    };
    let (most, usual) = if on_this_computer { (64, 2) } else { (8, 1) };
    let max_in_flight = section.number("max_in_flight", 1, most)?.unwrap_or(usual);
    let closed = section
        .texts("closed", super::closed::ACCEPTED)?
        .unwrap_or_default()
        .iter()
        .map(|text| {
            ClosedWindow::parse(text).map_err(|problem| {
                section.wrong(
                    "closed",
                    &format!("holds \"{text}\": {problem}"),
                    super::closed::ACCEPTED,
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(AccessPolicy {
        automatic_checks,
        asked_checks,
        permission,
        requests_per_minute,
        max_in_flight,
        daily_budget,
        closed,
        notice_must_be_read: section.flag("notice_must_be_read")?.unwrap_or(false),
        notice: section.text("notice")?,
    })
}

/// A table of the file, which knows its own name so that errors can say which key they mean.
struct Section<'a> {
    name: &'static str,
    table: &'a Table,
}

impl<'a> Section<'a> {
    fn dotted(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    fn wrong(&self, key: &str, problem: &str, accepted: &str) -> ProfileError {
        ProfileError::Key {
            key: self.dotted(key),
            problem: problem.to_owned(),
            accepted: accepted.to_owned(),
        }
    }

    fn unknown(&self, known: &[&str]) -> Vec<String> {
        self.table
            .keys()
            .filter(|k| !known.contains(&k.as_str()))
            .map(|k| {
                format!(
                    "The portal profile holds `{}`, which is not known and was ignored.",
                    self.dotted(k)
                )
            })
            .collect()
    }

    fn text(&self, key: &str) -> Result<Option<String>, ProfileError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(self.wrong(key, &is(other), "a text in quotes")),
        }
    }

    fn texts(&self, key: &str, accepted: &str) -> Result<Option<Vec<String>>, ProfileError> {
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let Value::Array(items) = value else {
            return Err(self.wrong(key, &is(value), accepted));
        };
        items
            .iter()
            .map(|item| match item {
                Value::String(text) => Ok(text.clone()),
                other => {
                    Err(self.wrong(key, &format!("holds an entry that {}", is(other)), accepted))
                }
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Some)
    }

    fn flag(&self, key: &str) -> Result<Option<bool>, ProfileError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong(key, &is(other), "true or false, without quotes")),
        }
    }

    fn number(&self, key: &str, least: u32, most: u32) -> Result<Option<u32>, ProfileError> {
        let accepted = format!("a whole number from {least} to {most}");
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Integer(n)) => match u32::try_from(*n) {
                Ok(n) if (least..=most).contains(&n) => Ok(Some(n)),
                _ => Err(self.wrong(key, &format!("is {n}"), &accepted)),
            },
            Some(other) => Err(self.wrong(key, &is(other), &accepted)),
        }
    }

    fn section(&self, key: &str) -> Result<Option<&'a Table>, ProfileError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(table)),
            Some(other) => Err(self.wrong(key, &is(other), &format!("a section [{key}]"))),
        }
    }
}

fn is(value: &Value) -> String {
    match value {
        Value::String(text) => format!("is the text \"{text}\""),
        Value::Integer(n) => format!("is the number {n}"),
        Value::Float(n) => format!("is the number {n}"),
        Value::Boolean(flag) => format!("is {flag}"),
        Value::Datetime(at) => format!("is the date {at}"),
        Value::Array(_) => "is a list".to_owned(),
        Value::Table(_) => "is a section".to_owned(),
    }
}

#[cfg(test)]
mod tests;
