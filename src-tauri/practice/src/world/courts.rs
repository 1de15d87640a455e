//! The courts of the practice world: identifiers in the real shapes (wire-format.md §5.1 and §5.2), people invented.

/// One court location. The four identifiers of wire-format.md §5.1 are kept apart, as the portal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Court {
    /// Database id, `dbSource` and `courtId` on the wire. Opaque; may move.
    pub db_source: &'static str,
    /// Court code of the search forms, such as `CT25`.
    pub search_code: &'static str,
    /// Short code used by document links, such as `25`.
    pub short_code: &'static str,
    /// Three-letter county code, such as `BNE`.
    pub county: &'static str,
    /// Location within the court, such as `BA`.
    pub locn: &'static str,
    /// Location as shown, such as `Boone`.
    pub location: &'static str,
    /// Circuit as shown, such as `13th Judicial Circuit`.
    pub circuit: &'static str,
    /// Label in the selects of the search forms.
    pub label: &'static str,
    /// Where hearings take place.
    pub room: &'static str,
}

macro_rules! court {
    ($db:literal, $search:literal, $short:literal, $county:literal, $locn:literal, $location:literal, $circuit:literal, $label:literal, $room:literal) => {
        Court {
            db_source: $db,
            search_code: $search,
            short_code: $short,
            county: $county,
            locn: $locn,
            location: $location,
            circuit: $circuit,
            label: $label,
            room: $room,
        }
    };
}

/// All court locations of the world. Location codes `PH`, `PM`, `AC`, `GR` and the short names of the
/// appellate locations are invented (unverified).
#[rustfmt::skip]
pub const COURTS: [Court; 12] = [
    court!("CT13", "CT13", "13", "BNE", "BA", "Boone", "13th Judicial Circuit", "Boone County - 13th Judicial Circuit", "Division 4"),
    court!("CT12", "CT12", "12", "WRN", "BB", "Warren", "12th Judicial Circuit", "Warren County - 12th Judicial Circuit", "Division 2"),
    court!("CT22", "CT22", "22", "STL", "S2", "City of St. Louis Municipal", "22nd Judicial Circuit", "City of St. Louis - 22nd Judicial Circuit", "Courtroom 1"),
    court!("SMPDB0005_CT25", "CT25", "25", "PHE", "PM", "Phelps Municipal", "25th Judicial Circuit", "Phelps County Municipal - 25th Judicial Circuit", "Courtroom A"),
    court!("CT16", "CT16", "16", "JAK", "L9", "Lone Jack Municipal", "16th Judicial Circuit", "Lone Jack Municipal - 16th Judicial Circuit", "City Hall"),
    court!("CT16", "CT16", "16", "JAK", "16", "Jackson - Independence", "16th Judicial Circuit", "Jackson County - 16th Judicial Circuit", "Division 30"),
    court!("SMPDB0005_CT25", "CT25", "25", "PHE", "PH", "Phelps", "25th Judicial Circuit", "Phelps County - 25th Judicial Circuit", "Division 1"),
    court!("CT21", "CT21", "21", "SLC", "SL", "St. Louis County", "21st Judicial Circuit", "St. Louis County - 21st Judicial Circuit", "Division 39"),
    court!("SMPDB0004_CT19", "CT19", "19", "COL", "AC", "Cole", "19th Judicial Circuit", "Cole County - 19th Judicial Circuit", "Division 3"),
    court!("CT31", "CT31", "31", "GRN", "GR", "Greene", "31st Judicial Circuit", "Greene County - 31st Judicial Circuit", "Division 21"),
    court!("SMPDB0005_EAP", "EAP", "EA", "EAP", "EA", "Eastern District", "Court of Appeals - Eastern District", "Court of Appeals - Eastern District", "Division Three"),
    court!("OSCDB0024_SUP", "SUP", "SC", "SUP", "SC", "Supreme Court", "Supreme Court", "Supreme Court", "Courtroom"),
];
