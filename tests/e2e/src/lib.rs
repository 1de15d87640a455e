//! The real app in a real window, on a private desktop: display, window manager, bus, keyring, notification service,
//! tray, and the practice portal inside the app, changed through its control endpoint.
//!
//! A story waits for what it expects and never sleeps; everything it started ends with it, by process id.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story without its stage can only stop"
)]

mod app;
mod axe;
mod clipboard;
mod court;
mod keys;
mod memory;
mod stage;
mod window;

pub use app::App;
pub use court::Court;
pub use keys::{Stop, key};
pub use memory::pss_kib;
pub use stage::Stage;
pub use window::Window;

use std::time::Duration;

/// How long a story waits for one thing. Generous, since a busy machine must not make a story red; a story that passes
/// takes a fraction of it.
pub const PATIENCE: Duration = Duration::from_secs(60);
