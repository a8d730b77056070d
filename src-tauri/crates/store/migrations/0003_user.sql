-- The one row about this installation.
CREATE TABLE installation (
    only                INTEGER PRIMARY KEY CHECK (only = 1),
    store               TEXT NOT NULL, -- random id, the name of its key in the keyring
    device              TEXT NOT NULL, -- Ed25519 public key of the chain that this device writes
    recovery_public_key TEXT NOT NULL
) STRICT;

-- Projection: the users of this device.
CREATE TABLE users (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    public_key TEXT NOT NULL,
    disabled   INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT, WITHOUT ROWID;
