//! The variants of a case as the window sees them, on the demonstration hub.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where something is not as it must be, and says what it skips"
)]

mod desk;
mod explaining;
mod filtering;
mod further;
mod genome;
mod kinds;
mod page;
mod reads;
mod reporting;
mod sealing;
