//! Reads SQLCipher's pages without SQLite: free pages, old frames of the log and slack included. What a thief with the
//! key would see.

use std::path::Path;

use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _, block_padding::NoPadding};
use docketbell_core::storage::StoreKey;

const PAGE: usize = 8192;
/// IV (16) and HMAC-SHA512 (64) at the end of each page.
const RESERVE: usize = 80;

fn decrypt(key: &StoreKey, page: &[u8], first: bool) -> Vec<u8> {
    // The first page begins with the salt, in clear.
    let from = if first { 16 } else { 0 };
    let mut plain = page[from..PAGE - RESERVE].to_vec();
    let iv = &page[PAGE - RESERVE..PAGE - RESERVE + 16];
    let raw = key.database_key();
    cbc::Decryptor::<aes::Aes256>::new_from_slices(raw.as_slice(), iv)
        .unwrap()
        .decrypt_padded::<NoPadding>(&mut plain)
        .unwrap();
    plain
}

/// All pages of the database and all frames of its log, decrypted, one after the other.
pub fn all_pages(folder: &Path, key: &StoreKey) -> Vec<u8> {
    let database = std::fs::read(folder.join("docketbell.db")).unwrap();
    let mut out: Vec<u8> = Vec::new();
    for (n, page) in database.chunks_exact(PAGE).enumerate() {
        out.extend(decrypt(key, page, n == 0));
    }
    let log = std::fs::read(folder.join("docketbell.db-wal")).unwrap_or_default();
    if log.len() > 32 {
        for frame in log[32..].chunks_exact(24 + PAGE) {
            let number = u32::from_be_bytes(frame[..4].try_into().unwrap());
            out.extend(decrypt(key, &frame[24..], number == 1));
        }
    }
    out
}

/// How often a text occurs, in any case of its letters, in UTF-8 or UTF-16.
pub fn occurrences(bytes: &[u8], text: &str) -> usize {
    let lower = bytes.to_ascii_lowercase();
    let narrow = text.to_ascii_lowercase().into_bytes();
    let wide: Vec<u8> = narrow.iter().flat_map(|b| [*b, 0]).collect();
    let count = |needle: &[u8]| lower.windows(needle.len()).filter(|w| *w == needle).count();
    count(&narrow) + count(&wide)
}

/// How often a text occurs in the files of a folder, as they are on the disk.
pub fn in_files(folder: &Path, text: &str) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|f| occurrences(&std::fs::read(f.unwrap().path()).unwrap(), text))
        .sum()
}
