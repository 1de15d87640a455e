//! Writes JSON straight into ISO-8859-1 bytes, as the portal sends it. Characters that the charset lacks are escaped.

/// A JSON text in the making. The caller opens and closes; commas take care of themselves.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: Vec<u8>,
    comma: bool,
}

impl Json {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
            comma: false,
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.out
    }

    fn before(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
        self.comma = true;
    }

    pub(crate) fn open(&mut self, bracket: u8) {
        self.before();
        self.out.push(bracket);
        self.comma = false;
    }

    pub(crate) fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.comma = true;
    }

    /// A key; the keys are ours and need no escaping.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.before();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.comma = false;
        self
    }

    pub(crate) fn string(&mut self, text: &str) {
        self.before();
        self.out.push(b'"');
        self.escaped(text);
        self.out.push(b'"');
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.before();
        let mut digits = [0_u8; 20];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
    }

    pub(crate) fn raw(&mut self, text: &str) {
        self.before();
        self.out.extend_from_slice(text.as_bytes());
    }

    // Pairs of key and value, which is what most lines of a page are.

    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key).string(value);
    }

    pub(crate) fn some_text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    pub(crate) fn count(&mut self, key: &str, value: u64) {
        self.key(key).number(value);
    }

    /// `MM/DD/YYYY`.
    pub(crate) fn date(&mut self, key: &str, day: jiff::civil::Date) {
        self.key(key);
        self.before();
        let (month, date, year) = (day.month() as u8, day.day() as u8, day.year() as u16);
        let digit = |n: u16| b'0' + (n % 10) as u8;
        self.out.extend_from_slice(&[
            b'"',
            digit(u16::from(month / 10)),
            digit(u16::from(month)),
            b'/',
            digit(u16::from(date / 10)),
            digit(u16::from(date)),
            b'/',
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'"',
        ]);
    }

    fn escaped(&mut self, text: &str) {
        let plain = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
        let bytes = text.as_bytes();
        let first_odd = bytes
            .iter()
            .position(|byte| !plain(*byte))
            .unwrap_or(bytes.len());
        self.out.extend_from_slice(&bytes[..first_odd]);
        for character in text[first_odd..].chars() {
            match character {
                '"' => self.out.extend_from_slice(b"\\\""),
                '\\' => self.out.extend_from_slice(b"\\\\"),
                '\n' => self.out.extend_from_slice(b"\\n"),
                '\r' => self.out.extend_from_slice(b"\\r"),
                '\t' => self.out.extend_from_slice(b"\\t"),
                ' '..='~' => self.out.push(character as u8),
                // One byte in ISO-8859-1; the control range in between is escaped like everything the charset lacks.
                '\u{a0}'..='\u{ff}' => self.out.push(character as u32 as u8),
                other => {
                    let mut units = [0_u16; 2];
                    for unit in other.encode_utf16(&mut units) {
                        self.out
                            .extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn a_name_with_an_accent_is_one_byte_and_a_bidi_control_is_escaped() {
        let mut json = Json::default();
        json.open(b'{');
        json.text("name", "MUÑOZ \"S\"\n\u{202e}");
        json.count("n", 190);
        json.close(b'}');
        assert_eq!(
            json.finish(),
            b"{\"name\":\"MU\xd1OZ \\\"S\\\"\\n\\u202e\",\"n\":190}",
            "ISO-8859-1 where it has the letter, an escape where it lacks it"
        );
    }
}
