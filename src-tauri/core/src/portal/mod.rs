//! The website. Knows the words of the court; knows no storage.
//!
//! Every request passes one place, [`access`], which knows whether we may ask, how often, and when to stop for good.
//! [`browser`] carries requests and answers; [`casenet`] reads the public case system's drifting JSON.

use std::future::Future;
use std::pin::Pin;

pub mod access;
pub mod browser;
pub mod casenet;
mod closed;
pub mod document;
pub mod error;
pub mod form;
mod guises;
pub mod journeys;
pub mod profile;
pub mod recognise;
pub mod text;
pub mod words;

pub use access::{
    AccessLedger, Asked, Gate, LedgerError, Limits, MemoryLedger, RequestIntent, RequestOutcome,
    Reserve, Stop, StopReason, Ticket, may_check,
};
pub use browser::{Browser, HttpBrowser, PortalAnswer, PortalRequest};
pub use casenet::{CaseHit, Casenet, HeaderReading, Parties, RawAnswer, Search};
pub use document::Page;
pub use error::{Because, NotPermitted, PortalError, Trouble};
pub use form::{Filling, Form, SecretKind, Value};
pub use profile::{PortalProfile, ProfileError};
pub use words::{Accepted, Words};

/// A boxed future, for the seams that wait and are used as trait objects.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
