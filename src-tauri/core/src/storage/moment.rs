//! Moments and days as the store keeps them.

use jiff::Timestamp;
use jiff::civil::Date;

/// Milliseconds since 1970, UTC.
pub(crate) fn to_millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A stored moment. One that cannot be (a damaged row) is the epoch, not a panic.
pub(crate) fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A stored moment that may be absent.
pub(crate) fn maybe_from_millis(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(from_millis)
}

/// A day as text.
pub(crate) fn day_text(day: Option<Date>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// A day from text.
pub(crate) fn day_from_text(text: Option<String>) -> Option<Date> {
    text?.parse().ok()
}

/// A day as `YYYYMMDD`.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// A day from `YYYYMMDD`.
pub(crate) fn day_from_number(number: i64) -> Option<Date> {
    Date::new(
        i16::try_from(number / 10_000).ok()?,
        i8::try_from(number / 100 % 100).ok()?,
        i8::try_from(number % 100).ok()?,
    )
    .ok()
}

/// Days since 1900-01-01; the order in the search index. Days outside 1900 to 9999 and "no day" count as 0: oldest.
pub(crate) fn day_order(day: Option<Date>) -> i64 {
    const START: Date = jiff::civil::date(1900, 1, 1);
    day.and_then(|d| START.until(d).ok())
        .map_or(0, |span| i64::from(span.get_days()).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_survive_the_way_through_the_store() {
        for day in [
            date(1900, 1, 1),
            date(2026, 2, 28),
            date(2024, 2, 29),
            date(9999, 12, 31),
        ] {
            assert_eq!(day_from_number(day_number(day)), Some(day), "{day}");
        }
        assert_eq!(
            day_order(Some(date(1900, 1, 2))),
            1,
            "one day after the start"
        );
        assert_eq!(day_order(None), 0, "no day sorts as the oldest");
    }
}
