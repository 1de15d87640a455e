//! Build script of the shell.
fn main() {}
