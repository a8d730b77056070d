//! Families, patterns, filters and explanations on whole tables: corpora, published expectations, real files, properties.
#![allow(missing_docs)]
#![allow(clippy::expect_used, clippy::panic)] // helpers of tests; clippy knows only the test functions themselves

mod annotations;
mod explaining;
mod families;
mod family_text;
mod filtering;
mod gemini;
mod golden;
mod inheritance;
mod properties;
mod real;
mod slices;
