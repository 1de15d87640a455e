//! A picture as a `data:` address, the only kind that the window's policy lets it show.

use crate::portal::journeys::Image;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn data_url(image: &Image) -> String {
    let mut out = format!("data:{};base64,", image.media_type);
    for chunk in image.bytes.chunks(3) {
        let three = [
            chunk[0],
            *chunk.get(1).unwrap_or(&0),
            *chunk.get(2).unwrap_or(&0),
        ];
        let bits = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for (n, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS[(bits >> shift & 63) as usize];
            out.push(if n <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_any_length_are_written() {
        let url = |bytes: &[u8]| {
            data_url(&Image {
                bytes: bytes.to_vec(),
                media_type: "image/png".to_owned(),
            })
        };
        assert_eq!(url(b"Man"), "data:image/png;base64,TWFu");
        assert_eq!(url(b"Ma"), "data:image/png;base64,TWE=");
        assert_eq!(url(b"M"), "data:image/png;base64,TQ==");
    }
}
