//! The forms in which a page may give a secret back: as it was typed, in other letters, as hex, as base64.

use zeroize::Zeroizing;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// A shorter text in other letters may well be a word of the page.
const LETTERS_FROM: usize = 6;

/// Every form of a text, the longer of two that begin alike first.
pub(crate) fn guises(text: &str) -> Vec<Zeroizing<String>> {
    let mut all = vec![text.to_owned()];
    if text.chars().count() >= LETTERS_FROM {
        all.extend([text.to_uppercase(), text.to_lowercase()]);
    }
    all.extend([
        hex(text, b"0123456789abcdef"),
        hex(text, b"0123456789ABCDEF"),
    ]);
    for alphabet in [STANDARD, URL] {
        let bare = base64(text.as_bytes(), alphabet);
        let padding = (4 - bare.len() % 4) % 4;
        if padding > 0 {
            all.push(format!("{bare}{}", &"=="[..padding]));
        }
        all.push(bare);
    }
    all.into_iter().map(Zeroizing::new).collect()
}

fn hex(text: &str, digits: &[u8; 16]) -> String {
    let mut hex = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        hex.push(digits[usize::from(byte >> 4)].into());
        hex.push(digits[usize::from(byte & 15)].into());
    }
    hex
}

fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..=three.len() {
            let six = (bits >> (18 - 6 * n)) & 63;
            text.push(alphabet[six as usize].into());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_typed("Pä5?~zz", "Pä5?~zz")]
    #[case::capitals("Secret-7", "SECRET-7")]
    #[case::small("Secret-7", "secret-7")]
    #[case::hex("Secret-7", "5365637265742d37")]
    #[case::hex_capitals("Secret-7", "5365637265742D37")]
    #[case::base64("Secret-7", "U2VjcmV0LTc=")]
    #[case::base64_bare("Secret-7", "U2VjcmV0LTc")]
    #[case::two_bytes_over("ab??>", "YWI/Pz4=")]
    #[case::one_byte_over("a", "YQ==")]
    #[case::whole("abc", "YWJj")]
    #[case::base64_url("ab??>", "YWI_Pz4")]
    #[case::base64_url_padded("ab??>", "YWI_Pz4=")]
    fn a_text_is_known_in_every_form(#[case] text: &str, #[case] form: &str) {
        let all = guises(text);
        assert!(all.iter().any(|g| g.as_str() == form), "{all:?}");
    }

    #[test]
    fn a_short_text_takes_no_word_of_the_page_away() {
        assert!(!guises("Not").iter().any(|g| g.as_str() == "not"));
    }
}
