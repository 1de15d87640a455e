//! What a desktop offers, without Tauri: native notifications and the keyring behind the core's ports, and the
//! question whether there is a tray to hide in.
//!
//! Everything here speaks D-Bus and answers within [`BOUND`], so a desktop service that hangs never freezes the program.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

use std::time::Duration;

pub mod heap;
mod leave;
mod notifier;
mod secrets;
mod stdin;
mod tray;

pub use leave::leave;
pub use notifier::{DesktopNotifier, notification_service};
pub use secrets::KeyringSecrets;
#[cfg(unix)]
pub use stdin::close_stdin;
pub use tray::tray_host_exists;

/// The longest that a desktop service may take to answer (dependencies.md: a locked keyring can hang forever).
pub const BOUND: Duration = Duration::from_secs(5);

/// The name that the desktop knows the program by: desktop file, keyring entries, single instance.
pub const APP_ID: &str = "org.docketbell.Docketbell";

/// Whether an error says that nobody owns the name that was called, or that there is no bus to call on.
/// The names are fixed by the D-Bus specification; libraries wrap them differently, so the text is read.
fn nobody_answers(error: &str) -> bool {
    [
        "ServiceUnknown",
        "NameHasNoOwner",
        "Spawn.ServiceNotFound",
        "Spawn.ChildExited",
        "No such file or directory",
        "Connection refused",
        "DBUS_SESSION_BUS_ADDRESS",
    ]
    .iter()
    .any(|name| error.contains(name))
}
