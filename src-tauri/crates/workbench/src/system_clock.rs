//! The clock of this device.

use domain::Clock;
use jiff::Timestamp;

/// The device's clock: a claim, as every time that it gives.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where the time comes in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
