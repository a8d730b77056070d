//! `shirube`, the headless program.

fn main() {}
