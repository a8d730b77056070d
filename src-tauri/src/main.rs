//! `shirube-window`: the desktop application.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

#[allow(clippy::print_stderr, reason = "there is no window yet that could say it")]
fn main() -> ExitCode {
    let started = shell::Arguments::read().and_then(|arguments| shell::run(arguments).map_err(|e| e.to_string()));
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
