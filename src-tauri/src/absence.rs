//! The store locks when nobody has been there for a while.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tauri::{AppHandle, Emitter};
use workbench::Installation;

/// The event that tells the window that the store was locked.
pub const LOCKED: &str = "locked";

/// When somebody was last there. Long work that somebody began counts as being there.
pub struct Presence {
    last: Mutex<Instant>,
    in_work: AtomicUsize,
}

/// Long work, while it lasts.
pub struct InWork<'a>(&'a Presence);

impl Presence {
    #[allow(clippy::disallowed_methods, reason = "the shell is where the time comes in")]
    pub fn new() -> Self {
        Self { last: Mutex::new(Instant::now()), in_work: AtomicUsize::new(0) }
    }

    /// Somebody is there.
    #[allow(clippy::disallowed_methods, reason = "the shell is where the time comes in")]
    pub fn stir(&self) {
        *self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Instant::now();
    }

    /// Long work begins.
    pub fn work(&self) -> InWork<'_> {
        self.in_work.fetch_add(1, Ordering::AcqRel);
        InWork(self)
    }

    fn absent(&self) -> Duration {
        if self.in_work.load(Ordering::Acquire) > 0 {
            self.stir();
        }
        self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner).elapsed()
    }
}

impl Drop for InWork<'_> {
    fn drop(&mut self) {
        self.0.in_work.fetch_sub(1, Ordering::AcqRel);
        self.0.stir();
    }
}

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(5);

/// Locks the store in the background whenever nobody has been there for as long as is set.
pub fn watch(app: AppHandle, installation: Arc<Installation>, presence: Arc<Presence>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(LOOK);
            let minutes = installation.settings().map_or(1, |s| s.lock_after_minutes);
            let longest = Duration::from_secs(u64::from(minutes) * 60);
            if installation.desk().is_ok() && presence.absent() >= longest {
                let locked = installation.lock();
                // It is locked even where its last write fails: the window closes in any case.
                if let Err(error) = app.emit(LOCKED, ()) {
                    tracing::error!(%error, "the store was locked, but the window could not be told");
                }
                if let Err(error) = locked {
                    tracing::error!(%error, "the store was locked, but its last write failed");
                }
            }
        }
    });
}
