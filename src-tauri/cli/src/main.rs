//! `docketctl`
fn main() {}
