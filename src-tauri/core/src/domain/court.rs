//! Courts. A court id is opaque and can change over time (`wire-format.md` §5.1, §5.2): it is taken from
//! search results, never derived, and resolved again when the portal says that it is wrong.

use serde::{Deserialize, Serialize};

/// The portal's database id of a court, for example `CT12` or `SMPDB0005_CT25`. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CourtId(String);

impl CourtId {
    /// Wraps an id as the portal wrote it; surrounding blanks are dropped.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(id.as_ref().trim().to_owned())
    }

    /// The id as the portal wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The court that an answer names. Portals leave either half out, and write it as a number or as a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedCourt {
    /// The database id (`courtId`).
    pub id: Option<String>,
    /// The short code (`courtCode`).
    pub code: Option<String>,
}

impl NamedCourt {
    /// Whether two names are of one court; `None` where that cannot be told. Ids are opaque and their fronts change
    /// (`wire-format.md` §5.1), so only the circuit or the court of appeals in them counts, and equal ids.
    pub fn is(&self, other: &Self) -> Option<bool> {
        fn both<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<bool> {
            Some(a? == b?)
        }
        let equal = both(plain(self.id.as_ref()), plain(other.id.as_ref())).filter(|same| *same);
        let id = |court: &Self| plain(court.id.as_ref()).and_then(|id| seat_of_id(&id));
        let code = |court: &Self| plain(court.code.as_ref()).and_then(|code| seat_of_code(&code));
        equal
            .or_else(|| both(id(self), id(other)))
            .or_else(|| match (code(self)?, code(other)?) {
                (Seat::Named(_), Seat::Circuit(_)) | (Seat::Circuit(_), Seat::Named(_)) => None,
                (one, two) => Some(one == two),
            })
            // A code of letters may be a location's; only a circuit's number says the same as an id.
            .or_else(|| both(id(self), code(other).filter(Seat::is_circuit)))
            .or_else(|| both(code(self).filter(Seat::is_circuit), id(other)))
    }

    /// Whether this is clearly none of these courts, which are names of one court: one of them it cannot be, and none
    /// of them it is.
    pub fn is_clearly_none_of(&self, names: &[Self]) -> bool {
        let mut other = false;
        for name in names {
            match self.is(name) {
                Some(true) => return false,
                Some(false) => other = true,
                None => {}
            }
        }
        other
    }
}

impl std::fmt::Display for NamedCourt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id.as_deref().or(self.code.as_deref()).unwrap_or(""))
    }
}

/// What an id or a code says about where a court sits.
#[derive(Debug, PartialEq, Eq)]
enum Seat {
    /// A judicial circuit: 25.
    Circuit(u32),
    /// Letters: a court of appeals (`EA`), or what a portal puts in its place.
    Named(String),
}

impl Seat {
    fn is_circuit(&self) -> bool {
        matches!(self, Self::Circuit(_))
    }
}

fn plain(text: Option<&String>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_ascii_uppercase())
}

/// The seat in a court id: circuit 25 in `SMPDB0005_CT25`, circuit 16 in `CT16SPACEJAK`, `EA` in `SMPDB0005_EAP`.
fn seat_of_id(id: &str) -> Option<Seat> {
    let place = id.rsplit('_').next()?;
    match place {
        "SUP" => return Some(Seat::Named("SC".into())),
        "EAP" | "SAP" | "WAP" => return Some(Seat::Named(place[..2].into())),
        _ => {}
    }
    let digits = place.strip_prefix("CT")?.split("SPACE").next()?;
    digits.parse().ok().map(Seat::Circuit)
}

/// The seat that a short code says: circuit 13 in `13` and `013`.
fn seat_of_code(code: &str) -> Option<Seat> {
    if let Ok(number) = code.parse() {
        return Some(Seat::Circuit(number));
    }
    let letters = code.chars().all(|c| c.is_ascii_alphabetic());
    letters.then(|| Seat::Named(code.to_owned()))
}

impl std::fmt::Display for CourtId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
