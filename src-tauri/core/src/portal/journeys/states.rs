//! States of addresses: an answers file says "MO", and a portal's list may say "Missouri", or the other way round.

use super::person::{Ask, AskKind};

const STATES: [(&str, &str); 56] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
    ("AS", "American Samoa"),
    ("GU", "Guam"),
    ("MP", "Northern Mariana Islands"),
    ("PR", "Puerto Rico"),
    ("VI", "Virgin Islands"),
];

/// What is known of a state, in the words of the page's own list; as it is where the list has nothing of the kind.
pub(super) fn as_offered(known: String, ask: &Ask) -> String {
    if ask.kind != AskKind::Choice || !ask.id.ends_with(".state") {
        return known;
    }
    let fits = |option: &str, word: &str| option.trim().eq_ignore_ascii_case(word.trim());
    if ask.options.iter().any(|o| fits(&o.value, &known)) {
        return known;
    }
    let Some((code, name)) = STATES
        .iter()
        .find(|(code, name)| fits(&known, code) || fits(&known, name))
    else {
        return known;
    };
    // "MO - Missouri" and "Missouri (MO)" are lists, too.
    let both = |option: &str| {
        let has = |word: &str| {
            option
                .split(|c: char| !c.is_alphanumeric() && c != ' ')
                .any(|w| fits(w, word))
        };
        has(code) && has(name)
    };
    ask.options
        .iter()
        .find(|o| fits(&o.value, code) || fits(&o.value, name) || both(&o.value))
        .map_or(known, |o| o.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::journeys::person::AskOption;
    use rstest::rstest;

    #[rstest]
    #[case("MO", &["Select", "Kansas", "Missouri"], "Missouri")]
    #[case("missouri", &["KS", "MO"], "MO")]
    #[case("MO", &["KS - Kansas", "MO - Missouri"], "MO - Missouri")]
    #[case("MO", &["Kansas (KS)", "Missouri (MO)"], "Missouri (MO)")]
    #[case("MO", &["KS", "MO"], "MO")]
    #[case("Ontario", &["KS", "MO"], "Ontario")]
    #[case("VA", &["West Virginia", "Virginia"], "Virginia")]
    fn a_state_is_found_in_the_list_of_the_page(
        #[case] known: &str,
        #[case] options: &[&str],
        #[case] offered: &str,
    ) {
        let mut ask = Ask::new(AskKind::Choice, "State", "State");
        ask.id = "mailing_address.state".to_owned();
        ask.options = options
            .iter()
            .map(|o| AskOption {
                value: (*o).to_owned(),
                label: (*o).to_owned(),
            })
            .collect();
        assert_eq!(as_offered(known.to_owned(), &ask), offered);
    }
}
