//! The commands and their options, as `docs/docketctl.md` describes them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Follow court cases from a terminal: the same store, the same rules as Docketbell's window.
#[derive(Debug, Parser)]
#[command(
    name = "docketctl",
    version,
    about,
    after_help = "Nothing secret is ever an argument: a passphrase comes from DOCKETBELL_PASSPHRASE or a prompt.\n\
                  Exit codes: 0 done, 2 bad input, 3 a person is needed, 4 the portal refused, 5 portal not reachable or closed,\n\
                  6 access stopped, 7 the store cannot be used, 8 unexpected page, 9 outcome uncertain."
)]
pub struct Cli {
    #[command(flatten)]
    pub everywhere: Everywhere,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    /// Data folder; default: the platform's, one folder a portal, the same as the window's
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Portal profile; default: the one chosen in the settings, at first start the practice portal
    #[arg(long, global = true, value_name = "FILE")]
    pub portal: Option<PathBuf>,
    /// JSON lines on standard output; logs and prompts go to standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// Raise no native notification; notices stay queued for the window
    #[arg(long, global = true)]
    pub no_notify: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the practice portal in the foreground: an invented court to try everything on
    Practice {
        /// Port on this computer; default: the one of the last time, else any that is free
        #[arg(long, value_name = "N", default_value_t = 0)]
        port: u16,
        /// How many cases the invented court has
        #[arg(long, value_name = "N", default_value_t = 40)]
        cases: u32,
        /// Also write the portal profile to this file
        #[arg(long, value_name = "FILE")]
        profile_out: Option<PathBuf>,
        /// Let a scripted day at court happen, one change every few seconds
        #[arg(long)]
        day: bool,
    },
    /// Find a case and keep it fresh; or follow a whole list with --from
    Follow {
        /// Case number, as the court writes it
        #[arg(
            value_name = "CASE_NUMBER",
            required_unless_present = "from",
            conflicts_with = "from"
        )]
        case_number: Option<String>,
        /// Court id, where several courts have the number
        #[arg(long, value_name = "ID", conflicts_with = "from")]
        court: Option<String>,
        /// Your name for the case
        #[arg(long, value_name = "T", conflicts_with = "from")]
        label: Option<String>,
        /// Matter number
        #[arg(long, value_name = "T", conflicts_with = "from")]
        matter: Option<String>,
        /// Why you follow it
        #[arg(long, value_name = "T", conflicts_with = "from")]
        note: Option<String>,
        /// A list: one case number per line, or CSV with case_number,court_id,label,matter,note; "-" reads standard input
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Stop following a case; the local copy stays until "forget"
    Unfollow(OneCase),
    /// List the cases that are followed
    Cases,
    /// Show the docket of a case from the local copy, newest first
    Docket {
        #[command(flatten)]
        case: OneCase,
        /// Also the former versions of entries that the court changed
        #[arg(long)]
        versions: bool,
    },
    /// Show the parties of a case from the local copy
    Parties(OneCase),
    /// Show the charges of a case from the local copy
    Charges(OneCase),
    /// Show the hearings of a case, or of all cases, from the local copy
    Hearings {
        /// Case number; default: all followed cases
        #[arg(value_name = "CASE")]
        case_number: Option<String>,
        /// Court id, where several courts have the number
        #[arg(long, value_name = "ID", requires = "case_number")]
        court: Option<String>,
    },
    /// Ask the portal now, compare, store, and raise notices
    Check {
        /// Case numbers; default: all followed cases
        #[arg(value_name = "CASE")]
        cases: Vec<String>,
        /// Court id, where several courts have the number
        #[arg(long, value_name = "ID", requires = "cases")]
        court: Option<String>,
    },
    /// Keep checking on schedule until Ctrl-C
    Watch,
    /// Search the local copy: dockets, parties, your notes
    Search {
        /// Words that must all appear
        #[arg(value_name = "WORDS", required = true)]
        words: Vec<String>,
        /// Only entries filed on this day or later
        #[arg(long, value_name = "DATE", value_parser = a_day)]
        since: Option<Date>,
        /// Only this case
        #[arg(long, value_name = "N")]
        case: Option<String>,
    },
    /// Every change that was found and stored, whichever run found it
    Changes {
        /// Only those found at or after this moment (RFC 3339) or day
        #[arg(long, value_name = "MOMENT", value_parser = a_moment)]
        since: Option<jiff::Timestamp>,
        /// Only those that nobody has reviewed
        #[arg(long)]
        unreviewed: bool,
    },
    /// Take data out: dockets as CSV, everything as JSON, hearings as a calendar
    Export {
        /// ics, csv or json
        format: Format,
        /// The file to write
        path: PathBuf,
    },
    /// Write an encrypted copy of the store
    Backup {
        /// The file to write
        path: PathBuf,
    },
    /// Put a backup in place of an empty or missing store
    Restore {
        /// The file that "backup" wrote
        path: PathBuf,
    },
    /// Remove the local copy of a case
    Forget(OneCase),
    /// Remove the whole store with its key: all cases, notes and marks of this portal; or, with --closed, only copies
    Erase {
        /// Only the closed copies of cases that the court no longer shows; your labels and notes stay
        #[arg(long)]
        closed: bool,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// What was sent to the portal, and why it is paused
    Access {
        #[command(subcommand)]
        what: Option<AccessWhat>,
    },
    /// Fetch the public documents of a docket entry
    Document {
        #[command(flatten)]
        case: OneCase,
        /// The entry's sequence, as "docket" shows it
        #[arg(value_name = "SEQUENCE")]
        sequence: i64,
        /// Folder to save into; default: the one you are in
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Register with the portal, page by page; run it again and it goes on where it stopped
    Register {
        /// A group user, a group's administrator, or an account for Case.net
        who: RegisterWho,
        /// What is not secret and known beforehand (TOML); everything else is asked
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Keep the new password in the keyring
        #[arg(long)]
        remember: bool,
        /// Give up what is kept of an earlier registration, also one whose outcome is uncertain, and begin anew
        #[arg(long)]
        anew: bool,
        /// account: ask for the verification e-mail once more
        #[arg(long, conflicts_with = "answers")]
        resend: bool,
    },
    /// Join a group by the link from its administrator; the PIN is asked
    Associate {
        /// The group-association link
        #[arg(value_name = "LINK")]
        link: String,
        /// What helps the administrator to know you: position, department, supervisor
        #[arg(long, value_name = "TEXT")]
        info: Option<String>,
        /// Keep password and PIN in the keyring
        #[arg(long)]
        remember: bool,
        /// Give up what is kept of an earlier association, also one whose outcome is uncertain, and begin anew
        #[arg(long)]
        anew: bool,
    },
    /// Leave the current group
    Dissociate,
    /// My Preferences of a group user: shows the defaults for eFiling, or sets some
    Preferences {
        /// A default by its label on the page; a box takes yes or no. Can be given several times
        #[arg(long, value_name = "LABEL=VALUE", value_parser = a_pair)]
        set: Vec<(String, String)>,
    },
    /// Change the password of an account; the old one is asked where the portal asks for it
    ChangePassword {
        /// In which part of the portal; default: where the account's last journey was, else Case.net
        #[arg(long, value_name = "PART")]
        to: Option<SignInTo>,
        /// Keep the new password in the keyring
        #[arg(long)]
        remember: bool,
    },
    /// Sign in to a part of the portal
    SignIn {
        /// Which part; default: where the account's last journey was, else Case.net
        #[arg(long, value_name = "PART")]
        to: Option<SignInTo>,
        /// Keep the password in the keyring
        #[arg(long)]
        remember: bool,
    },
    /// Sign out, and forget the session
    SignOut,
    /// A forgotten password or user name: the portal sends an e-mail
    Recover {
        /// What was forgotten
        what: RecoverWhat,
        /// password: set the new one by the link in the portal's e-mail; it is asked for, since an argument is seen by
        /// every program
        #[arg(long)]
        link: bool,
    },
    /// Settle what was sent and not confirmed, by reading the portal
    Reconcile,
    /// The group that you administer: its users, and its PIN
    Group {
        #[command(subcommand)]
        what: GroupWhat,
    },
    /// What was asked for and waits, and what became of the rest
    Outbox,
    /// Send what waits: reads the roster, presses one button an action, reads back
    Deliver,
    /// Take back an action that waits
    Withdraw {
        /// Its number, as "outbox" shows it
        #[arg(value_name = "ID")]
        id: i64,
    },
    /// Check store, keyring, notifications, portal and clock; say what to do
    Doctor,

    /// The public searches (not in this version)
    #[command(hide = true)]
    Find(Later),
    /// The portal's Track This Case (not in this version)
    #[command(hide = true)]
    Track(Later),
    /// The portal's Track This Case (not in this version)
    #[command(hide = true)]
    StopTracking(Later),
    /// The portal's Track This Case (not in this version)
    #[command(hide = true)]
    Tracked(Later),
}

/// A followed case, by its number and, where it repeats, its court.
#[derive(Debug, Clone, Args)]
pub struct OneCase {
    /// Case number
    #[arg(value_name = "CASE_NUMBER")]
    pub case_number: String,
    /// Court id, where several courts have the number
    #[arg(long, value_name = "ID")]
    pub court: Option<String>,
}

/// Whatever follows a command that this version does not have.
#[derive(Debug, Args)]
pub struct Later {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, num_args = 0..)]
    pub rest: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum AccessWhat {
    /// Whether the portal may be asked now, and what is left of today's budget
    Status,
    /// Ask the portal again after a refusal or challenge: a person's decision
    Resume,
    /// The requests that were sent, newest first
    Log {
        /// At most this many
        #[arg(long, value_name = "N", default_value_t = 1000)]
        limit: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum GroupWhat {
    /// The group's users from the local copy, with its age
    Roster {
        /// Read it from the portal first
        #[arg(long)]
        refresh: bool,
    },
    /// They stay in the group and cannot file until activated; the court does not e-mail them
    Disable(GroupUsers),
    /// They can file again
    Activate(GroupUsers),
    /// They do not belong to the group any more; the court e-mails them
    Remove(GroupUsers),
    /// Change the group's PIN: asked, or made here and put into the keyring
    Pin {
        /// Make one: letters and digits without look-alikes
        #[arg(long)]
        generate: bool,
        /// How many characters a made PIN has, 6 to 12
        #[arg(long, value_name = "N", default_value_t = 8, requires = "generate")]
        length: u32,
        /// Keep the typed PIN in the keyring
        #[arg(long, conflicts_with = "generate")]
        remember: bool,
    },
}

/// Users of the group, by their user names; at most 20.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct GroupUsers {
    /// User names, as "group roster" shows them; at most 20
    #[arg(value_name = "USER", required = true)]
    pub users: Vec<String>,
    /// Only queue it; "deliver" sends it
    #[arg(long)]
    pub later: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RegisterWho {
    User,
    Administrator,
    Account,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SignInTo {
    Casenet,
    Ecf,
    Group,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecoverWhat {
    Password,
    UserName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Ics,
    Csv,
    Json,
}

fn a_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((label, value)) if !label.trim().is_empty() => {
            Ok((label.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("written LABEL=VALUE, for example \"Default Court=Boone\"".to_owned()),
    }
}

fn a_day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "a day is written YYYY-MM-DD, for example 2026-08-04".to_owned())
}

/// A moment (RFC 3339), or a day, which begins at midnight in Missouri.
fn a_moment(text: &str) -> Result<jiff::Timestamp, String> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    text.parse::<Date>()
        .ok()
        .and_then(|day| day.in_tz("America/Chicago").ok())
        .map(|midnight| midnight.timestamp())
        .ok_or_else(|| {
            "a moment is written 2026-08-04T15:00:00Z, or as a day 2026-08-04".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_tree_is_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_day_as_a_moment_begins_at_midnight_in_missouri() {
        let at = super::a_moment("2026-08-04").unwrap();
        assert_eq!(at.to_string(), "2026-08-04T05:00:00Z");
    }
}
