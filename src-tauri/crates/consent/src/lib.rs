//! The state of a consent and the ConsentScope made from it: what may be shown, and why not.
