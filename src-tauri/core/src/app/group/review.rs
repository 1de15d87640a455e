//! The access review: every quarter each user is confirmed, or not, and somebody signs.

use std::fmt::Write as _;

use super::papers::{escaped, page};
use crate::app::desk::Desk;
use crate::app::group_views::{
    AccessReviewLine, AccessReviewView, NewUserDecision, SignedReviewView,
};
use crate::app::views::{ChangedKind, Problem};
use crate::domain::notice_words::ProgramNews;
use crate::domain::when::{central_day, whole_moment_words};
use crate::domain::{UserStatus, Wanted};
use crate::storage::{AuditEntry, PlannedNotice};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// In the quarter in which the desk is set up, the review is not the first thing that is asked for.
const NEW_HERE: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Desk {
    /// The quarter of this moment, by Missouri's calendar: "2026-Q4".
    fn quarter(&self) -> String {
        quarter_of(central_day(self.now()))
    }

    /// Reminds of the review of a quarter that nobody has signed: once, when the quarter begins, and in the first one a
    /// week after the roster was first read.
    pub(crate) async fn remind_of_review(&self) -> Result<(), Problem> {
        let store = &self.inner.store;
        let Some(first_read_at) = store.group_facts().await?.first_read_at else {
            return Ok(());
        };
        let today = central_day(self.now());
        let mut planned = Vec::new();
        for begins_on in [quarter_begins_on(today), next_quarter_begins_on(today)] {
            let Some((begins_on, begins_at)) =
                begins_on.and_then(|day| Some((day, morning_of(day)?)))
            else {
                continue;
            };
            let period = quarter_of(begins_on);
            let signed = store.access_review(&period).await?;
            if signed.is_some_and(|review| review.signed_at.is_some()) {
                continue;
            }
            let not_before = match first_read_at.checked_add(NEW_HERE) {
                Ok(settled) if first_read_at > begins_at => settled,
                _ => begins_at,
            };
            let event_id = format!("access_review.{period}");
            let payload = serde_json::to_value(ProgramNews::AccessReview { period }).ok();
            planned.push(PlannedNotice {
                event_id,
                payload,
                not_before,
            });
        }
        let kind = ProgramNews::AccessReview {
            period: String::new(),
        }
        .kind();
        Ok(store.plan_notices(kind, planned, self.now()).await?)
    }

    pub(super) async fn access_review_view(&self) -> Result<AccessReviewView, Problem> {
        let period = self.quarter();
        let stored = self.inner.store.access_review(&period).await?;
        let signed = self.inner.store.signed_reviews().await?;
        let earlier = signed
            .into_iter()
            .filter(|review| review.period != period)
            .map(|review| SignedReviewView {
                period: review.period,
                signed_at: review.signed_at.to_string(),
                signed_by: review.signed_by,
            })
            .collect();
        let Some(stored) = stored else {
            let read = self.inner.store.group_facts().await?.as_of.is_some();
            return Ok(AccessReviewView {
                period,
                due: read,
                opened_at: None,
                lines: Vec::new(),
                signed_at: None,
                signed_by: None,
                hash: None,
                earlier,
            });
        };
        Ok(AccessReviewView {
            due: stored.signed_at.is_none(),
            opened_at: Some(stored.opened_at.to_string()),
            lines: stored
                .lines
                .into_iter()
                .map(|line| AccessReviewLine {
                    user_name: line.user_name,
                    name: line.name,
                    status: super::shown::status(&UserStatus::parse(&line.status)),
                    information: line.information,
                    decision: line.decision.as_deref().and_then(decision_of),
                })
                .collect(),
            signed_at: stored.signed_at.map(|at| at.to_string()),
            signed_by: stored.signed_by,
            hash: stored.hash,
            period,
            earlier,
        })
    }

    /// The signed record of a quarter, as a page to print.
    ///
    /// # Errors
    /// `not_found` when nobody has signed a review of it.
    pub async fn access_review_record(&self, period: &str) -> Result<String, Problem> {
        let stored = self.inner.store.access_review(period).await?;
        let signed = stored.and_then(|review| Some((review.signed_at?, review)));
        let Some((signed_at, review)) = signed else {
            return Err(Problem::new(
                "not_found",
                format!("Nobody has signed an access review of {period}."),
                "Decide about everybody and sign it first.",
            ));
        };
        let facts = self.inner.store.group_facts().await?;
        let mut body = format!(
            "<p>Opened {}. Signed by {}, {}.</p><table><thead><tr><th>Name</th><th>User name</th><th>Information</th><th>When it was opened</th><th>Decision</th></tr></thead><tbody>",
            whole_moment_words(review.opened_at),
            escaped(review.signed_by.as_deref().unwrap_or_default()),
            whole_moment_words(signed_at),
        );
        for line in &review.lines {
            let _ = write!(
                body,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escaped(&line.name),
                escaped(&line.user_name),
                escaped(&line.information),
                escaped(&line.status),
                escaped(line.decision.as_deref().unwrap_or("none")),
            );
        }
        body.push_str("</tbody></table><p>What was decided was then asked for; what became of it stands in the audit log.</p>");
        if let Some(hash) = &review.hash {
            let _ = write!(body, "<p>Fingerprint of the record: {}</p>", escaped(hash));
        }
        let name = facts.name.unwrap_or_else(|| "group".to_owned());
        Ok(page(&format!("Access review {period}, {name}"), &body))
    }

    /// Opens the review of this quarter: everybody who is in the group now.
    ///
    /// # Errors
    /// `bad_input` before the roster was ever read.
    pub async fn open_access_review(&self) -> Result<AccessReviewView, Problem> {
        if self.inner.store.group_facts().await?.as_of.is_none() {
            return Err(Problem::new(
                "bad_input",
                "The roster was never read.",
                "Read it first.",
            ));
        }
        let period = self.quarter();
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "review_opened",
            about: None,
            words: format!("The access review of {period} was opened."),
            portal_says: None,
        };
        self.inner.store.open_access_review(period, entry).await?;
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }

    /// Decides about a user in the review. Nothing is queued before it is signed.
    ///
    /// # Errors
    /// `not_found` when the review is signed, or has no such user.
    pub async fn decide_access(
        &self,
        user_name: String,
        decision: NewUserDecision,
    ) -> Result<AccessReviewView, Problem> {
        let decided = self
            .inner
            .store
            .decide_access(self.quarter(), user_name, word(decision))
            .await?;
        if !decided {
            return Err(Problem::new(
                "not_found",
                "This user is not in an open review.",
                "",
            ));
        }
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }

    /// Signs the review, and queues what was decided: disable, remove.
    ///
    /// # Errors
    /// `bad_input` without a name, or while a user is undecided.
    pub async fn sign_access_review(&self, name: String) -> Result<AccessReviewView, Problem> {
        let name: String = name.trim().chars().take(120).collect();
        if name.is_empty() {
            return Err(Problem::bad_input("Type your name to sign."));
        }
        let period = self.quarter();
        let review = self.access_review_view().await?;
        if review.signed_at.is_some() {
            return Ok(review);
        }
        if review.lines.is_empty() || review.lines.iter().any(|line| line.decision.is_none()) {
            return Err(Problem::bad_input(
                "Decide about every user first; then sign.",
            ));
        }
        let entry = AuditEntry {
            at: self.now(),
            who: self.who().await?,
            what: "review_signed",
            about: None,
            words: format!("The access review of {period} was signed by {name}."),
            portal_says: None,
        };
        self.inner
            .store
            .sign_access_review(period, name, entry)
            .await?;
        // A person each: the bound of 20 is for one slip of the hand, and here each was decided by itself.
        for line in &review.lines {
            let wanted = match line.decision {
                Some(NewUserDecision::Disable) => Wanted::Disabled,
                Some(NewUserDecision::Remove) => Wanted::Removed,
                _ => continue,
            };
            // Who left meanwhile needs nothing.
            if let Err(problem) = self
                .ask_for(wanted, vec![line.user_name.clone()], None)
                .await
            {
                tracing::info!(
                    kind = problem.kind,
                    "a decision of the review needs no action"
                );
            }
        }
        self.remind_of_review().await?;
        self.tell(&[ChangedKind::Group]);
        self.access_review_view().await
    }
}

/// "2026-Q4".
fn quarter_of(day: Date) -> String {
    format!("{}-Q{}", day.year(), (day.month() + 2) / 3)
}

fn quarter_begins_on(day: Date) -> Option<Date> {
    Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()
}

fn next_quarter_begins_on(day: Date) -> Option<Date> {
    quarter_begins_on(day)?
        .checked_add(jiff::Span::new().months(3))
        .ok()
}

/// When people in Missouri come to work.
fn morning_of(day: Date) -> Option<Timestamp> {
    let at = day.at(8, 0, 0, 0).in_tz("America/Chicago").ok()?;
    Some(at.timestamp())
}

fn word(decision: NewUserDecision) -> &'static str {
    match decision {
        NewUserDecision::Keep => "keep",
        NewUserDecision::Disable => "disable",
        NewUserDecision::Remove => "remove",
    }
}

fn decision_of(word: &str) -> Option<NewUserDecision> {
    Some(match word {
        "keep" => NewUserDecision::Keep,
        "disable" => NewUserDecision::Disable,
        "remove" => NewUserDecision::Remove,
        _ => return None,
    })
}
