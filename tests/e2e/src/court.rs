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

    /// The association link of a group, whole.
    pub fn group_link(&self, key: &str) -> String {
        format!("{}/ecf/groupAssociation?group={key}", self.base)
    }

    /// How many users belong to a group.
    pub async fn members(&self, group: &str) -> u64 {
        let said = self.ask("accounts").await.unwrap();
        let groups = said["groups"].as_array().into_iter().flatten();
        let found = groups.filter(|g| g["name"] == group);
        found
            .filter_map(|g| g["users"].as_u64())
            .next()
            .unwrap_or_else(|| panic!("the group {group}: {said}"))
    }

    /// The phrase of the picture that was asked for last.
    pub async fn phrase(&self) -> String {
        let said = self.ask("phrases").await.unwrap();
        said["phrases"][0]["phrase"].as_str().unwrap().to_owned()
    }

    /// The newest e-mail of a kind, as soon as it was sent.
    pub async fn newest_mail(&self, kind: &str) -> Value {
        until("the court's e-mail", PATIENCE, async || {
            let said = self.ask(&format!("mails?kind={kind}")).await.ok()?;
            said["mails"].as_array()?.last().cloned()
        })
        .await
    }

    /// The code that was e-mailed last.
    pub async fn newest_code(&self) -> String {
        let mail = self.newest_mail("code").await;
        mail["code"].as_str().unwrap().to_owned()
    }

    /// The whole link of the newest e-mail of a kind.
    pub async fn newest_link(&self, kind: &str) -> String {
        let mail = self.newest_mail(kind).await;
        let link = mail["link"].as_str().unwrap();
        if link.starts_with('/') {
            format!("{}{link}", self.base)
        } else {
            link.to_owned()
        }
    }

    /// Opens the link of the newest e-mail of a kind, as a person does in a browser.
    pub async fn open_newest_link(&self, kind: &str) {
        let link = self.newest_link(kind).await;
        let opened = self.http.get(link).send().await.unwrap();
        assert!(opened.status().is_success(), "{}", opened.status());
    }

    /// Method and path of every request that the portal had so far.
    pub async fn requests(&self) -> Vec<(String, String)> {
        let said = self.ask("requests?since=0").await.unwrap();
        let word = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let lines = said["requests"].as_array().into_iter().flatten();
        lines
            .map(|line| (word(line, "method"), word(line, "path")))
            .collect()
    }
}
