//! The store from outside: what a user meets, and what an attacker or a power cut leaves.
#![allow(clippy::expect_used, clippy::panic, reason = "in helpers, too, a failed expectation is a failed test")]

mod cases;
mod disk_full;
mod fixture;
mod keyring;
mod kill;
mod ledger;
mod merge;
mod support;
mod tamper;
mod unlock;
