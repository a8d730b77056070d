use std::{collections::BTreeMap, path::Path};

use domain::Assembly;

use crate::{
    Error, Knowledge, Source, SourceKind, clinvar, constraint, coordinates,
    disease::hpoa,
    gene, hgnc, label,
    lookup::Content,
    mondo, nando,
    ontology::obograph,
    panel::{self, panelapp},
    part::Part,
    reading::{Text, read_file, sha256_hex},
    sensitive,
    source::stem,
    validity,
};

/// Builds reference data from public files, or extends it: a file replaces an earlier one of the same kind (of the
/// same assembly, panel, list or mapping where a kind has several). Nothing is written before
/// [`Knowledge::save`].
#[derive(Debug, Default)]
pub struct Importer {
    parts: BTreeMap<(SourceKind, String), Part>,
}

impl Importer {
    /// Starts from reference data that is there, or from nothing.
    pub fn new(existing: Option<Knowledge>) -> Self {
        let parts = existing.map(Knowledge::into_parts).unwrap_or_default();
        Self { parts: parts.into_iter().map(|part| ((part.source.kind, part.source.part.clone()), part)).collect() }
    }

    /// Reads a file, plain or gz. The assembly of gene coordinates comes from the file's name.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read or a line is not as its kind demands; nothing of it is kept then.
    pub fn add(&mut self, kind: SourceKind, path: &Path) -> Result<&mut Self, Error> {
        self.add_bytes(kind, &file_name(path), &read_file(path)?)
    }

    /// Reads gene coordinates of a stated assembly.
    ///
    /// # Errors
    /// As [`Importer::add`].
    pub fn add_gene_coordinates(&mut self, assembly: Assembly, path: &Path) -> Result<&mut Self, Error> {
        self.insert(SourceKind::GeneCoordinates, &file_name(path), &read_file(path)?, Some(assembly))
    }

    /// Reads the bytes of a file, plain or gz, that has this name.
    ///
    /// # Errors
    /// As [`Importer::add`].
    pub fn add_bytes(&mut self, kind: SourceKind, file: &str, bytes: &[u8]) -> Result<&mut Self, Error> {
        self.insert(kind, file, bytes, None)
    }

    /// Checks that what was added fits together: every term by which a disease is annotated is in the ontology, and both
    /// state one release, where they state any.
    ///
    /// # Errors
    /// [`Error::MixedReleases`] with the files, their releases and the first term that is not known; [`Error::OtherRelease`].
    pub fn check(&self) -> Result<(), Error> {
        let part = |kind| self.parts.get(&(kind, String::new()));
        let (Some(terms), Some(annotation)) = (part(SourceKind::Hpo), part(SourceKind::Hpoa)) else { return Ok(()) };
        let (Content::Hpo(ontology), Content::Hpoa(diseases)) = (terms.content()?, annotation.content()?) else {
            return Ok(());
        };
        let mut annotated =
            diseases.all().iter().flat_map(|disease| disease.annotations.iter().map(move |a| (disease, a)));
        let with_release = |part: &Part| {
            let release = part.source.release.as_deref().unwrap_or("not stated");
            format!("{} (release {release})", part.source.file)
        };
        let Some((disease, unknown)) = annotated.find(|(_, a)| ontology.resolve(a.term).is_none()) else {
            // Terms are added and seldom taken away: an older annotation names none that is not known.
            let stated = terms.source.release.as_ref().zip(annotation.source.release.as_ref());
            return match stated.is_some_and(|(one, other)| one != other) {
                true => Err(Error::OtherRelease { one: with_release(terms), other: with_release(annotation) }),
                false => Ok(()),
            };
        };
        Err(Error::MixedReleases {
            named: with_release(annotation),
            term: unknown.term.to_string(),
            subject: disease.id.to_string(),
            other: with_release(terms),
        })
    }

    /// The reference data with everything that was added.
    pub fn finish(self) -> Knowledge {
        Knowledge::from_parts(self.parts.into_values().collect())
    }

    fn insert(
        &mut self,
        kind: SourceKind,
        file: &str,
        bytes: &[u8],
        assembly: Option<Assembly>,
    ) -> Result<&mut Self, Error> {
        let (part, content, release) = if kind == SourceKind::ClinVar {
            // Too large to be held as text.
            let (clinvar, release) = clinvar::read(file, bytes)?;
            (clinvar.assembly.to_string(), Content::ClinVar(clinvar), release)
        } else {
            read(&Text::decode(kind, file, bytes)?, assembly)?
        };
        let source = Source { kind, part, file: file.to_owned(), release, sha256: sha256_hex(bytes) };
        self.parts.insert((kind, source.part.clone()), Part::new(source, content));
        Ok(self)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Which one of its kind a source is, what it holds, and its release.
fn read(text: &Text, assembly: Option<Assembly>) -> Result<(String, Content, Option<String>), Error> {
    let only = String::new();
    let name = stem(&text.file).to_owned();
    Ok(match text.kind {
        SourceKind::Hpo => {
            let (ontology, release) = obograph::read(text)?;
            (only, Content::Hpo(ontology), release)
        }
        SourceKind::Hpoa => {
            let (diseases, release) = hpoa::read(text)?;
            (only, Content::Hpoa(diseases), release)
        }
        SourceKind::GenesToDisease => (only, Content::GenesToDisease(gene::read(text)?), None),
        SourceKind::Mondo => {
            let (matches, release) = mondo::read(text)?;
            (name, Content::Mondo(matches), release)
        }
        SourceKind::GeneCoordinates => {
            let assembly = assembly.map_or_else(|| coordinates::assembly_in(&text.file), Ok)?;
            (assembly.to_string(), Content::GeneCoordinates(coordinates::read(text, assembly)?), None)
        }
        SourceKind::Sensitive => {
            let list = sensitive::read(text, &name)?;
            (name, Content::Sensitive(list), None)
        }
        SourceKind::Panel => {
            let panel = panel::read(text)?;
            (panel.name.clone(), Content::Panel(panel.clone()), panel.version)
        }
        SourceKind::Hgnc => {
            let (table, release) = hgnc::read(text)?;
            (name, Content::Hgnc(table), release)
        }
        SourceKind::HpoJa => {
            let (labels, release) = label::read_terms(text)?;
            (only, Content::HpoJa(labels), release)
        }
        SourceKind::Nando => {
            let (classes, release) = nando::read(text)?;
            (only, Content::Nando(classes), release)
        }
        SourceKind::NandoGenes => (only, Content::NandoGenes(nando::read_genes(text)?), None),
        SourceKind::NandoHpo => (only, Content::NandoHpo(nando::read_terms(text)?), None),
        SourceKind::ClinGen => {
            let (curations, release) = validity::read(text)?;
            (only, Content::ClinGen(curations), release)
        }
        SourceKind::Constraint => {
            let (genes, release) = constraint::read(text)?;
            (only, Content::Constraint(genes), release.or_else(|| release_of_gnomad(&text.file)))
        }
        SourceKind::PanelApp => {
            let panel = panelapp::read(text)?;
            (panel.name.clone(), Content::Panel(panel.clone()), panel.version)
        }
        // Read line by line before it comes here.
        SourceKind::ClinVar => return Err(text.empty("variant")),
        SourceKind::DiseaseJa => (only, Content::DiseaseJa(label::read_diseases(text)?), None),
    })
}

/// The release in the name of a file of gnomAD, such as `v4.1` in `gnomad.v4.1.constraint_metrics.tsv`.
fn release_of_gnomad(file: &str) -> Option<String> {
    let version = file.strip_prefix("gnomad.v")?;
    let end = version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len());
    let version = version[..end].trim_matches('.');
    (!version.is_empty()).then(|| format!("v{version}"))
}
