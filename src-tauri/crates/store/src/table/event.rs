//! `migrations/0001_event.sql`

use domain::{CaseId, DeviceId, EventId};
use sealed::digest::Sha256;
use sqlx::{FromRow, SqliteConnection};

use crate::{
    StoreError,
    error::sealing,
    ledger::{Columns, Event, Head, Row},
};

/// A row as it is found, to be examined.
#[derive(FromRow)]
pub(crate) struct Stored {
    depth: i64,
    hash: Vec<u8>,
    body: Vec<u8>,
    ciphertext: Vec<u8>,
    id: String,
    device: String,
    seq: i64,
    kind: String,
    case_id: Option<String>,
    has_key: bool,
}

impl Stored {
    /// The row at a place in the ledger, from 1.
    pub(crate) fn row(&self, place: u64) -> Row<'_> {
        Row {
            place,
            body: &self.body,
            ciphertext: &self.ciphertext,
            columns: Some(Columns {
                depth: self.depth,
                hash: &self.hash,
                id: &self.id,
                device: &self.device,
                seq: self.seq,
                kind: &self.kind,
                case: self.case_id.as_deref(),
                has_key: self.has_key,
            }),
        }
    }

    pub(crate) fn into_ciphertext(self) -> Vec<u8> {
        self.ciphertext
    }

    pub(crate) fn event(&self) -> Result<Event, StoreError> {
        parse(&self.body)
    }
}

pub(super) fn parse(body: &[u8]) -> Result<Event, StoreError> {
    serde_json::from_slice(body).map_err(|_| StoreError::Malformed { what: "an event" })
}

pub(crate) fn hash_of(bytes: &[u8]) -> Result<Sha256, StoreError> {
    <[u8; 32]>::try_from(bytes).map(Sha256::from).map_err(|_| StoreError::Malformed { what: "the hash of an event" })
}

/// How many rows are read at once: memory stays small whatever the ledger's length.
const BATCH: i64 = 256;

/// Where reading stands: behind this row.
#[derive(Clone)]
pub(crate) struct Cursor {
    depth: i64,
    hash: Vec<u8>,
}

impl Cursor {
    pub(crate) fn start() -> Self {
        Self { depth: i64::MIN, hash: Vec::new() }
    }

    /// The next rows in the order of the ledger; none at the end.
    pub(crate) async fn next(&mut self, db: &mut SqliteConnection) -> Result<Vec<Stored>, StoreError> {
        let rows: Vec<Stored> = sqlx::query_as(
            "SELECT depth, hash, body, ciphertext, id, device, seq, kind, case_id,
                    EXISTS (SELECT 1 FROM payload_keys WHERE event_id = id) AS has_key
             FROM events WHERE (depth, hash) > (?, ?) ORDER BY depth, hash LIMIT ?",
        )
        .bind(self.depth)
        .bind(&self.hash)
        .bind(BATCH)
        .fetch_all(db)
        .await?;
        if let Some(last) = rows.last() {
            *self = Self { depth: last.depth, hash: last.hash.clone() };
        }
        Ok(rows)
    }
}

/// The events of a case (or of none), causes before effects; of these kinds only, unless there are none.
pub(crate) async fn of_case(
    db: &mut SqliteConnection,
    case: Option<&CaseId>,
    kinds: &[&str],
) -> Result<Vec<Event>, StoreError> {
    let rows: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT kind, body FROM events WHERE case_id IS ? ORDER BY depth, hash")
            .bind(case.map(CaseId::as_str))
            .fetch_all(db)
            .await?;
    rows.into_iter()
        .filter(|(kind, _)| kinds.is_empty() || kinds.contains(&kind.as_str()))
        .map(|(_, body)| parse(&body))
        .collect()
}

/// The events of a topic that stand, by case; those of a case, causes before effects.
pub(crate) async fn standing(db: &mut SqliteConnection, topic: &str) -> Result<Vec<Event>, StoreError> {
    let bodies: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT e.body FROM standing AS s JOIN events AS e ON e.hash = s.event WHERE s.topic = ?
         ORDER BY s.case_id, e.depth, e.hash",
    )
    .bind(topic)
    .fetch_all(db)
    .await?;
    bodies.iter().map(|body| parse(body)).collect()
}

pub(crate) async fn by_id(db: &mut SqliteConnection, id: &EventId) -> Result<Option<Event>, StoreError> {
    let body: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT body FROM events WHERE id = ?").bind(id.as_str()).fetch_optional(db).await?;
    body.map(|body| parse(&body)).transpose()
}

pub(crate) async fn by_hash(db: &mut SqliteConnection, hash: &[u8]) -> Result<Option<Event>, StoreError> {
    let body: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT body FROM events WHERE hash = ?").bind(hash).fetch_optional(db).await?;
    body.map(|body| parse(&body)).transpose()
}

/// The hash of the event at a place of a chain.
pub(crate) async fn hash_at(
    db: &mut SqliteConnection,
    device: &DeviceId,
    seq: u64,
) -> Result<Option<Sha256>, StoreError> {
    let hash: Option<Vec<u8>> = sqlx::query_scalar("SELECT hash FROM events WHERE device = ? AND seq = ?")
        .bind(device.as_str())
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .fetch_optional(db)
        .await?;
    hash.map(|hash| hash_of(&hash)).transpose()
}

/// The last event of each chain, by device.
pub(crate) async fn heads(db: &mut SqliteConnection) -> Result<Vec<Head>, StoreError> {
    let rows: Vec<(String, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT device, seq, hash FROM events AS e
         WHERE seq = (SELECT max(seq) FROM events WHERE device = e.device) ORDER BY device",
    )
    .fetch_all(db)
    .await?;
    let malformed = || StoreError::Malformed { what: "the head of a chain" };
    rows.into_iter()
        .map(|(device, seq, hash)| {
            let device = device.parse().map_err(|_| malformed())?;
            let seq = u64::try_from(seq).map_err(|_| malformed())?;
            Ok(Head { device, seq, hash: hash_of(&hash)? })
        })
        .collect()
}

/// Puts an event in.
pub(crate) async fn insert(db: &mut SqliteConnection, event: &Event, ciphertext: &[u8]) -> Result<Sha256, StoreError> {
    let body = event.to_body().map_err(sealing("an event"))?;
    let hash = Sha256::of(&body);
    sqlx::query(
        "INSERT INTO events (depth, hash, body, ciphertext, id, device, seq, kind, case_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(i64::try_from(event.depth()).unwrap_or(i64::MAX))
    .bind(hash.as_bytes().as_slice())
    .bind(body)
    .bind(ciphertext)
    .bind(event.id.as_str())
    .bind(event.device.as_str())
    .bind(i64::try_from(event.seq).unwrap_or(i64::MAX))
    .bind(&event.kind)
    .bind(event.case.as_ref().map(CaseId::as_str))
    .execute(db)
    .await?;
    Ok(hash)
}
