//! Events with what it takes to read them, each look in one question: a question costs more than its rows.

use domain::{CaseId, EventId, UserId};
use sqlx::{FromRow, SqliteConnection};

use super::event;
use crate::{StoreError, ledger::Event};

/// An event with its payload, still sealed.
pub(crate) struct SealedEntry {
    pub(crate) event: Event,
    pub(crate) ciphertext: Vec<u8>,
    /// The purpose that the payload's key is sealed to, as text, and the sealed key; `None` where it was destroyed.
    pub(crate) payload_key: Option<(String, Vec<u8>)>,
    /// The key of the purpose, sealed to the user who asks; `None` where that user holds none.
    pub(crate) purpose_key: Option<Vec<u8>>,
}

#[derive(FromRow)]
struct Row {
    body: Vec<u8>,
    ciphertext: Vec<u8>,
    purpose: Option<String>,
    payload_key: Option<Vec<u8>>,
    purpose_key: Option<Vec<u8>>,
}

impl Row {
    fn read(self) -> Result<SealedEntry, StoreError> {
        let Self { body, ciphertext, purpose, payload_key, purpose_key } = self;
        let event = event::parse(&body)?;
        Ok(SealedEntry { event, ciphertext, payload_key: purpose.zip(payload_key), purpose_key })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<SealedEntry>, StoreError> {
    rows.into_iter().map(Row::read).collect()
}

/// `select!(rest)`: the columns of [`Row`] of the events of which the rest of the question speaks. The first value is the
/// user who asks.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.body, e.ciphertext, p.purpose, p.wrapped AS payload_key, w.wrapped AS purpose_key
             FROM events AS e
             LEFT JOIN payload_keys AS p ON p.event_id = e.id
             LEFT JOIN key_wraps AS w ON w.purpose = p.purpose AND w.user_id = ? ",
            $rest
        )
    };
}

/// One event.
pub(crate) async fn of_event(
    db: &mut SqliteConnection,
    user: &UserId,
    event: &EventId,
) -> Result<Option<SealedEntry>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as(select!("WHERE e.id = ?")).bind(user.as_str()).bind(event.as_str()).fetch_optional(db).await?;
    row.map(Row::read).transpose()
}

/// The events of these kinds in a case (or in none), causes before effects.
pub(crate) async fn of_case(
    db: &mut SqliteConnection,
    user: &UserId,
    case: Option<&CaseId>,
    kinds: &[&str],
) -> Result<Vec<SealedEntry>, StoreError> {
    let kinds = serde_json::to_string(kinds).map_err(|source| StoreError::Json { what: "kinds of events", source })?;
    let rows = sqlx::query_as(select!(
        "WHERE e.case_id IS ? AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY e.depth, e.hash"
    ))
    .bind(user.as_str())
    .bind(case.map(CaseId::as_str))
    .bind(kinds)
    .fetch_all(db)
    .await?;
    read(rows)
}

/// The events of a topic that stand in a case, causes before effects.
pub(crate) async fn standing(
    db: &mut SqliteConnection,
    user: &UserId,
    topic: &str,
    case: &CaseId,
) -> Result<Vec<SealedEntry>, StoreError> {
    let rows = sqlx::query_as(select!(
        "JOIN standing AS s ON s.event = e.hash WHERE s.topic = ? AND s.case_id = ? ORDER BY e.depth, s.subjects, e.hash"
    ))
    .bind(user.as_str())
    .bind(topic)
    .bind(case.as_str())
    .fetch_all(db)
    .await?;
    read(rows)
}
