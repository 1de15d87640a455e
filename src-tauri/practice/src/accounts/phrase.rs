//! The phrase that a person reads off a picture. The picture is written by hand: an 8-bit grey PNG.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

use crate::world::Dice;

const WORDS: [&str; 16] = [
    "quiet", "river", "maple", "stone", "amber", "cedar", "plain", "north", "cloud", "field",
    "grove", "light", "ridge", "spark", "train", "wheat",
];

/// A new phrase, such as `quiet 4oak`.
pub(crate) fn new() -> String {
    let mut dice = Dice::new(rand::random(), 0, 0);
    let one = dice.pick(&WORDS);
    let two = dice.pick(&WORDS);
    format!("{one} {}{two}", dice.below(8) + 2)
}

/// Whether the phrase was read; case and blanks make no difference.
pub(crate) fn same(one: &str, two: &str) -> bool {
    let plain = |words: &str| -> String {
        words
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    plain(one) == plain(two)
}

/// 5 × 7 dots a letter: a to z, then 0 to 9. Bit 4 is the leftmost dot.
const FONT: [[u8; 7]; 36] = [
    [0x00, 0x00, 0x0e, 0x01, 0x0f, 0x11, 0x0f],
    [0x10, 0x10, 0x16, 0x19, 0x11, 0x11, 0x1e],
    [0x00, 0x00, 0x0e, 0x10, 0x10, 0x11, 0x0e],
    [0x01, 0x01, 0x0d, 0x13, 0x11, 0x11, 0x0f],
    [0x00, 0x00, 0x0e, 0x11, 0x1f, 0x10, 0x0e],
    [0x06, 0x09, 0x08, 0x1c, 0x08, 0x08, 0x08],
    [0x00, 0x0f, 0x11, 0x11, 0x0f, 0x01, 0x0e],
    [0x10, 0x10, 0x16, 0x19, 0x11, 0x11, 0x11],
    [0x04, 0x00, 0x0c, 0x04, 0x04, 0x04, 0x0e],
    [0x02, 0x00, 0x06, 0x02, 0x02, 0x12, 0x0c],
    [0x10, 0x10, 0x12, 0x14, 0x18, 0x14, 0x12],
    [0x0c, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0e],
    [0x00, 0x00, 0x1a, 0x15, 0x15, 0x11, 0x11],
    [0x00, 0x00, 0x16, 0x19, 0x11, 0x11, 0x11],
    [0x00, 0x00, 0x0e, 0x11, 0x11, 0x11, 0x0e],
    [0x00, 0x00, 0x1e, 0x11, 0x1e, 0x10, 0x10],
    [0x00, 0x00, 0x0d, 0x13, 0x0f, 0x01, 0x01],
    [0x00, 0x00, 0x16, 0x19, 0x10, 0x10, 0x10],
    [0x00, 0x00, 0x0e, 0x10, 0x0e, 0x01, 0x1e],
    [0x08, 0x08, 0x1c, 0x08, 0x08, 0x09, 0x06],
    [0x00, 0x00, 0x11, 0x11, 0x11, 0x13, 0x0d],
    [0x00, 0x00, 0x11, 0x11, 0x11, 0x0a, 0x04],
    [0x00, 0x00, 0x11, 0x11, 0x15, 0x15, 0x0a],
    [0x00, 0x00, 0x11, 0x0a, 0x04, 0x0a, 0x11],
    [0x00, 0x00, 0x11, 0x11, 0x0f, 0x01, 0x0e],
    [0x00, 0x00, 0x1f, 0x02, 0x04, 0x08, 0x1f],
    [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
    [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
    [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
    [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
    [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
    [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
    [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
    [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
    [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
    [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
];

const SCALE: usize = 6;
const HEIGHT: usize = 7 * SCALE + 32;

/// The phrase as a PNG. Letters stand at uneven heights; a few lines cross them.
pub(crate) fn picture(phrase: &str) -> Vec<u8> {
    let width = phrase.chars().count() * 6 * SCALE + 2 * SCALE * 3;
    let mut dots = vec![0xff_u8; width * HEIGHT];
    let mut dice = Dice::new(
        phrase.bytes().fold(7, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        }),
        1,
        2,
    );
    for (place, letter) in phrase.chars().enumerate() {
        let glyph = match letter {
            'a'..='z' => FONT[letter as usize - 'a' as usize],
            '0'..='9' => FONT[26 + letter as usize - '0' as usize],
            _ => continue,
        };
        let left = SCALE * 3 + place * 6 * SCALE;
        let top = 8 + dice.below(16) as usize;
        for (row, bits) in glyph.iter().enumerate() {
            // Each row leans a little more than the one above it.
            let lean = (6 - row) / 2;
            for column in 0..5 {
                if bits & (0x10 >> column) != 0 {
                    block(
                        &mut dots,
                        width,
                        left + column * SCALE + lean,
                        top + row * SCALE,
                    );
                }
            }
        }
    }
    for _ in 0..3 {
        let (from, to) = (dice.below(HEIGHT as u32), dice.below(HEIGHT as u32));
        for x in 0..width {
            let y = (from as usize * (width - x) + to as usize * x) / width;
            dots[y.min(HEIGHT - 1) * width + x] = 0x90;
        }
    }
    png(width, &dots)
}

fn block(dots: &mut [u8], width: usize, left: usize, top: usize) {
    for y in top..(top + SCALE).min(HEIGHT) {
        for x in left..(left + SCALE).min(width) {
            dots[y * width + x] = 0x20;
        }
    }
}

fn png(width: usize, dots: &[u8]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(dots.len() + HEIGHT);
    for line in dots.chunks(width) {
        lines.push(0);
        lines.extend_from_slice(line);
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    drop(encoder.write_all(&lines));
    let packed = encoder.finish().unwrap_or_default();
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&(width as u32).to_be_bytes());
    header.extend_from_slice(&(HEIGHT as u32).to_be_bytes());
    header.extend_from_slice(&[8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &packed);
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], bytes: &[u8]) {
    file.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    file.extend_from_slice(&name);
    file.extend_from_slice(bytes);
    let mut crc = Crc::new();
    crc.update(&name);
    crc.update(bytes);
    file.extend_from_slice(&crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_read_whatever_its_case_and_blanks() {
        assert!(same("quiet 4oak", " QUIET4 OAK "));
        assert!(!same("quiet 4oak", "quiet 5oak"));
    }

    #[test]
    fn a_picture_is_a_png_and_does_not_hold_the_phrase_as_text() {
        let picture = picture("quiet 4maple");
        assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert!(picture.ends_with(b"IEND\xae\x42\x60\x82"));
        assert!(!picture.windows(5).any(|bytes| bytes == b"quiet"));
    }
}
