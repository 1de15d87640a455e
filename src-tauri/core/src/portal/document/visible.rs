//! What of a page a person sees: elements that are never shown, styles that hide, words shown as a message.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{Html, Node, Selector};

/// What a `style` attribute says that matters here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub hidden: bool,
    pub bold: Option<bool>,
    pub red: bool,
}

pub(super) fn style(text: &str) -> Style {
    let mut style = Style::default();
    for part in text.split(';') {
        let Some((name, value)) = part.split_once(':') else {
            continue;
        };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        match name.trim().to_ascii_lowercase().as_str() {
            "display" => style.hidden |= value == "none",
            "visibility" => style.hidden |= matches!(value, "hidden" | "collapse"),
            "font-weight" => {
                style.bold = Some(
                    matches!(value, "bold" | "bolder")
                        || value.parse().is_ok_and(|n: u32| n >= 600),
                );
            }
            "color" => style.red |= is_red(value),
            _ => {}
        }
    }
    style
}

fn is_red(value: &str) -> bool {
    matches!(
        value.trim().to_ascii_lowercase().as_str(),
        "red"
            | "#f00"
            | "#ff0000"
            | "#c00"
            | "#cc0000"
            | "darkred"
            | "#8b0000"
            | "crimson"
            | "maroon"
            | "#900"
            | "#990000"
            | "#b00"
            | "#d00"
            | "firebrick"
            | "#dc3545"
            | "#a00"
            | "#b00020"
    )
}

pub(super) fn never_shown(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "datalist"
            | "noembed"
            | "noframes"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "head"
    )
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether an element holds a message: `Some(true)` when role or class say so, `Some(false)` when only its colour does.
pub(super) fn is_message(
    name: &str,
    role: &str,
    class: &str,
    style: &Style,
    color: Option<&str>,
    live: bool,
) -> Option<bool> {
    if matches!(
        name,
        "html"
            | "body"
            | "form"
            | "table"
            | "tr"
            | "tbody"
            | "main"
            | "input"
            | "select"
            | "textarea"
            | "fieldset"
    ) {
        return None;
    }
    if matches!(role, "alert" | "status") || live {
        return Some(true);
    }
    const SIGNS: [&str; 8] = [
        "error",
        "alert",
        "invalid",
        "danger",
        "warning",
        "validation",
        "errmsg",
        "message",
    ];
    let signed = !class.is_empty() && {
        let class = class.to_ascii_lowercase();
        SIGNS.iter().any(|s| class.contains(s))
    };
    if signed {
        return Some(true);
    }
    (style.red || color.is_some_and(is_red)).then_some(false)
}

/// Most rules of style sheets that are looked at, and most characters of them.
const RULES: usize = 200;
const SHEETS: usize = 64 * 1024;
/// Most elements that may be tried against all those rules together.
const TRIES: usize = 400_000;

/// The elements that the page's own style sheets hide.
pub(super) fn hidden_by_sheet(html: &Html) -> HashSet<NodeId> {
    let mut hidden = HashSet::new();
    let mut selectors = Vec::new();
    let mut elements = 0usize;
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else {
            continue;
        };
        elements += 1;
        if element.name() == "style" {
            let text: String = node
                .children()
                .filter_map(|c| c.value().as_text().map(|t| t.to_string()))
                .collect();
            selectors.extend(hiding_selectors(super::super::text::cut(&text, SHEETS)));
        }
    }
    selectors.truncate(RULES.min(TRIES / elements.max(1)));
    for selector in selectors {
        hidden.extend(html.select(&selector).map(|e| e.id()));
    }
    hidden
}

/// The selectors of rules that hide, media queries and the like left aside.
fn hiding_selectors(sheet: &str) -> Vec<Selector> {
    let mut found = Vec::new();
    let mut rest = sheet;
    let mut bare = String::new();
    while let Some(at) = rest.find("/*") {
        bare.push_str(&rest[..at]);
        rest = rest[at..].find("*/").map_or("", |n| &rest[at + n + 2..]);
    }
    bare.push_str(rest);
    let mut rest = bare.as_str();
    while let Some(open) = rest.find('{') {
        let head = rest[..open].trim();
        let head = head.rsplit(['}', ';']).next().unwrap_or("").trim();
        if head.starts_with('@') {
            // Skip the whole block: it holds for other media.
            let (mut depth, mut end) = (0usize, rest.len());
            for (n, c) in rest[open..].char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => {
                        depth -= 1;
                        if depth == 0 {
                            end = open + n + 1;
                            break;
                        }
                    }
                    _ => {}
                }
            }
            rest = &rest[end..];
            continue;
        }
        let close = rest[open..].find('}').map_or(rest.len(), |n| open + n);
        if style(&rest[open + 1..close]).hidden && head.len() <= 300 && found.len() < RULES {
            // Only a state that the pointer makes is no reason to hide.
            found.extend(
                Selector::parse(head)
                    .ok()
                    .filter(|_| !head.contains(":hover") && !head.contains("::")),
            );
        }
        rest = rest.get(close + 1..).unwrap_or("");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("display:none", true)]
    #[case("color: red; DISPLAY : None !important;", true)]
    #[case("visibility:hidden", true)]
    #[case("display:block", false)]
    #[case("background:url(display:none)", false)]
    #[case("", false)]
    fn styles_that_hide_are_known(#[case] text: &str, #[case] hidden: bool) {
        assert_eq!(style(text).hidden, hidden);
    }

    #[test]
    fn a_style_sheet_hides_what_it_names_for_the_screen() {
        let html = Html::parse_document(
            "<style>/* .b{display:none} */ .a, #c { color: red; display: none } @media print { .b { display: none } } .d{display:block}</style>
             <p class=a>1</p><p class=b>2</p><p id=c>3</p><p class=d>4</p>",
        );
        let hidden = hidden_by_sheet(&html);
        let shown: Vec<String> = html
            .select(&Selector::parse("p").unwrap())
            .filter(|p| !hidden.contains(&p.id()))
            .map(|p| p.text().collect())
            .collect();
        assert_eq!(shown, ["2", "4"]);
    }
}
