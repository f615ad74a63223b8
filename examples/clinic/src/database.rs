//! The database: one thread writes, and commits the work that is waiting in one transaction. A caller gets its answer
//! after the commit, so that an acknowledgement means stored on disk.

use std::fs::{OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::refusal::Refusal;
use crate::terminal::report;

/// Marks a file as the clinic's: `RPCL`, in ASCII.
const APPLICATION_ID: i32 = 0x5250_434c;
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0001_clinic.sql")];
/// Requests that wait for the writer; more are refused with 503.
const WAITING: usize = 4096;
/// Requests that one commit covers: a thousandth of a second each at most, so none waits long for the others.
const BATCH: usize = 128;

type Acknowledge = Box<dyn FnOnce(bool) + Send>;
type Job = Box<dyn FnOnce(&mut Transaction) -> Acknowledge + Send>;

/// A handle to the database. The thread ends, and closes the file, when the last handle is dropped.
#[derive(Debug, Clone)]
pub struct Database {
    jobs: mpsc::Sender<Job>,
}

/// The end of the thread that writes.
#[derive(Debug)]
pub struct Writer(oneshot::Receiver<()>);

impl Writer {
    /// Waits until the thread has ended, and the file is closed.
    pub async fn end(&mut self) {
        let _ = (&mut self.0).await;
    }
}

impl Database {
    /// Opens or creates the file, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// A message for the terminal: the file cannot be opened, is another program's, or was written by a later version.
    pub fn open(path: &Path) -> Result<(Self, Writer), String> {
        let describe = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        create(path).map_err(|error| describe(&error))?;
        // Without the flag for URIs, so that the path is a path.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(|error| describe(&error))?;
        migrate(&mut connection).map_err(|error| describe(&error))?;
        protect(path).map_err(|error| describe(&error))?;
        configure(&connection).map_err(|error| describe(&error))?;
        let (jobs, mut waiting) = mpsc::channel::<Job>(WAITING);
        let (end, writer) = oneshot::channel::<()>();
        std::thread::spawn(move || {
            let _end = end; // dropped at the end of the thread, also by a panic
            while let Some(first) = waiting.blocking_recv() {
                commit(&mut connection, first, &mut waiting);
            }
            let _ = connection.close(); // moves the log into the file
        });
        Ok((Self { jobs }, Writer(writer)))
    }

    /// Runs `work` in a transaction, and returns its value once that is committed. After a refusal nothing is stored.
    ///
    /// # Errors
    ///
    /// The refusal that `work` returned; `Unavailable` if the queue is full or the commit failed.
    pub async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |transaction| {
            let outcome = in_savepoint(transaction, work);
            Box::new(move |is_committed| {
                let _ = reply.send(if is_committed { outcome } else { Err(Refusal::Unavailable) });
            })
        });
        self.jobs.try_send(job).map_err(|_| Refusal::Unavailable)?;
        answer.await.map_err(|_| Refusal::Unavailable)?
    }
}

/// Creates the file if there is none. Nobody else on the machine may read it: it will hold answers.
fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)
}

/// Takes a file that was there, and its log, from others on the machine.
fn protect(path: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        match std::fs::set_permissions(&file, Permissions::from_mode(0o600)) {
            Err(error) if suffix.is_empty() || error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?; // each commit reaches the disk before it returns
    connection.pragma_update(None, "fullfsync", true)?; // on macOS the disk too has to write it; no effect elsewhere
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Applies the migrations that the file lacks. The pragma `user_version` is their number. Refuses a file that has
/// tables without the clinic's mark, before anything is written to it.
fn migrate(connection: &mut Connection) -> Result<(), String> {
    let describe = |error: rusqlite::Error| {
        // The whole message has the statement besides.
        error.sqlite_error().map_or_else(|| error.to_string(), ToString::to_string)
    };
    connection.busy_timeout(Duration::from_secs(5)).map_err(describe)?;
    let number = |pragma: &str| {
        connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(describe)
    };
    if number("page_count")? > 0 && number("application_id")? != APPLICATION_ID {
        return Err("found a database of another program; DATABASE=… names another file".into());
    }
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(describe)?;
    let version: u32 =
        transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(describe)?;
    let version = version as usize;
    if version > MIGRATIONS.len() {
        return Err(format!("found version {version} of the tables, expected at most {}", MIGRATIONS.len()));
    }
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration).map_err(describe)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(describe)?;
    transaction.pragma_update(None, "user_version", MIGRATIONS.len().to_string()).map_err(describe)?;
    transaction.commit().map_err(describe)
}

/// Runs the first job and those that are waiting in one transaction, and acknowledges them after its commit.
fn commit(connection: &mut Connection, first: Job, waiting: &mut mpsc::Receiver<Job>) {
    let mut acknowledgements = Vec::new();
    let is_committed = (|| {
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        // Each would wait for the lock as long as the first did. A job that is dropped is refused.
        let mut transaction =
            begun.inspect_err(|_| (0..waiting.len()).for_each(|_| drop(waiting.try_recv())))?;
        let mut next = Some(first);
        let mut left = BATCH;
        while let Some(job) = next {
            // A job that panics answers nothing, and its savepoint is rolled back.
            acknowledgements.extend(catch_unwind(AssertUnwindSafe(|| job(&mut transaction))).ok());
            left -= 1;
            next = if left > 0 { waiting.try_recv().ok() } else { None };
        }
        transaction.commit()
    })();
    if let Err(error) = &is_committed {
        report(format_args!("database: {error}"));
    }
    for acknowledge in acknowledgements {
        acknowledge(is_committed.is_ok());
    }
}

fn in_savepoint<T>(
    transaction: &mut Transaction,
    work: impl FnOnce(&Connection) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let savepoint = transaction.savepoint()?;
    let value = work(&savepoint)?; // a refusal drops the savepoint, which rolls it back
    savepoint.commit()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::panic)]

    use super::*;

    #[tokio::test]
    async fn end_of_the_writing_thread_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (database, mut writer) =
            Database::open(&folder.path().join("clinic.sqlite")).expect("a database");
        assert_eq!(database.transact(|_| Ok(1)).await.expect("a value"), 1);
        assert!(
            tokio::time::timeout(Duration::from_millis(50), writer.end()).await.is_err(),
            "it still runs"
        );
        let job: Job = Box::new(|_| Box::new(|_| panic!("a fault in an acknowledgement")));
        database.jobs.try_send(job).expect("a place in the queue");
        tokio::time::timeout(Duration::from_secs(5), writer.end()).await.expect("its end");
        assert!(matches!(database.transact(|_| Ok(())).await, Err(Refusal::Unavailable)));
    }
}
