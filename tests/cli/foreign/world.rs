//! What the foreign portal knows, and its habits.

use std::collections::HashMap;

use axum::http::{HeaderMap, Method, Uri};
use serde_json::{Value, json};

/// Choices that the notes on the wire format leave open.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    /// `/casenet` or `/cnet`.
    pub root: &'static str,
    /// Redirects name the host.
    pub absolute_redirects: bool,
    /// JSON only for those who hold a session cookie.
    pub session_demanded: bool,
    /// Which methods the case endpoints take.
    pub accepts: Accepts,
    /// Something in front of the JSON.
    pub junk: &'static str,
    /// How text is encoded, and whether it is said.
    pub charset: Charset,
    /// `sequenceNumber: "18"`.
    pub numbers_as_text: bool,
    /// Keys in the opposite order.
    pub reversed_keys: bool,
    /// One document as an object.
    pub documents: Documents,
    /// Keys without a value are left out.
    pub absent_keys: bool,
    /// `party.do` repeats the header.
    pub party_with_header: bool,
    /// How several hits are listed.
    pub hits: Hits,
    /// Oldest entry first.
    pub oldest_first: bool,
    /// How a case that is unknown looks.
    pub unknown: Gone,
}

impl Habits {
    /// As the portal of 2026 most likely does.
    pub const RECENT: Self = Self {
        root: "/casenet",
        absolute_redirects: false,
        session_demanded: false,
        accepts: Accepts::Both,
        junk: "",
        charset: Charset::Latin1,
        numbers_as_text: false,
        reversed_keys: false,
        documents: Documents::List,
        absent_keys: true,
        party_with_header: true,
        hits: Hits::Table,
        oldest_first: false,
        unknown: Gone::Alert,
    };
    /// As the portal of 2023 did, and as unlike the other one as the notes allow.
    pub const OTHER: Self = Self {
        root: "/cnet",
        absolute_redirects: true,
        session_demanded: true,
        accepts: Accepts::PostOnly,
        junk: ")]}',\n",
        charset: Charset::Unsaid1252,
        numbers_as_text: true,
        reversed_keys: true,
        documents: Documents::Object,
        absent_keys: false,
        party_with_header: false,
        hits: Hits::Script,
        oldest_first: true,
        unknown: Gone::NearEmpty,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    Both,
    PostOnly,
    GetOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Latin1,
    Unsaid1252,
    Utf8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Documents {
    List,
    Object,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hits {
    /// Links in a table.
    Table,
    /// Links that call a script.
    Script,
}

/// How a case is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// A page with `div.alert.alert-danger`.
    Alert,
    /// JSON without a case number.
    NearEmpty,
}

/// What goes wrong, for every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 403 with the posted prohibition.
    Refusal,
    /// A challenge page with this status.
    Challenge(u16),
    /// A page of its own in place of every answer, with this status.
    InPlace(u16, &'static str),
    /// 429 with `Retry-After` seconds.
    TooMany(u32),
    /// The whole service is down.
    Maintenance,
    /// A redirect to another host.
    Foreign(String),
    /// A web page where data was asked for.
    HtmlForJson,
    /// A web page in place of the docket alone, with this status.
    NoDocket(u16),
    /// A web page in place of the parties alone.
    NoParties,
    /// The search by case number fails.
    NoSearch,
    /// The search by case number is refused with the posted prohibition.
    RefusedSearch,
    /// The answer breaks off.
    CutOff,
    /// The answer about another case.
    OtherCase(String),
    /// `docketTabModelList` is empty.
    EmptyDocket,
    /// The docket misses its newest entries.
    ShortDocket(usize),
    /// "Location Unavailable".
    CourtOffline,
}

/// A case as the portal shows it.
#[derive(Debug, Clone)]
pub struct Case {
    pub number: String,
    pub court: String,
    pub header: Value,
    pub parties: Vec<Value>,
    pub charges: Vec<Value>,
    /// In order of `whichone`, oldest first.
    pub docket: Vec<Value>,
    /// The court that the docket's answer names, whatever the header says.
    pub docket_court: Value,
    pub gone: bool,
    /// Every answer about it is a page of trouble.
    pub broken: bool,
}

impl Case {
    pub fn new(number: &str, court: &str, style: &str) -> Self {
        Self {
            number: number.into(),
            court: court.into(),
            header: json!({
                "courtId": court,
                "caseNumber": number,
                "caseDesc": style,
                "courtDesc": "13th Judicial Circuit",
                "location": "Boone",
                "filingDate": "01/05/2026",
                "formattedFilingDate": "01/05/2026",
                "caseType": "AC Unlawful Detainer",
                "caseTypeCode": "TH",
                "caseSecurity": "1",
                "locnCode": "BA",
                "courtCode": "13",
                "courtType": "C",
                "predCode": "ZG",
                "caseDispositionDetail": {"dispositionDescription": "Not Disposed"},
                "judgeDetails": {"lastName": "EXAMPLE", "firstName": "ROBIN", "formattedName": "EXAMPLE, ROBIN T."},
                "disposed": false,
                "dismissed": "F",
                "confidential": false,
                "isTicket": false,
                "isTrafficOrCriminal": "n",
                "caseChargeList": [],
            }),
            parties: vec![
                party("DOE, JANE Q", "Plaintiff", "PLT"),
                party("PUBLIC, JOHN", "Defendant", "DFT"),
            ],
            charges: vec![],
            docket: vec![
                entry(
                    1,
                    "01/05/2026",
                    "Petition Filed",
                    Some("Filed by JANE Q DOE."),
                ),
                entry(2, "01/06/2026", "Summons Issued", None),
                entry(
                    4,
                    "01/20/2026",
                    "Answer Filed",
                    Some("Answer of the defendant."),
                ),
            ],
            docket_court: json!("13"),
            gone: false,
            broken: false,
        }
    }

    /// The entry with this sequence number.
    pub fn entry(&mut self, sequence: i64) -> &mut Value {
        self.docket
            .iter_mut()
            .find(|e| e["sequenceNumber"] == sequence)
            .unwrap()
    }

    /// Takes an entry off the docket.
    pub fn withdraw(&mut self, sequence: i64) {
        self.docket.retain(|e| e["sequenceNumber"] != sequence);
    }
}

/// An entry without hearings or documents. Whether documents have a link is said as the portal says it, unless a test does.
pub fn entry(sequence: i64, filed: &str, title: &str, text: Option<&str>) -> Value {
    json!({
        "sequenceNumber": sequence,
        "filingDate": filed,
        "docketDesc": title,
        "docketText": text,
        "docketCode": "ORDER",
        "predCode": "ZFILE",
        "filingPartyFullName": "",
        "behalfOfPartiesNames": "",
        "hrngOutcome": "N",
        "documentId": 0,
        "document": [],
        "canSeeCaseDocuments": null,
        "confidential": false,
        "associatedDocketInfoDetails": [],
        "associatedDocketScheduledInfo": [],
    })
}

/// A `C` row.
pub fn setting(purpose: &str, day: &str, time: &str) -> Value {
    json!({
        "associatedDate": day,
        "associatedTime": time,
        "associatedDescription": purpose,
        "associatedText": "Boone",
        "associatedName": "ROBIN T. EXAMPLE",
        "mainDockSeq": 0,
        "documentId": 0,
        "assocDtypPredCode": "C",
    })
}

/// An `R` row.
pub fn result_row(purpose: &str, day: &str, time: &str) -> Value {
    let mut row = setting(purpose, day, time);
    row["assocDtypPredCode"] = json!("R");
    row
}

/// An entry that carries a setting.
pub fn with_setting(mut entry: Value, row: Value) -> Value {
    entry["docketCode"] = json!("SCAR");
    entry["predCode"] = json!("ZHESC");
    entry["associatedDocketScheduledInfo"] = json!([row]);
    entry
}

/// A party without an attorney.
pub fn party(name: &str, role: &str, code: &str) -> Value {
    json!({
        "partyType": "party",
        "desc": role,
        "descCode": code,
        "formattedPartyName": name,
        "formattedPartyAddress": "100 ANY ST\nSOMEWHERE, MO 63000",
        "birthDate": "01/01/1980",
        "formattedBirthDate": "1980",
        "attorneyList": [],
        "coAttorneyList": [],
    })
}

/// An attorney.
pub fn attorney(name: &str) -> Value {
    json!({
        "partyType": "attorney",
        "desc": "Attorney for Plaintiff",
        "descCode": "APA",
        "formattedPartyName": name,
        "coAttorneyList": [],
    })
}

/// A request that came in.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub params: HashMap<String, String>,
    pub host: String,
    pub has_session: bool,
    pub user_agent: String,
}

impl Request {
    pub fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut params = HashMap::new();
        for text in [uri.query().unwrap_or(""), &String::from_utf8_lossy(body)] {
            for pair in text.split('&') {
                if let Some((key, value)) = pair.split_once('=') {
                    params.insert(decoded(key), decoded(value));
                }
            }
        }
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            method: method.to_string(),
            path: uri.path().to_owned(),
            params,
            host: header("host"),
            has_session: header("cookie").contains("JSESSIONID="),
            user_agent: header("user-agent"),
        }
    }

    /// A parameter, with or without `inputVO.` in front.
    pub fn param(&self, name: &str) -> String {
        self.params
            .get(name)
            .or_else(|| self.params.get(&format!("inputVO.{name}")))
            .cloned()
            .unwrap_or_default()
    }
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let bytes = spaced.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| spaced.get(at + 1..at + 3))
            .flatten()
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What the file viewer answers.
#[derive(Debug, Clone)]
pub struct Shown {
    pub status: u16,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A document as an entry lists it.
pub fn document(id: u32, title: &str, extension: &str, level: u8) -> Value {
    json!({
        "recordId": id,
        "documentId": id,
        "documentTitle": title,
        "documentExtension": extension,
        "documentSecurityLevel": level,
    })
}

/// Everything the portal knows.
pub struct World {
    pub habits: Habits,
    pub cases: Vec<Case>,
    /// Old court id to new.
    pub moved: HashMap<String, String>,
    pub fault: Option<Fault>,
    pub log: Vec<Request>,
    /// The file viewer: short court code and document id to what it shows.
    pub documents: HashMap<(String, String), Shown>,
    /// What the docket answer says of all documents.
    pub public_documents: bool,
    /// How long each answer takes.
    pub slowness: std::time::Duration,
}

impl World {
    pub fn new(habits: Habits) -> Self {
        Self {
            habits,
            cases: vec![],
            moved: HashMap::new(),
            fault: None,
            log: vec![],
            documents: HashMap::new(),
            public_documents: true,
            slowness: std::time::Duration::ZERO,
        }
    }

    /// The case with this number; the first, where several courts have it.
    pub fn case(&mut self, number: &str) -> &mut Case {
        self.cases.iter_mut().find(|c| c.number == number).unwrap()
    }

    /// Moves a court to another database.
    pub fn move_court(&mut self, from: &str, to: &str) {
        self.moved.insert(from.into(), to.into());
        for case in self.cases.iter_mut().filter(|c| c.court == from) {
            case.court = to.into();
            case.header["courtId"] = json!(to);
        }
    }
}
