//! `shirube`, the headless program: the same workbench calls as the window.
//!
//! Exit codes: 0 done; 1 the machine failed; 2 the input is bad; 3 refused by consent or permission; 4 a check that was
//! asked for did not hold.

mod acmg;
mod args;
mod demo;
mod desk;
mod files;
mod known;
mod output;
mod panel;
mod reference;
mod table;

use std::process::ExitCode;

use clap::Parser;
use workbench::{ErrorKind, WorkbenchError};

use crate::args::{Command, Shirube};

/// What ends a run before its answer: the workbench's refusal, or a check that did not hold and has been printed.
enum Stop {
    Error(WorkbenchError),
    /// The answer is printed; only the exit code is left to say.
    Answered(ErrorKind),
}

impl<E: Into<WorkbenchError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

type Done = Result<(), Stop>;

fn main() -> ExitCode {
    let Shirube { common, command } = Shirube::parse();
    let done = match command {
        Command::Demo { out } => demo::run(&common, &out),
        Command::Vcf(command) => files::vcf(&common, &command),
        Command::Variants(args) => files::variants(&common, &args),
        Command::Triage(args) => files::triage(&common, &args),
        Command::Qc(args) => files::qc(&common, &args),
        Command::Rank(args) => reference::rank(&common, &args),
        Command::Knowledge(command) => reference::knowledge(&common, &command),
        Command::Panel(command) => panel::panel(&common, &command),
        Command::Acmg(args) => acmg::acmg(&common, &args),
        Command::Case(command) => desk::case(&common, &command),
        Command::User(command) => desk::user(&common, &command),
        Command::Recover { shares, new_passphrase_file } => desk::recover(&common, &shares, &new_passphrase_file),
        Command::Consent(command) => desk::consent(&common, &command),
        Command::Report(command) => desk::report(&common, &command),
        Command::Ledger(command) => desk::ledger(&common, &command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Answered(kind)) => code(kind),
        Err(Stop::Error(error)) => {
            output::error(&error);
            code(error.kind())
        }
    }
}

fn code(kind: ErrorKind) -> ExitCode {
    ExitCode::from(match kind {
        ErrorKind::Machine => 1,
        ErrorKind::Input => 2,
        ErrorKind::Refused => 3,
        ErrorKind::Wanting => 4,
    })
}
