//! Days as the court writes them. One that cannot be read is left out; it is never invented.

use jiff::civil::Date;

/// Reads a day as the court writes it: `03/25/2026`, `2026-03-25`, `2026-03-25T00:00:00`, `March 25, 2026`,
/// `Wed Mar 25 00:00:00 CDT 2026`. A year of two digits could be either century, so it is not read.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    us_date(text.as_bytes())
        .or_else(|| iso_date(text))
        .or_else(|| date_with_month_name(text))
        .filter(|d| (1700..=2300).contains(&d.year()))
}

/// `3/5/2026`, `03/05/2026`, `03-05-2026`, also with a time behind it.
fn us_date(b: &[u8]) -> Option<Date> {
    // The usual shape first, without a loop.
    if let [m1, m2, b'/', d1, d2, b'/', year @ ..] = b
        && year.len() == 4
    {
        return Date::new(four(year)?, two(*m1, *m2)?, two(*d1, *d2)?).ok();
    }
    let day = b.split(|c| c.is_ascii_whitespace() || *c == b'T').next()?;
    let separator = *day.iter().find(|c| !c.is_ascii_digit())?;
    if separator != b'/' && separator != b'-' {
        return None;
    }
    let mut parts = day.split(|c| *c == separator);
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(four(year)?, short(month)?, short(day)?).ok()
}

fn iso_date(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let b = day.as_bytes();
    let rest = text.as_bytes().get(10);
    if b[4] != b'-' || b[7] != b'-' || !matches!(rest, None | Some(b'T' | b' ' | b'Z')) {
        return None;
    }
    Date::new(four(&b[..4])?, two(b[5], b[6])?, two(b[8], b[9])?).ok()
}

fn date_with_month_name(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    if text.len() > 60 {
        return None;
    }
    let words: Vec<&str> = text
        .split([' ', ',', '-'])
        .filter(|w| !w.is_empty())
        .collect();
    let at = words.iter().position(|w| {
        w.len() >= 3
            && w.bytes().all(|b| b.is_ascii_alphabetic())
            && w.get(..3)
                .is_some_and(|m| MONTHS.contains(&m.to_ascii_lowercase().as_str()))
    })?;
    let name = words[at].get(..3)?.to_ascii_lowercase();
    let month = i8::try_from(MONTHS.iter().position(|m| *m == name)? + 1).ok()?;
    // "March 25", or "25 March".
    let day = words
        .get(at + 1)
        .and_then(|w| short(w.as_bytes()))
        .or_else(|| at.checked_sub(1).and_then(|n| short(words[n].as_bytes())))?;
    let mut years = words
        .iter()
        .filter(|w| w.len() == 4)
        .filter_map(|w| four(w.as_bytes()));
    let year = years.next()?;
    Date::new(year, month, day).ok()
}

fn two(a: u8, b: u8) -> Option<i8> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| ((a - b'0') * 10 + (b - b'0')).cast_signed())
}

fn short(b: &[u8]) -> Option<i8> {
    match b {
        [a] => two(b'0', *a),
        [a, b] => two(*a, *b),
        _ => None,
    }
}

fn four(b: &[u8]) -> Option<i16> {
    b.iter().try_fold(0i16, |n, c| {
        c.is_ascii_digit()
            .then(|| n.checked_mul(10)?.checked_add(i16::from(c - b'0')))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::usual("03/25/2026", Some("2026-03-25"))]
    #[case::short("3/5/2026", Some("2026-03-05"))]
    #[case::hyphens("03-25-2026", Some("2026-03-25"))]
    #[case::with_time("03/25/2026 12:00:00 AM", Some("2026-03-25"))]
    #[case::iso("2026-03-25", Some("2026-03-25"))]
    #[case::iso_moment("2026-03-25T00:00:00.000-0500", Some("2026-03-25"))]
    #[case::words("March 25, 2026", Some("2026-03-25"))]
    #[case::heading("MONDAY, MAY 4, 2026", Some("2026-05-04"))]
    #[case::java("Mon Apr 28 00:00:00 CDT 2025", Some("2025-04-28"))]
    #[case::oracle("25-MAR-2026", Some("2026-03-25"))]
    #[case::blanks(" 03/25/2026 ", Some("2026-03-25"))]
    #[case::leap("02/29/2024", Some("2024-02-29"))]
    #[case::no_leap("02/29/2026", None)]
    #[case::month_13("13/01/2026", None)]
    #[case::two_digit_year("03/25/26", None)]
    #[case::zeros("00/00/0000", None)]
    #[case::year_0001("01/01/0001", None)]
    #[case::words_only("pending", None)]
    #[case::marchers("Marchers 5 2026x", None)]
    #[case::empty("", None)]
    #[case::not_ascii("０３/25/2026", None)]
    fn days_are_read_or_left_out(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(date(text).map(|d| d.to_string()).as_deref(), expected);
    }

    proptest! {
        #[test]
        fn every_day_survives_being_written_the_courts_way(year in 1700i16..=2300, month in 1i8..=12, day in 1i8..=31) {
            let expected = Date::new(year, month, day).ok();
            let us = format!("{month:02}/{day:02}/{year:04}");
            let iso = format!("{year:04}-{month:02}-{day:02}");
            let short = format!("{month}/{day}/{year} 3:00 PM");
            prop_assert_eq!(date(&us), expected);
            prop_assert_eq!(date(&iso), expected);
            prop_assert_eq!(date(&short), expected);
        }

        #[test]
        fn any_text_is_a_day_or_not(text in "\\PC{0,70}") {
            let _ = date(&text);
        }
    }
}
