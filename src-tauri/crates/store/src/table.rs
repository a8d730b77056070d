//! The tables: each module owns its migration, its rows, and its reading and writing.

pub(crate) mod entry;
pub(crate) mod event;
pub(crate) mod file;
pub(crate) mod installation;
pub(crate) mod key;
pub(crate) mod standing;
pub(crate) mod user;
