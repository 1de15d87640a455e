//! Pages that stopped a journey or came in place of an answer about a case, kept for people to look at: visible words,
//! without anything that was typed.
//!
//! They must be plain files, since a script is told their names (`"kept"`) and a person opens or sends them. So they lie
//! where nothing outlives the session: in the desktop's runtime folder, which is memory, where there is one. Without one
//! they lie below the data folder, few and for a short time. Nothing but the words of a page that nobody knew is in them;
//! still, a page may name people.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::desk::Desk;
use crate::app::folder;
use crate::app::views::Problem;
use crate::portal::journeys::KeptPage;
use crate::portal::{Page, PortalError};

/// Below the data folder.
const KEPT_PAGES: &str = "kept-pages";
/// How many are kept; the oldest go first.
const AT_MOST: usize = 10;
/// How long one is kept.
const FOR: Duration = Duration::from_secs(7 * 24 * 3600);

/// The places where pages of a data folder are kept: the session's, then the lasting one.
struct Places {
    session: Option<PathBuf>,
    lasting: PathBuf,
}

impl Places {
    fn of(data_folder: &Path, runtime: Option<&Path>) -> Self {
        // Two data folders of one person do not share pages, and the name tells nothing of the folder.
        let hash = Sha256::digest(data_folder.as_os_str().as_encoded_bytes());
        let name: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Self {
            session: runtime
                .filter(|dir| dir.is_absolute() && dir.is_dir())
                .map(|dir| dir.join("docketbell").join(KEPT_PAGES).join(name)),
            lasting: data_folder.join(KEPT_PAGES),
        }
    }

    fn keep(&self, name: &str, text: &str, now: SystemTime) -> io::Result<PathBuf> {
        let in_session = self.session.as_ref().map(|dir| write(dir, name, text));
        let (folder, path) = match in_session {
            Some(Ok(path)) => (self.session.as_ref(), path),
            _ => (Some(&self.lasting), write(&self.lasting, name, text)?),
        };
        if let Some(folder) = folder {
            prune(folder, now);
        }
        prune(&self.lasting, now);
        Ok(path)
    }

    fn remove_of_cases(&self) {
        for folder in self.session.iter().chain([&self.lasting]) {
            let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
            for file in files {
                if file.file_name().to_string_lossy().ends_with(OF_CASES) {
                    let _ = std::fs::remove_file(file.path());
                }
            }
        }
    }

    fn erase(&self) -> io::Result<()> {
        for folder in self.session.iter().chain([&self.lasting]) {
            match std::fs::remove_dir_all(folder) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Keeps a page; gives the file. Older ones beyond the limits go.
pub(crate) fn keep(data_folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    Places::of(data_folder, runtime().as_deref()).keep(name, text, SystemTime::now())
}

/// What the names of pages end with that came in place of answers about cases.
const OF_CASES: &str = "-case.txt";

impl Desk {
    /// As [`Desk::problem`], with what a script wants to know of an answer that is not what was asked for; a page that
    /// came in its place is kept.
    pub(crate) async fn problem_kept(&self, error: &PortalError) -> Problem {
        let mut problem = self.problem(error);
        if error.exit_code() != 8 {
            return problem;
        }
        for (key, words) in [("expected", error.expected()), ("shown", error.shown())] {
            if let Some(words) = words {
                problem.more.insert(key.to_owned(), json!(words));
            }
        }
        let Some(answer) = self.inner.casenet.page_behind(error) else {
            return problem;
        };
        // A page that cannot be read as one has no words to keep.
        let Ok(page) = Page::read_answer(answer).await else {
            return problem;
        };
        // Nothing is typed into the case system but numbers and names of cases.
        let text = KeptPage::of(&page, &[], false).text;
        let at = self.now().strftime("%Y%m%dT%H%M%S%.6f").to_string();
        match keep(&self.inner.place.folder, &format!("{at}{OF_CASES}"), &text) {
            Ok(path) => {
                let path = path.display().to_string();
                problem.more.insert("kept".to_owned(), json!(path));
            }
            Err(cause) => {
                tracing::warn!(%cause, "a page in place of an answer could not be kept");
            }
        }
        problem
    }

    /// Removes the pages that came in place of answers about cases: one may name a case that is not shown any more.
    pub(crate) fn remove_pages_of_cases(&self) {
        Places::of(&self.inner.place.folder, runtime().as_deref()).remove_of_cases();
    }
}

/// Removes those that are older than they may be, also when no page is kept any more.
pub(crate) fn tidy(data_folder: &Path) {
    let places = Places::of(data_folder, runtime().as_deref());
    for folder in places.session.iter().chain([&places.lasting]) {
        prune(folder, SystemTime::now());
    }
}

/// Removes all pages of a data folder.
pub(crate) fn erase(data_folder: &Path) -> io::Result<()> {
    Places::of(data_folder, runtime().as_deref()).erase()
}

fn runtime() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)
}

fn write(dir: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    folder::make_private_folder(dir)?;
    let path = dir.join(name);
    folder::write_private(&path, text.as_bytes())?;
    Ok(path)
}

/// Removes what is too old, and the oldest of too many. A file that cannot be removed is tried again the next time.
fn prune(folder: &Path, now: SystemTime) {
    let Ok(files) = std::fs::read_dir(folder) else {
        return;
    };
    let mut pages: Vec<(SystemTime, PathBuf)> = files
        .filter_map(|file| {
            let file = file.ok()?;
            let written = file.metadata().ok()?.modified().ok()?;
            Some((written, file.path()))
        })
        .collect();
    pages.sort();
    let too_many = pages.len().saturating_sub(AT_MOST);
    for (n, (written, path)) in pages.iter().enumerate() {
        let age = now.duration_since(*written).unwrap_or_default();
        if n < too_many || age > FOR {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut names: Vec<String> = files
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_page_lies_in_the_sessions_memory_where_there_is_one() {
        let (data, runtime) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let places = Places::of(data.path(), Some(runtime.path()));
        let path = places
            .keep("a.txt", "One moment", SystemTime::now())
            .unwrap();
        assert!(path.starts_with(runtime.path()), "{path:?}");
        assert_eq!(names(data.path()).len(), 0, "nothing on the disk");
        let other = Places::of(runtime.path(), Some(runtime.path()));
        assert_ne!(
            places.session, other.session,
            "each data folder has its own"
        );
        places.erase().unwrap();
        assert!(!path.exists());
        places.erase().expect("nothing to erase is fine");
    }

    #[test]
    fn pages_about_cases_go_alone() {
        let data = tempfile::tempdir().unwrap();
        let places = Places::of(data.path(), None);
        places.remove_of_cases();
        for name in ["1-case.txt", "2-sign_in.txt", "3-case.txt"] {
            places.keep(name, "One moment", SystemTime::now()).unwrap();
        }
        places.remove_of_cases();
        assert_eq!(names(&places.lasting), ["2-sign_in.txt"]);
    }

    #[test]
    fn without_one_pages_lie_below_the_data_folder_ten_at_most_and_for_a_week() {
        let data = tempfile::tempdir().unwrap();
        let gone = data.path().join("no such folder");
        let places = Places::of(data.path(), Some(&gone));
        let now = SystemTime::now();
        for n in 10..25 {
            let name = format!("{n}.txt");
            places.keep(&name, "One moment", now).unwrap();
            // The clock of the disk is coarse: each page is younger than the one before.
            let file = std::fs::File::options()
                .write(true)
                .open(places.lasting.join(&name))
                .unwrap();
            file.set_modified(now - Duration::from_secs(100 - n))
                .unwrap();
        }
        places.keep("25.txt", "One moment", now).unwrap();
        let kept = names(&places.lasting);
        assert_eq!(kept.len(), AT_MOST, "{kept:?}");
        assert_eq!((&*kept[0], &*kept[9]), ("16.txt", "25.txt"), "the newest");
        prune(&places.lasting, now + FOR + Duration::from_secs(60));
        assert_eq!(names(&places.lasting).len(), 0, "none after a week");
    }
}
