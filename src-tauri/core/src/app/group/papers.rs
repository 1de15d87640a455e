//! What leaves the desk as text: the invitation of a new user, a message to somebody who was disabled, the audit log as
//! CSV and as a page to print. The PIN is in none of them.

use std::fmt::Write as _;

use crate::app::accounts::link_of;
use crate::app::desk::Desk;
use crate::app::doctor::log_fault;
use crate::app::export::guarded;
use crate::app::group_views::{
    AuditLine, AuditPage, InvitationView, MailDraft, OffboardingStepState, OffboardingView,
};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::UserStatus;
use crate::domain::when::whole_moment_words;
use crate::storage::{AuditEntry, StoredAuditLine};

/// Lines of the log in one export.
const ALL: u32 = u32::MAX;

impl Desk {
    /// What a new user is given.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn invitation(&self) -> Result<InvitationView, Problem> {
        let facts = self.inner.store.group_facts().await?;
        let group = facts.name.clone().unwrap_or_else(|| "our group".to_owned());
        let urls = &self.inner.profile.urls;
        let registration = urls.registration.as_ref().map(ToString::to_string);
        let keep = urls.ecf.as_ref().map(ToString::to_string);
        let link = facts.association_link;
        let instructions = steps(
            &group,
            registration.as_deref(),
            link.as_deref(),
            keep.as_deref(),
        );
        let subject = format!("Join {group} in the Missouri courts' eFiling");
        let print_html = page(&subject, &paragraphs(&instructions));
        Ok(InvitationView {
            mail: draft(subject, instructions.clone()),
            instructions,
            registration_link: registration,
            association_link: link,
            print_html,
            pin_hint: "Give the PIN separately: tell it, print it on a sheet of its own, or copy it into another message. Never in the message with the link.".to_owned(),
        })
    }

    /// Keeps the group-association link that the court gave the administrator.
    ///
    /// # Errors
    /// `bad_input` when it is no link; `foreign_host` when it leads away from the portal.
    pub async fn save_association_link(&self, link: Option<String>) -> Result<(), Problem> {
        let link = match link.filter(|l| !l.trim().is_empty()) {
            None => None,
            Some(text) => {
                let url = link_of(&text)?;
                if !self.inner.profile.allows_host(&url) {
                    return Err(self.foreign_link(&url));
                }
                Some(url.to_string())
            }
        };
        let words = match link {
            Some(_) => "The group-association link was kept.",
            None => "The group-association link was removed.",
        };
        self.inner.store.keep_association_link(link).await?;
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "association_link_set",
            about: None,
            words: words.to_owned(),
            portal_says: None,
        };
        self.inner.store.audit(entry).await?;
        self.tell(&[ChangedKind::Group]);
        Ok(())
    }

    /// A message to somebody who is disabled: the portal does not tell them.
    ///
    /// # Errors
    /// `no_such_user`; `bad_input` when the roster does not show them as disabled, since the message would be wrong.
    pub async fn message_to_disabled(&self, user_name: String) -> Result<MailDraft, Problem> {
        let facts = self.inner.store.group_facts().await?;
        let user = self
            .inner
            .store
            .group_user(&user_name)
            .await?
            .ok_or_else(|| {
                Problem::new(
                    "no_such_user",
                    format!("The roster of the group has no user \"{user_name}\"."),
                    "",
                )
            })?;
        if user.user.status != UserStatus::Disabled {
            return Err(Problem::new(
                "bad_input",
                format!(
                    "The court's list does not show {} as disabled: the message would not be true.",
                    user.user.name
                ),
                "Read the list again, then draft the message.",
            ));
        }
        let group = facts.name.unwrap_or_else(|| "our group".to_owned());
        let who = facts
            .administrator
            .map_or_else(String::new, |_| "\n\nThe group's administrator".to_owned());
        Ok(draft(
            format!("Your eFiling access for {group}"),
            format!(
                "Hello {},\n\nyour access to eFiling for {group} has been disabled. You still belong to the group, and you cannot file for it until it is activated again. The court will show you a notice when you log on next.\n\nIf you think that this is a mistake, please answer this message.{who}",
                user.user.name
            ),
        ))
    }

    /// A page of the audit log, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit_log(&self, before: Option<i64>, limit: u32) -> Result<AuditPage, Problem> {
        let log = self
            .inner
            .store
            .audit_log(before, limit.clamp(1, 500))
            .await?;
        Ok(AuditPage {
            lines: log.lines.into_iter().map(line).collect(),
            total: log.total,
            whole: log.broken_at.is_none() && !log.cut_off,
            broken_at: log.broken_at,
            cut_off: log.cut_off,
        })
    }

    /// The whole log as CSV, the earliest first, each line with its fingerprint.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit_csv(&self) -> Result<String, Problem> {
        let log = self.inner.store.audit_log(None, ALL).await?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let failed = |e: csv::Error| Problem::new("internal", e.to_string(), "");
        writer
            .write_record([
                "number",
                "at",
                "who",
                "what",
                "about",
                "words",
                "portal_says",
                "hash",
            ])
            .map_err(failed)?;
        for line in log.lines.into_iter().rev() {
            writer
                .write_record([
                    line.number.to_string(),
                    line.at.to_string(),
                    guarded(line.who),
                    line.what,
                    guarded(line.about.unwrap_or_default()),
                    guarded(line.words),
                    guarded(line.portal_says.unwrap_or_default()),
                    line.hash,
                ])
                .map_err(failed)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|e| Problem::new("internal", e.to_string(), ""))?;
        String::from_utf8(bytes).map_err(|e| Problem::new("internal", e.to_string(), ""))
    }

    /// The whole log as a page to print.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn audit_html(&self) -> Result<String, Problem> {
        let log = self.inner.store.audit_log(None, ALL).await?;
        let facts = self.inner.store.group_facts().await?;
        let mut body = format!(
            "<p>{} lines, the earliest first. Written {}.</p>",
            log.total,
            whole_moment_words(self.now())
        );
        if let Some(fault) = log_fault(&log) {
            let _ = write!(
                body,
                "<p><strong>The log was changed from outside: {fault}.</strong></p>"
            );
        }
        body.push_str("<table><thead><tr><th>No.</th><th>When</th><th>Who</th><th>What</th><th>The court's words</th></tr></thead><tbody>");
        for line in log.lines.iter().rev() {
            let _ = write!(
                body,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                line.number,
                whole_moment_words(line.at),
                escaped(&line.who),
                escaped(&line.words),
                escaped(line.portal_says.as_deref().unwrap_or_default()),
            );
        }
        body.push_str("</tbody></table>");
        if let Some(last) = log.lines.first() {
            let _ = write!(body, "<p>Fingerprint of the last line: {}</p>", last.hash);
        }
        let title = format!(
            "Audit log, {}",
            facts.name.unwrap_or_else(|| "group".to_owned())
        );
        Ok(page(&title, &body))
    }
}

/// The steps of the procedure for group users (B1 to B12), in our own words.
fn steps(
    group: &str,
    registration: Option<&str>,
    link: Option<&str>,
    keep: Option<&str>,
) -> String {
    let registration = registration.unwrap_or("the courts' registration page");
    let link = link.unwrap_or("(the group-association link; your administrator adds it here)");
    let keep = keep.unwrap_or("the courts' eFiling page");
    format!(
        "You are invited to file with the Missouri courts for {group}.\n\n\
         1. If you have no Missouri courts account yet: open {registration} and choose \"Create an account.\" Tick \"I do not have a MOBAR number.\" and follow the pages: user name and password, the phrase in the picture, your name and e-mail address, your addresses and phone number, three security questions. When the page says that additional steps are required, choose Continue. Do not log on yet.\n\n\
         2. Open this link: {link}\n\n\
         3. Log on with your user name and password.\n\n\
         4. Check that the page names {group}. Type the PIN, which you get from me separately. In \"User Information\" write what helps me to know you: position, department, supervisor. Choose Submit.\n\n\
         5. Read the user agreement, tick the box if you agree, choose Continue. You see the eFiling Menu: you have joined.\n\n\
         6. Keep this link for filing: {keep}\n\n\
         As the group's administrator I am copied on every e-mail that the court sends you."
    )
}

fn draft(subject: String, body: String) -> MailDraft {
    let mailto = format!(
        "mailto:?subject={}&body={}",
        for_link(&subject),
        for_link(&body.replace('\n', "\r\n"))
    );
    MailDraft {
        subject,
        body,
        mailto,
    }
}

/// As RFC 6068 wants it: everything but letters, digits and a few marks by its bytes.
fn for_link(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// A moment as it stands on paper, where "today" would soon be wrong.
fn in_words(moment: &str) -> String {
    moment
        .parse()
        .map_or_else(|_| moment.to_owned(), whole_moment_words)
}

/// The record of a playbook, as a page to print.
pub(super) fn record(view: &OffboardingView) -> String {
    let mut body = format!(
        "<p>User name: {}. Begun {}.{}</p><ol>",
        escaped(&view.user_name),
        escaped(&in_words(&view.started_at)),
        view.finished_at
            .as_deref()
            .map_or(String::new(), |at| format!(
                " Ended {}.",
                escaped(&in_words(at))
            ))
    );
    for step in &view.steps {
        let _ = write!(
            body,
            "<li><strong>{}</strong>: {}{} {}</li>",
            escaped(&step.title),
            match step.state {
                OffboardingStepState::Done => "done",
                OffboardingStepState::Skipped => "left out",
                _ => "open",
            },
            step.at
                .as_deref()
                .map_or(String::new(), |at| format!(", {}.", escaped(&in_words(at)))),
            escaped(&step.words),
        );
    }
    body.push_str("</ol>");
    page(&format!("{} has left the group", view.name), &body)
}

fn line(line: StoredAuditLine) -> AuditLine {
    AuditLine {
        number: line.number,
        at: line.at.to_string(),
        who: line.who,
        what: line.what,
        about: line.about,
        words: line.words,
        portal_says: line.portal_says,
    }
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(|part| format!("<p>{}</p>", escaped(part)))
        .collect()
}

/// How a page is printed: letter or A4, rows whole, heads again on each sheet.
const PRINT: &str = "@page{margin:18mm}body{font:11pt/1.4 serif;color:#000;background:#fff;max-width:45em;margin:0 auto}\
    table{border-collapse:collapse;width:100%;font-size:9pt}th,td{border:1px solid #666;padding:3pt 5pt;text-align:left;\
    vertical-align:top;overflow-wrap:anywhere}thead{display:table-header-group}tr,li{break-inside:avoid}";

/// A page of its own without script, outside style sheet or address: it is printed, nothing else.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{PRINT}</style></head><body><h1>{title}</h1>{body}</body></html>"
    )
}

pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_draft_is_one_link_whatever_it_says() {
        let draft = draft("A & B?".to_owned(), "Zoë\nline two".to_owned());
        assert_eq!(
            draft.mailto,
            "mailto:?subject=A%20%26%20B%3F&body=Zo%C3%AB%0D%0Aline%20two"
        );
    }

    #[test]
    fn portal_text_is_text_on_a_page_to_print() {
        let html = page("<script>", &paragraphs("<img src=x onerror=alert(1)>"));
        assert!(
            !html.contains("<script>") && !html.contains("<img"),
            "{html}"
        );
    }
}
