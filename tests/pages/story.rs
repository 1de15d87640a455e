//! The runner of the stories.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use docketbell_core::portal::browser::{Body, PortalRequest};
use docketbell_core::portal::document::{Page, Spot};
use docketbell_core::portal::form::{Form, SecretKind, Value};
use docketbell_core::portal::text::Charset;
use docketbell_core::portal::words::{Accepted, Heading, Label, Press, Words};
use docketbell_core::portal::{PortalAnswer, PortalError, PortalProfile};
use secrecy::SecretString;
use serde_json::{Value as Json, json};
use url::Url;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pages")
}

pub fn portal() -> PortalProfile {
    PortalProfile::practice("http://127.0.0.1:4180").unwrap()
}

/// Every story: its name, its page, its expectation.
fn stories() -> Vec<(String, Vec<u8>, Json)> {
    let mut stories = Vec::new();
    for page in std::fs::read_dir(folder()).unwrap().map(Result::unwrap) {
        if !page.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(page.path()).unwrap().map(Result::unwrap) {
            let path = file.path();
            if path.extension().is_none_or(|e| e != "html") {
                continue;
            }
            let name = format!(
                "{}/{}",
                page.file_name().display(),
                path.file_stem().unwrap().display()
            );
            let expected = std::fs::read_to_string(path.with_extension("json"))
                .unwrap_or_else(|_| panic!("{name} has no expectation beside it"));
            let expected =
                serde_json::from_str(&expected).unwrap_or_else(|e| panic!("{name}: {e}"));
            stories.push((name, std::fs::read(&path).unwrap(), expected));
        }
    }
    stories.sort_by(|a, b| a.0.cmp(&b.0));
    stories
}

/// `label:user_name` is a list of `words.toml`; anything else is the words themselves.
fn accepted(words: &Words, text: &str) -> Accepted {
    let Some((section, key)) = text.split_once(':') else {
        return Accepted::only(text);
    };
    let found = match section {
        "label" => Label::ALL
            .iter()
            .find(|l| l.key() == key)
            .map(|l| words.label(*l)),
        "button" => Press::ALL
            .iter()
            .find(|l| l.key() == key)
            .map(|l| words.button(*l)),
        "heading" => Heading::ALL
            .iter()
            .find(|l| l.key() == key)
            .map(|l| words.heading(*l)),
        _ => return Accepted::only(text),
    };
    found
        .unwrap_or_else(|| panic!("no {text} in words.toml"))
        .clone()
}

fn texts(value: &Json) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap())
        .collect()
}

fn error(e: &PortalError) -> Json {
    match e {
        PortalError::LabelNotFound { wanted, offered }
        | PortalError::LabelAmbiguous { wanted, offered } => {
            json!({"kind": e.kind(), "wanted": wanted, "offered": offered})
        }
        PortalError::ForeignHost { host, .. } => json!({"kind": e.kind(), "host": host}),
        other => json!({"kind": other.kind()}),
    }
}

/// One step of the person: `["set", label, value]`, `["set", heading, label, value]`, `["secret", kind, label, value]`,
/// `["tick", label]`, `["choose", label, option]`; the last is `["press", button]`, `["open", link]` or
/// `["row", words, button]`.
fn act(page: &Page, form: usize, steps: &Json) -> Result<PortalRequest, PortalError> {
    let portal = portal();
    let words = &portal.words;
    for step in steps.as_array().unwrap() {
        match texts(step).as_slice() {
            ["open", link] => return page.press(&accepted(words, link), &portal),
            ["row", row, button] => {
                let mut rows = page.tables.iter().flat_map(|t| &t.rows);
                let row = rows
                    .rfind(|r| r.cells.iter().any(|c| c.text == *row))
                    .expect("the row");
                let uses: Vec<_> = row.cells.iter().flat_map(|c| c.uses.clone()).collect();
                return page.press_one(&uses, &accepted(words, button), &portal);
            }
            _ => {}
        }
    }
    let mut filling = page.forms.get(form).expect("a form").fill(&portal);
    for step in steps.as_array().unwrap() {
        match texts(step).as_slice() {
            ["set", label, value] => filling.set(&accepted(words, label), *value)?,
            ["set", heading, label, value] => {
                filling.set_under(&accepted(words, heading), &accepted(words, label), *value)?
            }
            ["secret", kind, label, value] => {
                let kind = match *kind {
                    "password" => SecretKind::Password,
                    "pin" => SecretKind::Pin,
                    "code" => SecretKind::Code,
                    _ => SecretKind::SecurityAnswer,
                };
                filling.set(
                    &accepted(words, label),
                    Value::Secret(kind, &SecretString::from(*value)),
                )?
            }
            ["tick", label] => filling.tick(&accepted(words, label))?,
            ["choose", label, option] => filling.choose(&accepted(words, label), option)?,
            ["press", button] => return filling.press(&accepted(words, button)),
            other => panic!("an unknown step {other:?}"),
        };
    }
    panic!("the last step sends nothing")
}

fn sent(request: &PortalRequest) -> String {
    match &request.body {
        Body::Encoded {
            content_type,
            bytes,
        } => {
            let kind = if content_type.starts_with("application/x-www-form-urlencoded") {
                ""
            } else {
                content_type
            };
            let body = String::from_utf8_lossy(bytes);
            format!(
                "POST {} {kind}{}{body}",
                request.url,
                if kind.is_empty() { "" } else { "\n" }
            )
        }
        _ => format!("GET {}", request.url),
    }
}

fn check(name: &str, bytes: &[u8], expected: &Json) {
    let url = expected["url"]
        .as_str()
        .unwrap_or("http://127.0.0.1:4180/portal/page.do?x=1");
    let content_type = expected["content_type"].as_str();
    let answer = PortalAnswer {
        url: Url::parse(url).unwrap(),
        status: 200,
        content_type: content_type.map(str::to_owned),
        charset: Charset::of(content_type),
        bytes: Bytes::copy_from_slice(bytes),
    };
    let page = Page::of_answer(&answer).unwrap();
    let shown = |form: &Form| -> Vec<String> {
        form.shown()
            .map(|f| {
                f.under
                    .as_ref()
                    .map_or(f.label.clone(), |u| format!("{u} > {}", f.label))
            })
            .collect()
    };
    for (key, want) in expected.as_object().unwrap() {
        let got = match key.as_str() {
            "headings" => json!(page.headings),
            "title" => json!(page.title),
            "lines" => json!(page.lines),
            "told" => json!(page.told),
            "labels" => json!(page.forms.iter().flat_map(shown).collect::<Vec<_>>()),
            "forms" => json!(page.forms.iter().map(shown).collect::<Vec<_>>()),
            "buttons" => json!(page.offered()),
            "moves_on" => json!(page.moves_on.as_ref().map(Url::as_str)),
            "messages" => json!(
                page.forms
                    .iter()
                    .flat_map(|f| &f.fields)
                    .filter_map(|f| Some((f.label.clone(), json!(f.message.as_ref()?))))
                    .collect::<serde_json::Map<_, _>>()
            ),
            "options" => json!(
                page.forms
                    .iter()
                    .flat_map(|f| &f.fields)
                    .filter_map(|f| match &f.kind {
                        docketbell_core::portal::form::FieldKind::Choice { options } =>
                            Some((f.label.clone(), json!(options))),
                        _ => None,
                    })
                    .collect::<serde_json::Map<_, _>>()
            ),
            "flow" => {
                let spot = |s: &Spot| match s {
                    Spot::Line(line) => line.clone(),
                    Spot::Field { form, field } => {
                        format!("[{}]", page.forms[*form].fields[*field].label)
                    }
                    other => format!("<{}>", page.label_of(other).unwrap_or("")),
                };
                json!(page.flow.iter().map(spot).collect::<Vec<_>>())
            }
            "pictures" => {
                json!(
                    page.forms
                        .iter()
                        .flat_map(|f| &f.pictures)
                        .map(|p| p.url.as_str())
                        .collect::<Vec<_>>()
                )
            }
            "sends" | "error" => {
                let form = expected["form"].as_u64().unwrap_or(0) as usize;
                let done = act(&page, form, &expected["do"]);
                match done {
                    Ok(request) => json!(sent(&request)),
                    Err(e) => error(&e),
                }
            }
            "url" | "content_type" | "do" | "form" | "why" => continue,
            other => panic!("{name}: the expectation holds \"{other}\", which nobody reads"),
        };
        assert_eq!(got, *want, "{name}: {key}\n{got:#}");
    }
}

#[test]
fn every_saved_page_is_read_as_its_person_would() {
    let stories = stories();
    let mut wrong = Vec::new();
    for (name, page, expected) in &stories {
        let checked = std::panic::catch_unwind(|| check(name, page, expected));
        if let Err(e) = checked {
            wrong.push(
                e.downcast_ref::<String>()
                    .cloned()
                    .unwrap_or_else(|| name.clone()),
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} stories:\n\n{}",
        wrong.len(),
        stories.len(),
        wrong.join("\n\n")
    );
    assert!(stories.len() >= 60, "no story is lost: {}", stories.len());
}
