//! Synthetic families and the demonstration hub (dev only).
