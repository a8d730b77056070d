use jiff::Timestamp;

/// The time as it comes in: device time, a claim and not a proof.
pub trait Clock: Send + Sync {
    /// Now, by this device.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still: for outputs that must be equal byte for byte, and for tests.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
