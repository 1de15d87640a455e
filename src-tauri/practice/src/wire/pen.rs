//! The pen that writes with the drift: each fact once, in whichever shape is switched on.

use super::json::Json;
use crate::world::drift::{Drift, FlagShape};

/// How the portal itself writes a particular yes or no when nothing drifts.
#[derive(Clone, Copy)]
pub(crate) enum Native {
    Bool,
    /// `"Y"`/`"N"`.
    Letter,
    /// `"T"`/`"F"`.
    TrueFalse,
    /// `"y"`/`"n"`.
    Small,
}

/// JSON and the drift it is written with.
pub(crate) struct Pen<'a> {
    pub(crate) json: Json,
    pub(crate) drift: &'a Drift,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(drift: &'a Drift, capacity: usize) -> Self {
        Self {
            json: Json::with_capacity(capacity),
            drift,
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.json.finish()
    }

    pub(crate) fn flag(&mut self, key: &str, value: bool, native: Native) {
        let (yes, no) = match (self.drift.flags.unwrap_or(FlagShape::Mixed), native) {
            (FlagShape::Bool, _) | (FlagShape::Mixed, Native::Bool) => ("true", "false"),
            (FlagShape::Letters, _) | (FlagShape::Mixed, Native::Letter) => ("\"Y\"", "\"N\""),
            (FlagShape::Words, _) => ("\"true\"", "\"false\""),
            (FlagShape::Mixed, Native::TrueFalse) => ("\"T\"", "\"F\""),
            (FlagShape::Mixed, Native::Small) => ("\"y\"", "\"n\""),
        };
        self.json.key(key).raw(if value { yes } else { no });
    }

    pub(crate) fn whole(&mut self, key: &str, value: u64) {
        if Drift::on(self.drift.numbers_as_text) {
            self.json.text(key, &value.to_string());
        } else {
            self.json.count(key, value);
        }
    }

    /// A list, by a writer for each item.
    pub(crate) fn list<T>(&mut self, key: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        if items.is_empty() && Drift::on(self.drift.without_empty_lists) {
            return;
        }
        self.json.key(key).open(b'[');
        for item in items {
            write(self, item);
        }
        self.json.close(b']');
    }

    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.json.open(b'{');
        write(self);
        self.json.close(b'}');
    }

    pub(crate) fn object_at(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.json.key(key);
        self.object(write);
    }
}
