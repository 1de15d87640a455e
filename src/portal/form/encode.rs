//! What a pressed button sends: the fields in the order of the page, written in the character set of the page, as a
//! browser does (HTML standard, "Constructing the entry list", "Form submission").

use encoding_rs::Encoding;
use url::Url;
use zeroize::Zeroizing;

use super::super::browser::{Body, PortalRequest};
use super::filling::State;
use super::{Button, ControlKind, Enctype, Form, Method};

struct Entry {
    name: String,
    value: Zeroizing<String>,
    file: bool,
}

pub(super) fn request(
    form: &Form,
    states: &[State],
    button: &Button,
    target: Url,
    why: String,
    secret: bool,
) -> PortalRequest {
    let entries = entries(form, states, button);
    let mut request = match button.method.unwrap_or(form.method) {
        Method::Get => {
            let mut url = target;
            url.set_fragment(None);
            url.set_query(Some(&urlencoded(&entries, form.charset)));
            PortalRequest::open(url, why)
        }
        Method::Post => {
            let (content_type, bytes) = match button.enctype.unwrap_or(form.enctype) {
                Enctype::Urlencoded => (
                    "application/x-www-form-urlencoded".to_owned(),
                    Zeroizing::new(urlencoded(&entries, form.charset).as_bytes().to_vec()),
                ),
                Enctype::Multipart => multipart(&entries, form.charset),
                Enctype::Plain => ("text/plain".to_owned(), plain(&entries, form.charset)),
            };
            PortalRequest {
                body: Body::Encoded {
                    content_type,
                    bytes,
                },
                ..PortalRequest::open(target, why)
            }
        }
    };
    request.secret = secret;
    request
}

fn entries(form: &Form, states: &[State], button: &Button) -> Vec<Entry> {
    let mut out = Vec::with_capacity(form.controls.len() + 2);
    let set = |name: &str| {
        button
            .sets
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.clone())
    };
    for (n, control) in form.controls.iter().enumerate() {
        if n == button.before {
            pressed(button, &mut out);
        }
        let Some(state) = states.get(n) else { continue };
        if control.disabled || control.name.is_empty() {
            continue;
        }
        let mut push = |value: &str, file| {
            out.push(Entry {
                name: lines(&control.name),
                value: Zeroizing::new(lines(value)),
                file,
            });
        };
        match &control.kind {
            ControlKind::Hidden if control.name.eq_ignore_ascii_case("_charset_") => {
                push(form.charset.name(), false)
            }
            ControlKind::Hidden => match set(&control.name) {
                Some(value) => push(&value, false),
                None => push(&state.value, false),
            },
            ControlKind::Text | ControlKind::Password => push(&state.value, false),
            ControlKind::File => push("", true),
            ControlKind::Box | ControlKind::Radio(_) if state.checked => push(&state.value, false),
            ControlKind::Box | ControlKind::Radio(_) => {}
            ControlKind::Select(options) => {
                let chosen = options
                    .iter()
                    .zip(&state.selected)
                    .filter(|(o, selected)| **selected && !o.disabled);
                chosen.for_each(|(o, _)| push(&o.value, false));
            }
        }
    }
    if button.before >= form.controls.len() {
        pressed(button, &mut out);
    }
    // What a script sets without a field of that name waiting for it.
    for (name, value) in &button.sets {
        if !form.controls.iter().any(|c| c.name == *name) {
            out.push(Entry {
                name: name.clone(),
                value: Zeroizing::new(value.clone()),
                file: false,
            });
        }
    }
    out
}

fn pressed(button: &Button, out: &mut Vec<Entry>) {
    let mut push = |name: String, value: &str| {
        out.push(Entry {
            name: lines(&name),
            value: Zeroizing::new(lines(value)),
            file: false,
        });
    };
    if button.image {
        // Where on the picture it was pressed; anywhere will do.
        let dot = if button.name.is_empty() {
            String::new()
        } else {
            format!("{}.", button.name)
        };
        push(format!("{dot}x"), "1");
        push(format!("{dot}y"), "1");
    } else if !button.name.is_empty() {
        push(button.name.clone(), &button.value);
    }
}

/// Line ends as forms send them.
fn lines(text: &str) -> String {
    if !text.contains(['\r', '\n']) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\n', "\r\n")
}

/// In the character set of the page; what it cannot write becomes a numeric reference.
fn bytes_in<'t>(text: &'t str, charset: &'static Encoding) -> std::borrow::Cow<'t, [u8]> {
    charset.encode(text).0
}

fn urlencoded(entries: &[Entry], charset: &'static Encoding) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    for entry in entries {
        if !out.is_empty() {
            out.push('&');
        }
        for part in url::form_urlencoded::byte_serialize(&bytes_in(&entry.name, charset)) {
            out.push_str(part);
        }
        out.push('=');
        for part in url::form_urlencoded::byte_serialize(&bytes_in(&entry.value, charset)) {
            out.push_str(part);
        }
    }
    out
}

fn multipart(entries: &[Entry], charset: &'static Encoding) -> (String, Zeroizing<Vec<u8>>) {
    // A boundary that no value holds: numbered until that is so.
    let holds = |boundary: &str| {
        entries
            .iter()
            .any(|e| e.value.contains(boundary) || e.name.contains(boundary))
    };
    let boundary = (0u32..)
        .map(|n| format!("----docketbellFormBoundary{n:08}"))
        .find(|b| !holds(b))
        .unwrap_or_default();
    let mut out = Zeroizing::new(Vec::new());
    for entry in entries {
        let name = entry.name.replace("\r\n", "%0D%0A").replace('"', "%22");
        out.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"").as_bytes(),
        );
        out.extend_from_slice(&bytes_in(&name, charset));
        out.extend_from_slice(b"\"");
        if entry.file {
            out.extend_from_slice(b"; filename=\"\"\r\nContent-Type: application/octet-stream");
        }
        out.extend_from_slice(b"\r\n\r\n");
        out.extend_from_slice(&bytes_in(&entry.value, charset));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), out)
}

fn plain(entries: &[Entry], charset: &'static Encoding) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::new());
    for entry in entries {
        out.extend_from_slice(&bytes_in(&entry.name, charset));
        out.push(b'=');
        out.extend_from_slice(&bytes_in(&entry.value, charset));
        out.extend_from_slice(b"\r\n");
    }
    out
}
