//! Ctrl-C and a polite kill: work in hand is finished, nothing new is begun. A second one ends at once, which is safe
//! as well: what is stored is stored whole.

use tokio::sync::watch;

/// Tells whether somebody asked the program to end.
#[derive(Debug, Clone)]
pub struct Interrupt(watch::Receiver<bool>);

impl Interrupt {
    /// Begins to listen.
    pub fn listen() -> Self {
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            asked_to_end().await;
            // Nobody listens any more only when the program ends anyway.
            let _ = tell.send(true);
            asked_to_end().await;
            docketbell_desktop::leave(130);
        });
        Self(told)
    }

    /// Whether it was asked already.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is asked.
    pub async fn wait(&self) {
        let mut told = self.0.clone();
        if told.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => ctrl_c().await,
    }
}

#[cfg(not(unix))]
async fn asked_to_end() {
    ctrl_c().await;
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals the program ends when its work does.
        std::future::pending::<()>().await;
    }
}
