//! `migrations/0005_file.sql`

use std::collections::BTreeSet;

use domain::CaseId;
use sqlx::SqliteConnection;

use crate::{FileKind, StoreError};

/// One encrypted file.
pub(crate) struct FileRow {
    /// Below `genomes/`, with `/` between folders.
    pub(crate) path: String,
    /// The sealed record.
    pub(crate) record: Vec<u8>,
}

pub(crate) async fn put(
    db: &mut SqliteConnection,
    case: &CaseId,
    kind: &FileKind,
    file: &FileRow,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO files (case_id, kind, path, record) VALUES (?, ?, ?, ?)")
        .bind(case.as_str())
        .bind(kind.to_string())
        .bind(&file.path)
        .bind(&file.record)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn get(
    db: &mut SqliteConnection,
    case: &CaseId,
    kind: &FileKind,
) -> Result<Option<FileRow>, StoreError> {
    let row: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT path, record FROM files WHERE case_id = ? AND kind = ?")
            .bind(case.as_str())
            .bind(kind.to_string())
            .fetch_optional(db)
            .await?;
    Ok(row.map(|(path, record)| FileRow { path, record }))
}

pub(crate) async fn kinds(db: &mut SqliteConnection, case: &CaseId) -> Result<Vec<FileKind>, StoreError> {
    let texts: Vec<String> = sqlx::query_scalar("SELECT kind FROM files WHERE case_id = ? ORDER BY kind")
        .bind(case.as_str())
        .fetch_all(db)
        .await?;
    texts.iter().map(|text| text.parse().map_err(|_| StoreError::Malformed { what: "a file" })).collect()
}

/// The paths of all files.
pub(crate) async fn paths(db: &mut SqliteConnection) -> Result<BTreeSet<String>, StoreError> {
    let paths: Vec<String> = sqlx::query_scalar("SELECT path FROM files").fetch_all(db).await?;
    Ok(paths.into_iter().collect())
}

pub(crate) async fn delete(db: &mut SqliteConnection, case: &CaseId, kind: &FileKind) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM files WHERE case_id = ? AND kind = ?")
        .bind(case.as_str())
        .bind(kind.to_string())
        .execute(db)
        .await?;
    Ok(())
}
