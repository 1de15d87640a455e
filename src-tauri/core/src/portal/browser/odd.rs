//! Pages that came in place of an answer, held until one is kept for people to look at. Their errors carry words only,
//! and go through rooms that store and compare them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::PortalAnswer;

/// As many as can come at once; older ones are of no use.
const AT_MOST: usize = 8;
/// What a person reads of a page stands near its beginning.
const LOOK: usize = 256 * 1024;

/// The last pages that came in place of answers, by what the error says was expected.
#[derive(Debug, Default)]
pub struct OddPages(Mutex<VecDeque<(String, PortalAnswer)>>);

impl OddPages {
    /// Holds a page until it is taken or newer ones push it out. Data is never held: it may tell more of people than any
    /// page shows, such as whole dates of birth; it takes the place of an older page, which would be no evidence of it.
    pub fn hold(&self, expected: &str, page: &PortalAnswer) {
        let page = PortalAnswer {
            bytes: Bytes::copy_from_slice(&page.bytes[..page.bytes.len().min(LOOK)]),
            ..page.clone()
        };
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(other, _)| other != expected);
        if page.bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'<') {
            return;
        }
        if held.len() >= AT_MOST {
            held.pop_front();
        }
        held.push_back((expected.to_owned(), page));
    }

    /// The page that an error with these words of what was expected is about. It is given once.
    pub fn take(&self, expected: &str) -> Option<PortalAnswer> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = held.iter().position(|(other, _)| other == expected)?;
        held.remove(place).map(|(_, page)| page)
    }
}
