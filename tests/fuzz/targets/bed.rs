//! A BED of callable regions: mosdepth's thresholds, its quantized depths, or three columns.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read_bed(bytes.to_vec()));
