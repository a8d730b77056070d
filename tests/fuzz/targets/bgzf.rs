//! A packed file, and packed bytes that are a VCF or BCF or neither.
#![no_main]
#![allow(missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::read_vcf(bytes.to_vec());
    fuzz::read_vcf(fuzz::bgzipped(bytes));
});
