//! `migrations/0003_user.sql`

use domain::{Role, UserId};
use sealed::envelope::PublicKey;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};

use crate::{StoreError, ledger::UserAdded};

/// A user of this installation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct User {
    /// The name that is typed to sign in.
    pub id: UserId,
    /// The name that is shown.
    pub name: String,
    /// The role.
    pub role: Role,
    /// What keys are sealed to.
    pub public_key: PublicKey,
    /// Whether the user may no longer unlock the store.
    pub disabled: bool,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    role: String,
    public_key: String,
    disabled: bool,
}

impl Row {
    fn user(self) -> Result<User, StoreError> {
        let malformed = || StoreError::Malformed { what: "a user" };
        Ok(User {
            id: self.id.parse().map_err(|_| malformed())?,
            name: self.name,
            role: self.role.parse().map_err(|_| malformed())?,
            public_key: self.public_key.parse().map_err(|_| malformed())?,
            disabled: self.disabled,
        })
    }
}

/// All users, by id.
pub(crate) async fn all(db: &mut SqliteConnection) -> Result<Vec<User>, StoreError> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT id, name, role, public_key, disabled FROM users ORDER BY id").fetch_all(db).await?;
    rows.into_iter().map(Row::user).collect()
}

pub(crate) async fn by_id(db: &mut SqliteConnection, id: &UserId) -> Result<Option<User>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT id, name, role, public_key, disabled FROM users WHERE id = ?")
        .bind(id.as_str())
        .fetch_optional(db)
        .await?;
    row.map(Row::user).transpose()
}

pub(crate) async fn put(db: &mut SqliteConnection, user: &UserAdded) -> Result<(), StoreError> {
    sqlx::query("INSERT OR REPLACE INTO users (id, name, role, public_key, disabled) VALUES (?, ?, ?, ?, 0)")
        .bind(user.user.as_str())
        .bind(&user.name)
        .bind(user.role.name())
        .bind(user.public_key.to_string())
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn disable(db: &mut SqliteConnection, user: &UserId) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET disabled = 1 WHERE id = ?").bind(user.as_str()).execute(db).await?;
    Ok(())
}

pub(crate) async fn clear(db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM users").execute(db).await?;
    Ok(())
}
