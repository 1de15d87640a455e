//! Headers and parties: what is news and what is only another way to answer.

use docketbell_core::domain::compare::{
    PartyChangeKind, compare_header, compare_parties, parties_to_keep,
};
use docketbell_core::domain::{
    Attorney, CaseHeader, CaseStyle, Disposition, HeaderField, Party, PartyRole,
};
use jiff::civil::date;
use rstest::rstest;

fn header() -> CaseHeader {
    CaseHeader {
        case_number: "26BA-CV90123".to_owned(),
        court_id: Some("CT13".to_owned()),
        style: CaseStyle("JANE Q DOE V JOHN Q PUBLIC".to_owned()),
        location: Some("Boone".to_owned()),
        case_type: Some("AC Unlawful Detainer".to_owned()),
        filed_on: Some(date(2026, 8, 4)),
        judge: Some("EXAMPLE, ROBIN T".to_owned()),
        disposition: Some(Disposition {
            description: "Not Disposed".to_owned(),
            disposed_on: None,
        }),
        security_level: Some("1".to_owned()),
        ..CaseHeader::default()
    }
}

fn disposed(words: &str, day: i8) -> Option<Disposition> {
    Some(Disposition {
        description: words.to_owned(),
        disposed_on: Some(date(2026, 11, day)),
    })
}

type Edit = fn(&mut CaseHeader);

#[rstest]
#[case::nothing(|_: &mut _| {}, |_: &mut _| {}, &[])]
#[case::another_judge(|_: &mut _| {}, |h: &mut CaseHeader| h.judge = Some("SAMPLE, LEE".into()), &[HeaderField::Judge])]
#[case::the_first_judge(|h: &mut CaseHeader| h.judge = None, |_: &mut _| {}, &[HeaderField::Judge])]
#[case::a_judge_left_out(|_: &mut _| {}, |h: &mut CaseHeader| h.judge = None, &[])]
#[case::blank(|_: &mut _| {}, |h: &mut CaseHeader| h.location = Some("  ".into()), &[])]
#[case::other_letters(|_: &mut _| {}, |h: &mut CaseHeader| h.judge = Some("Example,  Robin T".into()), &[])]
#[case::disposed_now(|_: &mut _| {}, |h: &mut CaseHeader| h.disposition = disposed("Judgment", 9), &[HeaderField::Disposition])]
#[case::disposed_on_another_day(|h: &mut CaseHeader| h.disposition = disposed("Judgment", 9), |h: &mut CaseHeader| h.disposition = disposed("Judgment", 10), &[HeaderField::Disposition])]
#[case::not_disposed_said_at_last(|h: &mut CaseHeader| h.disposition = None, |_: &mut _| {}, &[])]
#[case::disposition_left_out(|_: &mut _| {}, |h: &mut CaseHeader| h.disposition = None, &[])]
#[case::a_moved_court(|_: &mut _| {}, |h: &mut CaseHeader| h.court_id = Some("SMPDB0001_CT13".into()), &[])]
#[case::style(|_: &mut _| {}, |h: &mut CaseHeader| h.style = CaseStyle("J D V J P".into()), &[HeaderField::Style])]
#[case::a_type_given_at_last(|h: &mut CaseHeader| h.case_type = None, |_: &mut _| {}, &[])]
#[case::several(|_: &mut _| {}, |h: &mut CaseHeader| { h.location = Some("Callaway".into()); h.filed_on = Some(date(2026, 8, 5)); }, &[HeaderField::Location, HeaderField::FiledOn])]
#[case::an_empty_answer(|_: &mut _| {}, |h: &mut CaseHeader| *h = CaseHeader::default(), &[])]
fn a_header_tells(#[case] known: Edit, #[case] shown: Edit, #[case] expected: &[HeaderField]) {
    let (mut before, mut after) = (header(), header());
    known(&mut before);
    shown(&mut after);
    let changes = compare_header(&before, &after);
    let fields: Vec<HeaderField> = changes.iter().map(|c| c.field).collect();
    assert_eq!(fields, expected, "{changes:?}");
}

fn party(name: &str, role: PartyRole, attorneys: &[&str]) -> Party {
    Party {
        name: name.to_owned(),
        role,
        role_code: None,
        address: Some("100 ANY ST\nSOMEWHERE, MO 63000".to_owned()),
        birth_year: None,
        attorneys: attorneys
            .iter()
            .map(|name| Attorney {
                name: (*name).to_owned(),
                role: "Attorney for Plaintiff".to_owned(),
                co_counsel: false,
            })
            .collect(),
    }
}

fn both() -> Vec<Party> {
    vec![
        party("DOE, JANE Q", PartyRole::Plaintiff, &["COUNSEL, PAT X"]),
        party("PUBLIC, JOHN Q", PartyRole::Defendant, &["LAWYER, CASEY"]),
    ]
}

type EditParties = fn(&mut Vec<Party>);

#[rstest]
#[case::nothing(|_: &mut _| {}, &[])]
#[case::another_order(|p: &mut Vec<Party>| p.reverse(), &[])]
#[case::other_letters(|p: &mut Vec<Party>| p[0].name = "Doe,  Jane Q".into(), &[])]
#[case::an_empty_list(|p: &mut Vec<Party>| p.clear(), &[])]
#[case::one_more(|p: &mut Vec<Party>| p.push(party("ROE, ALEX", PartyRole::Defendant, &[])), &[PartyChangeKind::Added])]
#[case::one_less(|p: &mut Vec<Party>| { p.pop(); }, &[PartyChangeKind::Removed])]
#[case::a_fuller_name(|p: &mut Vec<Party>| p[0].name = "DOE, JANE QUINN JANE".into(), &[PartyChangeKind::Changed])]
#[case::another_role(|p: &mut Vec<Party>| p[1].role = PartyRole::Respondent, &[PartyChangeKind::Changed])]
#[case::another_address(|p: &mut Vec<Party>| p[1].address = Some("7 NEW RD".into()), &[PartyChangeKind::Changed])]
#[case::an_address_left_out(|p: &mut Vec<Party>| p[1].address = None, &[])]
#[case::another_attorney(|p: &mut Vec<Party>| p[0].attorneys[0].name = "NEWMAN, TERRY".into(), &[PartyChangeKind::AttorneyRemoved, PartyChangeKind::AttorneyAdded])]
#[case::an_attorneys_fuller_name(|p: &mut Vec<Party>| p[0].attorneys[0].name = "COUNSEL, PAT XAVER PAT".into(), &[PartyChangeKind::AttorneyChanged])]
#[case::an_attorneys_role(|p: &mut Vec<Party>| p[0].attorneys[0].role = "Guardian ad Litem".into(), &[PartyChangeKind::AttorneyChanged])]
#[case::an_attorney_left(|p: &mut Vec<Party>| p[0].attorneys.clear(), &[PartyChangeKind::AttorneyRemoved])]
#[case::all_attorneys_left_out(|p: &mut Vec<Party>| p.iter_mut().for_each(|p| p.attorneys.clear()), &[])]
fn parties_tell(#[case] edit: EditParties, #[case] expected: &[PartyChangeKind]) {
    let mut shown = both();
    edit(&mut shown);
    let changes = compare_parties(&both(), &shown);
    let kinds: Vec<PartyChangeKind> = changes.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, expected, "{changes:?}");
}

#[test]
fn counsel_that_an_answer_left_out_is_kept_and_a_withheld_address_is_not() {
    let mut shown = both();
    for party in &mut shown {
        party.attorneys.clear();
        party.address = None;
    }
    let kept = parties_to_keep(&both(), &shown);
    assert!(
        compare_parties(&kept, &both()).is_empty(),
        "its return is no news"
    );
    assert!(
        kept.iter().all(|p| p.address.is_none()),
        "the court withholds it, so do we"
    );
}

#[test]
fn parties_that_were_never_read_are_no_news() {
    assert!(
        compare_parties(&[], &both()).is_empty(),
        "their page failed when the case was followed"
    );
}
