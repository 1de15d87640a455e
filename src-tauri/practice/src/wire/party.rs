//! `party.do` (wire-format.md §4.4): the header's fields and the people.

use crate::{
    wire::{
        header,
        pen::{Native, Pen},
    },
    world::{
        drift::Drift,
        names::PersonName,
        truth::{AttorneyTruth, CaseTruth, PartyTruth},
    },
};

/// Header fields and `partyDetailsList`.
pub(crate) fn party(case: &CaseTruth, drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 6_000);
    pen.object(|pen| {
        header::fields(pen, case);
        let numbered: Vec<(usize, &PartyTruth)> = case.parties.iter().enumerate().collect();
        pen.list("partyDetailsList", &numbered, |pen, (place, party)| {
            pen.object(|pen| litigant(pen, case, *place, party));
        });
    });
    pen.finish()
}

fn litigant(pen: &mut Pen<'_>, case: &CaseTruth, place: usize, party: &PartyTruth) {
    pen.json.text("partyType", "party");
    pen.json.text("desc", &party.role);
    pen.json.text("descCode", &party.role_code);
    name(pen, &party.name);
    address(pen, &party.street, &party.city, &party.zip, "RS");
    if let Some(year) = party.birth_year {
        // A full date was sent in 2024 although the page shows the year only; readers must not keep it.
        let day = format!("{:02}/01/{year}", 1 + place % 12);
        pen.json.text("birthDate", &day);
        pen.json.text("birthDateCode", "Y");
        pen.json.text("formattedBirthDate", &year.to_string());
    }
    let main = party.attorneys.get(..1).unwrap_or_default();
    let others = party.attorneys.get(1..).unwrap_or_default();
    pen.list("attorneyList", main, |pen, one| {
        pen.object(|pen| attorney(pen, case, one));
    });
    pen.list("coAttorneyList", others, |pen, one| {
        pen.object(|pen| attorney(pen, case, one));
    });
    pen.list::<u8>("otherAttorneyList", &[], |_, _| {});
    tail(pen, case, place, false);
}

fn attorney(pen: &mut Pen<'_>, case: &CaseTruth, attorney: &AttorneyTruth) {
    let prosecutes = attorney.role.starts_with("Prosecuting");
    pen.json.text("partyType", "attorney");
    pen.json.text("desc", &attorney.role);
    pen.json
        .text("descCode", if prosecutes { "PA" } else { "APA" });
    name(pen, &attorney.name);
    address(pen, "100 SAMPLE PLAZA", "ANYTOWN", "63001", "MA");
    // Invented (unverified): no capture shows the bar number among the parties.
    pen.json
        .text("mobarNumber", &attorney.bar_number.to_string());
    pen.list::<u8>("coAttorneyList", &[], |_, _| {});
    tail(pen, case, 0, prosecutes);
}

fn name(pen: &mut Pen<'_>, name: &PersonName) {
    pen.json.text("firstName", &name.first);
    pen.json.text("midInitial", &name.middle);
    pen.json.text("lastName", &name.last);
    pen.json.text("formattedPartyName", &name.formal());
}

fn address(pen: &mut Pen<'_>, street: &str, city: &str, zip: &str, kind: &str) {
    pen.json.text("addrAtyp", kind);
    pen.json.text("addrLine1", street);
    pen.json.text("addrCity", city);
    pen.json.text("addrStatCode", "MO");
    pen.json.text("addrZip", zip);
    pen.whole("addrSeqNo", 1);
    pen.json.text(
        "formattedPartyAddress",
        &format!("{street}\n{city}, MO {zip}"),
    );
}

fn tail(pen: &mut Pen<'_>, case: &CaseTruth, place: usize, prosecutes: bool) {
    pen.flag("criminalCase", case.criminal, Native::Bool);
    pen.flag("prosecutingAtty", prosecutes, Native::Bool);
    pen.flag("criminalInd", case.criminal, Native::Letter);
    pen.flag("litInd", true, Native::Letter);
    pen.json.date("startDate", case.filed_on);
    pen.whole("assoc", 0);
    pen.whole("ptySeqNo", place as u64 + 1);
    pen.whole("sortSeq", 2 * (place as u64 + 1));
    pen.whole(
        "pidm",
        90_000_001 + u64::from(case.index) * 100 + place as u64,
    );
    pen.json.text("telArea", "");
    pen.json.text("telCode", "");
    pen.json.text("telNumber", "");
    pen.json.text("formattedTelePhone", "");
}
