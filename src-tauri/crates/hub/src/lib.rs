//! The hub as a folder on a disk: what came, with sizes and hashes checked.
