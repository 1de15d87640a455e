//! Properties of label matching: whatever the markup, the same words lead to the same field, and never to another.

use docketbell_core::portal::PortalError;
use docketbell_core::portal::browser::{Body, PortalRequest};
use docketbell_core::portal::document::Page;
use docketbell_core::portal::words::Accepted;
use proptest::prelude::*;
use url::Url;

use crate::story::portal;

/// How a label may be tied to its field.
const TIES: usize = 8;

fn field(tie: usize, n: usize, label: &str) -> String {
    match tie {
        0 => format!("<label for=f{n}>{label}</label><input id=f{n} name=n{n}><br>"),
        1 => format!("<label>{label} <input name=n{n}></label><br>"),
        2 => format!("<input name=n{n} aria-label=\"{label}\"><br>"),
        3 => format!("<div id=l{n}>{label}</div><input name=n{n} aria-labelledby=l{n}><br>"),
        4 => format!("<table><tr><td>{label}</td><td><input name=n{n}></td></tr></table>"),
        5 => format!("<table><tr><td>{label}</td></tr><tr><td><input name=n{n}></td></tr></table>"),
        6 => format!("<p>{label} <input name=n{n}></p>"),
        _ => format!("<div><span>{label}</span></div><div><input name=n{n}></div>"),
    }
}

fn page(body: &str) -> Page {
    let url = Url::parse("http://127.0.0.1:4180/x").unwrap();
    Page::read(
        &url,
        &format!("<form action=/go method=post>{body}<button>Continue</button></form>"),
    )
    .unwrap()
}

fn body_of(request: &PortalRequest) -> String {
    let Body::Encoded { bytes, .. } = &request.body else {
        panic!("a POST")
    };
    String::from_utf8_lossy(bytes).into_owned()
}

const NAMES: [&str; 6] = [
    "First Name",
    "Last Name",
    "City",
    "Zip Code",
    "Phone Number",
    "Group Name",
];

/// How a heading may be written: `h1` to `h4`, legend, caption, a bold cell, a bold line, a head over a whole row.
const HEADINGS: usize = 9;

/// A part of a form with its heading and two fields; `tie` as in [`field`].
fn section(heading: usize, title: &str, tie: usize, n: usize) -> String {
    let fields = |tie: usize| format!("{}{}", field(tie, n, "City:"), field(tie, n + 1, "Zip *"));
    let rows = |above: bool| {
        let row = |n: usize, label: &str| {
            if above {
                format!("<tr><td>{label}</td></tr><tr><td><input name=n{n}></td></tr>")
            } else {
                format!("<tr><td>{label}</td><td><input name=n{n}></td></tr>")
            }
        };
        format!("{}{}", row(n, "City:"), row(n + 1, "Zip *"))
    };
    match heading {
        0..=3 => format!("<h{0}>{title}</h{0}>{1}", heading + 1, fields(tie)),
        4 => format!(
            "<fieldset><legend>{title}</legend>{}</fieldset>",
            fields(tie)
        ),
        5 => format!(
            "<table><caption>{title}</caption>{}</table>",
            rows(tie.is_multiple_of(2))
        ),
        6 => format!(
            "<table><tr><td colspan=2><b>{title}</b></td></tr>{}</table>",
            rows(tie.is_multiple_of(2))
        ),
        7 => format!("<p><strong>{title}</strong></p>{}", fields(tie)),
        _ => format!(
            "<table><tr><th colspan=2>{title}</th></tr>{}</table>",
            rows(tie.is_multiple_of(2))
        ),
    }
}

proptest! {
    #[test]
    fn equal_labels_are_told_apart_by_their_heading(
        heading in 0..HEADINGS, one in 0..TIES, other in 0..TIES, around in 0usize..4, which in 0usize..4,
    ) {
        let body = format!(
            "{}{}<p>Phone: <input name=n9></p>",
            section(heading, "Mailing Address", one, 0),
            section(heading, "Billing Address", other, 2),
        );
        let body = match around {
            0 => body,
            1 => format!("<div><h1>Create an account</h1>{body}</div>"),
            2 => format!("<fieldset><legend>Create an account</legend>{body}</fieldset>"),
            _ => format!("<table><tr><td><b>Create an account</b></td></tr><tr><td>{body}</td></tr></table>"),
        };
        let page = page(&body);
        let portal = portal();
        let (under, label) = [
            ("Mailing Address", "City"), ("Mailing Address", "Zip"), ("Billing Address", "City"), ("Billing Address", "Zip"),
        ][which];
        let mut filling = page.forms[0].fill(&portal);
        let plain = filling.set(&Accepted::only(label), "x").map(|_| ());
        prop_assert!(matches!(plain, Err(PortalError::LabelAmbiguous { .. })), "{:?} of {}", plain, body);
        let done = filling.set_under(&Accepted::only(under), &Accepted::only(label), "here").map(|_| ());
        prop_assert!(done.is_ok(), "{:?} of {}", done, body);
        let sent = body_of(&filling.press(&Accepted::only("Continue")).unwrap());
        let expected = format!("n{which}=here");
        prop_assert!(sent.split('&').any(|p| p == expected), "{} of {}", sent, body);
    }

    #[test]
    fn a_label_leads_to_its_own_field(
        ties in prop::collection::vec(0..TIES, 6),
        tails in prop::collection::vec("( ?:| ?\\*| \\(required\\):?|&nbsp;:)?", 6),
        upper in prop::collection::vec(any::<bool>(), 6),
    ) {
        let body: String = (0..6)
            .map(|n| {
                let name = if upper[n] { NAMES[n].to_uppercase() } else { NAMES[n].to_owned() };
                field(ties[n], n, &format!("{}{}", name.replace(' ', "&nbsp;"), tails[n]))
            })
            .collect();
        let page = page(&body);
        let portal = portal();
        for (n, name) in NAMES.iter().enumerate() {
            let mut filling = page.forms[0].fill(&portal);
            filling.set(&Accepted::only(name), "here").unwrap();
            let request = filling.press(&Accepted::only("Continue")).unwrap();
            let sent = body_of(&request);
            let filled: Vec<&str> = sent.split('&').filter(|p| p.ends_with("=here")).collect();
            let expected = format!("n{n}=here");
            prop_assert_eq!(filled, [expected.as_str()], "{} of {}", name, body);
        }
    }

    #[test]
    fn two_fields_with_one_label_stop(a in 0..TIES, b in 0..TIES, name in 0usize..6) {
        let page = page(&format!("{}{}", field(a, 0, NAMES[name]), field(b, 1, NAMES[name])));
        let portal = portal();
        let mut filling = page.forms[0].fill(&portal);
        let done = filling.set(&Accepted::only(NAMES[name]), "x").map(|_| ());
        prop_assert!(matches!(done, Err(PortalError::LabelAmbiguous { .. })), "{:?}", done);
    }

    #[test]
    fn a_hidden_field_is_never_filled(tie in 0..TIES, how in 0usize..4) {
        let inner = field(tie, 0, "City");
        let body = match how {
            0 => format!("<div hidden>{inner}</div>"),
            1 => format!("<div style='display: none'>{inner}</div>"),
            2 => format!("<style>.x{{display:none}}</style><div class=x>{inner}</div>"),
            _ => format!("City {}", inner.replace("<input", "<input type=hidden")),
        };
        let page = page(&body);
        let portal = portal();
        let mut filling = page.forms[0].fill(&portal);
        let done = filling.set(&Accepted::only("City"), "x").map(|_| ());
        prop_assert!(matches!(done, Err(PortalError::LabelNotFound { .. })), "{:?}", done);
    }

    #[test]
    fn any_markup_is_read_or_refused(html in "(<|>|/|form|input|label|table|tr|td|fieldset|legend|select|option|button|a|=|\"|'| |id|for|x|é|&|;|-->|<!--){0,80}") {
        let url = Url::parse("http://127.0.0.1:4180/x").unwrap();
        let _ = Page::read(&url, &html);
    }

    #[test]
    fn tags_in_any_order_are_read(tags in prop::collection::vec(0usize..30, 0..60)) {
        const TAGS: [&str; 30] = [
            "<form>", "</form>", "<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=2>", "<input>",
            "<input type=radio name=a>", "<label>", "</label>", "<label for=i>", "<input id=i>", "<fieldset>", "</fieldset>",
            "<legend>x</legend>", "<select>", "<option>o", "</select>", "<button>b", "</button>", "<a href=x>l", "<b>", "</b>",
            "words", "<textarea>", "</textarea>", "<span class=error>e</span>", "<h2>h</h2>",
        ];
        let html: String = tags.iter().map(|n| TAGS[*n]).collect();
        let url = Url::parse("http://127.0.0.1:4180/x").unwrap();
        let page = Page::read(&url, &html).unwrap();
        for form in &page.forms {
            for button in &form.buttons {
                let _ = form.fill(&portal()).press_button(button);
            }
        }
    }
}
