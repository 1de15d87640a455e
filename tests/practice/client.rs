//! A plain client, and a world whose day does not move.

use docketbell_practice::{PracticeConfig, RunningPractice, start};
use encoding_rs::WINDOWS_1252;
use jiff::civil::{Date, date};
use reqwest::{Client, Response, StatusCode, redirect::Policy};
use serde_json::Value;

pub const TODAY: Date = date(2026, 11, 17);

pub fn config() -> PracticeConfig {
    PracticeConfig {
        today: Some(TODAY),
        ..PracticeConfig::default()
    }
}

pub struct Visit {
    pub portal: RunningPractice,
    pub http: Client,
}

pub struct Page {
    pub status: StatusCode,
    pub content_type: String,
    pub location: String,
    pub bytes: Vec<u8>,
}

impl Page {
    pub async fn read(response: Response) -> Self {
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let content_type = header("content-type");
        let location = header("location");
        Self {
            status: response.status(),
            content_type,
            location,
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub fn text(&self) -> String {
        WINDOWS_1252.decode(&self.bytes).0.into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_else(|error| {
            panic!("not JSON ({error}): {}", self.text());
        })
    }
}

impl Visit {
    pub async fn new() -> Self {
        Self::with(config()).await
    }

    pub async fn with(config: PracticeConfig) -> Self {
        Self {
            portal: start(config).await.unwrap(),
            http: Client::builder()
                .cookie_store(true)
                .redirect(Policy::none())
                .build()
                .unwrap(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.portal.base_url())
    }

    pub async fn get(&self, path: &str) -> Page {
        Page::read(self.http.get(self.url(path)).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        Page::read(
            self.http
                .post(self.url(path))
                .form(form)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// A JSON page of a case, by POST as the portal's own pages do.
    pub async fn case_page(&self, page: &str, number: &str, court: &str) -> Page {
        self.post(
            &format!("/cnet/cases/{page}"),
            &[("caseNumber", number), ("courtId", court), ("isTicket", "")],
        )
        .await
    }

    pub async fn docket(&self, number: &str, court: &str) -> Value {
        self.case_page(
            "docketEntriesSearch.do?displayOption=A&sortOption=D&hasChange=false",
            number,
            court,
        )
        .await
        .json()
    }
}
