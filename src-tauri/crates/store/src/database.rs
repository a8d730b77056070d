use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    migrate::{MigrateError, Migrator},
    sqlite::SqliteConnectOptions,
};
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

use crate::{StoreError, hex, users_file::DatabaseKey};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Of every connection.
const SETTINGS: &str = "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON;
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// The encrypted database: one connection, used by one thread at a time. Its functions block; they may not be called from
/// within an asynchronous task.
pub(crate) struct Database {
    path: PathBuf,
    runtime: Runtime,
    /// There until it is closed.
    connection: Mutex<Option<SqliteConnection>>,
}

impl Database {
    /// Makes a new database; the file must not be there.
    pub(crate) fn create(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        // Made here, so that only this user may read it; SQLite takes an empty file for a new database.
        crate::disk::create_new(path).map_err(crate::disk::at(path))?;
        Self::connect(path, key)
    }

    /// Opens a database and brings its schema up to date.
    pub(crate) fn open(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        // SQLite takes an empty file for a new database.
        if std::fs::metadata(path).map_err(crate::disk::at(path))?.len() == 0 {
            let source = Box::new(sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into()));
            return Err(StoreError::DatabaseDamaged { path: path.to_owned(), source });
        }
        Self::connect(path, key)
    }

    fn connect(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        // SQLite works on a thread of its own that may still be ending when the process does. Were OpenSSL given back then, it
        // would be taken from under it: this says that it is not. It must come before SQLCipher asks for it.
        openssl_sys::init();
        let runtime =
            tokio::runtime::Builder::new_current_thread().build().map_err(|source| StoreError::Runtime { source })?;
        let key = Zeroizing::new(format!("\"x'{}'\"", hex::encode(key.as_slice())));
        // Nothing here reads the file: a connection that fails while it is made is closed at some later time, and SQLCipher
        // gives its memory back at the end of the process without asking who still uses it.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .pragma("key", key.to_string())
            .busy_timeout(Duration::from_secs(10))
            // Statements and their values never reach a log.
            .disable_statement_logging();
        let connect = async {
            // SQLCipher writes what it finds damaged to standard error unless told otherwise, once for the process; with the
            // database itself that would come too late.
            let silent = SqliteConnectOptions::new().in_memory(true).pragma("cipher_log_level", "NONE");
            silent.connect().await?.close().await?;
            let mut connection = options.connect().await.map_err(|source| place(path, source.into()))?;
            match ready(path, &mut connection).await {
                Ok(()) => Ok::<_, StoreError>(connection),
                Err(error) => {
                    // Closed before anybody hears of the fault, which is the one that counts.
                    let _ = connection.close().await;
                    Err(error)
                }
            }
        };
        let connection = runtime.block_on(connect)?;
        Ok(Self { path: path.to_owned(), runtime, connection: Mutex::new(Some(connection)) })
    }

    /// Reads.
    pub(crate) fn read<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = connection.as_mut().ok_or(StoreError::Malformed { what: "a closed database" })?;
        self.runtime.block_on(work(connection)).map_err(|error| place(&self.path, error))
    }

    /// Writes in one transaction: all of it is on the disk when this returns, or none of it is kept.
    pub(crate) fn write<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read(async |connection| {
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            match work(&mut transaction).await {
                Ok(value) => {
                    transaction.commit().await?;
                    Ok(value)
                }
                Err(error) => {
                    // Where the disk is full SQLite has rolled back by itself; the cause counts.
                    let _ = transaction.rollback().await;
                    Err(error)
                }
            }
        })
    }

    /// Moves everything from the log into the database file and cuts the log, so that what was deleted is in neither.
    pub(crate) fn truncate_log(&self) -> Result<(), StoreError> {
        self.read(async |connection| {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(connection).await?;
            Ok(())
        })
    }

    /// Closes it: the log is empty afterwards.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        self.shut()
    }

    fn shut(&self) -> Result<(), StoreError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(connection) = connection else { return Ok(()) };
        self.runtime.block_on(connection.close()).map_err(|source| place(&self.path, source.into()))
    }
}

/// The log is empty also where nobody closed it.
impl Drop for Database {
    fn drop(&mut self) {
        // Everything that was acknowledged is on the disk already.
        let _ = self.shut();
    }
}

/// Sets the connection up and brings the schema up to date: the first that reads the file.
async fn ready(path: &Path, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::raw_sql(SETTINGS).execute(&mut *connection).await.map_err(|source| place(path, source.into()))?;
    migrate(path, connection).await
}

async fn migrate(path: &Path, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let known = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or_default();
    MIGRATIONS.run(connection).await.map_err(|error| match error {
        MigrateError::VersionMissing(found) => StoreError::NewerSchema { path: path.to_owned(), found, known },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => place(path, source.into()),
        other => StoreError::DatabaseDamaged {
            path: path.to_owned(),
            source: Box::new(sqlx::Error::Migrate(Box::new(other))),
        },
    })
}

/// Names the file in an error of the database.
fn place(path: &Path, error: StoreError) -> StoreError {
    let StoreError::Database { source } = error else { return error };
    let path = path.to_owned();
    // Primary result codes, <https://www.sqlite.org/rescode.html>.
    match primary_code(&source) {
        Some(11 | 26) => StoreError::DatabaseDamaged { path, source: Box::new(source) },
        Some(13) => StoreError::DiskFull { path },
        Some(3 | 8 | 14) => StoreError::NotWritable { path, source: Box::new(source) },
        _ => StoreError::Database { source },
    }
}

fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}
