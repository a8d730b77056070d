use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use rand_core::{CryptoRng, TryCryptoRng, TryRng, UnwrapErr};

/// Where randomness comes from. Clones share one generator.
#[derive(Clone)]
pub struct Random(Arc<Mutex<dyn CryptoRng + Send>>);

impl Random {
    /// The operating system's generator: the one for production.
    pub fn system() -> Self {
        Self::from_rng(UnwrapErr(getrandom::SysRng))
    }

    /// Another generator: for tests and fixtures that must be equal byte for byte.
    pub fn from_rng(rng: impl CryptoRng + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(rng)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut dyn CryptoRng) -> T) -> T {
        draw(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TryRng for Random {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.with(|rng| rng.try_next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.with(|rng| rng.try_next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.with(|rng| rng.try_fill_bytes(bytes))
    }
}

impl TryCryptoRng for Random {}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random(..)")
    }
}
