//! `demo`: the main job without a person.

use std::path::Path;

use workbench::{DemoFamily, DemoQuestion, demo};

use crate::{
    Done,
    args::{Common, Format},
    desk, files, output,
};

/// Candidates of a family that are printed.
const SHOWN: usize = 3;

/// Runs the demonstration and says what it did.
pub fn run(common: &Common, out: &Path) -> Done {
    output::only(common.format, &[Format::Text])?;
    let progress = |family: &DemoFamily| {
        let mut short = family.shortlist.clone();
        short.further_candidates += short.candidates.len().saturating_sub(SHOWN);
        short.candidates.truncate(SHOWN);
        let text = format!("{}\ndocuments: {}\n\n", files::shortlist_text(&short), family.folder.display());
        // What cannot be printed is in the folder all the same.
        let _ = output::write(&text);
    };
    let question =
        DemoQuestion { out, home: common.home.as_deref(), language: desk::language(common), progress: &progress };
    let families = demo(&question)?;
    output::write(&format!(
        "{} families. The documents of the first, and of each in its folder: {}\n\
         The store can be looked at: --home {} --user demo --passphrase-file {} --device-key-file {}\n",
        families.len(),
        out.display(),
        common.home.clone().unwrap_or_else(|| out.join("home")).display(),
        out.join("passphrase.txt").display(),
        out.join("device.key").display(),
    ))
}
