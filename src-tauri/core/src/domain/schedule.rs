//! When a case is due to be read again. Pure.
