use std::sync::Arc;

use domain::Clock;
use sealed::envelope::{KdfMemory, KdfParams};

use crate::Random;

/// What comes in from outside: time, randomness, and what a passphrase costs.
#[derive(Clone)]
pub struct Environment {
    /// The device's clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub random: Random,
    /// Cost of Argon2id for new passphrases.
    pub kdf: KdfParams,
    /// Memory for a passphrase, where it was made ready.
    pub kdf_memory: KdfMemory,
}

impl Environment {
    /// The one for production: the system's randomness and the default cost.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, random: Random::system(), kdf: KdfParams::default(), kdf_memory: KdfMemory::default() }
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment").field("kdf", &self.kdf).finish_non_exhaustive()
    }
}
