//! Crypt4GH, key envelopes, signatures, Shamir shares, canonical JSON: bytes in, bytes out.
