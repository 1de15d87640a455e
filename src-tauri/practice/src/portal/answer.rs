//! An answer before it is sent: faults may still bend it.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use encoding_rs::WINDOWS_1252;

/// The content type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Json,
    Pdf,
    Other(&'static str),
}

/// Status, type, bytes, and what else the head of the answer says.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) kind: Kind,
    pub(crate) bytes: Bytes,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl Answer {
    /// JSON bytes, already in ISO-8859-1.
    pub(crate) fn json(bytes: Vec<u8>) -> Self {
        Self::new(StatusCode::OK, Kind::Json, bytes)
    }

    /// A page; letters outside of ISO-8859-1 become character references.
    pub(crate) fn html(page: &str) -> Self {
        Self::page(StatusCode::OK, page)
    }

    pub(crate) fn page(status: StatusCode, page: &str) -> Self {
        let (bytes, _, _) = WINDOWS_1252.encode(page);
        Self::new(status, Kind::Html, bytes.into_owned())
    }

    pub(crate) fn new(status: StatusCode, kind: Kind, bytes: Vec<u8>) -> Self {
        Self {
            status,
            kind,
            bytes: bytes.into(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn redirect(to: String) -> Self {
        Self::page(StatusCode::FOUND, "").with(header::LOCATION, to)
    }

    #[must_use]
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Whether it gives the client a session.
    pub(crate) fn gives_session(&self) -> bool {
        self.headers
            .iter()
            .any(|(name, value)| *name == header::SET_COOKIE && value.starts_with("JSESSIONID="))
    }

    #[must_use]
    pub(crate) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Text into the bytes that the portal's charset has for it.
    pub(crate) fn latin1(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    /// The answer as it is sent, with `body` in place of the bytes where a fault wants that.
    pub(crate) fn into_response(self, body: Option<Body>) -> Response<Body> {
        let length = self.bytes.len();
        let replaced = body.is_some();
        let mut response = Response::new(body.unwrap_or_else(|| Body::from(self.bytes)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let fixed = |headers: &mut axum::http::HeaderMap, name: HeaderName, value: &'static str| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        match self.kind {
            Kind::Html => fixed(
                headers,
                header::CONTENT_TYPE,
                "text/html;charset=ISO-8859-1",
            ),
            Kind::Json => {
                fixed(
                    headers,
                    header::CONTENT_TYPE,
                    "application/json;charset=ISO-8859-1",
                );
                fixed(
                    headers,
                    header::CONTENT_DISPOSITION,
                    "inline;filename=f.txt",
                );
            }
            Kind::Pdf => fixed(headers, header::CONTENT_TYPE, "application/pdf"),
            Kind::Other(words) => fixed(headers, header::CONTENT_TYPE, words),
        }
        fixed(headers, header::CACHE_CONTROL, "no-store");
        fixed(headers, header::CONTENT_LANGUAGE, "en-US");
        fixed(headers, header::X_FRAME_OPTIONS, "SAMEORIGIN");
        fixed(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if replaced {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                if name == header::SET_COOKIE {
                    headers.append(name, value);
                } else {
                    headers.insert(name, value);
                }
            }
        }
        response
    }
}
