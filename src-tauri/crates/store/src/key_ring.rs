//! Keys of purposes: made, sealed to the users who may hold them, opened by one of them.

use domain::UserId;
use sealed::envelope::{PublicKey, SecretKey, open_with, seal_to};
use sqlx::SqliteConnection;
use zeroize::Zeroizing;

use crate::{
    KeyPurpose, Random, StoreError,
    error::sealing,
    table::{
        key,
        user::{self, User},
    },
};

/// A user's own key, with which the keys sealed to that user are opened.
pub(crate) struct Holder {
    pub(crate) user: UserId,
    pub(crate) secret: SecretKey,
}

fn aad(purpose: &KeyPurpose, user: &UserId) -> Vec<u8> {
    format!("shirube key 1 {purpose} {user}").into_bytes()
}

/// Keeps a new key: its public half, and its secret half for every user who may hold it.
pub(crate) async fn keep(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    public: &[u8; 32],
    secret: &[u8; 32],
    random: &mut Random,
) -> Result<(), StoreError> {
    let users = user::all(db).await?;
    let holders: Vec<&User> = users.iter().filter(|u| !u.disabled && purpose.is_held_by(u.role)).collect();
    if holders.is_empty() {
        return Err(StoreError::NoKeyHolder { purpose: purpose.clone() });
    }
    key::insert(db, purpose, public).await?;
    for holder in holders {
        give(db, purpose, secret, holder, random).await?;
    }
    Ok(())
}

/// Seals a key to one more user.
pub(crate) async fn give(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    secret: &[u8; 32],
    user: &User,
    random: &mut Random,
) -> Result<(), StoreError> {
    let wrapped = seal_to(&user.public_key, &aad(purpose, &user.id), secret, random).map_err(sealing("a key"))?;
    key::put_wrap(db, purpose, &user.id, &wrapped).await
}

/// The public half of the key of a purpose, which is made where it is not there.
pub(crate) async fn public(
    db: &mut SqliteConnection,
    purpose: &KeyPurpose,
    random: &mut Random,
) -> Result<PublicKey, StoreError> {
    if let Some(public) = key::public_key(db, purpose).await? {
        return Ok(public);
    }
    let secret = SecretKey::generate(random);
    let public = secret.public_key();
    keep(db, purpose, public.as_bytes(), secret.as_bytes(), random).await?;
    Ok(public)
}

impl Holder {
    /// The 32 secret bytes of the key of a purpose.
    pub(crate) async fn open(
        &self,
        db: &mut SqliteConnection,
        purpose: &KeyPurpose,
    ) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        if key::public_key(db, purpose).await?.is_none() {
            return Err(StoreError::KeyDestroyed { purpose: purpose.clone() });
        }
        let wrapped = key::wrap(db, purpose, &self.user).await?;
        let wrapped = wrapped.ok_or_else(|| StoreError::NoKey { user: self.user.clone(), purpose: purpose.clone() })?;
        self.unwrap(purpose, &wrapped)
    }

    /// The 32 secret bytes of the key of a purpose, out of what was sealed to this user.
    pub(crate) fn unwrap(&self, purpose: &KeyPurpose, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let opened = open_with(&self.secret, &aad(purpose, &self.user), wrapped).map_err(sealing("a key"))?;
        let mut secret = Zeroizing::new([0; 32]);
        if opened.len() != secret.len() {
            return Err(StoreError::Malformed { what: "a key" });
        }
        secret.copy_from_slice(&opened);
        Ok(secret)
    }
}
