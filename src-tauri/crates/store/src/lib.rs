//! The encrypted case file: SQLCipher, users, keys, the signed ledger, encrypted genome files.
