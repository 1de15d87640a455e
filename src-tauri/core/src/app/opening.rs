//! Opening a data folder: which portal, which store, which key. Window and terminal open the same way.
//!
//! A store is made once. When its key cannot be had, nothing is made in its place: `NoEntry` from a keyring does not
//! prove that there is no key.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretBox, SecretString};

use crate::app::account_secrets::account_entries;
use crate::app::folder::{self, PROFILE_FILE, portal_slug};
use crate::app::keeping::TEST_ENTRY;
use crate::app::kept_pages;
use crate::app::ports::{SecretStore, SecretStoreError};
use crate::app::views::Problem;
use crate::portal::profile::PRACTICE_ADDRESS;
use crate::portal::{PortalProfile, ProfileError};
use crate::storage::{Store, StoreError, StoreFolder, StoreKey, StoreKind, StoreOptions};

/// Which portal's cases are in the folder; beside the store since it is no secret.
const KEY_NAME_FILE: &str = "key.name";
/// Locked while a store is made.
const MAKING_FILE: &str = "making.lock";

/// A data folder and the portal that it is for.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder.
    pub folder: PathBuf,
    /// The portal's profile.
    pub profile: PortalProfile,
    /// Bounds of its store: the product's, or a test's.
    pub bounds: StoreOptions,
}

impl Place {
    /// With the product's bounds.
    pub fn new(folder: PathBuf, profile: PortalProfile) -> Self {
        Self {
            folder,
            profile,
            bounds: StoreOptions::default(),
        }
    }

    fn store(&self) -> Result<StoreFolder, StoreError> {
        StoreFolder::open_with_options(&self.folder, self.bounds.clone())
    }
}

/// How a person names a portal: a shipped one, or a profile file.
///
/// # Errors
/// A profile that cannot be read, in words that name the key.
pub fn read_portal(choice: &str) -> Result<PortalProfile, Problem> {
    match choice {
        "practice" => Ok(PortalProfile::practice(PRACTICE_ADDRESS)?),
        "missouri" => Ok(PortalProfile::missouri()?),
        path => Ok(PortalProfile::open(Path::new(path))?),
    }
}

/// Finds the data folder and the portal (`cli.md`, "Everywhere").
///
/// A folder remembers its portal: without `portal`, the profile kept in the folder counts, else the portal chosen last,
/// at first start the practice portal.
///
/// # Errors
/// No home folder, or a profile that cannot be read.
pub fn find_place(data_dir: Option<&Path>, portal: Option<&str>) -> Result<Place, Problem> {
    if let Some(choice) = portal {
        let mut profile = read_portal(choice)?;
        let folder = match data_dir {
            Some(folder) => folder.to_owned(),
            None => folder::data_root()?.join(portal_slug(&profile.name)),
        };
        if choice == "practice"
            && let Some(running) = kept_profile(&folder)?.filter(|kept| kept.name == profile.name)
        {
            profile = running;
        }
        return Ok(Place::new(folder, profile));
    }
    let (folder, choice) = match data_dir {
        Some(folder) => (folder.to_owned(), "practice".to_owned()),
        None => {
            let root = folder::data_root()?;
            let chosen = folder::chosen_portal(&root);
            (root.join(&chosen), chosen)
        }
    };
    let profile = match kept_profile(&folder)? {
        Some(kept) => kept,
        None => read_portal(&choice)?,
    };
    Ok(Place::new(folder, profile))
}

fn kept_profile(folder: &Path) -> Result<Option<PortalProfile>, Problem> {
    let kept = folder.join(PROFILE_FILE);
    if kept.exists() {
        Ok(Some(PortalProfile::open(&kept)?))
    } else {
        Ok(None)
    }
}

/// Keeps the profile beside the store, so that the folder remembers its portal.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep_profile(folder: &Path, profile_toml: &str) -> Result<(), Problem> {
    folder::make_private_folder(folder)
        .and_then(|()| folder::write_private(&folder.join(PROFILE_FILE), profile_toml.as_bytes()))
        .map_err(|e| Problem::from(StoreError::from_io(&e, folder)))
}

/// What is in the folder, told without any key.
///
/// # Errors
/// A folder that cannot be read, or a store of another portal.
pub fn look(place: &Place) -> Result<Option<StoreKind>, Problem> {
    let store = place.store()?;
    store.expect_portal(&place.profile.name)?;
    Ok(store.kind())
}

/// How a new store is to be protected, or an existing one opened.
pub enum Unlock<'a> {
    /// By a key in this secret store.
    Keyring(&'a dyn SecretStore),
    /// By a passphrase.
    Passphrase(&'a SecretString),
    /// By the key that a passphrase opened in this process's former life. Only for a store that is there.
    HandedKey(&'a StoreKey),
}

/// Whether there is a store, or what an erasing that did not reach its end left of one in the keyring.
///
/// # Errors
/// As [`look`].
pub fn is_anything_there(place: &Place) -> Result<bool, Problem> {
    Ok(look(place)?.is_some() || place.folder.join(KEY_NAME_FILE).exists())
}

/// Removes the store of a place with its key and all that is kept for its accounts: description and database first, then the key, so that a kill in between
/// leaves an unused key and never a store without one. Profile and practice world stay.
///
/// # Errors
/// Disk and permission errors; a keyring that did not give up the key. Calling it again goes on.
pub async fn erase(place: &Place, secrets: &dyn SecretStore) -> Result<(), Problem> {
    let mut store = place.store()?;
    store.expect_portal(&place.profile.name)?;
    // A keyring that could not be asked the last time leaves the name behind, so that this time goes on from there.
    let name = match store.kind() {
        Some(StoreKind::Passphrase) => None,
        _ => key_name(&place.folder).ok(),
    };
    // Kept pages lie in clear and go first: once the store is gone, nobody asks for them again.
    kept_pages::erase(&place.folder).map_err(|e| StoreError::from_io(&e, &place.folder))?;
    store.erase()?;
    if let Some(name) = name {
        for beginning in [&account_entries(&name), TEST_ENTRY] {
            for entry in secrets.names(beginning).await? {
                secrets.remove(&entry).await?;
            }
        }
        secrets.remove(&name).await?;
        let named = place.folder.join(KEY_NAME_FILE);
        std::fs::remove_file(&named).map_err(|e| StoreError::from_io(&e, &named))?;
    }
    Ok(())
}

/// Opens the store of a place; where there is none yet, makes one.
///
/// # Errors
/// Exit 7 of `cli.md`, each with its kind; a keyring that cannot be used by its own kinds. Nothing is ever replaced.
pub async fn open_or_make(place: &Place, unlock: Unlock<'_>) -> Result<Store, Problem> {
    let mut store = place.store()?;
    store.expect_portal(&place.profile.name)?;
    // Two programs that start together must not both make a key: the store would have one of them, and its name file
    // the other. The second waits, and opens what the first has made.
    let _making = match (store.kind(), &unlock) {
        (None, Unlock::Keyring(_) | Unlock::Passphrase(_)) => Some(one_maker(&place.folder).await?),
        _ => None,
    };
    if store.kind().is_none() {
        store = place.store()?;
        store.expect_portal(&place.profile.name)?;
    }
    match (store.kind(), unlock) {
        (None, Unlock::Passphrase(passphrase)) => Ok(store
            .create_with_passphrase(passphrase.expose_secret(), &place.profile.name)
            .await?),
        (None, Unlock::Keyring(secrets)) => {
            let key = StoreKey::generate()?;
            let name = new_key_name(&place.folder)?;
            let secret = SecretBox::new(Box::new(key.expose().to_vec()));
            secrets.set(&name, secret).await?;
            // A keyring that forgets what it was told would lose every case; it is asked before anything is stored.
            let kept = secrets.get(&name).await?;
            if kept.is_none_or(|kept| kept.expose_secret().as_slice() != key.expose().as_slice()) {
                return Err(SecretStoreError::Forgets.into());
            }
            Ok(store.create_with_key(&key, &place.profile.name).await?)
        }
        (Some(StoreKind::Passphrase), Unlock::Passphrase(passphrase)) => Ok(store
            .open_with_passphrase(passphrase.expose_secret())
            .await?),
        (Some(StoreKind::Passphrase), Unlock::HandedKey(key)) => {
            Ok(store.open_with_handed_key(key).await?)
        }
        (None, Unlock::HandedKey(_)) => Err(StoreError::NoStore(place.folder.clone()).into()),
        (Some(StoreKind::Keyring), Unlock::Keyring(secrets)) => {
            let name = key_name(&place.folder)?;
            let Some(secret) = secrets.get(&name).await? else {
                return Err(Problem::new(
                    "missing_key",
                    "The keyring answers, but it does not hold the key of your store. Your cases are still there, unread and unchanged.",
                    "If you use several desktops or keyrings, sign in where you made the store. If the keyring was reset, restore a backup.",
                ));
            };
            let key = StoreKey::from_bytes(secret.expose_secret())
                .ok_or(StoreError::WrongKey { passphrase: false })?;
            Ok(store.open_with_key(&key).await?)
        }
        (Some(kind), _) => Err(StoreError::OtherKind {
            passphrase: kind == StoreKind::Passphrase,
        }
        .into()),
    }
}

/// Held while a store is made; the system releases it when the process dies.
async fn one_maker(folder: &Path) -> Result<std::fs::File, Problem> {
    let failed = |e: std::io::Error| Problem::from(StoreError::from_io(&e, folder));
    folder::make_private_folder(folder).map_err(failed)?;
    let path = folder.join(MAKING_FILE);
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(failed)?;
    // Making a store takes a second or two, a keyring's dialog longer.
    for _ in 0..600 {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            Err(std::fs::TryLockError::Error(e)) => return Err(failed(e)),
        }
    }
    Err(StoreError::Busy.into())
}

/// The keyring entry of this folder's key. Every folder has a name of its own, so that two folders of one portal
/// (a copy, a test) never share or overwrite a key.
fn new_key_name(folder: &Path) -> Result<String, Problem> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random)
        .map_err(|e| StoreError::Other(format!("no randomness from the system: {e}")))?;
    let name = format!("data-key-{:016x}", u64::from_le_bytes(random));
    folder::make_private_folder(folder)
        .and_then(|()| folder::write_private(&folder.join(KEY_NAME_FILE), name.as_bytes()))
        .map_err(|e| StoreError::from_io(&e, folder))?;
    Ok(name)
}

pub(crate) fn key_name(folder: &Path) -> Result<String, Problem> {
    let file = folder.join(KEY_NAME_FILE);
    std::fs::read_to_string(&file)
        .map(|name| name.trim().to_owned())
        .map_err(|_| StoreError::FileMissing(file).into())
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        Self::new(
            "bad_profile",
            error.to_string(),
            "Correct the portal profile, or choose another with --portal.",
        )
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new(error.kind(), error.to_string(), error.hint())
    }
}

impl From<crate::portal::PortalError> for Problem {
    fn from(error: crate::portal::PortalError) -> Self {
        let mut problem = Self::new(error.kind(), error.message(), error.hint());
        problem.retry_at = error.retry_at().map(|t| t.to_string());
        problem
    }
}
