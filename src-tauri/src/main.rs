//! Docketbell's window.
#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() {
    prepare();
    docketbell::run();
}

/// What must be settled before GTK starts and before there is a second thread.
fn prepare() {
    docketbell_desktop::heap::keep_few();
    // Blank windows with some NVIDIA drivers (platform-notes.md); a person who set it knows better.
    #[cfg(target_os = "linux")]
    if std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        #[allow(unsafe_code, reason = "the only way to tell a library in this process")]
        // SAFETY: nothing before this makes a thread; no other one can read the environment yet.
        unsafe {
            std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
    }
    // GTK asks for OpenGL when the first program of a session starts, whether or not it draws: without a graphics card
    // that loads a compiler and a renderer of 30 MB, which a watcher without a window never uses. The web view's own
    // process does not ask GTK.
    #[cfg(target_os = "linux")]
    if std::env::args_os().any(|word| word == "--background")
        && std::env::var_os("GDK_GL").is_none()
    {
        #[allow(unsafe_code, reason = "the only way to tell a library in this process")]
        // SAFETY: still the only thread.
        unsafe {
            std::env::set_var("GDK_GL", "disable");
        }
    }
    // A core file would hold the data key and pages of the court.
    #[cfg(unix)]
    let _ = rustix::process::setrlimit(
        rustix::process::Resource::Core,
        rustix::process::Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    );
}
