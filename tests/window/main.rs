//! The real window: the program as built, in the real web view, driven as a person would.
//!
//! Each test has a display, a driver and a store of its own. Pictures are written to the folder that
//! `SHIRUBE_PICTURES` names, else to `pictures/` beside the programs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

mod journeys;
mod looks;
mod walls;
