//! Answers around the pages: charsets, errors, the page that moves on by itself.

use axum::http::StatusCode;
use encoding_rs::WINDOWS_1252;

use crate::{
    accounts::markup::Charset,
    portal::{
        answer::{Answer, Kind},
        pages,
    },
};

/// A page in its charset.
pub(super) fn page(html: &str, charset: Charset) -> Answer {
    let (kind, bytes) = match charset {
        Charset::Latin1 => (Kind::Html, WINDOWS_1252.encode(html).0.into_owned()),
        Charset::Windows1252 => (
            Kind::Other("text/html"),
            WINDOWS_1252.encode(html).0.into_owned(),
        ),
        Charset::Utf8 => (
            Kind::Other("text/html; charset=UTF-8"),
            html.as_bytes().to_vec(),
        ),
    };
    Answer::new(StatusCode::OK, kind, bytes)
}

pub(super) fn not_found() -> Answer {
    Answer::page(
        StatusCode::NOT_FOUND,
        &pages::message(
            "Error 404",
            "danger",
            "Error 404: SRVE0190E: File not found",
        ),
    )
}

/// Two buttons at once; its words are invented (unverified).
pub(super) fn bad_request() -> Answer {
    Answer::page(
        StatusCode::BAD_REQUEST,
        &pages::message(
            "Error 400",
            "danger",
            "Error 400: The request could not be read. A form sends the one button that was pressed.",
        ),
    )
}

/// The journal could not be written.
pub(super) fn failed() -> Answer {
    Answer::page(
        StatusCode::INTERNAL_SERVER_ERROR,
        &pages::message(
            "Error",
            "danger",
            "The practice portal could not keep this. Nothing was changed.",
        ),
    )
}

/// A page that moves on by itself.
pub(super) fn please_wait(to: &str) -> Answer {
    Answer::html(&format!(
        "<!DOCTYPE html><html><head><meta http-equiv=\"refresh\" content=\"0; url={to}\"><title>Please wait</title>\
         </head><body><p>Please wait.</p></body></html>"
    ))
}
