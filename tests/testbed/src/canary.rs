//! Looks for a secret wherever it must not be (promise P11): as it is, and in every dress that programs give to bytes.

use std::path::Path;

/// The dresses of a secret, each with its name.
pub fn dresses(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex: String = secret.iter().map(|b| format!("{b:02x}")).collect();
    let mut all = vec![
        ("as it is", secret.to_vec()),
        ("hex", hex.clone().into_bytes()),
        ("upper hex", hex.to_uppercase().into_bytes()),
        ("URL-encoded", url_encoded(secret, "%20")),
        ("form-encoded", url_encoded(secret, "+")),
    ];
    // A secret in the middle of what is encoded begins at one of three places.
    for skipped in 0..3 {
        for (name, alphabet) in [("base64", STANDARD), ("base64 for URLs", URL_SAFE)] {
            let mut shifted = vec![0; skipped];
            shifted.extend_from_slice(secret);
            let text = base64(&shifted, alphabet);
            // Letters that also hold neighbouring bits are left out.
            let from = [0, 2, 3][skipped];
            let whole = shifted.len() * 8 / 6;
            all.push((name, text[from..whole].to_vec()));
        }
    }
    if let Ok(text) = std::str::from_utf8(secret) {
        let units: Vec<u16> = text.encode_utf16().collect();
        all.push((
            "UTF-16",
            units.iter().flat_map(|u| u.to_le_bytes()).collect(),
        ));
        all.push((
            "UTF-16 big-endian",
            units.iter().flat_map(|u| u.to_be_bytes()).collect(),
        ));
        let escaped = text.escape_unicode().to_string();
        all.push(("escaped", escaped.into_bytes()));
    }
    // What a debug print of bytes shows: [1, 2, 3].
    all.push(("debug print", format!("{secret:?}").into_bytes()));
    all
}

/// The dresses in which a secret stands in these bytes.
pub fn found_in(bytes: &[u8], secret: &[u8]) -> Vec<&'static str> {
    dresses(secret)
        .into_iter()
        .filter(|(_, dressed)| bytes.windows(dressed.len()).any(|window| window == dressed))
        .map(|(name, _)| name)
        .collect()
}

/// Every file below a folder that holds one of the secrets, and how; the names of files count, too.
pub fn found_below(folder: &Path, secrets: &[(&str, Vec<u8>)]) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let mut bytes = path.display().to_string().into_bytes();
        let kind = std::fs::symlink_metadata(&path).unwrap().file_type();
        if kind.is_dir() {
            found.extend(found_below(&path, secrets));
        } else if kind.is_file() {
            bytes.extend(std::fs::read(&path).unwrap());
        }
        for (name, secret) in secrets {
            for dress in found_in(&bytes, secret) {
                found.push(format!("{name} ({dress}) in {}", path.display()));
            }
        }
    }
    found
}

fn url_encoded(secret: &[u8], blank: &str) -> Vec<u8> {
    let text: String = secret
        .iter()
        .map(|b| match b {
            b' ' => blank.to_owned(),
            b if b.is_ascii_alphanumeric() || b"-_.~".contains(b) => char::from(*b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    text.into_bytes()
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Without padding.
fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> Vec<u8> {
    let bits = |at: usize| u32::from(bytes.get(at).copied().unwrap_or(0));
    let letters = (bytes.len() * 8).div_ceil(6);
    (0..letters)
        .map(|n| {
            let first = n * 6 / 8;
            let window = bits(first) << 8 | bits(first + 1);
            let index = window >> (10 - n * 6 % 8) & 63;
            alphabet[index as usize]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_dress() {
        let secret = "canary pass/7f+é".as_bytes();
        assert_eq!(base64(b"Many hands", STANDARD), b"TWFueSBoYW5kcw");
        for (name, text) in [
            ("as it is", "key=canary pass/7f+é;".as_bytes().to_vec()),
            ("hex", b"63616e61727920706173732f37662bc3a9".to_vec()),
            ("URL-encoded", b"p=canary%20pass%2F7f%2B%C3%A9".to_vec()),
            ("form-encoded", b"p=canary+pass%2F7f%2B%C3%A9".to_vec()),
            (
                "base64",
                base64("xycanary pass/7f+é and more".as_bytes(), STANDARD),
            ),
            (
                "base64 for URLs",
                base64("xcanary pass/7f+é and more".as_bytes(), URL_SAFE),
            ),
            (
                "UTF-16",
                "ééécanary pass/7f+é"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect(),
            ),
        ] {
            assert!(found_in(&text, secret).contains(&name), "{name}");
        }
        assert!(found_in(b"nothing of the kind", secret).is_empty());
    }
}
