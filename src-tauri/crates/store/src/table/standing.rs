//! `migrations/0002_standing.sql`

use domain::CaseId;
use sealed::digest::Sha256;
use sqlx::{FromRow, SqliteConnection};

use super::event;
use crate::{
    StoreError,
    error::sealing,
    ledger::{Event, decides},
};

/// One event that stands.
#[derive(FromRow, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    pub(crate) topic: String,
    pub(crate) case_id: String,
    pub(crate) subjects: String,
    pub(crate) event: Vec<u8>,
}

/// Lets an event take the place of those that it follows. Events come in any order in which causes are before effects.
pub(crate) async fn apply(db: &mut SqliteConnection, new: &Event) -> Result<(), StoreError> {
    let Some(topic) = decides(&new.kind) else { return Ok(()) };
    let case = new.case.as_ref().map_or("", CaseId::as_str);
    let subjects = sealed::canonical::to_vec(&new.subjects).map_err(sealing("an event"))?;
    let subjects = String::from_utf8(subjects).map_err(|_| StoreError::Malformed { what: "an event" })?;
    let there: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT event FROM standing WHERE topic = ? AND case_id = ? AND subjects = ?")
            .bind(topic)
            .bind(case)
            .bind(&subjects)
            .fetch_all(&mut *db)
            .await?;
    for hash in there {
        let old = event::by_hash(db, &hash).await?.ok_or(StoreError::Malformed { what: "a standing decision" })?;
        if new.follows(&old) {
            sqlx::query("DELETE FROM standing WHERE topic = ? AND case_id = ? AND subjects = ? AND event = ?")
                .bind(topic)
                .bind(case)
                .bind(&subjects)
                .bind(hash)
                .execute(&mut *db)
                .await?;
        }
    }
    sqlx::query("INSERT INTO standing (topic, case_id, subjects, event) VALUES (?, ?, ?, ?)")
        .bind(topic)
        .bind(case)
        .bind(&subjects)
        .bind(new.hash().map_err(sealing("an event"))?.as_bytes().as_slice())
        .execute(db)
        .await?;
    Ok(())
}

/// Everything that stands, sorted.
pub(crate) async fn all(db: &mut SqliteConnection) -> Result<Vec<Standing>, StoreError> {
    Ok(sqlx::query_as("SELECT topic, case_id, subjects, event FROM standing ORDER BY topic, case_id, subjects, event")
        .fetch_all(db)
        .await?)
}

/// Whether anything of a topic stands in a case.
pub(crate) async fn any(db: &mut SqliteConnection, topic: &str, case: &CaseId) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM standing WHERE topic = ? AND case_id = ?)")
        .bind(topic)
        .bind(case.as_str())
        .fetch_one(db)
        .await?)
}

/// Topic and hash of everything that stands in a case, sorted.
pub(crate) async fn hashes(db: &mut SqliteConnection, case: &CaseId) -> Result<Vec<(String, Sha256)>, StoreError> {
    let rows: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT topic, event FROM standing WHERE case_id = ? ORDER BY topic, event")
            .bind(case.as_str())
            .fetch_all(db)
            .await?;
    rows.into_iter().map(|(topic, hash)| Ok((topic, event::hash_of(&hash)?))).collect()
}

pub(crate) async fn clear(db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM standing").execute(db).await?;
    Ok(())
}
