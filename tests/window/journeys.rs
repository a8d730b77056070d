//! What people do at the window.
