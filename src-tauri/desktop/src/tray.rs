//! Is there a tray to hide in?

use std::time::Duration;

use x11rb::protocol::xproto::ConnectionExt;

/// Whether something shows tray icons on this desktop: a StatusNotifier host, or the older tray of X11. Without one a
/// hidden window could never be found again, so closing it must quit.
pub async fn tray_host_exists() -> bool {
    let notifier = tokio::time::timeout(Duration::from_secs(1), notifier_host());
    if notifier
        .await
        .is_ok_and(|answer| answer.unwrap_or_default())
    {
        return true;
    }
    tokio::task::spawn_blocking(|| x11_tray().unwrap_or_default())
        .await
        .unwrap_or_default()
}

async fn notifier_host() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let watcher = zbus::Proxy::new(
        &bus,
        "org.kde.StatusNotifierWatcher",
        "/StatusNotifierWatcher",
        "org.kde.StatusNotifierWatcher",
    )
    .await?;
    watcher.get_property("IsStatusNotifierHostRegistered").await
}

/// A tray of the older kind owns the selection `_NET_SYSTEM_TRAY_S<screen>`.
fn x11_tray() -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    if std::env::var_os("DISPLAY").is_none() {
        return Ok(false);
    }
    let (display, screen) = x11rb::connect(None)?;
    let name = format!("_NET_SYSTEM_TRAY_S{screen}");
    let atom = display.intern_atom(false, name.as_bytes())?.reply()?.atom;
    Ok(display.get_selection_owner(atom)?.reply()?.owner != x11rb::NONE)
}
