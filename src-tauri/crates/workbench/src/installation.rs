//! One installation: the folder of the store with what lies beside it, locked or unlocked by one user at a time.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, RwLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::CaseId;
use hub::FolderHub;
use serde::{Deserialize, Serialize};
use specta::Type;
use store::{DeviceKeySource, Environment, NewUser, Store};

use crate::{
    Desk, Reference, Settings, Unlock, WorkbenchError, demo_hub,
    desk::user_id,
    open_case::locked,
    view::{
        fault::Fault,
        hub::HubState,
        session::{DeviceKey, Me, NewUserRequest, RecoverRequest, SetUpReply, SetUpRequest, Status, UnlockRequest},
    },
    worklist::count,
};

/// Long work that can be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Cases come in from the hub.
    Cases,
    /// Reference data come in.
    Knowledge,
}

/// A home folder on this device, and who has unlocked it.
pub struct Installation {
    home: PathBuf,
    device_key: DeviceKeySource,
    environment: Environment,
    desk: RwLock<Option<Arc<Desk>>>,
    /// One thread at a time changes the settings.
    setting: Mutex<()>,
    /// What is in work, each with the sign to stop.
    works: Mutex<Vec<(Work, Weak<AtomicBool>)>>,
    /// The reference data that were read last, and which the settings named then.
    reference: Mutex<Option<(Option<String>, Arc<Reference>)>>,
}

impl Installation {
    /// An installation in a folder, which need not be there yet.
    pub fn new(home: PathBuf, device_key: DeviceKeySource, environment: Environment) -> Self {
        Self {
            home,
            device_key,
            environment,
            desk: RwLock::new(None),
            setting: Mutex::default(),
            works: Mutex::default(),
            reference: Mutex::default(),
        }
    }

    /// What is known before anybody has signed in.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where the store is damaged; [`WorkbenchError::Json`] where the settings are.
    pub fn status(&self) -> Result<Status, WorkbenchError> {
        let mut users: Vec<String> = Store::names(&self.home)?.iter().map(ToString::to_string).collect();
        let demonstration = self.is_demonstration();
        if demonstration {
            users.sort_by_key(|user| user != crate::demo::USER);
        }
        Ok(Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            installed: !users.is_empty(),
            users,
            me: self.desk().ok().map(|desk| desk.me()),
            device_key: match self.device_key {
                DeviceKeySource::Keyring(_) => DeviceKey::Keyring,
                DeviceKeySource::KeyFile(_) => DeviceKey::File,
            },
            lock_after_minutes: self.settings()?.lock_after_minutes,
            demonstration,
            demonstration_passphrase: demonstration.then(|| crate::demo::PASSPHRASE.to_owned()),
        })
    }

    /// Makes the store with its administrator and the first clinical user; nobody is signed in after that.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where something is there already, a passphrase is short, or a place cannot be written.
    pub fn set_up(&self, request: &SetUpRequest) -> Result<SetUpReply, WorkbenchError> {
        let first = new_user(&request.first_user)?;
        let administrator = new_user(&request.administrator)?;
        if administrator.user == first.user {
            let (text, expected) = (first.user.to_string(), "another name than the administrator's".to_owned());
            return Err(WorkbenchError::Unknown { what: "name of the first user", text, expected });
        }
        store::check_passphrase(&first.passphrase)?;
        let environment = self.environment.clone();
        let reference = Reference::starter()?;
        let (desk, shares) =
            Desk::set_up(&self.home, administrator, &request.device, &self.device_key, reference, environment)?;
        // The shares are there this once: what fails from here on is told beside them.
        let rest = || {
            desk.add_user(first, request.first_user.role.into())?;
            desk.lock()?;
            self.change_settings(|settings| settings.facility.name_ja.clone_from(&request.facility))
        };
        Ok(SetUpReply { shares, needed: 2, unfinished: rest().err().map(Fault::from) })
    }

    /// Signs a user in; whoever was signed in is signed out.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] says which factor, file or version is wrong.
    pub fn unlock(&self, request: &UnlockRequest) -> Result<Me, WorkbenchError> {
        self.lock()?;
        let user = user_id(&request.user)?;
        let unlock = Unlock { user: &user, passphrase: &request.passphrase, device_key: &self.device_key };
        self.keep(Desk::unlock(&self.home, &unlock, self.reference()?, self.environment.clone())?)
    }

    /// Gives a user a new passphrase by recovery shares and signs the user in.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where the shares do not belong together or to this store.
    pub fn recover(&self, request: &RecoverRequest) -> Result<Me, WorkbenchError> {
        self.lock()?;
        let user = user_id(&request.user)?;
        let unlock = Unlock { user: &user, passphrase: &request.passphrase, device_key: &self.device_key };
        let reference = self.reference()?;
        let environment = self.environment.clone();
        let new_key = request.new_device_key;
        self.keep(Desk::recover(&self.home, &unlock, &request.shares, new_key, reference, environment)?)
    }

    fn keep(&self, desk: Desk) -> Result<Me, WorkbenchError> {
        let me = desk.me();
        *self.desk.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(desk));
        Ok(me)
    }

    /// Signs out: keys are wiped. What is in work is cancelled and wipes them when it ends.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where the last write fails.
    pub fn lock(&self) -> Result<(), WorkbenchError> {
        // In this order: what begins meanwhile finds nobody here, or is stopped below.
        let desk = self.desk.write().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        self.stop(None);
        match desk.map(Arc::try_unwrap) {
            Some(Ok(desk)) => desk.lock(),
            Some(Err(in_work)) => {
                drop(in_work);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What the user who is signed in works at.
    ///
    /// # Errors
    /// A [`Fault`] of the code `locked` where nobody is.
    pub fn desk(&self) -> Result<Arc<Desk>, Fault> {
        let desk = self.desk.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        desk.clone().ok_or_else(Fault::locked)
    }

    /// True for the store of the demonstration.
    pub fn is_demonstration(&self) -> bool {
        self.home.join(crate::demo::MARK).exists()
    }

    /// The folder of the store.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// What is set here.
    ///
    /// # Errors
    /// [`WorkbenchError::Json`] where the file is not what this program writes.
    pub fn settings(&self) -> Result<Settings, WorkbenchError> {
        Settings::read(&self.home)
    }

    /// Changes what is set: what others change at the same time stays.
    ///
    /// # Errors
    /// [`WorkbenchError::Json`] where the file is not what this program writes; [`WorkbenchError::File`].
    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), WorkbenchError> {
        let _alone = locked(&self.setting);
        let mut settings = self.settings()?;
        change(&mut settings);
        settings.write(&self.home)
    }

    /// The reference data in use, read once: they hold nothing of patients, so a lock does not put them away.
    fn reference(&self) -> Result<Arc<Reference>, WorkbenchError> {
        let name = self.settings()?.knowledge;
        let mut kept = self.reference.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, reference)) = kept.as_ref().filter(|(of, _)| *of == name) {
            return Ok(Arc::clone(reference));
        }
        let reference = Arc::new(Reference::of_home(&self.home)?);
        *kept = Some((name, Arc::clone(&reference)));
        Ok(reference)
    }

    /// Does what can be done before anybody has signed in, so that signing in need not wait for it.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`], [`WorkbenchError::Json`]; signing in meets the same and says it.
    pub fn prepare(&self) -> Result<(), WorkbenchError> {
        if self.desk().is_err() {
            self.environment.kdf_memory.prepare(self.environment.kdf);
        }
        self.reference().map(drop)
    }

    /// The hub: the folder that is set, in the demonstration the one in the program; `None` where none is set.
    ///
    /// # Errors
    /// [`WorkbenchError::Hub`] where the folder is no hub.
    pub fn hub(&self) -> Result<Option<FolderHub>, WorkbenchError> {
        match self.settings()?.hub_folder {
            Some(folder) => Ok(Some(FolderHub::open(Path::new(&folder))?)),
            None if self.is_demonstration() => Ok(Some(demo_hub()?)),
            None => Ok(None),
        }
    }

    /// The hub at a glance. A folder elsewhere in the network may never answer: the desk is not held while it is asked, so
    /// that it can be locked.
    ///
    /// # Errors
    /// [`Fault`]s of a locked store, of a role that sees no case, of the store and of its settings.
    pub fn hub_state(&self) -> Result<HubState, Fault> {
        let here = self.desk()?.cases_here()?;
        Ok(self.hub_beside(&here)?)
    }

    /// The hub at a glance, beside the cases that are here; one that cannot be read is said with its fault.
    pub(crate) fn hub_beside(&self, here: &BTreeSet<CaseId>) -> Result<HubState, WorkbenchError> {
        let folder = self.settings()?.hub_folder;
        let demonstration = folder.is_none() && self.is_demonstration();
        let (waiting, fault) = match self.hub() {
            Ok(Some(hub)) => (count(hub.cases().filter(|id| !here.contains(*id)).count()), None),
            Ok(None) => (0, None),
            Err(error) => (0, Some(error.to_string())),
        };
        Ok(HubState { folder, demonstration, waiting, fault })
    }

    /// Stops long work of a kind at its next step.
    pub fn cancel(&self, work: Work) {
        self.stop(Some(work));
    }

    fn stop(&self, kind: Option<Work>) {
        for (_, stopped) in locked(&self.works).iter().filter(|(work, _)| kind.is_none_or(|kind| kind == *work)) {
            if let Some(stopped) = stopped.upgrade() {
                stopped.store(true, Ordering::Release);
            }
        }
    }

    /// Begins long work: true in the answer tells it to stop.
    pub fn begin(&self, work: Work) -> Arc<AtomicBool> {
        let stopped = Arc::new(AtomicBool::new(false));
        let mut works = locked(&self.works);
        works.retain(|(_, other)| other.strong_count() > 0);
        works.push((work, Arc::downgrade(&stopped)));
        drop(works);
        // It may have been locked since the work was asked for.
        if self.desk().is_err() {
            stopped.store(true, Ordering::Release);
        }
        stopped
    }
}

/// A user as asked for.
///
/// # Errors
/// [`WorkbenchError::Unknown`] where the name cannot be one.
pub(crate) fn new_user(request: &NewUserRequest) -> Result<NewUser, WorkbenchError> {
    Ok(NewUser { user: user_id(&request.user)?, name: request.name.clone(), passphrase: request.passphrase.clone() })
}
