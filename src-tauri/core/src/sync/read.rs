//! Reads one case from the portal: header, docket, parties. What each answer proves, and what it does not.
//!
//! A check asks for three answers, one after the other (`docs/performance.md` says why). The header comes first, since it
//! tells whether the court still shows the case at all; the docket is the reason to ask; parties carry the attorneys.
//! One part that cannot be read does not spoil the others, and no part that failed is taken for "nothing there".

use crate::domain::{CaseHeader, CaseKey, CaseStyle, Docket};
use crate::portal::casenet::{RawAnswer, read_docket, read_header, read_party};
use crate::portal::{Casenet, HeaderReading, Parties, PortalError};

/// Digests of the answers that were applied last. Equal bytes read equal, so an equal digest spares the reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digests {
    /// Of the header answer.
    pub header: Option<u64>,
    /// Of the docket answer.
    pub docket: Option<u64>,
    /// Of the party answer.
    pub parties: Option<u64>,
}

/// One part of a reading.
#[derive(Debug)]
pub enum Part<T> {
    /// The same bytes as last time.
    Same,
    /// Read, with the digest of its bytes.
    Read(T, u64),
    /// Could not be had or read; the stored part stays as it is.
    Failed(PortalError),
}

impl<T> Part<T> {
    /// The error, if the part failed.
    pub fn error(&self) -> Option<&PortalError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The value, if it was read anew.
    pub fn read(&self) -> Option<&T> {
        match self {
            Self::Read(value, _) => Some(value),
            _ => None,
        }
    }
}

/// What a check learnt.
#[derive(Debug)]
pub enum CaseReading {
    /// The court shows the case.
    Shown(Box<ShownCase>),
    /// The court says that it has no such case: unavailable, or gone confidential.
    Gone {
        /// The court's own words, where it has any.
        words: Option<String>,
        /// The header that still answers for the case and marks it confidential.
        marked: Option<Box<CaseHeader>>,
    },
}

/// A case that the court shows.
#[derive(Debug)]
pub struct ShownCase {
    /// Header and the charges it lists.
    pub header: Part<HeaderReading>,
    /// The docket.
    pub docket: Part<Docket>,
    /// Parties and attorneys.
    pub parties: Part<Parties>,
}

impl ShownCase {
    /// Nothing differs from the last reading.
    pub fn is_same(&self) -> bool {
        matches!(
            (&self.header, &self.docket, &self.parties),
            (Part::Same, Part::Same, Part::Same)
        )
    }

    /// The first part that failed, the gravest first: a stop outweighs everything.
    pub fn trouble(&self) -> Option<&PortalError> {
        let errors = [
            self.header.error(),
            self.docket.error(),
            self.parties.error(),
        ];
        let mut errors = errors.into_iter().flatten();
        let first = errors.next()?;
        Some(
            std::iter::once(first)
                .chain(errors)
                .find(|e| matches!(e, PortalError::Stopped(_)))
                .unwrap_or(first),
        )
    }
}

/// Reads a case. `known` spares the reading of answers that are the same; leave it empty when a former reading waits
/// to be confirmed. `before_long_docket` is called when a docket came that is not the same and takes a while to read:
/// what it will be compared with can be fetched meanwhile.
///
/// # Errors
/// When nothing at all was learnt: the portal cannot be reached, is closed, stopped us, moved the court, or neither
/// header nor docket could be read.
pub async fn read_case(
    casenet: &Casenet,
    key: &CaseKey,
    known: Digests,
    before_long_docket: impl FnOnce() + Send,
) -> Result<CaseReading, PortalError> {
    let header = take(casenet.fetch_header(key).await, known.header, |raw| {
        read_header(raw, key)
    })
    .await;
    if let Part::Failed(error) = &header
        && ends_the_reading(error)
    {
        return Err(error.clone());
    }
    let docket = take(casenet.fetch_docket(key).await, known.docket, |raw| {
        if raw.bytes.len() > LARGE {
            before_long_docket();
        }
        read_docket(raw, key)
    })
    .await;
    if let Part::Failed(error) = &docket
        && ends_the_reading(error)
        && header.read().is_none()
    {
        return Err(error.clone());
    }
    let marked = header.read().filter(|h| h.header.confidential);
    match (&header, &docket) {
        // An error of the portal's own beside it: the portal is in trouble, which proves nothing about the case.
        (
            Part::Failed(PortalError::UnknownCase { .. }),
            Part::Failed(error @ PortalError::ServerError { .. }),
        ) => return Err(error.clone()),
        // Two different questions, one answer: the court does not show this case.
        (Part::Failed(PortalError::UnknownCase { words, .. }), Part::Failed(_)) => {
            return Ok(CaseReading::Gone {
                words: words.clone(),
                marked: None,
            });
        }
        // The docket answers although the header does not: the portal contradicts itself, which proves nothing.
        (Part::Failed(header_error @ PortalError::UnknownCase { .. }), _) => {
            return Err(header_error.clone());
        }
        (Part::Failed(error), Part::Failed(_)) => return Err(error.clone()),
        _ => {}
    }
    if let Some(reading) = marked {
        return Ok(CaseReading::Gone {
            words: None,
            marked: Some(Box::new(reading.header.clone())),
        });
    }
    if let Part::Failed(error) = &docket
        && matches!(error, PortalError::Stopped(_))
    {
        return Err(error.clone());
    }
    let parties = take(casenet.fetch_party(key).await, known.parties, |raw| {
        read_party(raw, key)
    })
    .await;
    Ok(CaseReading::Shown(Box::new(ShownCase {
        header,
        docket,
        parties,
    })))
}

/// Whether a court that was found by the number shows the case that is stored: filed on the same day, and of the same
/// style or place. The same number may stand for different cases in different courts (`wire-format.md` §5.3).
pub fn is_same_case(stored: &CaseHeader, shown: &CaseHeader) -> bool {
    let both = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => a.trim().eq_ignore_ascii_case(b.trim()),
        _ => false,
    };
    let (CaseStyle(before), CaseStyle(now)) = (&stored.style, &shown.style);
    let style = before.trim().eq_ignore_ascii_case(now.trim()) || before.trim().is_empty();
    let filed = match (stored.filed_on, shown.filed_on) {
        (Some(before), Some(now)) => before == now,
        _ => true,
    };
    filed
        && (style
            || both(&stored.location, &shown.location)
            || both(&stored.location_code, &shown.location_code))
}

/// Errors that concern the portal or the court as a whole: asking for the next part would be one request too many.
fn ends_the_reading(error: &PortalError) -> bool {
    !matches!(
        error,
        PortalError::UnknownCase { .. }
            | PortalError::OtherCase { .. }
            | PortalError::Unreadable { .. }
            | PortalError::UnexpectedPage { .. }
            | PortalError::AccessDenied { .. }
            | PortalError::ServerError { .. }
    )
}

/// Below this many bytes an answer is read where it stands; a larger one is read off the async threads.
const LARGE: usize = 256 * 1024;

async fn take<T>(
    answer: Result<RawAnswer, PortalError>,
    known: Option<u64>,
    read: impl FnOnce(&RawAnswer) -> Result<T, PortalError>,
) -> Part<T> {
    match answer {
        Err(error) => Part::Failed(error),
        Ok(raw) if known == Some(raw.digest) => Part::Same,
        Ok(raw) => {
            let digest = raw.digest;
            let read = if raw.bytes.len() > LARGE && on_many_threads() {
                tokio::task::block_in_place(|| read(&raw))
            } else {
                read(&raw)
            };
            match read {
                Ok(value) => Part::Read(value, digest),
                Err(error) => Part::Failed(error),
            }
        }
    }
}

/// `block_in_place` needs a runtime with several threads; a test or a short command may have one.
fn on_many_threads() -> bool {
    tokio::runtime::Handle::try_current()
        .is_ok_and(|h| h.runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread)
}
