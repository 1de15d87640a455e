//! The real gnome-keyring, and two services that misbehave.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::process::{Service, until};

const NAME: &str = "org.freedesktop.secrets";

/// A gnome-keyring daemon, ended with the value.
pub struct Keyring(Service);

impl Keyring {
    /// Starts it with its login keyring unlocked (and made, the first time).
    pub async fn start_unlocked(command: Command) -> Self {
        Self::start(command, Some("a test's password")).await
    }

    /// Starts it without a password: an existing keyring stays locked, a missing one is not made.
    pub async fn start_locked(command: Command) -> Self {
        Self::start(command, None).await
    }

    async fn start(mut command: Command, password: Option<&str>) -> Self {
        let address = bus_of(&command);
        command.args(["--components=secrets", "--foreground"]);
        command
            .arg(if password.is_some() {
                "--unlock"
            } else {
                "--start"
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("gnome-keyring is installed");
        if let (Some(mut stdin), Some(password)) = (child.stdin.take(), password) {
            stdin.write_all(password.as_bytes()).unwrap();
        }
        wait_for_name(address.as_deref(), NAME).await;
        let keyring = Self(child.into());
        if password.is_some() {
            wait_for_default_collection(address.as_deref()).await;
        }
        keyring
    }

    /// After a program was killed: looks whether the keyring lives, and starts it again where it does not. gnome-keyring
    /// 42 ends itself when a program is gone at the moment in which it is given its session (`aes_negotiate: assertion
    /// 'session' failed`); a desktop starts it again, a private bus does not.
    pub async fn lives_on(&mut self, command: Command) {
        let bus = connect(bus_of(&command).as_deref()).await;
        // Comes after everything that the killed program has asked, and from where that is answered.
        let asked = bus.call_method(
            Some(NAME),
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "ReadAlias",
            &"default",
        );
        if asked.await.is_ok() {
            return;
        }
        until(
            "the keyring to have ended",
            Duration::from_secs(10),
            async || self.0.ended().then_some(()),
        )
        .await;
        eprintln!("the keyring ended with a killed program; it is started again");
        *self = Self::start_unlocked(command).await;
    }

    /// Every secret that the keyring on this bus holds, as a program of the same user may ask for it.
    pub async fn secrets(&self, address: &str) -> Vec<Vec<u8>> {
        type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);
        let bus = connect(Some(address)).await;
        let service = zbus::Proxy::new(
            &bus,
            NAME,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
        )
        .await
        .unwrap();
        let (_, session): (OwnedValue, OwnedObjectPath) = service
            .call("OpenSession", &("plain", Value::from("")))
            .await
            .unwrap();
        let all = HashMap::<&str, &str>::new();
        let (items, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            service.call("SearchItems", &(all,)).await.unwrap();
        assert!(locked.is_empty(), "the keyring is open");
        let secrets: HashMap<OwnedObjectPath, Secret> =
            service.call("GetSecrets", &(items, session)).await.unwrap();
        secrets
            .into_values()
            .map(|(_, _, value, _)| value)
            .collect()
    }

    /// Ends it, and waits until the bus knows.
    pub async fn end(mut self) {
        self.0.end();
    }
}

/// The bus that a command's program will see.
fn bus_of(command: &Command) -> Option<String> {
    command
        .get_envs()
        .find(|(name, _)| *name == "DBUS_SESSION_BUS_ADDRESS")
        .and_then(|(_, value)| value?.to_str().map(str::to_owned))
}

pub(crate) async fn connect(address: Option<&str>) -> zbus::Connection {
    match address {
        Some(address) => zbus::connection::Builder::address(address)
            .unwrap()
            .build()
            .await
            .unwrap(),
        None => zbus::Connection::session().await.unwrap(),
    }
}

pub(crate) async fn wait_for_name(address: Option<&str>, name: &'static str) {
    let bus = connect(address).await;
    let dbus = zbus::fdo::DBusProxy::new(&bus).await.unwrap();
    until(
        &format!("{name} on the bus"),
        Duration::from_secs(10),
        async || {
            dbus.name_has_owner(name.try_into().unwrap())
                .await
                .unwrap()
                .then_some(())
        },
    )
    .await;
}

async fn wait_for_default_collection(address: Option<&str>) {
    let bus = connect(address).await;
    until(
        "a default collection",
        Duration::from_secs(10),
        async || {
            let reply = bus
                .call_method(
                    Some(NAME),
                    "/org/freedesktop/secrets",
                    Some("org.freedesktop.Secret.Service"),
                    "ReadAlias",
                    &"default",
                )
                .await
                .ok()?;
            let path: OwnedObjectPath = reply.body().deserialize().ok()?;
            (path.as_str() != "/").then_some(())
        },
    )
    .await;
}

struct Refusing;

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Refusing {
    async fn open_session(
        &self,
        _algorithm: &str,
        _input: OwnedValue,
    ) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        Err(zbus::fdo::Error::AccessDenied("a policy says no".into()))
    }
}

/// A keyring service that refuses everybody.
pub async fn start_refusing_keyring() -> zbus::Connection {
    serve(Refusing, None).await
}

/// As [`start_refusing_keyring`], on this bus.
pub async fn start_refusing_keyring_on(address: &str) -> zbus::Connection {
    serve(Refusing, Some(address)).await
}

struct Silent;

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Silent {
    async fn open_session(
        &self,
        _algorithm: &str,
        _input: OwnedValue,
    ) -> zbus::fdo::Result<(OwnedValue, OwnedObjectPath)> {
        std::future::pending::<()>().await;
        let nothing = OwnedValue::try_from(Value::from("")).unwrap();
        Ok((nothing, OwnedObjectPath::default()))
    }
}

/// A keyring service that never answers.
pub async fn start_silent_keyring() -> zbus::Connection {
    serve(Silent, None).await
}

/// As [`start_silent_keyring`], on this bus.
pub async fn start_silent_keyring_on(address: &str) -> zbus::Connection {
    serve(Silent, Some(address)).await
}

async fn serve(
    service: impl zbus::object_server::Interface,
    address: Option<&str>,
) -> zbus::Connection {
    let bus = match address {
        Some(address) => zbus::connection::Builder::address(address),
        None => zbus::connection::Builder::session(),
    };
    bus.unwrap()
        .name(NAME)
        .unwrap()
        .serve_at("/org/freedesktop/secrets", service)
        .unwrap()
        .build()
        .await
        .unwrap()
}
