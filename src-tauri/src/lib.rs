//! The desktop shell: the window, its commands, its walls. No logic: a command is one line onto `workbench`.

mod absence;
mod arguments;
mod commands;
mod drawing;
mod genome;
mod window;

pub use arguments::Arguments;
pub use commands::builder;
pub use window::run;
