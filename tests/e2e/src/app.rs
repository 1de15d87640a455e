//! The app, started through the driver, and what a person does in it again and again.

use std::cell::RefCell;
use std::net::TcpListener;
use std::path::PathBuf;

use docketbell_testbed::{Service, until};

use crate::{PATIENCE, Stage, Window};

/// The app in its window.
pub struct App {
    /// Its window.
    pub window: Window,
    driver: RefCell<Service>,
}

impl App {
    /// Starts the program on a stage.
    pub async fn start(stage: &Stage, program: &str, arguments: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = stage.command("WebKitWebDriver");
        command
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // The last tier of the engine's compiler takes a seventh of a story's time to make code that a story ends before.
            .env("JSC_useFTLJIT", "0");
        let driver = Service::start(&mut command);
        until("the driver", PATIENCE, async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .ok()
                .map(drop)
        })
        .await;
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let window = Window::open(
            &format!("http://127.0.0.1:{port}"),
            &PathBuf::from(program),
            &arguments,
        )
        .await;
        window.wait_for("#docketbell > *").await;
        Self {
            window,
            driver: RefCell::new(driver),
        }
    }

    /// The process id of the app: the driver's child.
    pub fn pid(&self) -> u32 {
        let children = format!("/proc/{0}/task/{0}/children", self.driver.borrow().pid());
        std::fs::read_to_string(children)
            .ok()
            .and_then(|text| text.split_whitespace().next()?.parse().ok())
            .expect("the app runs below its driver")
    }

    /// Takes the first-run steps with what they offer: practice portal, keyring, level C.
    pub async fn first_run(&self) {
        self.first_run_with("#portal-practice").await;
    }

    /// The same with another portal.
    pub async fn first_run_with(&self, portal: &str) {
        self.window.wait_for("[data-testid=first-run]").await;
        for step in ["welcome", "portal", "protect", "notify"] {
            self.window
                .wait_for(&format!("[data-testid=first-run][data-step={step}]"))
                .await;
            if step == "portal" {
                self.window.click(portal).await;
            }
            self.window.click("[data-testid=first-next]").await;
        }
        self.window.wait_for("[data-testid=status]").await;
    }

    /// The first run on a computer without a keyring.
    pub async fn first_run_with_passphrase(&self, passphrase: &str) {
        self.window.wait_for("[data-testid=first-run]").await;
        for step in ["welcome", "portal"] {
            self.window.wait_for(&format!("[data-step={step}]")).await;
            self.window.click("[data-testid=first-next]").await;
        }
        self.window.wait_for("[data-step=protect]").await;
        self.window
            .wait_for_words("[data-testid=first-run]", "keyring")
            .await;
        self.window.click("#by-passphrase").await;
        self.window.type_into("#pass-1", passphrase).await;
        self.window.type_into("#pass-2", passphrase).await;
        self.window.click("[data-testid=first-next]").await;
        self.window.wait_for("[data-step=notify]").await;
        self.window.click("[data-testid=first-next]").await;
        self.window.wait_for("[data-testid=status]").await;
    }

    /// The first run by keys alone, with what it offers.
    pub async fn first_run_by_keys(&self) {
        self.first_run_by_keys_at(None).await;
    }

    /// The same, at the portal of this name where it is not the one that is offered.
    pub async fn first_run_by_keys_at(&self, portal: Option<&str>) {
        for step in ["welcome", "portal", "protect", "notify"] {
            self.window
                .wait_for(&format!("[data-testid=first-run][data-step={step}]"))
                .await;
            if let Some(name) = portal.filter(|_| step == "portal") {
                self.choose_by_arrows("input[name=portal]", name).await;
            }
            self.window.enter_on("[data-testid=first-next]").await;
        }
        self.window.wait_for("[data-testid=status]").await;
    }

    /// Goes to a choice and moves in it with the arrows until what these words stand beside is chosen.
    pub async fn choose_by_arrows(&self, choice: &str, words: &str) {
        self.window.tab_to(choice).await;
        let way = "const all = [...document.querySelectorAll(arguments[0])], here = all.indexOf(document.activeElement);
            return Math.sign(all.findIndex((e) => e.labels[0].innerText.includes(arguments[1])) - here)";
        for _ in 0..10 {
            let way = self
                .window
                .script(way, serde_json::json!([choice, words]))
                .await;
            match way.as_i64() {
                Some(1) => self.window.press(crate::key::DOWN).await,
                Some(-1) => self.window.press(crate::key::UP).await,
                _ => return,
            }
        }
        panic!(
            "no choice {words} at {choice}: {}",
            self.window.words("main").await
        );
    }

    /// Follows a case by its number; its row id.
    pub async fn follow(&self, number: &str) -> i64 {
        self.window.go_to("#/add").await;
        self.window.type_into("#number", number).await;
        self.window.click("[data-testid=follow]").await;
        self.window
            .wait_for("[data-testid=follow-outcome][data-outcome=followed]")
            .await;
        self.window.click("[data-testid=open-case]").await;
        self.window.wait_for("[data-testid=docket-entry]").await;
        let address = self
            .window
            .script("return location.hash", serde_json::json!([]))
            .await;
        let id = address
            .as_str()
            .unwrap_or_default()
            .trim_start_matches("#/case/")
            .to_owned();
        id.split(['?', '/'])
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or_else(|| panic!("the case is open: {address}"))
    }

    /// Asks the court now, from the view that is open.
    pub async fn check_now(&self) {
        self.window.click("[data-testid=check-now]").await;
    }

    /// Waits until the app has put its icon into the tray.
    pub async fn wait_for_tray(&self) {
        let script = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('status').then((s) => done(s.tray), () => done(false))";
        until("the icon in the tray", PATIENCE, async || {
            (self
                .window
                .script_async(script, serde_json::json!([]))
                .await
                == true)
                .then_some(())
        })
        .await;
    }

    /// Ends the app as *Quit* does, its log folded into the store, and the driver.
    pub async fn quits(&self) {
        let pid = self.pid();
        let quit = "window.__TAURI_INTERNALS__.invoke('quit'); return true";
        let quit = serde_json::json!({ "script": quit, "args": [] });
        // It may be gone before it has answered.
        let _ = self.window.ask("execute/sync", quit).await;
        until("the app to end", PATIENCE, async || {
            let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            // What ended stays listed until the driver has asked for it.
            (state.is_empty() || state.contains(") Z ")).then_some(())
        })
        .await;
        self.driver.borrow_mut().end();
    }

    /// Ends an app whose window the driver has lost, and the driver.
    pub async fn end_process(&self, pid: u32) {
        let killed = std::process::Command::new("kill")
            .arg(pid.to_string())
            .status();
        assert!(killed.unwrap().success(), "{pid} was told to end");
        self.driver.borrow_mut().end();
    }

    /// The app is gone from one moment to the next, as in a power cut.
    pub async fn is_killed(&self, pid: u32) {
        let killed = std::process::Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status();
        assert!(killed.unwrap().success(), "{pid} was killed");
        until("the app to be gone", PATIENCE, async || {
            (!std::path::Path::new(&format!("/proc/{pid}/exe")).exists()).then_some(())
        })
        .await;
        self.driver.borrow_mut().end();
    }

    /// Ends the app and its driver.
    pub async fn end(&self) {
        self.window.end().await;
        let ended = async || {
            let children = format!("/proc/{0}/task/{0}/children", self.driver.borrow().pid());
            let text = std::fs::read_to_string(children).unwrap_or_default();
            text.trim().is_empty().then_some(())
        };
        until("the app to end", PATIENCE, ended).await;
        self.driver.borrow_mut().end();
    }
}
