//! See `bodies/case_answers.rs`: what is run stands apart, so that the tests build it and run the saved inputs by it.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../bodies/case_answers.rs"]
mod body;

fuzz_target!(|data: &[u8]| body::run(data));
