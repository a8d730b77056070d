-- Projection: of the events that decide the same thing, those that no other supersedes. Two are a conflict.
CREATE TABLE standing (
    topic    TEXT NOT NULL,
    case_id  TEXT NOT NULL, -- empty: none
    subjects TEXT NOT NULL, -- JSON array
    event    BLOB NOT NULL REFERENCES events (hash),
    PRIMARY KEY (topic, case_id, subjects, event)
) STRICT, WITHOUT ROWID;
