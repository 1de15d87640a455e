//! A page that ended. The web view draws in a process of its own; when that ends (a fault of the library, no memory left),
//! the window would stay blank. Nothing is lost with it: every fact is in this process and in the store. So the page is
//! loaded again where it was, and if that place ends it once more, at the front page.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use tauri::{Manager, WebviewWindow};

use crate::shell::Shell;

/// What ends more often than [`MOST`] times within this time is not loaded again by itself.
const SOON: Duration = Duration::from_secs(60);
const MOST: usize = 3;

/// What a window says that stays blank; only its title is left to say it.
const BLANK: &str = "Docketbell: this page cannot be drawn. Close the window and open it again.";

/// What to do after an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Load it again where it was.
    SamePlace,
    /// That place ended it a moment ago: the front page.
    FrontPage,
    /// It ends again and again: the window's title says so, and a person closes and opens it.
    Leave,
}

/// `ends`: the moments of the last ends, this one among them. Forgets those that are long past.
fn then(ends: &mut Vec<Instant>, now: Instant) -> Then {
    ends.push(now);
    ends.retain(|end| now.duration_since(*end) < SOON);
    match ends.len() {
        1 => Then::SamePlace,
        n if n <= MOST => Then::FrontPage,
        _ => Then::Leave,
    }
}

/// Loads the page of this window again whenever its process ends.
#[cfg(target_os = "linux")]
pub fn its_page(window: &WebviewWindow) {
    use webkit2gtk::WebViewExt;

    let ends = RefCell::new(Vec::new());
    let window_of_it = window.clone();
    let listening = window.with_webview(move |view| {
        view.inner()
            .connect_web_process_terminated(move |view, why| {
                let then = then(&mut ends.borrow_mut(), Instant::now());
                tracing::error!(?why, ?then, "the window's page ended");
                // A notification that is clicked meanwhile is opened by the page that comes, not handed to the one that went.
                window_of_it.state::<Shell>().page_ended();
                match then {
                    Then::SamePlace => view.reload(),
                    Then::FrontPage => match view.uri() {
                        Some(uri) => view.load_uri(uri.split('#').next().unwrap_or_default()),
                        None => view.reload(),
                    },
                    Then::Leave => {
                        let _ = window_of_it.set_title(BLANK);
                    }
                }
            });
    });
    if listening.is_err() {
        tracing::warn!("nobody would hear it if the window's page ended");
    }
}

/// Other systems load it again by themselves, or tell the person.
#[cfg(not(target_os = "linux"))]
pub fn its_page(_: &WebviewWindow) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_ends_again_and_again_is_left_and_one_that_ends_once_a_day_never() {
        let first = Instant::now();
        let mut ends = Vec::new();
        let soon = |n| first + Duration::from_secs(n);
        assert_eq!(then(&mut ends, soon(0)), Then::SamePlace);
        assert_eq!(
            then(&mut ends, soon(5)),
            Then::FrontPage,
            "not where it ended"
        );
        assert_eq!(then(&mut ends, soon(9)), Then::FrontPage);
        assert_eq!(then(&mut ends, soon(14)), Then::Leave, "no loop for ever");
        assert_eq!(then(&mut ends, soon(3600)), Then::SamePlace);
    }
}
