//! Parsing within bounds. The parser's work is not linear in the size of a page: it looks through its open elements for
//! many tags, opens formatting that was left open anew in each paragraph, and compares each attribute of a tag with
//! those before it. So a page is fed to it in small pieces, and what it makes of them is counted as it goes; the page is
//! given up as soon as a count passes its bound, long before it costs anybody time.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use scraper::{Html, HtmlTreeSink};

use super::super::error::Because;

/// The largest page that is read, in bytes.
pub const HTML_CAP: usize = 4 * 1024 * 1024;
/// The deepest nesting that is read.
pub const HTML_DEPTH: usize = 2_000;
/// How much is fed at a time, in bytes; less once a page has become deep.
const PIECE: usize = 4096;
const SMALL_PIECE: usize = 256;
/// What is deep for that.
const DEEP: usize = 64;
/// Most steps over open elements, all tags together: this many, and one for each second byte of the page. A page of 4 MB
/// whose tags lie twenty deep takes less than half of them; a page that is refused for them is refused within 40 ms
/// (`benches/read_page.rs`).
const STEPS: u64 = 6_000_000;
/// Elements that were made without a tag of their own: this many, and one for each tag.
const UNTAGGED: u64 = 20_000;
/// Most parts (names, values) of one tag.
const PARTS: usize = 8_000;
/// How often bytes may be looked at again because a tag seems to hold a tag.
const AGAIN: usize = 8;

/// A parsed page, and which form the parser says that a control belongs to.
pub(super) struct Parsed {
    pub html: Html,
    pub form_of: HashMap<NodeId, NodeId>,
}

/// Parses a page.
///
/// # Errors
/// [`Because::TooLarge`], [`Because::TooDeep`].
pub(super) fn parse(page: &str) -> Result<Parsed, Because> {
    if page.len() > HTML_CAP {
        return Err(Because::TooLarge {
            limit_mib: (HTML_CAP / 1024 / 1024) as u64,
        });
    }
    let too_deep = Err(Because::TooDeep { limit: HTML_DEPTH });
    if !tags_are_bounded(page.as_bytes()) {
        return too_deep;
    }
    let most_steps = STEPS + page.len() as u64 / 2;
    let mut parser = parse_document(Counting::new(), ParseOpts::default());
    let (mut rest, mut all_tags) = (page, 0u64);
    while !rest.is_empty() {
        let sink = &parser.tokenizer.sink.sink;
        let size = if sink.deepest.get() > DEEP {
            SMALL_PIECE
        } else {
            PIECE
        };
        let piece = super::super::text::cut(rest, size);
        rest = &rest[piece.len()..];
        parser.process(StrTendril::from_slice(piece));
        let sink = &parser.tokenizer.sink.sink;
        let tags = piece.bytes().filter(|b| *b == b'<').count() as u64;
        all_tags += tags;
        sink.steps
            .set(sink.steps.get() + tags * sink.depth.get() as u64);
        let too_much =
            sink.steps.get() > most_steps || sink.elements.get() > 2 * all_tags + UNTAGGED;
        if sink.deepest.get() > HTML_DEPTH || too_much {
            return too_deep;
        }
    }
    Ok(parser.finish())
}

/// Whether no tag has so many attributes that comparing them takes long. Each place where a tag may begin is looked at,
/// also in comments and scripts: counting too much is the safe side.
fn tags_are_bounded(page: &[u8]) -> bool {
    let (mut at, mut seen_to, mut again) = (0, 0, 0);
    while let Some(tag) = page[at..].iter().position(|b| *b == b'<').map(|n| at + n) {
        at = tag + 1;
        if !page
            .get(at)
            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/')
        {
            continue;
        }
        let (mut quote, mut parts, mut gap) = (None, 0, true);
        let mut end = page.len();
        for (n, b) in page[at..].iter().enumerate() {
            match (quote, b) {
                (Some(q), b) if q == *b => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => {
                    quote = Some(*b);
                    parts += 1;
                }
                (None, b'>') => {
                    end = at + n;
                    break;
                }
                (None, b) if b.is_ascii_whitespace() || *b == b'/' => gap = true,
                (None, _) => {
                    parts += usize::from(gap);
                    gap = false;
                }
            }
            if parts > PARTS {
                return false;
            }
        }
        if at < seen_to {
            again += end - at;
        }
        seen_to = seen_to.max(end);
        if again > AGAIN * page.len().max(4096) {
            return false;
        }
    }
    true
}

/// Hands everything on and counts.
struct Counting {
    sink: HtmlTreeSink,
    deepest: Cell<usize>,
    depth: Cell<usize>,
    steps: Cell<u64>,
    elements: Cell<u64>,
    form_of: RefCell<HashMap<NodeId, NodeId>>,
    /// The parent of the last count, and the element that was put into it.
    last: Cell<Option<(NodeId, NodeId)>>,
}

impl Counting {
    fn new() -> Self {
        Self {
            sink: HtmlTreeSink::new(Html::new_document()),
            deepest: Cell::new(0),
            depth: Cell::new(0),
            steps: Cell::new(0),
            elements: Cell::new(0),
            form_of: RefCell::default(),
            last: Cell::new(None),
        }
    }

    fn count_below(&self, parent: &NodeId, child: Option<&NodeId>) {
        let depth = match self.last.get() {
            // A brother of the last, or its child.
            Some((last, _)) if last == *parent => self.depth.get(),
            Some((_, last)) if last == *parent => self.depth.get() + 1,
            _ => {
                let html = self.sink.0.borrow();
                let depth = html
                    .tree
                    .get(*parent)
                    .map_or(0, |n| n.ancestors().take(HTML_DEPTH + 1).count());
                self.steps.set(self.steps.get() + depth as u64);
                depth
            }
        };
        self.last.set(child.map(|child| (*parent, *child)));
        self.depth.set(depth);
        self.deepest.set(self.deepest.get().max(depth));
    }
}

impl TreeSink for Counting {
    type Output = Parsed;
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Parsed {
        Parsed {
            html: self.sink.finish(),
            form_of: self.form_of.into_inner(),
        }
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.sink.parse_error(message);
    }

    fn get_document(&self) -> NodeId {
        self.sink.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.sink.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        self.sink.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.sink.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.sink.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.count_below(parent, Some(child));
        }
        self.sink.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.count_below(previous, None);
        self.sink
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.sink.append_doctype_to_document(name, public, system);
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.sink.mark_script_already_started(node);
    }

    fn pop(&self, node: &NodeId) {
        self.sink.pop(node);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.sink.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.sink.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.sink.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.count_below(sibling, None);
        self.sink.append_before_sibling(sibling, node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.sink.add_attrs_if_missing(target, attrs);
    }

    fn associate_with_form(&self, target: &NodeId, form: &NodeId, _: (&NodeId, Option<&NodeId>)) {
        self.form_of.borrow_mut().insert(*target, *form);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.last.set(None);
        self.sink.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.count_below(parent, None);
        self.sink.reparent_children(node, parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn rows(n: usize, row: &str) -> String {
        format!("<table>{}</table>", row.repeat(n))
    }

    #[rstest]
    #[case::plain("<html><body><div><b>x</b></div></body></html>".to_owned(), true)]
    #[case::open_cells("<tr><td><p>x<br><li>".repeat(3000), true)]
    #[case::siblings("<div></div>".repeat(3000), true)]
    #[case::nested("<div>".repeat(500_000), false)]
    #[case::just_deep_enough("<div>".repeat(1990), true)]
    #[case::too_deep("<div>".repeat(2010), false)]
    #[case::formatting("<b><i>".repeat(3000), false)]
    #[case::end_tags_that_end_nothing("<div></x>".repeat(300_000), false)]
    #[case::end_tags_behind_a_barrier("<span><p></span></p>".repeat(100_000), false)]
    #[case::in_a_comment(format!("<!-- {} --><div>", "<div>".repeat(3000)), true)]
    #[case::behind_a_comment(format!("<!-- --!>{}", "<div>".repeat(3000)), false)]
    #[case::in_a_script(format!("<script>'{}'</script><div>", "<div>".repeat(3000)), true)]
    #[case::icons(format!("<svg>{}</svg>", "<path/>".repeat(1500)), true)]
    #[case::cells_in_a_drawing(format!("<svg>{}", "<td>".repeat(3000)), false)]
    #[case::style_in_a_drawing(format!("<svg><style>{}", "<g>".repeat(3000)), false)]
    #[case::end_tags_in_the_deep(format!("{}{}", "<span>".repeat(1900), "</x>".repeat(500_000)), false)]
    #[case::formatting_made_anew(
        format!("{}{}", (0..1500).map(|n| format!("<p><font size={n}>")).collect::<String>(), "<p>x".repeat(500_000)), false
    )]
    #[case::many_attributes(format!("<a {}>", (0..100_000).map(|n| format!("a{n} ")).collect::<String>()), false)]
    #[case::many_attributes_behind_a_quote(
        format!("<a x='>' {}>", (0..100_000).map(|n| format!("a{n}=1 ")).collect::<String>()), false
    )]
    #[case::tags_in_an_open_quote(format!("<a x='{}", "<a ".repeat(500_000)), false)]
    #[case::a_long_token(format!("<input type=hidden value=\"{}\">", "a b/".repeat(200_000)), true)]
    #[case::sloppy_fonts("<font color=red>x<br>".repeat(1900), true)]
    #[case::a_long_list(
        rows(8_000, "<tr><td><font size=2><b>x</b><td><a href='y?a=1&b=2'>z</a>"),
        true
    )]
    #[case::a_list_in_old_markup(
        rows(
            8_000,
            "<TR BGCOLOR=white><TD NOWRAP><FONT FACE=Arial SIZE=2>x<TD ALIGN=right><B>y</B>"
        ),
        true
    )]
    #[case::four_megabytes_of_what_real_pages_are(
        "<div class=\"r\">".repeat(20) + &"<p class=\"note\">Some words of the court <b>and more</b> of them.</p>\n".repeat(60_000),
        true
    )]
    #[case::broken("<<<</</ <".to_owned(), true)]
    #[case::empty(String::new(), true)]
    fn work_is_bounded(#[case] page: String, #[case] read: bool) {
        match parse(&page) {
            Ok(_) => assert!(read, "it was read"),
            Err(because) => {
                assert_eq!(because, Because::TooDeep { limit: 2000 });
                assert!(!read, "it was refused");
            }
        }
    }

    #[test]
    fn a_page_that_is_too_large_is_refused_by_name() {
        assert_eq!(
            parse(&" ".repeat(HTML_CAP + 1)).err(),
            Some(Because::TooLarge { limit_mib: 4 })
        );
    }

    proptest::proptest! {
        #[test]
        fn pieces_make_the_same_tree(html in "(<|>|/|div|script|svg|table|td|font|select|form|input|!--|-->|é| |'|b|&amp;|<p>){0,300}") {
            let parsed = parse(&html).unwrap().html;
            proptest::prop_assert_eq!(parsed.html(), Html::parse_document(&html).html());
        }
    }
}
