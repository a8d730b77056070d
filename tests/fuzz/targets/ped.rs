//! A pedigree.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read_ped(bytes));
