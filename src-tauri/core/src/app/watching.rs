//! Watching: due cases are checked on schedule, where the profile records a permission. The work is the worker's
//! ([`crate::sync::worker`]); this file starts it and tells views what it does.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::app::desk::Desk;
use crate::app::views::{ChangedKind, Problem};
use crate::portal::Asked;
use crate::storage::Counts;
use crate::sync::worker::{DeskSource, Permitted, Worker, WorkerClock, WorkerEvent};

impl Desk {
    /// Watches in the background until the desk closes, where the profile allows it. Asking twice is fine.
    pub fn start_watching(&self) {
        let closed = self.inner.stop.is_cancelled();
        if closed || !self.inner.profile.access.automatic_checks || self.is_watching() {
            return;
        }
        let desk = self.clone();
        tokio::spawn(async move {
            let stop = desk.inner.stop.clone();
            if let Err(problem) = desk.watch(&stop).await {
                tracing::warn!(kind = problem.kind, "watching ended");
            }
        });
    }

    /// Counts the cases that share the day's budget, for the plan of the next checks. A program without a window has no
    /// status bar that would ask.
    pub(crate) async fn count_followed(&self) -> Result<Counts, Problem> {
        let counts = self.inner.store.counts().await?;
        self.inner
            .followed
            .store(counts.followed, Ordering::Relaxed);
        Ok(counts)
    }

    /// Checks due cases until told to stop. What is found comes as events ([`Desk::subscribe`]).
    ///
    /// # Errors
    /// `not_permitted` where the profile records no permission, or the posted notice was not read.
    pub async fn watch(&self, stop: &CancellationToken) -> Result<(), Problem> {
        self.may_check_cases(0, true).await?;
        self.count_followed().await?;
        if self.inner.watching.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let clock = Arc::clone(&self.inner.clock);
        let now: Arc<dyn Fn() -> jiff::Timestamp + Send + Sync> = Arc::new(move || clock.now());
        let permitted: Permitted = {
            let desk = self.clone();
            Arc::new(move || {
                let desk = desk.clone();
                Box::pin(async move { desk.may(Asked::Automatic).await.is_ok() })
            })
        };
        let source = DeskSource::new(
            self.inner.store.clone(),
            self.inner.refresher.clone(),
            Arc::clone(&self.inner.profile),
            Arc::clone(&self.inner.ledger),
            Arc::clone(&now),
            permitted,
        );
        let (worker, handle) = Worker::new(
            Arc::new(source),
            WorkerClock::system(now),
            self.inner.profile.access.max_in_flight,
        );
        let mut events = handle.subscribe();
        let mut changes = self.subscribe();
        let done = stop.child_token();
        let finished = done.clone();
        let telling = async {
            loop {
                tokio::select! {
                    () = finished.cancelled() => return,
                    event = events.recv() => match event {
                        // News of the watcher wakes the relay, which listens for changed cases.
                        Ok(WorkerEvent::NewsRaised) => self.tell(&[ChangedKind::Cases, ChangedKind::Status]),
                        Ok(_) => self.tell(&[ChangedKind::Status]),
                        Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => return,
                    },
                    // A case that was followed, or a stop that was lifted, may be due now.
                    change = changes.recv() => match change {
                        Ok(crate::app::DeskEvent::Changed(changed)) => {
                            if changed.kinds.contains(&ChangedKind::Cases) {
                                // Counted again at the next change, if it cannot be read now.
                                let _ = self.count_followed().await;
                            }
                            handle.wake();
                        }
                        Ok(_) | Err(RecvError::Lagged(_)) => {}
                        Err(RecvError::Closed) => return,
                    },
                }
            }
        };
        let working = async {
            worker.run(stop.clone()).await;
            done.cancel();
        };
        tokio::join!(working, telling);
        self.inner.watching.store(false, Ordering::Relaxed);
        Ok(())
    }
}
