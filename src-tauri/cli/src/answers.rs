//! The answers file of `register` (`docs/docketctl.md`): what is not secret and known beforehand.

use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::Failure;

const TEXTS: &[&str] = &["user_name", "first_name", "last_name", "email", "phone"];
const ADDRESSES: &[&str] = &["mailing_address", "billing_address"];
const LINES: &[&str] = &["line1", "line2", "city", "state", "zip"];
const SECRETS: &[&str] = &[
    "password",
    "temporary_password",
    "new_password",
    "pin",
    "security_answer",
    "email_code",
    "phrase",
];

/// Reads the file: answers by id (`user_name`, `mailing_address.city`, `my_account.Phone`).
///
/// # Errors
/// A file that cannot be read, a key that is not known, a secret among them.
pub fn read(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, "read", &e))?;
    parse(&text).map_err(|problem| {
        Failure::new(
            "bad_input",
            format!("{} cannot be used: {problem}", path.display()),
            "It holds user_name, first_name, last_name, email, phone, and the sections [mailing_address], [billing_address] (line1, line2, city, state, zip) and [my_account].",
        )
    })
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, String> {
    let table: toml::Table = text
        .trim_start_matches('\u{feff}')
        .parse()
        // The library's message quotes the line, and a person may have typed a secret there.
        .map_err(|e: toml::de::Error| {
            let line = e.span().map_or(1, |span| {
                text[..span.start.min(text.len())].lines().count().max(1)
            });
            format!("line {line} is not valid TOML.")
        })?;
    let mut answers = BTreeMap::new();
    for (key, value) in &table {
        match value {
            toml::Value::Table(rows) if ADDRESSES.contains(&key.as_str()) => {
                for (line, value) in rows {
                    if !LINES.contains(&line.as_str()) {
                        return Err(format!("`{key}.{line}` is not known."));
                    }
                    answers.insert(
                        format!("{key}.{line}"),
                        as_text(&format!("{key}.{line}"), value)?,
                    );
                }
            }
            toml::Value::Table(rows) if key == "my_account" => {
                for (row, value) in rows {
                    answers.insert(
                        format!("my_account.{row}"),
                        as_text(&format!("my_account.\"{row}\""), value)?,
                    );
                }
            }
            value if TEXTS.contains(&key.as_str()) => {
                answers.insert(key.clone(), as_text(key, value)?);
            }
            _ if SECRETS.contains(&key.as_str()) => {
                return Err(format!(
                    "`{key}` is a secret, and secrets are never in the file: they are asked."
                ));
            }
            _ => return Err(format!("`{key}` is not known.")),
        }
    }
    Ok(answers)
}

fn as_text(key: &str, value: &toml::Value) -> Result<String, String> {
    match value {
        toml::Value::String(text) if text.chars().any(|c| c.is_control()) => {
            Err(format!("`{key}` holds a control character."))
        }
        toml::Value::String(text) => Ok(text.trim().to_owned()),
        // A zip code without quotes is still a zip code, unless it begins with a zero.
        toml::Value::Integer(number) => Ok(number.to_string()),
        _ => Err(format!("`{key}` is not a text in quotes.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_the_manual_is_read() {
        let answers = parse(
            "user_name = \"jdoe_records\"\n[mailing_address]\ncity = \"Jefferson City\"\nzip = 65101\n[my_account]\n\"Phone\" = \"573-555-0100\"\n",
        )
        .unwrap();
        assert_eq!(answers["user_name"], "jdoe_records");
        assert_eq!(answers["mailing_address.city"], "Jefferson City");
        assert_eq!(answers["mailing_address.zip"], "65101");
        assert_eq!(answers["my_account.Phone"], "573-555-0100");
    }

    #[test]
    fn a_secret_in_the_file_is_refused_and_never_repeated() {
        let refused = parse("password = \"canary\"").unwrap_err();
        assert!(
            refused.contains("never in the file") && !refused.contains("canary"),
            "{refused}"
        );
        let broken = parse("user_name = \"a\"\npassword = canary").unwrap_err();
        assert!(
            broken.contains("line 2") && !broken.contains("canary"),
            "{broken}"
        );
        assert!(parse("username = \"a\"").unwrap_err().contains("not known"));
    }
}
