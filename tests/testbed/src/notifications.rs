//! Notification services: a stand-in that writes down every field and can answer, and the real dunst.

use std::collections::HashMap;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

use crate::keyring::wait_for_name;
use crate::process::{Service, until};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as the service was told it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The id that the service gave.
    pub id: u32,
    /// The id that it replaced, or 0.
    pub replaces: u32,
    /// App name.
    pub app_name: String,
    /// Icon name.
    pub icon: String,
    /// Title.
    pub title: String,
    /// Body as sent, escapes included.
    pub body: String,
    /// Name and label of each action.
    pub actions: Vec<(String, String)>,
    /// Names of the hints.
    pub hints: Vec<String>,
    /// Our event id, from its hint.
    pub event_id: Option<String>,
    /// Milliseconds; 0 = until closed, -1 = as the service likes.
    pub timeout: i32,
    /// The bus name of the sender.
    pub sender: String,
}

struct Daemon {
    shown: Arc<Mutex<Vec<Shown>>>,
    capabilities: Vec<String>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    #[allow(clippy::too_many_arguments, reason = "the specification's own list")]
    fn notify(
        &self,
        app_name: String,
        replaces: u32,
        icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        timeout: i32,
        #[zbus(header)] header: zbus::message::Header<'_>,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap();
        let id = if replaces > 0 {
            replaces
        } else {
            100 + u32::try_from(shown.len()).unwrap()
        };
        let event_id = hints
            .get("x-docketbell-event-id")
            .and_then(|value| String::try_from(value.clone()).ok());
        shown.push(Shown {
            id,
            replaces,
            app_name,
            icon,
            title,
            body,
            actions: actions
                .chunks(2)
                .map(|pair| (pair[0].clone(), pair[1].clone()))
                .collect(),
            hints: hints.into_keys().collect(),
            event_id,
            timeout,
            sender: header.sender().map(ToString::to_string).unwrap_or_default(),
        });
        id
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("stand-in".into(), "tests".into(), "1".into(), "1.2".into())
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let _ = Self::notification_closed(&emitter, id, 3).await;
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str)
    -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}

/// A notification service that shows nothing and remembers everything.
pub struct FakeNotifications {
    bus: zbus::Connection,
    shown: Arc<Mutex<Vec<Shown>>>,
}

impl FakeNotifications {
    /// Starts it on the process's own session bus, with the capabilities of a full desktop.
    pub async fn start() -> Self {
        Self::start_on(None, &["actions", "body", "body-markup"]).await
    }

    /// Starts it on a bus, able to do what is named.
    pub async fn start_on(address: Option<&str>, capabilities: &[&str]) -> Self {
        let shown = Arc::<Mutex<Vec<Shown>>>::default();
        let daemon = Daemon {
            shown: Arc::clone(&shown),
            capabilities: capabilities.iter().map(ToString::to_string).collect(),
        };
        let builder = match address {
            Some(address) => zbus::connection::Builder::address(address).unwrap(),
            None => zbus::connection::Builder::session().unwrap(),
        };
        let bus = builder
            .serve_at(PATH, daemon)
            .unwrap()
            .name(NAME)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { bus, shown }
    }

    /// Everything shown so far, oldest first.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().unwrap().clone()
    }

    /// Waits for a notification that is as asked.
    pub async fn wait_for(&self, what: &str, is: impl Fn(&Shown) -> bool) -> Shown {
        until(what, Duration::from_secs(20), async || {
            self.shown().into_iter().rev().find(|one| is(one))
        })
        .await
    }

    /// Answers as a person who presses this button (`default`: who clicks the notification) and closes it, as
    /// desktops do.
    pub async fn press(&self, id: u32, action: &str) {
        // The program listens a moment after the call returned; no person is that quick, but a test is.
        self.wait_until_listened_to().await;
        let emitter = SignalEmitter::new(&self.bus, PATH).unwrap();
        Daemon::action_invoked(&emitter, id, action).await.unwrap();
        Daemon::notification_closed(&emitter, id, 2).await.unwrap();
    }

    /// Closes a notification as a person who does not want it.
    pub async fn dismiss(&self, id: u32) {
        self.wait_until_listened_to().await;
        let emitter = SignalEmitter::new(&self.bus, PATH).unwrap();
        Daemon::notification_closed(&emitter, id, 2).await.unwrap();
    }

    /// The newest sender has asked the bus for our signals. The bus tells the number of its match rules.
    async fn wait_until_listened_to(&self) {
        let sender = self.shown().last().map(|one| one.sender.clone()).unwrap();
        until("the sender to listen", Duration::from_secs(5), async || {
            let reply = self
                .bus
                .call_method(
                    Some("org.freedesktop.DBus"),
                    "/org/freedesktop/DBus",
                    Some("org.freedesktop.DBus.Debug.Stats"),
                    "GetConnectionStats",
                    &sender.as_str(),
                )
                .await;
            let Ok(reply) = reply else {
                // A bus without statistics: the signal is sent at once.
                return Some(());
            };
            let stats: HashMap<String, OwnedValue> = reply.body().deserialize().ok()?;
            let rules = u32::try_from(stats.get("MatchRules")?.clone()).ok()?;
            (rules >= 2).then_some(())
        })
        .await;
    }
}

/// The real dunst. Needs a display.
pub struct Dunst {
    _service: Service,
}

impl Dunst {
    /// Starts it; the command carries desktop and display.
    pub async fn start(mut command: Command) -> Self {
        let address = command
            .get_envs()
            .find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS")
            .and_then(|(_, value)| value?.to_str().map(str::to_owned));
        let service = Service::start(&mut command);
        wait_for_name(address.as_deref(), NAME).await;
        Self { _service: service }
    }
}

/// Listens on a bus to what programs tell the notification service, whichever service that is.
pub struct NotifyWatch {
    stream: zbus::MessageStream,
}

impl NotifyWatch {
    /// Listens from now on.
    pub async fn start(address: &str) -> Self {
        let bus = crate::keyring::connect(Some(address)).await;
        let monitoring = zbus::fdo::MonitoringProxy::new(&bus).await.unwrap();
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::MethodCall)
            .interface(NAME)
            .unwrap()
            .member("Notify")
            .unwrap()
            .build();
        let stream = zbus::MessageStream::from(&bus);
        monitoring.become_monitor(&[rule], 0).await.unwrap();
        Self { stream }
    }

    /// The next notification whose title holds these words.
    pub async fn next_titled(&mut self, words: &str) -> (String, String) {
        loop {
            let (title, body) = self.next().await;
            if title.contains(words) {
                return (title, body);
            }
        }
    }

    /// Title and body of the next notification, as the bus carried them.
    pub async fn next(&mut self) -> (String, String) {
        loop {
            let next = std::future::poll_fn(|context| {
                zbus::export::futures_core::Stream::poll_next(
                    std::pin::Pin::new(&mut self.stream),
                    context,
                )
            });
            let message = tokio::time::timeout(Duration::from_secs(20), next)
                .await
                .expect("a notification on the bus")
                .expect("the bus is there")
                .unwrap();
            type Notify = (
                String,
                u32,
                String,
                String,
                String,
                Vec<String>,
                HashMap<String, OwnedValue>,
                i32,
            );
            let body = message.body();
            if let Ok((_, _, _, title, words, _, _, _)) = body.deserialize::<Notify>() {
                return (title, words);
            }
        }
    }
}
