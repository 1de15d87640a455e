//! The picture of a phrase: its kind, and pictures that a page carries inside itself.

use percent_encoding::percent_decode_str;
use url::Url;

use super::person::Image;

/// What kind of picture the bytes are; the portal's word counts only where the bytes do not tell.
pub(super) fn media_type(told: Option<&str>, bytes: &[u8]) -> String {
    let by_bytes = match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', ..] => Some("image/gif"),
        [b'B', b'M', ..] => Some("image/bmp"),
        [b'R', b'I', b'F', b'F', ..] => Some("image/webp"),
        _ => None,
    };
    let told = told
        .and_then(|t| t.split(';').next())
        .map(str::trim)
        .filter(|t| t.starts_with("image/"));
    by_bytes
        .or(told)
        .unwrap_or("application/octet-stream")
        .to_owned()
}

/// A picture in a `data:` address.
pub(super) fn inline(url: &Url) -> Option<Image> {
    let (head, data) = url.as_str().strip_prefix("data:")?.split_once(',')?;
    let bytes = if head.ends_with(";base64") {
        base64(&percent_decode_str(data).decode_utf8().ok()?)?
    } else {
        percent_decode_str(data).collect()
    };
    Some(Image {
        media_type: media_type(Some(head), &bytes),
        bytes,
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(six)) & 0x00ff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_inside_the_page_is_read() {
        let url = Url::parse("data:image/png;base64,iVBORw0KGgo=").unwrap();
        let image = inline(&url).unwrap();
        assert_eq!(
            image.bytes,
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]
        );
        assert_eq!(image.media_type, "image/png");
        assert!(inline(&Url::parse("data:image/png;base64,???").unwrap()).is_none());
    }
}
