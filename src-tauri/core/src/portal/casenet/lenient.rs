//! Lenient reading of the portal's drifting JSON, written once: flags as `true`, `"Y"`, `"T"`, `"y"` or 1; numbers as
//! texts and back; one object where a list was; missing keys, null, and keys that nobody has seen before
//! (`wire-format.md` §4.3 "Type traps", §10 "Drift switches").
//!
//! Texts are borrowed from the answer where they hold no escapes; nothing goes through `serde_json::Value`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::date::date;

/// A value that can stand in a field of a lenient object.
pub(super) trait Field: Default {
    /// Whether it says nothing. A blank never replaces what an earlier spelling of the key said.
    fn is_blank(&self) -> bool;
}

/// A scalar of any type. Objects and lists where a scalar belongs say nothing.
pub(super) enum Loose<'de> {
    Nothing,
    Bool(bool),
    Whole(i64),
    Text(Cow<'de, str>),
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Self::Value, E> {
        Ok(Loose::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Loose::Whole(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(v).map_or_else(|_| Loose::Text(v.to_string().into()), Loose::Whole))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        // `18.0` is 18; other fractions are kept as they look.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        Ok(if v.fract() == 0.0 && v.abs() < 9e15 {
            Loose::Whole(v as i64)
        } else {
            Loose::Text(v.to_string().into())
        })
    }
    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Borrowed(v)))
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(v.to_owned())))
    }
    fn visit_string<E>(self, v: String) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(v)))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Loose::Nothing)
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Loose::Nothing)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
}

impl<'de> Deserialize<'de> for Loose<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(LooseVisitor)
    }
}

/// A text; numbers and flags are kept as they look. Blank around it is dropped, and an empty text says nothing.
#[derive(Debug, Default, Clone)]
pub(super) struct Text<'de>(Option<Cow<'de, str>>);

impl Text<'_> {
    /// The text, or nothing.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
    /// The text for keeping, or nothing.
    pub fn owned(self) -> Option<String> {
        self.0.map(Cow::into_owned)
    }
    /// The text for keeping; empty when there is none.
    pub fn or_empty(self) -> String {
        self.owned().unwrap_or_default()
    }
}

impl<'de> From<Loose<'de>> for Text<'de> {
    fn from(value: Loose<'de>) -> Self {
        let text = match value {
            Loose::Nothing => return Self(None),
            Loose::Bool(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            Loose::Whole(n) => Cow::Owned(n.to_string()),
            Loose::Text(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
            Loose::Text(Cow::Owned(mut text)) => {
                let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
                text.truncate(end.max(start));
                text.drain(..start);
                Cow::Owned(text)
            }
        };
        // NUL is no character of any text, and cuts texts short in places that end strings with it.
        let text = if text.contains('\0') {
            Cow::Owned(text.replace('\0', "\u{fffd}"))
        } else {
            text
        };
        Self((!text.is_empty()).then_some(text))
    }
}

/// A yes or no, however it is written.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Flag(pub Option<bool>);

impl Flag {
    /// Yes; no when the portal does not say.
    pub fn is_set(self) -> bool {
        self.0 == Some(true)
    }
}

impl From<Loose<'_>> for Flag {
    fn from(value: Loose<'_>) -> Self {
        Self(match value {
            Loose::Bool(flag) => Some(flag),
            Loose::Whole(0) => Some(false),
            Loose::Whole(1) => Some(true),
            Loose::Text(text) => match text.trim() {
                "Y" | "y" | "T" | "t" | "1" => Some(true),
                "N" | "n" | "F" | "f" | "0" => Some(false),
                other
                    if ["true", "yes"]
                        .iter()
                        .any(|w| other.eq_ignore_ascii_case(w)) =>
                {
                    Some(true)
                }
                other
                    if ["false", "no"]
                        .iter()
                        .any(|w| other.eq_ignore_ascii_case(w)) =>
                {
                    Some(false)
                }
                _ => None,
            },
            _ => None,
        })
    }
}

/// A whole number, also in quotes.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Num(pub Option<i64>);

impl From<Loose<'_>> for Num {
    fn from(value: Loose<'_>) -> Self {
        Self(match value {
            Loose::Whole(n) => Some(n),
            Loose::Text(text) => text.trim().parse().ok(),
            _ => None,
        })
    }
}

/// A day. One that cannot be read is nothing; it is never invented.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Day(pub Option<Date>);

impl From<Loose<'_>> for Day {
    fn from(value: Loose<'_>) -> Self {
        Self(match value {
            Loose::Text(text) => date(&text),
            _ => None,
        })
    }
}

/// The year of a birth date. Day and month are dropped here, before anything else sees them.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct BirthYear(pub Option<u16>);

impl From<Loose<'_>> for BirthYear {
    fn from(value: Loose<'_>) -> Self {
        Self(
            match value {
                Loose::Whole(n) => u16::try_from(n).ok(),
                Loose::Text(text) => match text.trim() {
                    year if year.len() == 4 => year.parse().ok(),
                    other => date(other).and_then(|d| u16::try_from(d.year()).ok()),
                },
                _ => None,
            }
            .filter(|year| (1850..=2200).contains(year)),
        )
    }
}

macro_rules! scalar_field {
    ($($name:ty),*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Loose::deserialize(d).map(Self::from)
            }
        }
        impl Field for $name {
            fn is_blank(&self) -> bool {
                self.0.is_none()
            }
        }
    )*};
}
scalar_field!(Flag, Num, Day, BirthYear);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Loose::deserialize(d).map(Self::from)
    }
}
impl Field for Text<'_> {
    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

/// A list, or the one object that stands where a list was. Null and scalars are no list.
#[derive(Debug)]
pub(super) struct Many<T> {
    /// What was there, in order; null elements are left out.
    pub items: Vec<T>,
    /// Whether there was a list or an object at all: an empty list is not the same as none.
    pub present: bool,
    /// Something else stood there than a list, an object, null or an empty text.
    pub odd: bool,
}

impl<T> Many<T> {
    fn odd() -> Self {
        Self {
            odd: true,
            ..Self::default()
        }
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            present: false,
            odd: false,
        }
    }
}

impl<T> Field for Many<T> {
    fn is_blank(&self) -> bool {
        !self.present && !self.odd
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Option<T>>()? {
            items.extend(item);
        }
        Ok(Many {
            items,
            present: true,
            odd: false,
        })
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let item = T::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Many {
            items: vec![item],
            present: true,
            odd: false,
        })
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Many::odd())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Many::odd())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Many::odd())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Many::odd())
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(if text.trim().is_empty() {
            Many::default()
        } else {
            Many::odd()
        })
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Many::default())
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Many::default())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ManyVisitor(PhantomData))
    }
}

/// Declares an object that is read leniently: unknown keys are passed over, a key may come twice or under several
/// names, and where something else stands than an object, `is_object` stays false and every field is blank.
macro_rules! lenient {
    ($(#[$meta:meta])* $name:ident { $($field:ident : $ty:ty = $key:literal $(| $other:literal)*),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub(super) struct $name<'de> {
            $(pub(super) $field: $ty,)*
            /// Whether an object stood here.
            pub(super) is_object: bool,
            _borrowed: std::marker::PhantomData<&'de str>,
        }

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        const _: () = {
            use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

            enum Key { $($field,)* Elsewhere }
            struct KeyVisitor;
            impl Visitor<'_> for KeyVisitor {
                type Value = Key;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a key")
                }
                fn visit_str<E>(self, key: &str) -> Result<Key, E> {
                    Ok(match key { $($key $(| $other)* => Key::$field,)* _ => Key::Elsewhere })
                }
            }
            impl<'de> Deserialize<'de> for Key {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    d.deserialize_identifier(KeyVisitor)
                }
            }

            struct ObjectVisitor<'de>(std::marker::PhantomData<&'de str>);
            impl<'de> Visitor<'de> for ObjectVisitor<'de> {
                type Value = $name<'de>;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut out = $name { is_object: true, ..$name::default() };
                    while let Some(key) = map.next_key::<Key>()? {
                        match key {
                            $(Key::$field => {
                                let value: $ty = map.next_value()?;
                                if !$crate::portal::casenet::lenient::Field::is_blank(&value) {
                                    out.$field = value;
                                }
                            })*
                            Key::Elsewhere => {
                                map.next_value::<IgnoredAny>()?;
                            }
                        }
                    }
                    Ok(out)
                }
                fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                    while seq.next_element::<IgnoredAny>()?.is_some() {}
                    Ok($name::default())
                }
                fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok($name::default()) }
                fn visit_none<E>(self) -> Result<Self::Value, E> { Ok($name::default()) }
            }
            impl<'de> Deserialize<'de> for $name<'de> {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    d.deserialize_any(ObjectVisitor(std::marker::PhantomData))
                }
            }
            impl $crate::portal::casenet::lenient::Field for $name<'_> {
                fn is_blank(&self) -> bool {
                    !self.is_object
                }
            }
        };
    };
}
pub(super) use lenient;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("true", Some(true))]
    #[case("\"Y\"", Some(true))]
    #[case("\"y\"", Some(true))]
    #[case("\"T\"", Some(true))]
    #[case("1", Some(true))]
    #[case("\"true\"", Some(true))]
    #[case("false", Some(false))]
    #[case("\"N\"", Some(false))]
    #[case("\"F\"", Some(false))]
    #[case("0", Some(false))]
    #[case("null", None)]
    #[case("\"\"", None)]
    #[case("\"perhaps\"", None)]
    #[case("2", None)]
    #[case("{\"a\":1}", None)]
    #[case("[true]", None)]
    fn flags_are_read_however_they_are_written(#[case] json: &str, #[case] expected: Option<bool>) {
        assert_eq!(serde_json::from_str::<Flag>(json).unwrap().0, expected);
    }

    #[rstest]
    #[case("18", Some(18))]
    #[case("\"18\"", Some(18))]
    #[case("18.0", Some(18))]
    #[case("\" 18 \"", Some(18))]
    #[case("\"x\"", None)]
    #[case("1.5", None)]
    #[case("99999999999999999999", None)]
    fn numbers_are_read_also_in_quotes(#[case] json: &str, #[case] expected: Option<i64>) {
        assert_eq!(serde_json::from_str::<Num>(json).unwrap().0, expected);
    }

    #[rstest]
    #[case("\"1980\"", Some(1980))]
    #[case("1980", Some(1980))]
    #[case("\"01/31/1980\"", Some(1980))]
    #[case("\"1980-01-31\"", Some(1980))]
    #[case("\"80\"", None)]
    #[case("null", None)]
    fn of_a_birth_date_only_the_year_is_read(#[case] json: &str, #[case] expected: Option<u16>) {
        assert_eq!(serde_json::from_str::<BirthYear>(json).unwrap().0, expected);
    }

    #[test]
    fn texts_without_escapes_are_borrowed() {
        let text: Text<'_> = serde_json::from_str("\" Order \"").unwrap();
        assert!(matches!(text.0, Some(Cow::Borrowed("Order"))));
        let text: Text<'_> = serde_json::from_str("\" a\\nb \"").unwrap();
        assert_eq!(text.get(), Some("a\nb"));
        let text: Text<'_> = serde_json::from_str("\" \\n \"").unwrap();
        assert_eq!(text.get(), None);
    }

    proptest! {
        #[test]
        fn a_flag_is_yes_only_for_words_that_say_so(text in "[A-Za-z0-9]{0,6}") {
            let flag = Flag::from(Loose::Text(Cow::Borrowed(&text)));
            let lower = text.to_ascii_lowercase();
            prop_assert_eq!(flag.is_set(), ["y", "t", "1", "true", "yes"].contains(&lower.as_str()));
        }
    }
}
