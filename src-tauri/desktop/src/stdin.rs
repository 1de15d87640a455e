//! Standard input of a program that needs none any more.

/// Lets standard input lead nowhere, so that nothing of what it was is kept open or inherited. Where even `/dev/null`
/// cannot be had, it stays as it is.
#[cfg(unix)]
#[allow(unsafe_code, reason = "descriptor 0 has no owner in Rust")]
pub fn close_stdin() {
    use std::os::fd::AsRawFd;
    let Ok(nowhere) = std::fs::File::open("/dev/null") else {
        return;
    };
    // SAFETY: takes no pointer, and replaces descriptor 0 in one step: it is never free for something else to be opened
    // as, and `Stdin` goes on reading from the new one.
    unsafe { libc::dup2(nowhere.as_raw_fd(), 0) };
}
