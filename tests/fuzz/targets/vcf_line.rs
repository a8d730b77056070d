//! Lines of records behind a good header.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|line: &[u8]| {
    let (header, records) = fuzz::trio();
    let columns = records.lines().next().unwrap_or_default();
    fuzz::read_vcf([header.as_bytes(), columns.as_bytes(), b"\n", line].concat());
});
