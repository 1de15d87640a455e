//! Native notifications, and what people answer to them.

use std::collections::HashMap;
use std::sync::Arc;

use docketbell_core::app::ports::{NoticeAnswer, Notifier, NotifierError, Waiting};
use docketbell_core::domain::Notice;
use docketbell_core::domain::notice::NoticeAction;
use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse, Timeout, Urgency};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

use crate::{APP_ID, BOUND, nobody_answers};

/// At most this many notifications wait for an answer at once: each keeps a connection to the bus. The oldest
/// lose their buttons first; what they say is in the window anyway.
const WAITING_AT_MOST: usize = 64;

/// Answers that wait for the program; a person cannot click faster than this is emptied.
const ANSWERS_AT_MOST: usize = 64;

/// Shows notices through the desktop's notification service.
pub struct DesktopNotifier {
    answers: Option<mpsc::Sender<NoticeAnswer>>,
    shown: Arc<Mutex<Shown>>,
}

/// What is on screen, as far as we know.
#[derive(Default)]
struct Shown {
    by_key: HashMap<String, ShownOne>,
    /// Counts up, so that a closed notification does not take its successor from the list.
    turn: u64,
}

struct ShownOne {
    id: u32,
    turn: u64,
    /// Owns the handle: some desktops forget the buttons when the sender's connection ends.
    waiting: Option<JoinHandle<()>>,
}

impl DesktopNotifier {
    /// A notifier whose clicks and buttons arrive in the receiver. For the process that owns clicks: the window's.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<NoticeAnswer>) {
        let (sender, receiver) = mpsc::channel(ANSWERS_AT_MOST);
        let notifier = Self {
            answers: Some(sender),
            shown: Arc::default(),
        };
        (notifier, receiver)
    }

    /// A notifier whose notifications carry no buttons: a short `docketctl` run ends before anyone could click
    /// (`cli.md`, "Readings that are settled").
    #[must_use]
    pub fn without_actions() -> Self {
        Self {
            answers: None,
            shown: Arc::default(),
        }
    }

    async fn show_now(&self, notice: &Notice) -> Result<(), NotifierError> {
        let capabilities = capabilities().await.map_err(|e| refusal(&e.to_string()))?;
        let mut shown = self.shown.lock().await;
        let replaces = shown.by_key.get(&notice.key).map(|one| one.id);
        let notification = worded(notice, &capabilities, self.answers.is_some(), replaces);
        let handle = notification
            .show_async()
            .await
            .map_err(|e| refusal(&e.to_string()))?;
        shown.turn += 1;
        let (id, turn) = (handle.id(), shown.turn);
        let waiting = self.answers.clone().map(|answers| {
            let wait = wait_for_answer(
                handle,
                notice.clone(),
                answers,
                Arc::clone(&self.shown),
                turn,
            );
            tokio::spawn(wait)
        });
        let one = ShownOne { id, turn, waiting };
        if let Some(before) = shown.by_key.insert(notice.key.clone(), one) {
            // The replaced notification has the same id: two waiters would report one click twice.
            before.stop();
        }
        shown.forget_the_oldest();
        Ok(())
    }
}

impl Notifier for DesktopNotifier {
    fn show(&self, notice: &Notice) -> Waiting<'_, Result<(), NotifierError>> {
        let notice = notice.clone();
        Box::pin(async move {
            match tokio::time::timeout(BOUND, self.show_now(&notice)).await {
                Ok(answer) => answer,
                Err(_) => Err(NotifierError::NoAnswer),
            }
        })
    }
}

impl Drop for DesktopNotifier {
    fn drop(&mut self) {
        if let Ok(mut shown) = self.shown.try_lock() {
            for (_, one) in shown.by_key.drain() {
                one.stop();
            }
        }
    }
}

impl Shown {
    fn forget_the_oldest(&mut self) {
        while self.by_key.len() > WAITING_AT_MOST {
            let oldest = self
                .by_key
                .iter()
                .min_by_key(|(_, one)| one.turn)
                .map(|(key, _)| key.clone());
            if let Some(one) = oldest.and_then(|key| self.by_key.remove(&key)) {
                one.stop();
            }
        }
    }
}

impl ShownOne {
    fn stop(self) {
        if let Some(waiting) = self.waiting {
            waiting.abort();
        }
    }
}

async fn wait_for_answer(
    handle: NotificationHandle,
    notice: Notice,
    answers: mpsc::Sender<NoticeAnswer>,
    shown: Arc<Mutex<Shown>>,
    turn: u64,
) {
    let mut answered = None;
    handle
        .wait_for_action_async(|response: &NotificationResponse| {
            answered = answered_with(response, &notice);
        })
        .await;
    if let Some(action) = answered {
        let answer = NoticeAnswer {
            event_id: notice.event_id.clone(),
            action,
            target: notice.target.clone(),
        };
        // The program is ending when nobody listens any more; then there is nothing to open.
        let _ = answers.send(answer).await;
    }
    let mut shown = shown.lock().await;
    if shown
        .by_key
        .get(&notice.key)
        .is_some_and(|one| one.turn == turn)
    {
        shown.by_key.remove(&notice.key);
    }
}

/// Which of our actions a response names; `None` when the notification was only closed.
fn answered_with(response: &NotificationResponse, notice: &Notice) -> Option<NoticeAction> {
    match response {
        NotificationResponse::Default => Some(click_means(notice)),
        NotificationResponse::Action(name) => notice
            .actions
            .iter()
            .map(|(action, _)| *action)
            .find(|action| action_name(*action) == name),
        _ => None,
    }
}

/// A click on the notification itself opens what it is about; a test is finished by it.
fn click_means(notice: &Notice) -> NoticeAction {
    match notice.actions.first() {
        Some((NoticeAction::SeeTest, _)) => NoticeAction::SeeTest,
        _ => NoticeAction::Open,
    }
}

/// The action's name on the bus.
fn action_name(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Open => "open",
        NoticeAction::MarkReviewed => "mark-reviewed",
        NoticeAction::Acknowledge => "acknowledge",
        NoticeAction::OpenToday => "open-today",
        NoticeAction::SnoozeHour => "snooze-hour",
        NoticeAction::SeeTest => "see-test",
        NoticeAction::SeeWhy => "see-why",
        NoticeAction::OpenPortal => "open-portal",
    }
}

/// The notice as the desktop's service takes it.
fn worded(
    notice: &Notice,
    capabilities: &[String],
    with_actions: bool,
    replaces: Option<u32>,
) -> Notification {
    let can = |what: &str| capabilities.iter().any(|c| c == what);
    let body = one_line_each(&notice.body);
    let body = if can("body-markup") {
        escaped(&body)
    } else {
        body
    };
    let mut notification = Notification::new();
    notification
        .appname(&notice.app_name)
        .summary(&one_line_each(&notice.title).replace('\n', " "))
        .body(&body)
        .urgency(Urgency::Normal)
        .hint(Hint::Custom(
            "x-docketbell-event-id".into(),
            notice.event_id.clone(),
        ));
    if notice.app_name == "Docketbell" {
        notification
            .icon(APP_ID)
            .hint(Hint::DesktopEntry(APP_ID.into()));
    } else {
        // A discreet notification must not say whose it is by its picture either.
        notification.icon("dialog-information");
    }
    if notice.stays {
        notification.timeout(Timeout::Never);
    }
    if with_actions && can("actions") {
        notification.action("default", "Open");
        for (action, label) in notice.actions.iter().take(2) {
            notification.action(action_name(*action), label);
        }
    }
    if let Some(id) = replaces {
        notification.id(id);
    }
    notification
}

/// Escapes what a service that reads markup would take for markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The text without control characters and without marks that turn the reading direction: a docket must not be
/// able to make a notification read as something else. NUL would even end our connection to the bus.
fn one_line_each(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .filter(|c| {
            !matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect()
}

/// The name of the notification service that answers. Shows nothing.
///
/// # Errors
/// [`NotifierError::NoService`] when none does within [`BOUND`].
pub async fn notification_service() -> Result<String, NotifierError> {
    match tokio::time::timeout(BOUND, server_name()).await {
        Ok(Ok(name)) => Ok(name),
        Ok(Err(e)) => Err(refusal(&e.to_string())),
        Err(_) => Err(NotifierError::NoService),
    }
}

async fn server_name() -> zbus::Result<String> {
    let bus = zbus::Connection::session().await?;
    let answer = bus
        .call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.freedesktop.Notifications"),
            "GetServerInformation",
            &(),
        )
        .await?;
    let (name, _vendor, _version, _spec): (String, String, String, String) =
        answer.body().deserialize()?;
    Ok(name)
}

/// What the desktop's service can do. Asked each time, because people change desktops' services while we run.
async fn capabilities() -> zbus::Result<Vec<String>> {
    let bus = zbus::Connection::session().await?;
    bus.call_method(
        Some("org.freedesktop.Notifications"),
        "/org/freedesktop/Notifications",
        Some("org.freedesktop.Notifications"),
        "GetCapabilities",
        &(),
    )
    .await?
    .body()
    .deserialize()
}

fn refusal(error: &str) -> NotifierError {
    if nobody_answers(error) {
        NotifierError::NoService
    } else {
        NotifierError::Refused(error.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docketbell_core::domain::notice::NoticeTarget;

    fn notice(body: &str) -> Notice {
        Notice {
            event_id: "e-1".into(),
            key: "case:1".into(),
            title: "New entry: Sample".into(),
            body: body.into(),
            actions: vec![
                (NoticeAction::Open, "Open case".into()),
                (NoticeAction::MarkReviewed, "Mark reviewed".into()),
                (NoticeAction::Acknowledge, "A third".into()),
            ],
            target: NoticeTarget::Today,
            stays: false,
            app_name: "Docketbell".into(),
        }
    }

    #[test]
    fn markup_is_escaped_only_for_a_service_that_reads_it() {
        let hostile = notice("<b>A & B</b>");
        let read = worded(&hostile, &["body-markup".into()], true, None);
        assert_eq!(
            read.body, "&lt;b&gt;A &amp; B&lt;/b&gt;",
            "the service would draw it bold"
        );
        let plain = worded(&hostile, &[], true, None);
        assert_eq!(
            plain.body, "<b>A & B</b>",
            "a plain service shows the escapes themselves"
        );
    }

    #[test]
    fn text_cannot_turn_its_reading_direction_or_carry_control_characters() {
        let shown = worded(&notice("a\u{202e}b\0c\u{7}\u{2066}d\ne"), &[], true, None);
        assert_eq!(
            shown.body, "abcd\ne",
            "only the words and the line break are left"
        );
    }

    #[test]
    fn two_buttons_and_a_click_at_most_and_none_without_the_capability() {
        let shown = worded(&notice(""), &["actions".into()], true, None);
        assert_eq!(
            shown.actions,
            [
                "default",
                "Open",
                "open",
                "Open case",
                "mark-reviewed",
                "Mark reviewed"
            ]
        );
        assert!(
            worded(&notice(""), &[], true, None).actions.is_empty(),
            "the service cannot show them"
        );
        assert!(
            worded(&notice(""), &["actions".into()], false, None)
                .actions
                .is_empty(),
            "a short run"
        );
    }

    #[test]
    fn a_discreet_notification_does_not_name_the_program() {
        let mut discreet = notice("Open when you can.");
        discreet.app_name = "Bell".into();
        let shown = format!("{:?}", worded(&discreet, &["actions".into()], true, None));
        assert!(
            !shown.contains(APP_ID),
            "neither icon nor desktop entry: {shown}"
        );
    }
}
