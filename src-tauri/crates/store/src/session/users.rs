use std::collections::BTreeSet;

use domain::{CaseId, Role, UserId};
use sealed::envelope::UserEnvelope;
use zeroize::Zeroizing;

use super::{NewEvent, Session};
use crate::{
    KeyPurpose, StoreError, Topic, User, disk,
    error::sealing,
    key_ring,
    ledger::{Event, Record, UserAdded},
    store::check_passphrase,
    table::{key, user},
};

/// A user to be added.
#[derive(Clone)]
pub struct NewUser {
    /// The name that is typed to sign in.
    pub user: UserId,
    /// The name that is shown.
    pub name: String,
    /// What the user knows.
    pub passphrase: Zeroizing<String>,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Session {
    /// The users of this installation, by id.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(async |db| user::all(db).await)
    }

    /// Adds a user, or one who was disabled anew. Keys of cases are given by
    /// [`Session::share_with_newcomers`], by somebody who holds them.
    ///
    /// # Errors
    /// [`StoreError::UserExists`], [`StoreError::ShortPassphrase`], errors of writing.
    pub fn add_user(&self, new: NewUser, role: Role) -> Result<Event, StoreError> {
        check_passphrase(&new.passphrase)?;
        let known = self.read(async |db| user::by_id(db, &new.user).await)?;
        if known.is_some_and(|user| !user.disabled) {
            return Err(StoreError::UserExists { user: new.user });
        }
        let mut random = self.environment().random.clone();
        let (envelope, secret) = UserEnvelope::create(
            new.user.clone(),
            &new.passphrase,
            &self.device_key,
            self.environment().kdf,
            &mut random,
        )
        .map_err(sealing("the new user's key"))?;
        let added = UserAdded { user: new.user, name: new.name, role, public_key: secret.public_key() };
        // The file first: an envelope without a user in the database opens nothing and is put right at the next unlock.
        let mut file = self.users_file()?;
        let database_key = file.database_key(self.user(), &self.holder.secret)?;
        file.put(envelope, &secret, &database_key, &mut random)?;
        disk::replace(&self.home().users(), &file.to_bytes()?)?;
        self.write(async |db| {
            user::put(db, &added).await?;
            let installation = KeyPurpose::Ledger { case: None, person: None, topic: Topic::Installation };
            for purpose in [KeyPurpose::DeviceSignature, installation] {
                let secret = self.holder.open(db, &purpose).await?;
                self.give(db, &purpose, &secret, &added.user).await?;
            }
            self.append_in(db, NewEvent::new(Record::UserAdded(added.clone()))).await
        })
    }

    /// Takes from a user everything that opens the store. What the user could read until now was known to the user.
    ///
    /// # Errors
    /// [`StoreError::UnknownUser`], [`StoreError::LastAdministrator`], [`StoreError::LastHolder`], errors of writing.
    pub fn disable_user(&self, user: &UserId) -> Result<Event, StoreError> {
        let users = self.users()?;
        let enabled: Vec<&User> = users.iter().filter(|u| !u.disabled).collect();
        if !enabled.iter().any(|u| &u.id == user) {
            return Err(StoreError::UnknownUser { user: user.clone() });
        }
        let stay: Vec<UserId> = enabled.iter().filter(|u| &u.id != user).map(|u| u.id.clone()).collect();
        if !enabled.iter().any(|u| u.role == Role::Administrator && &u.id != user) {
            return Err(StoreError::LastAdministrator { user: user.clone() });
        }
        if let Some(case) = self.read(async |db| key::case_of_nobody_else(db, user).await)? {
            return Err(StoreError::LastHolder { user: user.clone(), case });
        }
        let event = self.append(NewEvent::new(Record::UserDisabled { user: user.clone() }))?;
        let mut file = self.users_file()?;
        file.keep_only(&stay);
        disk::replace(&self.home().users(), &file.to_bytes()?)?;
        self.database.truncate_log()?;
        Ok(event)
    }

    /// Gives the keys of the cases that this user holds to those users who were added after them. Each giving is an event.
    ///
    /// # Errors
    /// Errors of writing.
    pub fn share_with_newcomers(&self) -> Result<Vec<Event>, StoreError> {
        let missing = self.read(async |db| key::missing(db, self.user()).await)?;
        let users = self.users()?;
        let held = |(purpose, user): &(KeyPurpose, UserId)| {
            users.iter().any(|u| &u.id == user && !u.disabled && purpose.is_held_by(u.role))
        };
        let without: BTreeSet<(CaseId, UserId)> = missing
            .into_iter()
            .filter(held)
            .filter_map(|(purpose, user)| Some((purpose.case()?.clone(), user)))
            .collect();
        without.iter().map(|(case, user)| self.share_case(case, user)).collect()
    }

    /// Gives a user the keys of a case that this user holds and the other's role may hold.
    fn share_case(&self, case: &CaseId, with: &UserId) -> Result<Event, StoreError> {
        self.write(async |db| {
            let purposes = key::purposes(db, Some(case)).await?;
            if purposes.is_empty() {
                return Err(StoreError::UnknownCase { case: case.clone() });
            }
            for purpose in purposes {
                match self.holder.open(db, &purpose).await {
                    Ok(secret) => self.give(db, &purpose, &secret, with).await?,
                    Err(StoreError::NoKey { .. }) => {}
                    Err(other) => return Err(other),
                }
            }
            self.append_in(db, NewEvent::in_case(case, Record::CaseShared { user: with.clone() })).await
        })
    }

    async fn give(
        &self,
        db: &mut sqlx::SqliteConnection,
        purpose: &KeyPurpose,
        secret: &[u8; 32],
        to: &UserId,
    ) -> Result<(), StoreError> {
        let user = user::by_id(db, to).await?.ok_or_else(|| StoreError::UnknownUser { user: to.clone() })?;
        if user.disabled {
            return Err(StoreError::DisabledUser { user: user.id });
        }
        if purpose.is_held_by(user.role) {
            key_ring::give(db, purpose, secret, &user, &mut self.environment().random.clone()).await?;
        }
        Ok(())
    }
}
