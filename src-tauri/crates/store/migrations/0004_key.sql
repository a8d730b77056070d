-- One key per purpose. Erasure removes rows; `secure_delete` overwrites them.
CREATE TABLE keys (
    purpose    TEXT NOT NULL PRIMARY KEY,
    case_id    TEXT,
    public_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX keys_by_case ON keys (case_id);

-- The secret half, sealed to each user who may hold it.
CREATE TABLE key_wraps (
    purpose TEXT NOT NULL REFERENCES keys (purpose) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (purpose, user_id)
) STRICT, WITHOUT ROWID;

-- The key of one payload, sealed to the key of its purpose.
CREATE TABLE payload_keys (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    purpose  TEXT NOT NULL REFERENCES keys (purpose) ON DELETE CASCADE,
    wrapped  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX payload_keys_by_purpose ON payload_keys (purpose);
