//! `newHeaderData.do` (wire-format.md §4.3), `charges.do` (§4.6) and `getFinancialInfo.do` (§4.2).

use crate::{
    wire::pen::{Native, Pen},
    world::{
        drift::{Drift, ListShape},
        names::PersonName,
        truth::{CaseTruth, ChargeTruth},
    },
};

/// The header object.
pub(crate) fn header(case: &CaseTruth, drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 2_500);
    pen.object(|pen| fields(pen, case));
    pen.finish()
}

/// The header's fields; `party.do` carries them, too.
pub(crate) fn fields(pen: &mut Pen<'_>, case: &CaseTruth) {
    let json = &mut pen.json;
    json.text("courtId", &case.court_id);
    json.text("caseNumber", &case.number);
    json.text("caseDesc", &case.style);
    json.text("courtDesc", &case.circuit);
    json.text("location", &case.location);
    json.date("filingDate", case.filed_on);
    json.date("formattedFilingDate", case.filed_on);
    if !Drift::on(pen.drift.without_pred_code) {
        json.text("predCode", &case.pred_code);
    }
    pen.flag("protectionOrder", false, Native::Bool);
    pen.json.text("caseType", &case.case_type);
    pen.json.text("caseSecurity", &case.security);
    pen.json.text("caseTypeCode", &case.case_type_code);
    pen.json.text("vineCode", "434");
    pen.json.text("vineID", &case.number);
    pen.flag("vineDisplay", case.criminal && !case.ticket, Native::Letter);
    if !Drift::on(pen.drift.without_file_locn) && !case.ticket {
        pen.json.text("fileLocn", "E-CASE");
    }
    pen.json
        .text("fileId", if case.ticket { "" } else { "(E-CASE)" });
    pen.json.text("locnCode", &case.locn);
    pen.json.text("courtCode", &case.court_code);
    pen.object_at("caseDispositionDetail", |pen| {
        pen.json.text("dispositionDescription", &case.disposition);
        if let Some(day) = case.disposed_on {
            pen.json.date("docketFilingDate", day);
        }
    });
    if case.criminal {
        pen.list("caseChargeList", &case.charges, |pen, charge| {
            pen.object(|pen| charge_fields(pen, case, charge));
        });
    }
    judge(pen, "judgeDetails", &case.judge);
    if case.disposed_on.is_some() {
        judge(pen, "dispositionJudgeDetails", &case.judge);
    }
    circuit_case_no(pen, case);
    pen.json.text("courtType", &case.court_type);
    if case.ticket {
        pen.object_at("ticketSearchResult", |pen| {
            pen.flag("naInd", true, Native::Letter);
            pen.flag("oocEligible", true, Native::Letter);
        });
    }
    pen.flag("disposed", case.disposed_on.is_some(), Native::Bool);
    pen.flag("dismissed", false, Native::TrueFalse);
    pen.flag("pleaAndPayInd", case.ticket, Native::Letter);
    permission_flags(pen, false);
    pen.flag("isTicket", case.ticket, Native::Bool);
    pen.whole("caseNoteCount", 0);
    pen.flag("isTrafficOrCriminal", case.criminal, Native::Small);
}

/// The permissions of an anonymous visitor: all false, but `canUserSeePublicDocuments` in the docket answer.
pub(crate) fn permission_flags(pen: &mut Pen<'_>, public_documents: bool) {
    for key in [
        "legalFileAccepted",
        "paperAccepted",
        "confidential",
        "displayJudgeNotes",
        "displayLegalFileViewer",
        "displayFileViewer",
    ] {
        pen.flag(key, false, Native::Bool);
    }
    pen.flag("canUserSeePublicDocuments", public_documents, Native::Bool);
    for key in [
        "canUserSeeCaseDocuments",
        "canUserSeeEnoticeHistory",
        "canSelectDocket",
        "canSeeEcfLinks",
        "canSeeLegalFileLinks",
    ] {
        pen.flag(key, false, Native::Bool);
    }
}

fn judge(pen: &mut Pen<'_>, key: &str, name: &PersonName) {
    pen.object_at(key, |pen| {
        pen.json.text("lastName", &name.last);
        pen.json.text("firstName", &name.first);
        if !name.middle.is_empty() {
            pen.json.text("middleInitials", &name.middle);
        }
        let dot = if name.middle.chars().count() == 1 {
            "."
        } else {
            ""
        };
        pen.json
            .text("formattedName", &format!("{}{dot}", name.formal()));
    });
}

fn circuit_case_no(pen: &mut Pen<'_>, case: &CaseTruth) {
    let write = |pen: &mut Pen<'_>| {
        pen.object(|pen| {
            pen.json.text("caseValue", &case.number);
            pen.json.text("courtId", &case.court_id);
        });
    };
    match pen.drift.circuit_case_no {
        Some(ListShape::Absent) => {}
        Some(ListShape::Object) => {
            pen.json.key("circuitCaseNo");
            write(pen);
        }
        Some(ListShape::Array) => {
            pen.json.key("circuitCaseNo").open(b'[');
            write(pen);
            pen.json.close(b']');
        }
        // As captured: the list is there and empty.
        None => pen.list::<u8>("circuitCaseNo", &[], |_, _| {}),
    }
}

/// `charges.do`: the bare array of charges.
pub(crate) fn charges(case: &CaseTruth, drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 1_000);
    pen.json.open(b'[');
    for charge in &case.charges {
        pen.object(|pen| charge_fields(pen, case, charge));
    }
    pen.json.close(b']');
    pen.finish()
}

fn charge_fields(pen: &mut Pen<'_>, case: &CaseTruth, charge: &ChargeTruth) {
    pen.json.text("caseId", &case.number);
    pen.json.text("subCase", "");
    pen.json.text("chargeNumber", &charge.number.to_string());
    pen.json.date("chargeFilingDate", charge.filed_on);
    pen.json.text("chargeCode", &charge.code);
    pen.json.text("ncicCode", "06");
    pen.whole("chargePIDM", 90_000_000 + u64::from(case.index));
    pen.json.text("chargeDescription", &charge.description);
    pen.json.text("chargePredCode", &charge.pred_code);
    pen.json.text("chargeCodeLevel", &charge.level);
    pen.json
        .text("chargeCodeLevelDescription", &charge.level_words);
    if !Drift::on(pen.drift.without_statute) {
        pen.json.text("statuteNumber", &charge.statute);
    }
    pen.json
        .some_text("ticketNumber", charge.ticket_number.as_deref());
    pen.flag("boundover", false, Native::Bool);
}

/// `getFinancialInfo.do`. Only `caseBalance` is evidenced; nothing else is invented.
pub(crate) fn financial(case: &CaseTruth, drift: &Drift) -> Vec<u8> {
    let mut pen = Pen::new(drift, 100);
    pen.object(|pen| {
        let balance = if case.disposed_on.is_some() {
            "$0.00"
        } else {
            "$73.50"
        };
        pen.json.text("caseBalance", balance);
    });
    pen.finish()
}
