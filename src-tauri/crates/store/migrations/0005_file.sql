-- The encrypted files that lie on this device.
CREATE TABLE files (
    case_id TEXT NOT NULL,
    kind    TEXT NOT NULL,
    path    TEXT NOT NULL UNIQUE, -- below genomes/
    record  BLOB NOT NULL,        -- plain length and SHA-256, sealed to the key of the file
    PRIMARY KEY (case_id, kind)
) STRICT, WITHOUT ROWID;
