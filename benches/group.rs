//! A large group: its view from the local copy, reading its roster, delivering actions; each reading and delivery beside a
//! bare loop of the least requests that would do (`docs/performance.md`).
//!
//! `cargo bench -p docketbell-core --bench group`. Two practice portals of the same size in this process, one for each
//! side, which take 20 ms for each answer. The bare loop signs in, follows `Next`, and posts forms that were made beforehand: only the time between request
//! and last byte counts for it. In turns, medians. Prints one JSON line per figure:
//! `{"name","value","unit","floor"?,"ratio"?,"target"}`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench stops at the first surprise, and has no public items"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use docketbell_core::app::Desk;
use docketbell_core::app::group_views::{ActionStateView, WantedView};
use docketbell_core::app::opening::{Place, Unlock, open_or_make};
use docketbell_core::app::ports::SystemClock;
use docketbell_core::portal::browser::Body;
use docketbell_core::portal::journeys::{
    Answer, Answers, AskKind, JourneyStep, NobodyThere, PageAsk, Person,
};
use docketbell_core::portal::{
    Accepted, Page, PortalProfile, PortalRequest, SecretKind, Value, Waiting,
};
use docketbell_practice::{
    Act, Fault, FaultKind, GroupRef, IssueAdministrator, PracticeConfig, RunningPractice, start,
};
use secrecy::SecretString;
use serde_json::json;
use url::Url;

const ADMIN: &str = "second_admin";
const PASSWORD: &str = "Practice-2026";
/// The portal takes its time for each answer, as one that is not in this process does. Without that it answers a click in
/// a sixth of a millisecond, and what is measured is how long a disk takes to say that it has written.
const ANSWERS_AFTER: Duration = Duration::from_millis(20);
/// Users that every practice group has from the start.
const THERE: u32 = 3;

/// Signs in.
struct SigningIn;

impl Person for SigningIn {
    fn ask(&self, page: PageAsk) -> Waiting<'_, Result<Answers, NobodyThere>> {
        let answers = page.asks.iter().map(|ask| match ask.kind {
            AskKind::Secret => Answer::Secret(SecretString::from(PASSWORD), false),
            _ => Answer::Text(ADMIN.to_owned()),
        });
        let answers = answers.collect();
        Box::pin(async move { Ok(answers) })
    }

    fn reached(&self, _step: &JourneyStep) {}
}

/// A practice portal with a group of so many users.
async fn portal(users: u32) -> (RunningPractice, PortalProfile) {
    let practice = start(PracticeConfig::default()).await.unwrap();
    let act = |act: Act| practice.world().act(act).unwrap();
    act(Act::IssueAdministrator(IssueAdministrator {
        user_name: ADMIN.to_owned(),
        ready: true,
        ..IssueAdministrator::default()
    }));
    act(Act::FillGroup(GroupRef {
        count: users - THERE,
        ..GroupRef::default()
    }));
    let takes_its_time = Fault::new(FaultKind::Slow).seconds(ANSWERS_AFTER.as_secs_f64());
    practice.world().set_fault(takes_its_time).unwrap();
    let text = practice
        .profile_toml()
        .replace("requests_per_minute = 600\n", "")
        .replace("daily_budget = 100000", "daily_budget = 100000000");
    (practice, PortalProfile::parse(&text).unwrap())
}

/// Our side.
struct Ours {
    desk: Desk,
    _practice: RunningPractice,
    _folder: tempfile::TempDir,
}

impl Ours {
    async fn with(users: u32) -> Self {
        let (practice, profile) = portal(users).await;
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("data"), profile);
        let passphrase = SecretString::from("a long enough passphrase");
        let store = open_or_make(&place, Unlock::Passphrase(&passphrase))
            .await
            .unwrap();
        let desk = Desk::new(place, store, Arc::new(SystemClock)).unwrap();
        desk.refresh_roster(&SigningIn).await.unwrap();
        Self {
            desk,
            _practice: practice,
            _folder: folder,
        }
    }

    async fn refresh(&self) -> Duration {
        let begun = Instant::now();
        black_box(self.desk.refresh_roster(&SigningIn).await.unwrap());
        begun.elapsed()
    }

    async fn show(&self) -> Duration {
        let begun = Instant::now();
        let view = self.desk.group().await.unwrap();
        black_box(serde_json::to_vec(&view).unwrap());
        begun.elapsed()
    }

    async fn queue(&self, wanted: WantedView, users: &[String]) {
        for twenty in users.chunks(20) {
            let queued = self.desk.queue_actions(wanted, twenty.to_vec()).await;
            assert_eq!(queued.unwrap().len(), twenty.len());
        }
    }

    async fn deliver(&self, users: usize) -> Duration {
        let begun = Instant::now();
        let delivered = self.desk.deliver_outbox().await.unwrap();
        let took = begun.elapsed();
        assert_eq!(delivered.problem, None);
        let done = |a: &&_| matches!(a, ActionStateView::Done);
        let states: Vec<ActionStateView> = delivered.actions.iter().map(|a| a.state).collect();
        assert_eq!(states.iter().filter(done).count(), users, "no measure");
        took
    }
}

/// The bare loop.
struct Bare {
    http: reqwest::Client,
    profile: PortalProfile,
    menu: Page,
    practice: RunningPractice,
}

/// An answer, and how long the network had it.
struct Came {
    page: (Url, String),
    took: Duration,
}

impl Came {
    fn page(&self) -> Page {
        Page::read(&self.page.0, &self.page.1).unwrap()
    }
}

async fn send(http: &reqwest::Client, request: PortalRequest) -> Came {
    let asked = match &request.body {
        Body::Encoded {
            content_type,
            bytes,
        } => http
            .post(request.url.clone())
            .header("content-type", content_type.as_str())
            .body(bytes.to_vec()),
        _ => http.get(request.url.clone()),
    };
    let begun = Instant::now();
    let answer = asked.send().await.unwrap().error_for_status().unwrap();
    let url = answer.url().clone();
    let bytes = answer.bytes().await.unwrap();
    let took = begun.elapsed();
    Came {
        page: (url, String::from_utf8_lossy(&bytes).into_owned()),
        took,
    }
}

impl Bare {
    async fn with(users: u32) -> Self {
        let (practice, profile) = portal(users).await;
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .build()
            .unwrap();
        let entrance = format!("{}/registration", practice.base_url());
        let request = PortalRequest::open(Url::parse(&entrance).unwrap(), "a bench");
        let page = send(&http, request).await.page();
        let forms = page.forms_asking(&[&Accepted::only("Username")]);
        let mut filling = forms[0].fill(&profile);
        let password = SecretString::from(PASSWORD);
        filling.set(&Accepted::only("Username"), ADMIN).unwrap();
        let secret = Value::Secret(SecretKind::Password, &password);
        filling.set(&Accepted::only("Password"), secret).unwrap();
        let request = filling.press(&Accepted::only("Logon")).unwrap();
        let menu = send(&http, request).await.page();
        Self {
            http,
            profile,
            menu,
            practice,
        }
    }

    /// One pass through the roster: its pages, and the time between requests and last bytes.
    async fn pass(&self) -> (Vec<Page>, Duration) {
        let entrance = format!("{}/registration", self.practice.base_url());
        let mut took = Duration::ZERO;
        let mut pages: Vec<Page> = Vec::new();
        let mut press = self
            .menu
            .press(&Accepted::only("Group Maintenance"), &self.profile);
        // Whoever has a session comes to the menu by the entrance.
        let first = PortalRequest::open(Url::parse(&entrance).unwrap(), "a bench");
        took += send(&self.http, first).await.took;
        while let Ok(request) = press {
            let came = send(&self.http, request).await;
            took += came.took;
            let page = came.page();
            press = page.press(&Accepted::only("Next"), &self.profile);
            pages.push(page);
        }
        (pages, took)
    }

    /// One pass before, one click an action, one pass after.
    async fn deliver(&self, button: &str, users: &[String]) -> Duration {
        let (pages, mut took) = self.pass().await;
        for user in users {
            let row = pages.iter().find_map(|page| {
                let mut rows = page.tables.iter().flat_map(|t| &t.rows);
                let row = rows.rfind(|row| row.cells.iter().any(|cell| cell.text == *user))?;
                Some((page, row))
            });
            let (page, row) = row.unwrap();
            let spots: Vec<_> = row.cells.iter().flat_map(|c| c.uses.clone()).collect();
            let wanted = Accepted::only(button);
            let request = page.press_one(&spots, &wanted, &self.profile).unwrap();
            took += send(&self.http, request).await.took;
        }
        took + self.pass().await.1
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// A figure that is held against a floor.
fn against(name: &str, value: f64, floor: f64, times: f64) {
    println!(
        "{}",
        json!({ "name": name, "value": value, "unit": "ms", "floor": floor, "ratio": value / floor, "target": format!("<= {times} x") })
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test --benches` calls this with `--test`: a small run, so that the bench keeps working.
    let trying = std::env::args().any(|a| a == "--test");
    let (sizes, rounds) = if trying {
        ([30, 60, 120], 1)
    } else {
        ([1_250, 2_500, 5_000], 3)
    };
    let mut each = Vec::new();
    for users in sizes {
        let (ours, bare) = (Ours::with(users).await, Bare::with(users).await);
        let (mut refreshed, mut floor, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=rounds {
            let (took, (pages, least)) = (ours.refresh().await, bare.pass().await);
            assert_eq!(pages.len() as u32, users.div_ceil(25), "no measure");
            // The first pair warms up.
            if round > 0 {
                refreshed.push(took);
                floor.push(least);
            }
            shown.push(ours.show().await);
        }
        let (refreshed, floor) = (median(&mut refreshed), median(&mut floor));
        let name = format!("refresh a roster of {users} users");
        against(&name, refreshed, floor, 1.3);
        each.push((users, refreshed));
        if users == sizes[2] {
            let name = format!("a roster of {users} users as the window is given it");
            let value = median(&mut shown);
            println!(
                "{}",
                json!({ "name": name, "value": value, "unit": "ms", "target": "<= 300 ms" })
            );
        }
    }
    let of_thousand = |(users, took): (u32, f64)| took / f64::from(users) * 1000.0;
    against(
        "… a thousand users, in the largest beside the smallest",
        of_thousand(each[2]),
        of_thousand(each[0]),
        1.3,
    );

    let (users, counts) = if trying {
        (60, [5, 10, 20])
    } else {
        (1_000, [50, 100, 200])
    };
    let (ours, bare) = (Ours::with(users).await, Bare::with(users).await);
    for count in counts {
        let step = (users - THERE) / count;
        // The practice portal disables every eleventh of its invented users.
        let active = |n: u32| if n.is_multiple_of(11) { n - 1 } else { n };
        let chosen: Vec<String> = (1..=count)
            .map(|n| format!("user{:05}", active(n * step)))
            .collect();
        let (mut delivered, mut floor) = (Vec::new(), Vec::new());
        for round in 0..rounds + 1 {
            let (wanted, button) = if round % 2 == 0 {
                (WantedView::Disabled, "Disable")
            } else {
                (WantedView::Active, "Activate")
            };
            ours.queue(wanted, &chosen).await;
            delivered.push(ours.deliver(chosen.len()).await);
            floor.push(bare.deliver(button, &chosen).await);
        }
        // Back to how it was, for the next count.
        if rounds % 2 == 0 {
            ours.queue(WantedView::Active, &chosen).await;
            ours.deliver(chosen.len()).await;
            bare.deliver("Activate", &chosen).await;
        }
        let name = format!("deliver {count} actions to a group of {users}");
        against(&name, median(&mut delivered), median(&mut floor), 1.2);
    }
}
