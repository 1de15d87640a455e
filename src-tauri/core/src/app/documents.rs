//! Documents of a docket: fetched when a person asks, one at a time, and only those that the court offers to everybody.
//!
//! A document is never part of the store. The terminal saves it where the person says; the window keeps a copy for
//! viewing outside the data folder, which goes when the program ends, and at once when a case is no longer public.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::app::desk::{Desk, lock};
use crate::app::views::Problem;
use crate::domain::Document;
use crate::portal::Asked;
use crate::portal::casenet::FetchedDocument;
use crate::portal::recognise::file_kind;
use crate::storage::{StoreError, StoredEntry};

/// Kinds that are opened from the window: pictures of paper, which run nothing.
const OPENED: [&str; 6] = ["pdf", "tif", "tiff", "png", "jpg", "jpeg"];

/// Where a document was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDocument {
    /// The file.
    pub path: PathBuf,
    /// The same bytes were there already, so nothing was written.
    pub already: bool,
}

/// A document that the docket offers, with the entry that it hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedDocument {
    /// Row id of the entry.
    pub entry_id: i64,
    /// The court marks the whole entry confidential.
    pub entry_is_confidential: bool,
    /// The court lists the entry's documents and offers no link to them.
    pub without_link: bool,
    /// The document.
    pub document: Document,
}

impl OfferedDocument {
    fn of(entry: &StoredEntry) -> impl Iterator<Item = Self> + '_ {
        entry.entry.documents.iter().map(|document| Self {
            entry_id: entry.entry_id,
            entry_is_confidential: entry.entry.confidential,
            without_link: entry.entry.without_link,
            document: document.clone(),
        })
    }

    /// Why the court does not offer it to everybody; `None` when it does.
    pub fn not_public(&self) -> Option<Problem> {
        let marked = match self.document.security_level {
            _ if self.entry_is_confidential => "the docket entry confidential".to_owned(),
            Some(level) if !self.document.is_public() => {
                format!("this document with security level {level}; only level 1 is public")
            }
            _ if self.without_link => {
                return Some(Self::kept_back(
                    "The court lists this document and offers no link to it.",
                ));
            }
            _ => return None,
        };
        Some(Self::kept_back(&format!("The court marks {marked}.")))
    }

    fn kept_back(why: &str) -> Problem {
        Problem::new(
            "document_not_public",
            format!("{why} It was not asked for; nothing was sent."),
            "Ask the clerk of the court whether you may see it.",
        )
    }
}

impl Desk {
    /// The documents of the entry with this sequence number.
    ///
    /// # Errors
    /// `no_such_entry`, `no_document`; when the store cannot be read.
    pub async fn offered_documents(
        &self,
        case_id: i64,
        sequence: i64,
    ) -> Result<Vec<OfferedDocument>, Problem> {
        let entries = self.inner.store.entries_numbered(case_id, sequence).await?;
        if entries.is_empty() {
            return Err(Problem::new(
                "no_such_entry",
                format!("Your copy of the docket has no entry with the sequence {sequence}."),
                "Look it up with: docketctl docket CASE_NUMBER --json",
            ));
        }
        let offered: Vec<_> = entries.iter().flat_map(OfferedDocument::of).collect();
        if offered.is_empty() {
            return Err(Problem::new(
                "no_document",
                format!("The docket shows no document at the entry {sequence}."),
                "",
            ));
        }
        Ok(offered)
    }

    /// Asks the portal for a document.
    ///
    /// # Errors
    /// `document_not_public` (nothing is sent); what the profile does not allow; what the portal says.
    pub async fn fetch_document(
        &self,
        case_id: i64,
        offered: &OfferedDocument,
    ) -> Result<FetchedDocument, Problem> {
        if let Some(problem) = offered.not_public() {
            return Err(problem);
        }
        self.may(Asked::One).await?;
        let case = self
            .inner
            .store
            .case(case_id, self.court_day())
            .await?
            .ok_or(StoreError::NoSuchCase)?;
        let Some(court_code) = case.header.court_code.filter(|code| !code.is_empty()) else {
            return Err(Problem::new(
                "document_address_unknown",
                "The court's short code is not in your copy of the case, so the document's address is not known.",
                "Check the case, then try again.",
            ));
        };
        let what = format!("document of {}", case.case_number);
        let fetched = self
            .inner
            .casenet
            .fetch_document(&court_code, &offered.document, &what)
            .await;
        self.note(fetched.as_ref().map(|_| ()));
        match fetched {
            Ok(fetched) => Ok(fetched),
            Err(error) => Err(self.problem_kept(&error).await),
        }
    }

    /// Fetches a document and keeps a copy for the desktop's own program to open.
    ///
    /// # Errors
    /// As [`Desk::fetch_document`]; `document_kind` for what is not a picture of paper; when no copy can be kept.
    pub async fn copy_to_view(
        &self,
        case_id: i64,
        entry_id: i64,
        document_id: &str,
    ) -> Result<PathBuf, Problem> {
        let entry = self.inner.store.entry(entry_id).await?;
        let offered = entry
            .iter()
            .filter(|entry| entry.case_id == case_id)
            .flat_map(OfferedDocument::of)
            .find(|offered| offered.document.document_id == document_id)
            .ok_or_else(|| {
                Problem::new(
                    "no_document",
                    "This document is no longer in your copy of the docket.",
                    "",
                )
            })?;
        if !opens_here(&offered.document) {
            return Err(other_kind(&offered.document.extension));
        }
        let fetched = self.fetch_document(case_id, &offered).await?;
        // The name says which program opens it; the bytes must agree.
        if file_kind(&fetched.bytes) != Some(kind_of(&offered.document)) {
            return Err(other_kind("another kind than its name says"));
        }
        let folder = self.viewing_folder()?.join(case_id.to_string());
        let saved = save_document(&folder, &fetched);
        Ok(saved.map_err(|e| cannot_keep(&e))?.path)
    }

    /// Puts a page that was made here where documents for viewing lie: to print it, and gone when the program ends.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn page_to_view(&self, file_name: &str, html: &str) -> Result<PathBuf, Problem> {
        let page = FetchedDocument {
            bytes: html.as_bytes().to_vec().into(),
            content_type: None,
            file_name: file_name.to_owned(),
        };
        let saved = save_document(&self.viewing_folder()?, &page);
        Ok(saved.map_err(|e| cannot_keep(&e))?.path)
    }

    /// Removes the copies that were kept for viewing.
    pub(crate) fn remove_viewed(&self) {
        if let Some(folder) = lock(&self.inner.viewing).take() {
            // It lies outside the data folder, in a place that the desktop empties itself.
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    /// A folder of this run, that only this user can read: where the desktop keeps what ends with the session.
    fn viewing_folder(&self) -> Result<PathBuf, Problem> {
        let mut viewing = lock(&self.inner.viewing);
        if let Some(folder) = viewing.as_ref().filter(|folder| folder.is_dir()) {
            return Ok(folder.clone());
        }
        let base = std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute() && dir.is_dir())
            .unwrap_or_else(std::env::temp_dir);
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|e| cannot_keep(&io::Error::other(e.to_string())))?;
        let folder = base.join(format!("docketbell-{:016x}", u64::from_le_bytes(random)));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|e| cannot_keep(&e))?;
        *viewing = Some(folder.clone());
        Ok(folder)
    }
}

/// Whether the window opens documents of this kind.
pub(crate) fn opens_here(document: &Document) -> bool {
    OPENED
        .iter()
        .any(|kind| written_kind(document).eq_ignore_ascii_case(kind))
}

fn written_kind(document: &Document) -> &str {
    if document.extension.is_empty() {
        "pdf"
    } else {
        &document.extension
    }
}

/// As [`file_kind`] names it.
fn kind_of(document: &Document) -> &'static str {
    match written_kind(document).to_ascii_lowercase().as_str() {
        "tif" | "tiff" => "tif",
        "jpg" | "jpeg" => "jpg",
        "png" => "png",
        _ => "pdf",
    }
}

fn other_kind(kind: &str) -> Problem {
    Problem::new(
        "document_kind",
        format!(
            "Docketbell opens PDF files and pictures only. This document is of another kind ({kind})."
        ),
        "Open the case on Case.net and get it there.",
    )
}

fn cannot_keep(error: &io::Error) -> Problem {
    Problem::new(
        "document_not_kept",
        format!("The document came, but it could not be put on this computer: {error}."),
        "Make room on the disk, then try again.",
    )
}

/// Puts a document into a folder under its own name: whole or not at all, readable by this user only. A file of that
/// name with other content stays as it is; the new one gets a number.
///
/// # Errors
/// When the folder cannot be made or written.
pub fn save_document(folder: &Path, fetched: &FetchedDocument) -> io::Result<SavedDocument> {
    std::fs::create_dir_all(folder)?;
    let partial = folder.join(format!(".docketbell-{}.part", std::process::id()));
    let saved =
        write_whole(&partial, &fetched.bytes).and_then(|()| place(folder, &partial, fetched));
    // Also after success: the finished file has a name of its own.
    let _ = std::fs::remove_file(&partial);
    saved
}

fn write_whole(partial: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // One that a killed run left has our process id again: it is ours to replace.
    if partial.symlink_metadata().is_ok() {
        std::fs::remove_file(partial)?;
    }
    let mut file = options.open(partial)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives the finished file the first name that is free; a link never replaces a file.
fn place(folder: &Path, partial: &Path, fetched: &FetchedDocument) -> io::Result<SavedDocument> {
    let name = Path::new(&fetched.file_name);
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    let dotted = name
        .extension()
        .map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
    for number in 1..1000 {
        let path = folder.join(match number {
            1 => fetched.file_name.clone(),
            n => format!("{stem} ({n}){dotted}"),
        });
        match std::fs::hard_link(partial, &path) {
            Ok(()) => {
                return Ok(SavedDocument {
                    path,
                    already: false,
                });
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            // A file system without links (USB sticks): a rename, when nothing has the name.
            Err(_) if path.symlink_metadata().is_err() => {
                std::fs::rename(partial, &path)?;
                return Ok(SavedDocument {
                    path,
                    already: false,
                });
            }
            Err(_) => {}
        }
        if std::fs::read(&path).is_ok_and(|there| there == fetched.bytes) {
            return Ok(SavedDocument {
                path,
                already: true,
            });
        }
    }
    Err(io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!(
            "there are a thousand files named {} already",
            fetched.file_name
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(bytes: &'static [u8]) -> FetchedDocument {
        FetchedDocument {
            bytes: bytes.into(),
            content_type: None,
            file_name: "Petition.pdf".to_owned(),
        }
    }

    #[test]
    fn a_saved_document_never_replaces_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/folder");
        let names = |bytes| {
            let saved = save_document(&out, &fetched(bytes)).unwrap();
            (
                saved
                    .path
                    .file_name()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned(),
                saved.already,
            )
        };
        assert_eq!(names(b"%PDF-1"), ("Petition.pdf".to_owned(), false));
        assert_eq!(
            names(b"%PDF-1"),
            ("Petition.pdf".to_owned(), true),
            "the same document is not kept twice"
        );
        assert_eq!(names(b"%PDF-2"), ("Petition (2).pdf".to_owned(), false));
        assert_eq!(std::fs::read(out.join("Petition.pdf")).unwrap(), b"%PDF-1");
        let left = std::fs::read_dir(&out).unwrap().count();
        assert_eq!(left, 2, "no partial file stays behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_waits_under_the_name_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("Petition.pdf")).unwrap();
        let saved = save_document(folder.path(), &fetched(b"%PDF-1")).unwrap();
        assert!(saved.path.ends_with("Petition (2).pdf"));
        assert!(!elsewhere.exists(), "nothing was written through the link");
    }

    #[test]
    fn what_the_court_does_not_offer_to_everybody_says_so() {
        let offered = |level, confidential| OfferedDocument {
            entry_id: 1,
            entry_is_confidential: confidential,
            without_link: false,
            document: Document {
                security_level: level,
                ..Document::default()
            },
        };
        for public in [offered(None, false), offered(Some(1), false)] {
            assert_eq!(public.not_public(), None);
        }
        let unlinked = OfferedDocument {
            without_link: true,
            ..offered(Some(1), false)
        };
        for (closed, says) in [
            (unlinked, "no link"),
            (offered(Some(3), false), "security level 3"),
            (offered(Some(1), true), "confidential"),
        ] {
            let problem = closed.not_public().unwrap();
            assert!(problem.message.contains(says), "{problem}");
        }
    }
}
