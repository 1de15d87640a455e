//! The worker (see `worker.rs` in the core).
