//! The INFO of one record.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|info: &[u8]| {
    let (before, _, after) = fuzz::trio_info();
    fuzz::read_vcf([before.as_bytes(), info, after.as_bytes()].concat());
});
