//! What a person has given on the pages before this one: read once more before the last click.

use std::collections::BTreeMap;

use crate::app::account_views::GivenView;

/// The lines of an address, by the second half of their ids.
const LINES: [&str; 5] = ["line1", "line2", "city", "state", "zip"];

/// The facts among the answers of a journey, without those that the page itself asks for (`asked`, by id). Nothing of it is
/// secret: secrets are not among the answers.
pub(super) fn given(answers: &BTreeMap<String, String>, asked: &[&str]) -> Vec<GivenView> {
    let is_asked = |id: &str| {
        let below = |asked: &&str| asked.strip_prefix(id).is_some_and(|r| r.starts_with('.'));
        asked.iter().any(|asked| *asked == id || below(asked))
    };
    let of = |id: &str| answers.get(id).map_or("", |words| words.trim());
    let mut out = Vec::new();
    let mut tell = |name: &str, label: Option<&str>, value: String| {
        if !value.is_empty() {
            out.push(GivenView {
                name: name.to_owned(),
                label: label.map(str::to_owned),
                value,
            });
        }
    };
    for id in ["user_name", "first_name", "last_name", "email", "phone"] {
        // An account that is known by its e-mail address has it under both names.
        let twice = id == "email" && of(id) == of("user_name");
        if !is_asked(id) && !twice {
            tell(id, None, of(id).to_owned());
        }
    }
    for id in ["mailing_address", "billing_address"] {
        if !is_asked(id) {
            let lines = LINES.map(|line| of(&format!("{id}.{line}")).to_owned());
            let said: Vec<String> = lines.into_iter().filter(|l| !l.is_empty()).collect();
            tell(id, None, said.join(", "));
        }
    }
    for (id, value) in answers {
        if let Some(label) = id.strip_prefix("my_account.").filter(|_| !is_asked(id)) {
            tell("my_account", Some(label), value.trim().to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(id, words): &(&str, &str)| ((*id).to_owned(), (*words).to_owned());
        pairs.iter().map(owned).collect()
    }

    fn told(pairs: &[(&str, &str)], asked: &[&str]) -> Vec<String> {
        given(&answers(pairs), asked)
            .into_iter()
            .map(|g| format!("{}: {}", g.label.unwrap_or(g.name), g.value))
            .collect()
    }

    #[test]
    fn facts_of_earlier_pages_are_told_and_what_the_page_asks_is_not() {
        let all = [
            ("user_name", "jordan_public"),
            ("last_name", "Public"),
            ("mailing_address.line1", "100 Any St"),
            ("mailing_address.line2", ""),
            ("mailing_address.city", "Jefferson City"),
            ("mailing_address.zip", "65101"),
            ("my_account.Fax", "573-555-0102"),
            ("part", "registration"),
            ("sent.Fax", "yes"),
            ("link", "0011"),
        ];
        assert_eq!(
            told(&all, &[]),
            [
                "user_name: jordan_public",
                "last_name: Public",
                "mailing_address: 100 Any St, Jefferson City, 65101",
                "Fax: 573-555-0102"
            ],
            "facts, in the order of the pages; the journey's own notes are none"
        );
        assert_eq!(
            told(&all, &["mailing_address.line1", "my_account.Fax"]),
            ["user_name: jordan_public", "last_name: Public"],
            "the page's own questions are reviewed as such"
        );
    }

    #[test]
    fn an_address_that_is_the_user_name_is_told_once() {
        let who = "jane.doe@example.org";
        let both = [("user_name", who), ("email", who)];
        assert_eq!(told(&both, &[]), [format!("user_name: {who}")]);
    }
}
