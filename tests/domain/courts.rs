//! Which court an answer names, as portals name them (`wire-format.md` §5.1, §5.2).

use docketbell_core::domain::NamedCourt;
use rstest::rstest;

fn court(id: &str, code: &str) -> NamedCourt {
    let named = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    NamedCourt {
        id: named(id),
        code: named(code),
    }
}

#[rstest]
#[case::equal_ids(("CT13", ""), ("ct13 ", ""), Some(true))]
#[case::equal_opaque_ids(("BOONE", "22"), ("BOONE", "13"), Some(true))]
#[case::two_opaque_ids(("BOONE", ""), ("GREENE", ""), None)]
#[case::another_front(("SMPDB0004_CT13", ""), ("CT13", ""), Some(true))]
#[case::another_circuit(("SMPDB0004_CT13", ""), ("SMPDB0004_CT22", ""), Some(false))]
#[case::an_id_of_the_hearing_search(("CT16SPACEJAK", ""), ("CT16", ""), Some(true))]
#[case::a_court_of_appeals(("SMPDB0005_EAP", ""), ("SMPDB0001_WAP", ""), Some(false))]
#[case::a_circuit_and_a_court_of_appeals(("SMPDB0005_CT25", ""), ("SMPDB0005_EAP", ""), Some(false))]
#[case::its_code_says_more_than_an_opaque_id(("BOONE", "13"), ("GREENE", "31"), Some(false))]
#[case::codes(("", "13"), ("", "013"), Some(true))]
#[case::other_codes(("", "13"), ("", "22"), Some(false))]
#[case::codes_of_letters(("", "EA"), ("", "wa"), Some(false))]
#[case::a_locations_code_beside_a_courts(("", "BA"), ("", "13"), None)]
#[case::an_id_and_a_code(("CT13", ""), ("", "13"), Some(true))]
#[case::an_id_and_another_code(("CT22", ""), ("", "13"), Some(false))]
#[case::an_id_and_a_locations_code(("CT22", ""), ("", "BA"), None)]
#[case::nothing_said(("", ""), ("CT13", "13"), None)]
fn two_names_are_of_one_court_of_two_or_nobody_knows(
    #[case] one: (&str, &str),
    #[case] two: (&str, &str),
    #[case] same: Option<bool>,
) {
    let (one, two) = (court(one.0, one.1), court(two.0, two.1));
    assert_eq!(one.is(&two), same, "{one:?} and {two:?}");
    assert_eq!(two.is(&one), same, "whichever comes first");
}

#[test]
fn a_court_is_clearly_none_of_ours_when_no_name_fits_and_one_cannot() {
    let asked = court("BOONE", "");
    let known = court("", "13");
    let ours = [asked, known];
    assert!(court("CT22", "").is_clearly_none_of(&ours));
    assert!(
        !court("CT22", "13").is_clearly_none_of(&ours),
        "its code is ours"
    );
    assert!(
        !court("BOONE", "22").is_clearly_none_of(&ours),
        "its id is ours"
    );
    assert!(
        !court("GREENE", "").is_clearly_none_of(&ours),
        "nobody knows"
    );
    assert!(!court("", "").is_clearly_none_of(&ours), "nothing is said");
}
