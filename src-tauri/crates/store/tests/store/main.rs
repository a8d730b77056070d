//! The store from outside: what a user meets, and what an attacker or a power cut leaves.

mod cases;
mod support;
