-- The ledger: a set of events, whose order is that of `depth` and `hash`: causes before effects, the same on every device.
-- `hash` is SHA-256 of `body`, the canonical JSON of the event with its signature; `ciphertext` is its payload.
-- The other columns repeat what the body says, for look-up; `verify` compares them.
CREATE TABLE events (
    depth      INTEGER NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    body       BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    id         TEXT NOT NULL UNIQUE,
    device     TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    case_id    TEXT,
    UNIQUE (depth, hash),
    UNIQUE (device, seq)
) STRICT;

CREATE INDEX events_by_case ON events (case_id, kind);

CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: an event is never changed');
END;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: an event is never removed');
END;

-- INSERT OR REPLACE would remove the old row without asking the trigger above.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (
    SELECT 1 FROM events
    WHERE rowid = NEW.rowid OR hash = NEW.hash OR id = NEW.id OR (device = NEW.device AND seq = NEW.seq)
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only: an event is never replaced');
END;
