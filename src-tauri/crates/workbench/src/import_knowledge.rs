//! `knowledge import`: the public files as they are become reference data, all or nothing.

use std::path::{Path, PathBuf};

use domain::Assembly;
use knowledge::{Importer, Knowledge, Source, SourceKind};

use crate::{Reference, Version, WorkbenchError};

/// One file to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowledgeFile {
    /// What it is.
    pub kind: SourceKind,
    /// The assembly, for gene coordinates, where it was stated.
    pub assembly: Option<Assembly>,
    /// The file.
    pub path: PathBuf,
}

/// Reads every file, then writes the directory; an existing one is extended. Nothing is written where a file fails.
///
/// # Errors
/// [`WorkbenchError::Knowledge`] with file, line and what was expected.
pub fn import_knowledge(files: &[KnowledgeFile], into: &Path) -> Result<Vec<Version>, WorkbenchError> {
    import_knowledge_telling(files, into, &|_, _, _| ())
}

/// As [`import_knowledge`]; `say` is called with the number of each file from 1, how many there are, and its path.
///
/// # Errors
/// As [`import_knowledge`].
pub fn import_knowledge_telling(
    files: &[KnowledgeFile],
    into: &Path,
    say: &dyn Fn(usize, usize, &Path),
) -> Result<Vec<Version>, WorkbenchError> {
    let existing = if into.join("manifest.json").exists() { Some(Knowledge::open(into)?) } else { None };
    extend_knowledge(existing, files, into, &|next| {
        if let Some((number, file)) = next {
            say(number + 1, files.len(), &file.path);
        }
        Ok(())
    })
}

/// Called before each file is read, with its number from 0, and with nothing before the directory is written; an error
/// stops the import.
pub(crate) type Before<'a> = dyn Fn(Option<(usize, &KnowledgeFile)>) -> Result<(), WorkbenchError> + 'a;

/// Reference data extended by files, written to a directory, with somebody who looks on.
pub(crate) fn extend_knowledge(
    existing: Option<Knowledge>,
    files: &[KnowledgeFile],
    into: &Path,
    before: &Before<'_>,
) -> Result<Vec<Version>, WorkbenchError> {
    let mut importer = Importer::new(existing);
    for (number, file) in files.iter().enumerate() {
        before(Some((number, file)))?;
        match (file.kind, file.assembly) {
            (SourceKind::GeneCoordinates, Some(assembly)) => importer.add_gene_coordinates(assembly, &file.path)?,
            (kind, _) => importer.add(kind, &file.path)?,
        };
    }
    importer.check()?;
    before(None)?;
    let reference = Reference::of(importer.finish())?;
    // What could not be sealed by these data is not taken into use.
    for assembly in [Assembly::GRCh37, Assembly::GRCh38] {
        reference.sensitive_map(assembly)?;
    }
    reference.knowledge().save(into)?;
    Ok(versions(reference.knowledge()))
}

/// Every source of reference data with release and hash.
pub fn versions(knowledge: &Knowledge) -> Vec<Version> {
    knowledge.versions().map(version_of).collect()
}

/// A source with its release and hash.
pub(crate) fn version_of(source: &Source) -> Version {
    Version {
        what: source.kind.name().to_owned(),
        name: source.file.clone(),
        release: source.release.clone(),
        sha256: Some(source.sha256.clone()),
    }
}
