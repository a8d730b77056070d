//! `migrations/0003_user.sql`

use domain::DeviceId;
use sealed::envelope::PublicKey;
use sqlx::SqliteConnection;

use crate::StoreError;

/// What identifies this installation.
pub(crate) struct Installation {
    pub(crate) store: String,
    pub(crate) device: DeviceId,
    pub(crate) recovery: PublicKey,
}

pub(crate) async fn insert(db: &mut SqliteConnection, new: &Installation) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO installation (only, store, device, recovery_public_key) VALUES (1, ?, ?, ?)")
        .bind(&new.store)
        .bind(new.device.as_str())
        .bind(new.recovery.to_string())
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn get(db: &mut SqliteConnection) -> Result<Installation, StoreError> {
    let malformed = || StoreError::Malformed { what: "the installation" };
    let row: Option<(String, String, String)> =
        sqlx::query_as("SELECT store, device, recovery_public_key FROM installation").fetch_optional(db).await?;
    let (store, device, recovery) = row.ok_or_else(malformed)?;
    Ok(Installation {
        store,
        device: device.parse().map_err(|_| malformed())?,
        recovery: recovery.parse().map_err(|_| malformed())?,
    })
}
