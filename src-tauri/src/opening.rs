//! Hands an address or a folder to the desktop.

use docketbell_core::app::views::Problem;

/// Opens it with whatever the person uses for such things. Callers decide what may be opened.
///
/// # Errors
/// When the desktop has nothing to open it with.
pub async fn open_outside(what: &str) -> Result<(), Problem> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let started = tokio::process::Command::new(opener)
        .arg(what)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    let cannot = |why: String| {
        Problem::new(
            "cannot_open_outside",
            format!("Your desktop could not open it: {why}."),
            "Open it by hand from your browser or file manager.",
        )
    };
    let mut child = started.map_err(|e| cannot(e.to_string()))?;
    // Some openers stay for as long as the browser does; only a quick failure is worth waiting for.
    match tokio::time::timeout(std::time::Duration::from_secs(2), child.wait()).await {
        Ok(Ok(status)) if !status.success() => Err(cannot(format!("{opener} ended with {status}"))),
        Ok(Err(error)) => Err(cannot(error.to_string())),
        Ok(Ok(_)) => Ok(()),
        Err(_) => {
            tokio::spawn(async move { child.wait().await });
            Ok(())
        }
    }
}
