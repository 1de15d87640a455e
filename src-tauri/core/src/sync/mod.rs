//! The only place where website and store meet.
