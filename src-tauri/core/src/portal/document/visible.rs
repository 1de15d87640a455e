//! What of a page a person sees: elements that are never shown, styles that hide, words shown as a message.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::{Html, Node, Selector};

/// What a `style` attribute says that matters here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub hidden: bool,
    /// Moved out of sight. Words there are still read aloud, so labels count; a field there is a trap for programs.
    pub off_screen: bool,
    pub bold: Option<bool>,
    pub red: bool,
}

pub(super) fn style(text: &str) -> Style {
    let mut style = Style::default();
    let (mut lifted, mut far) = (false, false);
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
            "position" => lifted |= matches!(value, "absolute" | "fixed"),
            "left" | "top" | "right" | "bottom" => {
                let number: String = value
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
                    .collect();
                let limit = if value.ends_with("px") { -500.0 } else { -50.0 };
                far |= number.parse::<f64>().is_ok_and(|n| n <= limit);
            }
            _ => {}
        }
    }
    style.off_screen = lifted && far;
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
    if !class.is_empty() && signs_of_a_message(class) {
        return Some(true);
    }
    (style.red || color.is_some_and(is_red)).then_some(false)
}

fn signs_of_a_message(class: &str) -> bool {
    const SIGNS: [&[u8]; 8] = [
        b"error",
        b"alert",
        b"invalid",
        b"danger",
        b"warning",
        b"validation",
        b"errmsg",
        b"message",
    ];
    let class = class.as_bytes();
    // One look at each letter; only these can begin a sign.
    class.iter().enumerate().any(|(at, b)| {
        matches!(b | 0x20, b'e' | b'a' | b'i' | b'd' | b'w' | b'v' | b'm')
            && SIGNS.iter().any(|s| {
                class
                    .get(at..at + s.len())
                    .is_some_and(|part| part.eq_ignore_ascii_case(s))
            })
    })
}

/// Most rules of style sheets that are looked at, and most characters of them.
const RULES: usize = 200;
const SHEETS: usize = 64 * 1024;
/// Most elements that may be tried against all those rules together.
const TRIES: usize = 400_000;

/// What the page's own style sheets hide: by class and id, and the elements that other selectors name.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    named: HashMap<String, Style>,
    nodes: HashMap<NodeId, Style>,
}

impl Sheets {
    /// What the sheets say of an element.
    pub fn of(&self, node: NodeId, id: Option<&str>, class: &str) -> (bool, bool) {
        let mut found = (false, false);
        let mut add = |style: Option<&Style>| {
            if let Some(style) = style {
                found.0 |= style.hidden;
                found.1 |= style.off_screen;
            }
        };
        if !self.named.is_empty() {
            class
                .split_ascii_whitespace()
                .take(50)
                .for_each(|c| add(self.named.get(&format!(".{c}"))));
            add(id.and_then(|id| self.named.get(&format!("#{id}"))));
        }
        if !self.nodes.is_empty() {
            add(self.nodes.get(&node));
        }
        found
    }
}

/// Looks for what the page's own style sheets hide.
pub(super) fn sheets(html: &Html) -> Sheets {
    let mut sheets = Sheets::default();
    let mut rules = Vec::new();
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
            rules.extend(hiding_rules(super::super::text::cut(&text, SHEETS)));
        }
    }
    rules.truncate(RULES);
    let mut tries = RULES.min(TRIES / elements.max(1));
    for (selector, style) in rules
        .iter()
        .flat_map(|(head, style)| head.split(',').map(move |s| (s.trim(), *style)))
    {
        let bare = selector.strip_prefix(['.', '#']).unwrap_or("");
        if !bare.is_empty()
            && bare
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            let entry = sheets.named.entry(selector.to_owned()).or_default();
            entry.hidden |= style.hidden;
            entry.off_screen |= style.off_screen;
            continue;
        }
        let Some(left) = tries.checked_sub(1) else {
            break;
        };
        tries = left;
        if let Ok(selector) = Selector::parse(selector) {
            for element in html.select(&selector) {
                let entry = sheets.nodes.entry(element.id()).or_default();
                entry.hidden |= style.hidden;
                entry.off_screen |= style.off_screen;
            }
        }
    }
    sheets
}

/// The rules that hide, media queries and the like left aside.
fn hiding_rules(sheet: &str) -> Vec<(String, Style)> {
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
        let style = style(&rest[open + 1..close]);
        // What hides only while the pointer is somewhere hides nothing, and a selector of many parts costs too much.
        let plain = head.len() <= 300
            && !head.contains(':')
            && head.split(',').all(|s| s.split_whitespace().count() <= 4);
        if (style.hidden || style.off_screen) && plain && found.len() < RULES {
            found.push((head.to_owned(), style));
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
    #[case("position:absolute;left:-9999px", false)]
    #[case("display:block", false)]
    #[case("background:url(display:none)", false)]
    #[case("", false)]
    fn styles_that_hide_are_known(#[case] text: &str, #[case] hidden: bool) {
        assert_eq!(style(text).hidden, hidden);
    }

    #[rstest]
    #[case("position:absolute;left:-9999px", true)]
    #[case("position: fixed; top: -100em", true)]
    #[case("position:absolute;left:-5px", false)]
    #[case("left:-9999px", false)]
    fn styles_that_move_out_of_sight_are_known(#[case] text: &str, #[case] off: bool) {
        assert_eq!(style(text).off_screen, off);
    }

    fn shown(html: &Html) -> Vec<String> {
        let sheets = super::super::parse::Parsed {
            html: html.clone(),
            form_of: HashMap::new(),
        };
        super::super::walk::walk(&sheets, &super::sheets(html))
            .text
            .lines()
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect()
    }

    #[test]
    fn a_page_that_hides_itself_until_a_script_runs_is_read() {
        let html = Html::parse_document("<style>body{display:none !important}</style><p>x</p>");
        assert_eq!(shown(&html), ["x"]);
    }

    #[test]
    fn a_style_sheet_hides_what_it_names_for_the_screen() {
        let html = Html::parse_document(
            "<style>/* .b{display:none} */ .a, #c { color: red; display: none } @media print { .b { display: none } } .d{display:block}</style>
             <p class=a>1</p><p class=b>2</p><p id=c>3</p><p class=d>4</p>",
        );
        assert_eq!(shown(&html), ["2", "4"]);
    }
}
