//! What the window asks, on a store that holds families of the demonstration hub.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test ends where something is not as it must be, and says what it measured"
)]

mod case;
mod consent;
mod decision;
mod hospital;
mod known;
mod note;
mod panels;
mod quality;
mod reference;
mod term;
mod worklist;
