//! Links that other programs may open Docketbell with: `docketbell://associate?link=…`, and nothing else.
//!
//! A deep link comes from anywhere, so it never acts: it names a place, the window shows what is there, the person
//! decides. Only `link` is read; a PIN or a name beside it is not (a PIN is typed, never taken from a link).

use url::Url;

use crate::app::views::OpenPlace;

/// More than any link in an e-mail; what is longer is not looked at.
const LONGEST: usize = 8_000;

/// The place that a deep link names; `None` for everything that we do not know, and then the window just opens.
pub fn place_of(address: &str) -> Option<OpenPlace> {
    if address.len() > LONGEST {
        return None;
    }
    let url = Url::parse(address).ok()?;
    if url.scheme() != "docketbell" || url.host_str() != Some("associate") {
        return None;
    }
    if !matches!(url.path(), "" | "/") {
        return None;
    }
    let mut links = url.query_pairs().filter(|(name, _)| name == "link");
    let (_, link) = links.next()?;
    // Two links in one address are a trick: one to show, another to use.
    if links.next().is_some() || link.is_empty() || link.chars().any(char::is_control) {
        return None;
    }
    Some(OpenPlace::Associate {
        link: link.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_the_group(
        "docketbell://associate?link=https%3A%2F%2Fwww.courts.mo.gov%2Fecf%2Fg%3Fid%3D7",
        "https://www.courts.mo.gov/ecf/g?id=7"
    )]
    #[case::with_a_slash(
        "docketbell://associate/?link=http://127.0.0.1:4180/g",
        "http://127.0.0.1:4180/g"
    )]
    #[case::with_other_things_beside_it(
        "docketbell://associate?pin=4711&link=https://a.example/&group=Smith",
        "https://a.example/"
    )]
    fn a_link_is_taken_out_as_it_came(#[case] address: &str, #[case] link: &str) {
        assert_eq!(
            place_of(address),
            Some(OpenPlace::Associate {
                link: link.to_owned()
            }),
            "the page shows it; nothing is asked of it"
        );
    }

    #[rstest]
    #[case::another_program("https://associate?link=https://a.example/")]
    #[case::another_act("docketbell://sign-out")]
    #[case::a_path("docketbell://associate/now?link=https://a.example/")]
    #[case::no_link("docketbell://associate")]
    #[case::an_empty_link("docketbell://associate?link=")]
    #[case::two_links("docketbell://associate?link=https://a.example/&link=https://b.example/")]
    #[case::a_hidden_line("docketbell://associate?link=https://a.example/%0Ahttps://b.example/")]
    #[case::an_option("--portal=/tmp/evil.toml")]
    #[case::nothing("")]
    fn anything_else_names_no_place(#[case] address: &str) {
        assert_eq!(place_of(address), None, "the window just opens");
    }

    #[test]
    fn a_link_without_end_is_not_looked_at() {
        let long = format!(
            "docketbell://associate?link=https://a.example/{}",
            "x".repeat(LONGEST)
        );
        assert_eq!(place_of(&long), None);
    }
}
