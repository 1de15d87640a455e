//! Programs that a test starts and ends by their process id, and waiting for something to become true.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that ends with the test.
pub struct Service(Child);

impl Service {
    /// Starts a program; its words go to nowhere unless `DOCKETBELL_TEST_VERBOSE` is set.
    pub fn start(command: &mut Command) -> Self {
        if std::env::var_os("DOCKETBELL_TEST_VERBOSE").is_none() {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        let name = format!("{:?}", command.get_program());
        let child = command
            .spawn()
            .unwrap_or_else(|e| panic!("{name} could not be started: {e}"));
        Self(child)
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Ends it now and waits until it is gone.
    pub fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Whether it ended by itself.
    pub fn ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl From<Child> for Service {
    fn from(child: Child) -> Self {
        Self(child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}

/// Asks again and again until there is an answer; stops the test with `what` after `within`.
pub async fn until<T>(what: &str, within: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(started.elapsed() < within, "waited {within:?} for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
