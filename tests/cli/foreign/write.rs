//! Writes values the way the portal's habits say.

use serde_json::{Map, Value};

use super::world::{Charset, Documents, Habits};

/// The docket entry as this portal writes it.
pub fn shown_entry(entry: &Value, whichone: usize, habits: &Habits) -> Value {
    let mut shown = entry.clone();
    shown["whichone"] = number(i64::try_from(whichone).unwrap_or(0), habits);
    if let Some(sequence) = entry["sequenceNumber"].as_i64() {
        shown["sequenceNumber"] = number(sequence, habits);
        if let Some(rows) = shown["associatedDocketScheduledInfo"].as_array_mut() {
            for row in rows {
                row["assocDockSeq"] = number(sequence, habits);
            }
        }
    }
    if entry.get("canSeeCaseDocuments") == Some(&Value::Null) {
        let listed = entry["document"].as_array();
        shown["canSeeCaseDocuments"] = Value::from(listed.is_some_and(|all| !all.is_empty()));
    }
    if habits.documents == Documents::Object
        && let Some([only]) = entry["document"].as_array().map(Vec::as_slice)
    {
        shown["document"] = only.clone();
    }
    shown
}

fn number(n: i64, habits: &Habits) -> Value {
    if habits.numbers_as_text {
        Value::from(n.to_string())
    } else {
        Value::from(n)
    }
}

/// JSON text by the habits: key order, absent keys, junk in front.
pub fn json_text(value: &Value, habits: &Habits) -> String {
    let mut out = habits.junk.to_owned();
    write(value, habits, &mut out);
    out
}

fn write(value: &Value, habits: &Habits, out: &mut String) {
    match value {
        Value::Object(map) => write_object(map, habits, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, habits, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn write_object(map: &Map<String, Value>, habits: &Habits, out: &mut String) {
    let mut keys: Vec<&String> = map.keys().collect();
    if habits.reversed_keys {
        keys.reverse();
    }
    out.push('{');
    let mut first = true;
    for key in keys {
        let value = &map[key];
        if habits.absent_keys && value.is_null() {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        out.push_str(&Value::from(key.as_str()).to_string());
        out.push(':');
        write(value, habits, out);
    }
    out.push('}');
}

/// Text as bytes of the portal's charset. What the charset lacks becomes a question mark, as servers do.
pub fn encoded(text: &str, charset: Charset) -> Vec<u8> {
    match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Latin1 | Charset::Unsaid1252 => text
            .chars()
            .map(|c| match c {
                '\u{2019}' => 0x92,
                '\u{2013}' => 0x96,
                c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
            })
            .collect(),
    }
}

/// The content type, with what the habits say of the charset.
pub fn content_type(kind: &str, charset: Charset) -> String {
    match charset {
        Charset::Latin1 => format!("{kind};charset=ISO-8859-1"),
        Charset::Utf8 => format!("{kind};charset=UTF-8"),
        Charset::Unsaid1252 => kind.to_owned(),
    }
}
