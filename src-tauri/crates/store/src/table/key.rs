//! `migrations/0004_key.sql`

use domain::{CaseId, EventId, UserId};
use sealed::envelope::PublicKey;
use sqlx::SqliteConnection;

use crate::{KeyPurpose, StoreError};

fn malformed() -> StoreError {
    StoreError::Malformed { what: "a key" }
}

pub(crate) async fn insert(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    public_key: &[u8; 32],
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO keys (purpose, case_id, public_key) VALUES (?, ?, ?)")
        .bind(purpose.to_string())
        .bind(purpose.case().map(CaseId::as_str))
        .bind(public_key.as_slice())
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn public_key(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
) -> Result<Option<PublicKey>, StoreError> {
    let key: Option<Vec<u8>> = sqlx::query_scalar("SELECT public_key FROM keys WHERE purpose = ?")
        .bind(purpose.to_string())
        .fetch_optional(db)
        .await?;
    key.map(|key| <[u8; 32]>::try_from(key.as_slice()).map(PublicKey::from).map_err(|_| malformed())).transpose()
}

/// The purposes of the keys of a case (or of none).
pub(crate) async fn purposes(db: &mut SqliteConnection, case: Option<&CaseId>) -> Result<Vec<KeyPurpose>, StoreError> {
    let texts: Vec<String> = sqlx::query_scalar("SELECT purpose FROM keys WHERE case_id IS ? ORDER BY purpose")
        .bind(case.map(CaseId::as_str))
        .fetch_all(db)
        .await?;
    texts.iter().map(|text| text.parse().map_err(|_| malformed())).collect()
}

pub(crate) async fn put_wrap(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    user: &UserId,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    sqlx::query("INSERT OR REPLACE INTO key_wraps (purpose, user_id, wrapped) VALUES (?, ?, ?)")
        .bind(purpose.to_string())
        .bind(user.as_str())
        .bind(wrapped)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn wrap(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    user: &UserId,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar("SELECT wrapped FROM key_wraps WHERE purpose = ? AND user_id = ?")
        .bind(purpose.to_string())
        .bind(user.as_str())
        .fetch_optional(db)
        .await?)
}

/// The keys of patient records, of which every case has one, that a user holds and another has not.
pub(crate) async fn missing(
    db: &mut SqliteConnection,
    holder: &UserId,
) -> Result<Vec<(KeyPurpose, UserId)>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT keys.purpose, users.id FROM keys
        JOIN key_wraps AS own ON own.purpose = keys.purpose AND own.user_id = ?
        JOIN users ON NOT EXISTS (SELECT 1 FROM key_wraps AS k WHERE k.purpose = keys.purpose AND k.user_id = users.id)
        WHERE keys.case_id IS NOT NULL AND keys.purpose LIKE 'ledger/%/case' ORDER BY 1, 2",
    )
    .bind(holder.as_str())
    .fetch_all(db)
    .await?;
    let read = |(purpose, user): (String, String)| {
        Ok((purpose.parse().map_err(|_| malformed())?, user.parse().map_err(|_| malformed())?))
    };
    rows.into_iter().map(read).collect()
}

/// A case of which a user holds a key that no other user has who can sign in.
pub(crate) async fn case_of_nobody_else(
    db: &mut SqliteConnection,
    user: &UserId,
) -> Result<Option<CaseId>, StoreError> {
    let case: Option<String> = sqlx::query_scalar(
        "SELECT keys.case_id FROM keys
        JOIN key_wraps AS own ON own.purpose = keys.purpose AND own.user_id = ?1
        WHERE keys.case_id IS NOT NULL AND keys.purpose LIKE 'ledger/%/case' AND NOT EXISTS (
            SELECT 1 FROM key_wraps JOIN users ON users.id = key_wraps.user_id
            WHERE key_wraps.purpose = keys.purpose AND users.id <> ?1 AND NOT users.disabled
        ) ORDER BY 1 LIMIT 1",
    )
    .bind(user.as_str())
    .fetch_optional(db)
    .await?;
    case.map(|case| case.parse().map_err(|_| malformed())).transpose()
}

/// Takes all keys from a user.
pub(crate) async fn delete_wraps_of(db: &mut SqliteConnection, user: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM key_wraps WHERE user_id = ?").bind(user.as_str()).execute(db).await?;
    Ok(())
}

/// Destroys a key, and with it every payload key under it.
pub(crate) async fn destroy(db: &mut SqliteConnection, purpose: &KeyPurpose) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM keys WHERE purpose = ?").bind(purpose.to_string()).execute(db).await?;
    Ok(())
}

pub(crate) async fn insert_payload(
    db: &mut SqliteConnection,
    event: &EventId,
    purpose: &KeyPurpose,
    wrapped: &[u8],
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO payload_keys (event_id, purpose, wrapped) VALUES (?, ?, ?)")
        .bind(event.as_str())
        .bind(purpose.to_string())
        .bind(wrapped)
        .execute(db)
        .await?;
    Ok(())
}

/// The events whose payloads are under a key.
pub(crate) async fn payloads_under(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
) -> Result<Vec<EventId>, StoreError> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT event_id FROM payload_keys WHERE purpose = ? ORDER BY event_id")
        .bind(purpose.to_string())
        .fetch_all(db)
        .await?;
    ids.iter().map(|id| id.parse().map_err(|_| malformed())).collect()
}

/// Destroys the key of one payload.
pub(crate) async fn destroy_payload(db: &mut SqliteConnection, event: &EventId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM payload_keys WHERE event_id = ?").bind(event.as_str()).execute(db).await?;
    Ok(())
}
