//! The practice portal inside the app, changed from outside as a trainer does (docs/practice-portal.md).

use std::path::Path;

use docketbell_testbed::until;
use serde_json::{Value, json};

use crate::PATIENCE;

/// The invented court.
pub struct Court {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Court {
    /// The court that the app started for this data folder, as soon as it listens.
    pub async fn of(folder: &Path) -> Self {
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .ok()
                .map(|text| text.trim().to_owned())
        };
        until("the practice portal", PATIENCE, async || {
            let court = Self {
                http: reqwest::Client::builder().no_proxy().build().unwrap(),
                base: format!("http://127.0.0.1:{}", read("practice-port")?),
                token: read("practice-token")?,
            };
            court.ask("faults").await.ok()?;
            Some(court)
        })
        .await
    }

    /// Changes the world; panics with the court's words when it does not fit.
    pub async fn tell(&self, operation: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}/practice/{operation}", self.base))
            .header("x-practice-token", &self.token)
            .json(&body)
            .send()
            .await
            .unwrap();
        let ok = answer.status().is_success();
        let said: Value = answer.json().await.unwrap();
        assert!(ok, "{operation}: {said}");
        said
    }

    /// Asks about the world.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn ask(&self, what: &str) -> Result<Value, String> {
        let answer = self
            .http
            .get(format!("{}/practice/{what}", self.base))
            .header("x-practice-token", &self.token)
            .send()
            .await
            .map_err(|e| e.to_string())?;
        answer.json().await.map_err(|e| e.to_string())
    }

    /// Files an entry; its sequence number.
    pub async fn file_entry(&self, case: &str, description: &str, text: &str) -> u64 {
        let body = json!({ "case": case, "description": description, "text": text });
        self.tell("add_entry", body).await["sequence"]
            .as_u64()
            .expect("a new sequence number")
    }
}
