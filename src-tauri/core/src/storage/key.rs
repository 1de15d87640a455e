//! The data key, and the way from a passphrase to it.
//!
//! One random key per store opens everything in its folder. What each file is encrypted with is derived from it, so
//! that no two algorithms ever share a key.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use super::StoreError;

/// Characters that a new passphrase has at least, for a store and for a backup: NIST SP 800-63B's least. What was made
/// with a shorter one opens with it for ever.
pub const SHORTEST_PASSPHRASE: usize = 8;
/// Characters that a person who chooses one in the window is asked for: whoever has a copy of the file has all the time
/// to guess. A script at the terminal, which brings the passphrase that it has, is not turned away below it.
pub const ADVISED_PASSPHRASE: usize = 12;

/// The data key of a store: 256 random bits. Zeroised when dropped; prints nothing.
#[derive(Clone)]
pub struct StoreKey([u8; 32]);

impl Drop for StoreKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

impl StoreKey {
    /// A new random key.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate() -> Result<Self, StoreError> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0)
            .map_err(|e| StoreError::Other(format!("no randomness from the system: {e}")))?;
        Ok(key)
    }

    /// The key as the keyring kept it. `None` unless it is 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The key as the keyring keeps it. Only for handing it there.
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }

    /// A key for one purpose.
    pub(crate) fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        // HKDF gives up to 8160 bytes; 32 cannot fail, and a key of zeros would be worse than a stop.
        let done = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), out.as_mut());
        assert!(done.is_ok(), "HKDF gives 32 bytes");
        out
    }

    /// SQLCipher's raw key as the text of its pragma.
    pub(crate) fn database_pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "\"x'{}'\"",
            hex(self.derive("docketbell database 1").as_ref())
        ))
    }

    /// SQLCipher's raw key, for tests that read the pages without SQLite.
    #[doc(hidden)]
    pub fn database_key(&self) -> Zeroizing<[u8; 32]> {
        self.derive("docketbell database 1")
    }

    /// Seals bytes for one purpose: nonce, then ciphertext.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        seal_with(&self.derive(purpose), plain)
    }

    /// Opens what [`StoreKey::seal`] made. `None`: another key, or damaged.
    pub(crate) fn unseal(&self, purpose: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        unseal_with(&self.derive(purpose), sealed)
    }
}

/// Costs and salt of Argon2id, kept beside what they protect.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct PassphraseCost {
    /// KiB of memory.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// Salt, hex.
    pub salt: String,
}

impl PassphraseCost {
    /// The costs of a new passphrase: 3 passes over this much memory ([`super::StoreOptions::passphrase_memory_kib`]).
    pub fn new(memory_kib: u32) -> Result<Self, StoreError> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)
            .map_err(|e| StoreError::Other(format!("no randomness from the system: {e}")))?;
        Ok(Self {
            memory_kib,
            passes: 3,
            lanes: 1,
            salt: hex(&salt),
        })
    }

    /// The key that a passphrase gives. Takes about 0.2 s on purpose; call it off the async threads.
    pub fn key(&self, passphrase: &str) -> Result<StoreKey, StoreError> {
        let salt = unhex(&self.salt).ok_or_else(|| corrupt("salt"))?;
        // A file that asks for 100 GiB is hostile or damaged.
        if self.memory_kib > 1024 * 1024 || self.passes > 64 || self.lanes > 16 {
            return Err(corrupt("cost of the passphrase"));
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| corrupt("cost of the passphrase"))?;
        let mut key = StoreKey([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key.0)
            .map_err(|_| corrupt("salt"))?;
        Ok(key)
    }
}

fn corrupt(what: &str) -> StoreError {
    StoreError::Corrupt(format!("the {what} in its description cannot be read"))
}

fn seal_with(key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; 24];
    getrandom::fill(&mut nonce)
        .map_err(|e| StoreError::Other(format!("no randomness from the system: {e}")))?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), plain)
        .map_err(|_| StoreError::Other("encryption failed".to_owned()))?;
    let mut out = nonce.to_vec();
    out.extend(sealed);
    Ok(out)
}

fn unseal_with(key: &[u8; 32], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, body) = sealed.split_at_checked(24)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), body)
        .ok()
        .map(Zeroizing::new)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
            let _ = write!(out, "{b:02x}");
            out
        })
}

/// Reads hex.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_prints_nothing_and_seals_for_one_purpose_only() {
        let key = StoreKey::generate().unwrap();
        assert_eq!(
            format!("{key:?}"),
            "StoreKey(..)",
            "a key never prints itself"
        );
        let sealed = key.seal("a", b"Doe").unwrap();
        assert_eq!(key.unseal("a", &sealed).unwrap().as_slice(), b"Doe");
        assert!(
            key.unseal("b", &sealed).is_none(),
            "each purpose has a key of its own"
        );
        assert!(StoreKey::generate().unwrap().unseal("a", &sealed).is_none());
        assert!(
            key.unseal("a", &sealed[..10]).is_none(),
            "a cut file is refused, not a panic"
        );
    }

    #[test]
    fn the_same_passphrase_gives_the_same_key_and_hostile_costs_are_refused() {
        let mut cost = PassphraseCost::new(64).unwrap();
        let a = cost.key("correct horse").unwrap();
        assert_eq!(a.0, cost.key("correct horse").unwrap().0);
        assert_ne!(a.0, cost.key("correct house").unwrap().0);
        cost.memory_kib = u32::MAX;
        assert!(
            cost.key("correct horse").is_err(),
            "a damaged description must not take all memory"
        );
    }
}
