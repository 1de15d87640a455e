//! The key of a store made with a passphrase, on its way into the next life of this process.
//!
//! A program that starts itself anew without a window (`lifecycle`) has nobody to ask for the passphrase, so it is handed
//! the data key: never the passphrase, and never as an argument, a variable or a file. The 32 bytes wait in a pipe without
//! a name whose writing end is closed before the old life ends; the new one finds it as its standard input, takes them
//! before it has a second thread, and puts nothing in its place.
//!
//! Why standard input: both ends of the pipe are closed on `exec` like every other descriptor, so no child gets them.
//! `Command` makes the reading end descriptor 0 as the last thing before `exec`, which ends all other threads; and should
//! one of them start a child in that moment, descriptor 0 is the one that whoever starts a child replaces: ours do
//! (`opening`), GLib does unless it is told otherwise. A descriptor of another number would be inherited by each of them.

use std::fs::File;
use std::io::{PipeReader, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileTypeExt;

use docketbell_core::app::session::StoreKey;
use zeroize::Zeroizing;

const LENGTH: usize = 32;

/// A pipe in which the key waits. Its only reader is what is given back.
///
/// # Errors
/// When the system gives no pipe.
pub fn pipe_with(key: &StoreKey) -> std::io::Result<PipeReader> {
    let (reader, mut writer) = std::io::pipe()?;
    // An empty pipe takes many times as much without waiting for a reader.
    writer.write_all(&key.expose())?;
    Ok(reader)
}

/// Takes the key from standard input, which leads nowhere afterwards. Whatever else is there is no key.
pub fn take() -> Option<StoreKey> {
    let pipe = std::io::stdin()
        .as_fd()
        .try_clone_to_owned()
        .map(File::from);
    docketbell_desktop::close_stdin();
    take_from(pipe.ok()?)
}

/// The key, from a pipe that holds it and nothing else. Never waits for what is not there yet.
fn take_from(mut pipe: File) -> Option<StoreKey> {
    let waiting = || rustix::io::ioctl_fionread(&pipe).ok();
    if !pipe.metadata().ok()?.file_type().is_fifo() || waiting()? != LENGTH as u64 {
        return None;
    }
    let mut bytes = Zeroizing::new([0; LENGTH]);
    pipe.read_exact(bytes.as_mut()).ok()?;
    StoreKey::from_bytes(bytes.as_ref())
}

#[cfg(test)]
mod tests {
    use std::os::fd::OwnedFd;

    use super::*;

    fn file(pipe: PipeReader) -> File {
        OwnedFd::from(pipe).into()
    }

    #[test]
    fn a_key_arrives_whole_and_is_gone_from_the_pipe() {
        let key = StoreKey::generate().unwrap();
        let pipe = file(pipe_with(&key).unwrap());
        let again = pipe.try_clone().unwrap();
        let taken = take_from(pipe).unwrap();
        assert_eq!(taken.expose(), key.expose());
        assert!(take_from(again).is_none(), "it can be taken once");
    }

    #[test]
    fn no_child_inherits_either_end() {
        let pipe = pipe_with(&StoreKey::generate().unwrap()).unwrap();
        let flags = rustix::io::fcntl_getfd(&pipe).unwrap();
        assert!(flags.contains(rustix::io::FdFlags::CLOEXEC));
    }

    #[test]
    fn whatever_is_not_a_pipe_with_exactly_a_key_is_no_key_and_nobody_waits_for_it() {
        for length in [0, 1, 31, 33, 64] {
            let (reader, mut writer) = std::io::pipe().unwrap();
            writer.write_all(&vec![7; length]).unwrap();
            drop(writer);
            assert!(take_from(file(reader)).is_none(), "{length} bytes");
        }
        let (silent, _writer) = std::io::pipe().unwrap();
        assert!(
            take_from(file(silent)).is_none(),
            "somebody may still write"
        );

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        std::fs::write(&path, [7; LENGTH]).unwrap();
        assert!(
            take_from(File::open(&path).unwrap()).is_none(),
            "a key never lies in a file"
        );
        assert!(take_from(File::open("/dev/null").unwrap()).is_none());
        let (socket, mut other) = std::os::unix::net::UnixStream::pair().unwrap();
        other.write_all(&[7; LENGTH]).unwrap();
        assert!(
            take_from(OwnedFd::from(socket).into()).is_none(),
            "a socket"
        );
    }
}
