//! A header before good records.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|header: &[u8]| {
    fuzz::read_vcf([header, b"\n", fuzz::trio().1.as_bytes()].concat());
});
