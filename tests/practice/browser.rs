//! A small browser that knows a page by its words: it fills fields by their labels and presses buttons by theirs, in
//! every markup that the practice portal writes.

use std::collections::BTreeMap;

use reqwest::{Method, header};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::client::Visit;

pub struct Shown {
    pub url: Url,
    pub html: String,
    /// The charset of the page is UTF-8, and so is what is sent from it.
    pub utf8: bool,
}

fn select<'a>(root: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css).unwrap();
    root.select(&selector).collect()
}

/// Words as a person compares them: case, blanks, stars, colons and "(required)" make no difference.
fn plain(words: &str) -> String {
    let words = words.replace('\u{a0}', " ").to_lowercase();
    let words = words.replace("(required)", " ").replace('*', " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', ' ']).to_owned()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ")
}

impl Shown {
    pub fn page(&self) -> Html {
        Html::parse_document(&self.html)
    }

    /// Whether the words stand on the page, or in its title.
    pub fn says(&self, words: &str) -> bool {
        plain(&text(self.page().root_element())).contains(&plain(words))
    }

    #[track_caller]
    pub fn expect(&self, words: &str) {
        assert!(
            self.says(words),
            "{words:?} is not on {}: {}",
            self.url,
            self.html
        );
    }
}

/// The label of a field.
fn label_of(page: &Html, field: ElementRef<'_>) -> String {
    let value = field.value();
    if let Some(label) = value.attr("aria-label") {
        return plain(label);
    }
    if let Some(id) = value.attr("aria-labelledby") {
        let found = select(page.root_element(), &format!("#{id}"));
        return plain(&text(found[0]));
    }
    if let Some(id) = value
        .attr("id")
        .filter(|_| value.attr("type") != Some("radio"))
    {
        let found = select(page.root_element(), &format!("label[for={id}]"));
        if let Some(label) = found.first() {
            return plain(&text(*label));
        }
    }
    for above in field.ancestors().filter_map(ElementRef::wrap) {
        match above.value().name() {
            "label" => return plain(&text(above)),
            "fieldset" => {
                let legend = select(above, "legend");
                return legend
                    .first()
                    .map_or_else(String::new, |words| plain(&text(*words)));
            }
            "td" => return cell_label(above),
            "form" => break,
            _ => {}
        }
    }
    String::new()
}

/// The cell to the left; where there is none or it holds a field, the cell above.
fn cell_label(cell: ElementRef<'_>) -> String {
    let row = ElementRef::wrap(cell.parent().unwrap()).unwrap();
    let cells: Vec<_> = row.child_elements().collect();
    let place = cells.iter().position(|other| *other == cell).unwrap();
    let holds_field = |cell: &ElementRef<'_>| !select(*cell, "input, select").is_empty();
    if place > 0 && !holds_field(&cells[place - 1]) {
        return plain(&text(cells[place - 1]));
    }
    let above = row.prev_siblings().find_map(ElementRef::wrap).unwrap();
    let above: Vec<_> = above.child_elements().collect();
    plain(&text(above[place]))
}

/// The heading that a field stands under: the nearest before it.
fn under(page: &Html, field: ElementRef<'_>) -> String {
    let mut nearest = String::new();
    for node in page.root_element().descendants() {
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        if element == field {
            break;
        }
        let lone_cell = element.value().attr("colspan").is_some();
        if lone_cell || matches!(element.value().name(), "h3" | "legend") {
            nearest = plain(&text(element));
        }
    }
    nearest
}

fn button_label(button: ElementRef<'_>) -> String {
    let value = button.value();
    let words = match (value.name(), value.attr("type")) {
        ("input", Some("image")) => value.attr("alt").unwrap_or_default().to_owned(),
        ("input", _) => value.attr("value").unwrap_or_default().to_owned(),
        _ => text(button),
    };
    plain(&words)
}

/// What to fill in: label, or `heading > label`, and value. `on` ticks a box.
pub type Fill<'a> = &'a [(&'a str, &'a str)];

pub struct Ready {
    pub method: Method,
    pub url: Url,
    pub pairs: Vec<(String, String)>,
}

/// The request of pressing a button; `row` picks the button in the table row that begins with these words.
#[track_caller]
pub fn ready(shown: &Shown, fill: Fill<'_>, button: &str, row: Option<&str>) -> Ready {
    let page = shown.page();
    let wanted = plain(button);
    let buttons: Vec<_> = select(
        page.root_element(),
        "button, input[type=submit], input[type=image], a",
    )
    .into_iter()
    .filter(|found| button_label(*found) == wanted)
    .filter(|found| {
        row.is_none_or(|row| {
            found
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|above| above.value().name() == "tr")
                .is_some_and(|above| plain(&text(above)).starts_with(&plain(row)))
        })
    })
    .collect();
    let button = buttons
        .first()
        .unwrap_or_else(|| panic!("no button {button:?} on {}: {}", shown.url, shown.html));
    let href = button.value().attr("href").unwrap_or_default().to_owned();
    let post_back = href
        .strip_prefix("javascript:__doPostBack('")
        .map(|rest| rest.split('\'').next().unwrap().to_owned());
    if button.value().name() == "a" && post_back.is_none() {
        assert!(fill.is_empty(), "a link sends no fields: {}", shown.html);
        return Ready {
            method: Method::GET,
            url: shown.url.join(&href).unwrap(),
            pairs: Vec::new(),
        };
    }
    let form = button
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|above| above.value().name() == "form")
        .unwrap();
    let mut pairs = Vec::new();
    let mut filled = BTreeMap::new();
    for field in select(form, "input, select") {
        let value = field.value();
        let name = value.attr("name").unwrap_or_default().to_owned();
        let kind = value.attr("type").unwrap_or("text");
        if matches!(kind, "submit" | "image") {
            continue;
        }
        let label = label_of(&page, field);
        let heading = under(&page, field);
        let given = fill
            .iter()
            .find(|(words, _)| match words.split_once(" > ") {
                Some((above, words)) => plain(above) == heading && plain(words) == label,
                None => plain(words) == label,
            });
        if let Some((words, _)) = given
            && kind != "radio"
        {
            let before = filled.insert(*words, ());
            assert!(
                before.is_none(),
                "{words:?} fits two fields: {}",
                shown.html
            );
        }
        match (value.name(), kind) {
            ("select", _) => {
                let chosen = given.map_or_else(String::new, |(_, wanted)| {
                    select(field, "option")
                        .into_iter()
                        .find(|option| plain(&text(*option)) == plain(wanted))
                        .and_then(|option| option.value().attr("value"))
                        .unwrap_or_default()
                        .to_owned()
                });
                pairs.push((name, chosen));
            }
            (_, "radio") => {
                let id = value.attr("id").unwrap_or_default();
                let option = select(page.root_element(), &format!("label[for={id}]"));
                let is_it =
                    given.is_some_and(|(_, wanted)| plain(&text(option[0])) == plain(wanted));
                if is_it {
                    filled.insert(given.unwrap().0, ());
                    pairs.push((name, value.attr("value").unwrap_or_default().to_owned()));
                }
            }
            (_, "checkbox") => {
                let ticked = given.map_or(value.attr("checked").is_some(), |(_, on)| *on == "on");
                if ticked {
                    pairs.push((name, "on".to_owned()));
                }
            }
            _ => {
                let was = value.attr("value").unwrap_or_default();
                let value = given.map_or(was, |(_, value)| *value);
                pairs.push((name, value.to_owned()));
            }
        }
    }
    for (words, _) in fill {
        assert!(
            filled.contains_key(words),
            "no field {words:?} on {}: {}",
            shown.url,
            shown.html
        );
    }
    let name = button.value().attr("name").unwrap_or_default().to_owned();
    if let Some(target) = post_back {
        for (name, value) in &mut pairs {
            if name == "__EVENTTARGET" {
                value.clone_from(&target);
            }
        }
    } else if button.value().attr("type") == Some("image") {
        pairs.push((format!("{name}.x"), "3".to_owned()));
        pairs.push((format!("{name}.y"), "4".to_owned()));
    } else {
        let value = button.value().attr("value").unwrap_or_default().to_owned();
        pairs.push((name, value));
    }
    let method = if form.value().attr("method") == Some("get") {
        Method::GET
    } else {
        Method::POST
    };
    let action = form.value().attr("action").unwrap_or_default();
    let mut url = shown.url.join(action).unwrap();
    if method == Method::GET {
        url.set_query(None);
    }
    Ready { method, url, pairs }
}

/// Percent-encodes in the charset of the page.
fn encoded(pairs: &[(String, String)], utf8: bool) -> String {
    let one = |words: &str| {
        let bytes = if utf8 {
            words.as_bytes().to_vec()
        } else {
            encoding_rs::WINDOWS_1252.encode(words).0.into_owned()
        };
        url::form_urlencoded::byte_serialize(&bytes).collect::<String>()
    };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", one(name), one(value)))
        .collect();
    pairs.join("&")
}

impl Visit {
    pub async fn open(&self, address: &str) -> Shown {
        let url = Url::parse(&self.url("/")).unwrap().join(address).unwrap();
        self.fetch(
            Ready {
                method: Method::GET,
                url,
                pairs: Vec::new(),
            },
            true,
        )
        .await
        .unwrap()
    }

    pub async fn press(&self, shown: &Shown, fill: Fill<'_>, button: &str) -> Shown {
        self.fetch(ready(shown, fill, button, None), shown.utf8)
            .await
            .unwrap()
    }

    pub async fn press_in_row(&self, shown: &Shown, row: &str, button: &str) -> Shown {
        self.fetch(ready(shown, &[], button, Some(row)), shown.utf8)
            .await
            .unwrap()
    }

    /// Sends, and follows redirects and pages that move on by themselves.
    pub async fn fetch(&self, ready: Ready, utf8: bool) -> Result<Shown, reqwest::Error> {
        let mut url = ready.url;
        let mut body = Some(encoded(&ready.pairs, utf8));
        let mut method = ready.method;
        if method == Method::GET && !ready.pairs.is_empty() {
            url.set_query(body.as_deref());
        }
        for _ in 1..10 {
            assert_eq!(url.host_str(), Some("127.0.0.1"), "never to {url}");
            let mut request = self.http.request(method.clone(), url.clone());
            if let Some(body) = body.take().filter(|_| method == Method::POST) {
                request = request
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(body);
            }
            let response = request.send().await?;
            let header_of = |name: &str| {
                let value = response.headers().get(name);
                value.map(|value| value.to_str().unwrap().to_owned())
            };
            if let Some(to) = header_of("location") {
                url = url.join(&to).unwrap();
                method = Method::GET;
                continue;
            }
            let kind = header_of("content-type").unwrap_or_default().to_lowercase();
            let bytes = response.bytes().await?;
            let html = if kind.contains("utf-8") {
                String::from_utf8(bytes.to_vec()).unwrap()
            } else {
                encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned()
            };
            let shown = Shown {
                url: url.clone(),
                html,
                utf8: kind.contains("utf-8"),
            };
            if let Some(to) = moves_on(&shown.page()) {
                url = url.join(&to).unwrap();
                method = Method::GET;
                continue;
            }
            return Ok(shown);
        }
        panic!("no end of redirects at {url}");
    }
}

fn moves_on(page: &Html) -> Option<String> {
    let refresh = select(page.root_element(), "meta[http-equiv=refresh]");
    let content = refresh.first()?.value().attr("content")?;
    content.split_once("url=").map(|(_, to)| to.to_owned())
}
