//! The use cases: composes the rooms, owns transactions and permissions.
