//! `triage` and `variants` on bare files: VCF and PED as they lie on a disk. They belong to no person.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use consent::{Breadth, ConsentScope, Sealing};
use domain::{Absence, Assembly, GeneSymbol, Pedigree, PersonId, Region, Sex};
use knowledge::Panel;
use ranking::phenotype::Phenotype;
use variants::{
    AnnotationKind, Call, Callable, CallableAt, CheckReport, Explanation, Family, FileNames, Header, Preset, Problem,
    ReadOptions, Sample, Severity, Source, VariantTable, check_samples,
};

use crate::{
    NotSeen, Reference, Shortlist, Version, WorkbenchError,
    analysis::Analysis,
    data_check::check_table,
    evidence::Evidence,
    panel_remark::{beside_genes, unknown_symbols},
    phenotype_fit::PhenotypeFit,
    report::CALLABLE_PERMILLE,
    why_not_here::Coverage,
};

/// The files and limits that every question about bare files has.
#[derive(Clone, Debug, PartialEq)]
pub struct BareFiles {
    /// The VCF.
    pub vcf: PathBuf,
    /// Further VCFs of the same family: structural variants, mobile elements, repeats. Their rows need no annotation.
    pub sv: Vec<PathBuf>,
    /// The pedigree; without one the VCF's only sample is an affected person without relatives.
    pub ped: Option<PathBuf>,
    /// Panels by name or path; their genes are primary.
    pub panels: Vec<String>,
    /// Whether the sensitive genes that no panel names are looked at.
    pub breadth: Breadth,
    /// The assembly where the file does not tell.
    pub assembly: Option<Assembly>,
    /// Where the proband could be called: BED of callable regions, mosdepth's quantized or thresholds BED, gVCF; and what
    /// counts as callable.
    pub callable: Option<(PathBuf, CallableAt)>,
}

/// A question to `triage`.
#[derive(Clone, Debug, PartialEq)]
pub struct TriageQuestion {
    /// The files.
    pub files: BareFiles,
    /// The phenotype.
    pub phenotype: Phenotype,
    /// The proband as asked for, else the subject of the phenopacket where the family has such a person.
    pub proband: Option<PersonId>,
    /// The subject of the phenopacket.
    pub subject: Option<PersonId>,
    /// The family of the PED.
    pub family: Option<String>,
    /// The preset of filters.
    pub preset: String,
    /// An unaffected carrier does not speak against dominant inheritance.
    pub incomplete_penetrance: bool,
    /// How many candidates.
    pub top: usize,
    /// Why is it not here?
    pub explain: Option<String>,
}

/// The answer of `triage`.
#[derive(Clone, Debug, PartialEq)]
pub struct TriageAnswer {
    /// The shortlist.
    pub shortlist: Shortlist,
    /// The answer to `explain`.
    pub explanation: Option<Explanation>,
    /// What the person should know of the files.
    pub remarks: Vec<String>,
}

/// The VCFs of a family in memory with everything that belongs to them.
pub(crate) struct Opened {
    /// What rows are read from, in the order of the table's parts.
    pub sources: Vec<Source>,
    pub table: VariantTable,
    pub scope: ConsentScope,
    pub pedigrees: Vec<Pedigree>,
    pub panels: Vec<Panel>,
    /// The genes of the panels that limit the analysis, under any of their symbols; `None` where no panel is given.
    pub panel_genes: Option<BTreeSet<GeneSymbol>>,
    pub versions: Vec<Version>,
    /// Files whose end nothing tells.
    unended: Vec<String>,
    /// What the panels list that is not looked at.
    beside: Vec<String>,
    vcf: String,
    ped: String,
}

impl BareFiles {
    /// What the scope is called in answers.
    pub(crate) fn scope_name(&self) -> &'static str {
        match self.breadth {
            Breadth::Panel => "panel",
            Breadth::All => "all",
        }
    }

    /// Where the proband of a family could be called, on the assembly of the variants.
    pub(crate) fn callable(&self, family: &Family, assembly: Assembly) -> Result<Option<Callable>, WorkbenchError> {
        let Some((path, at)) = &self.callable else { return Ok(None) };
        let proband = family.proband().person.id.as_str();
        Ok(Some(Callable::read(&Source::file(path), proband, assembly, *at)?))
    }

    /// Reads the files. Where only a region is asked for and an index lies beside the VCF, only that region is read.
    pub(crate) fn open(&self, reference: &Reference, region: Option<Region>) -> Result<Opened, WorkbenchError> {
        let source = Source::file(&self.vcf);
        let header = Header::read(&source)?;
        let vcf = self.vcf.display().to_string();
        let assembly = header.assembly(&vcf, self.assembly)?;
        let mut versions = vec![program()];
        let (mut panels, mut beside) = (Vec::new(), Vec::new());
        for name in &self.panels {
            let (panel, version) = reference.panel(name)?;
            beside.extend(beside_genes(name)?);
            panels.push(panel);
            versions.push(version);
        }
        let primary: BTreeSet<GeneSymbol> = panels.iter().flat_map(|p| p.genes.iter().cloned()).collect();
        let panel_genes = (!panels.is_empty()).then(|| reference.under_any_symbol(&primary));
        let sealing = Sealing::new(reference.sensitive_map(assembly)?, primary);
        let scope = ConsentScope::for_bare_files(sealing, self.breadth);
        let pedigrees = match &self.ped {
            Some(path) => read_ped(path)?,
            None => alone(&header.samples)?,
        };
        let ped = self.ped.as_ref().map_or_else(|| "no PED".to_owned(), |p| p.display().to_string());
        let (mut sources, mut unended) = (vec![source], Vec::new());
        let mut table = read(&sources[0], &self.vcf, region, &scope, self.assembly)?;
        unended.extend(table.may_be_cut_off().then(|| vcf.clone()));
        versions.push(data_version(&self.vcf)?);
        for path in &self.sv {
            let (source, name) = (Source::file(path), path.display().to_string());
            let header = Header::read(&source)?;
            let assembly = match header.assembly(&name, None) {
                Ok(own) if own != assembly => {
                    return Err(WorkbenchError::OtherAssembly { path: path.clone(), found: own, expected: assembly });
                }
                // What it does not tell, the family's first file does.
                Ok(_) | Err(variants::Error::UnknownAssembly { .. }) => Some(assembly),
                Err(error) => return Err(error.into()),
            };
            let more = read(&source, path, region, &scope, assembly)?;
            unended.extend(more.may_be_cut_off().then(|| name.clone()));
            if more.annotation() == AnnotationKind::None && !reference.knowledge().has_coordinates(table.assembly()) {
                beside.push(format!(
                    "{name}: not annotated, and the reference data tell of few genes where they lie: what touches another gene \
                     is no candidate; annotate the file, or import gene coordinates"
                ));
            }
            table.add_file(more, &name)?;
            sources.push(source);
            versions.push(data_version(path)?);
        }
        reference.fill(&mut table, &sources, &scope, &pedigrees)?;
        versions.extend(reference.versions()?);
        let unknown = unknown_symbols(reference, &panels, &table)?;
        beside.extend(unknown);
        Ok(Opened { sources, table, scope, pedigrees, panels, panel_genes, versions, unended, beside, vcf, ped })
    }
}

/// Where only a region is asked for and an index lies beside the file, only that region is read.
fn read(
    source: &Source,
    path: &Path,
    region: Option<Region>,
    scope: &ConsentScope,
    assembly: Option<Assembly>,
) -> Result<VariantTable, WorkbenchError> {
    let options = ReadOptions { assembly, ..ReadOptions::default() };
    Ok(match region.filter(|_| index_beside(path).is_some()) {
        Some(region) => VariantTable::read_region(source, region, scope, options)?,
        None => VariantTable::read(source, scope, options)?,
    })
}

fn data_version(path: &Path) -> Result<Version, WorkbenchError> {
    Ok(Version {
        what: "data".into(),
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        release: None,
        sha256: Some(sha256_of(path)?),
    })
}

impl Opened {
    /// What the person should know of the VCFs.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let cut_off = |file| format!("{file}: no newline at its end: the file may be cut off, compare its checksum");
        let beside = self.beside.iter().cloned();
        let uncalled = self.uncalled();
        self.unended.iter().map(cut_off).chain(beside).chain(uncalled).chain(self.of_pedigrees()).collect()
    }

    /// Samples of which no genotype is called: nothing can be found of them.
    fn uncalled(&self) -> Option<String> {
        let table = &self.table;
        let is_uncalled = |sample: &&Sample| (0..table.rows()).all(|row| sample.genotype(row).call() == Call::None);
        let names: Vec<&str> = table.samples().iter().filter(is_uncalled).map(|sample| sample.name.as_str()).collect();
        let what = || {
            format!("{}: no genotype (GT) is called of {}: no variant counts as carried", self.vcf, names.join(", "))
        };
        (table.rows() > 0 && !names.is_empty()).then(what)
    }

    /// What the person should know of the pedigrees: samples of nobody, parents by a name that nobody has, and names that
    /// several families have.
    fn of_pedigrees(&self) -> Vec<String> {
        let strangers = variants::strangers(&self.pedigrees, self.table.samples());
        let mut remarks = match strangers.as_slice() {
            [] => Vec::new(),
            names => {
                vec![format!("{}: left out, since {} does not name them: {}", self.vcf, self.ped, names.join(", "))]
            }
        };
        for (place, pedigree) in self.pedigrees.iter().enumerate() {
            let (name, members) = (&pedigree.family, &pedigree.members);
            for person in members {
                for parent in person.father.iter().chain(&person.mother) {
                    if !members.iter().any(|m| m.id == *parent) {
                        let child = &person.id;
                        remarks.push(format!(
                            "family {name}: {parent}, a parent of {child}, has no line of its own, so that {parent} counts as not sequenced"
                        ));
                    }
                }
                let others = &self.pedigrees[..place];
                if let Some(other) = others.iter().find(|other| other.members.iter().any(|m| m.id == person.id)) {
                    let (id, other) = (&person.id, &other.family);
                    remarks.push(format!(
                        "{id} stands in the families {other} and {name}: both are given the one sample {id}"
                    ));
                }
            }
        }
        remarks
    }

    /// What the person should know of filters that find nothing to ask.
    pub(crate) fn of_filters(&self) -> Vec<String> {
        let table = &self.table;
        let annotated = table.annotation() != AnnotationKind::None && table.rows() > 0;
        let without = annotated && (0..table.rows()).all(|row| table.max_af(row).is_none());
        let none = without.then(|| {
            let file = &self.vcf;
            format!(
                "{file}: no variant has a population frequency under a name that is known, so none removes a variant"
            )
        });
        none.into_iter().chain(self.panel_without_variants()).collect()
    }

    /// Panels of which no gene has a variant: the symbols may be written otherwise than in the file.
    fn panel_without_variants(&self) -> Option<String> {
        let genes = self.panel_genes.as_ref()?;
        let found = genes.iter().any(|gene| self.table.genes().id(gene.as_str()).is_some());
        let panels = || self.panels.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
        let what = || format!("{}: the file names no gene of it: are its symbols those of HGNC?", panels());
        (!found).then(what)
    }

    pub(crate) fn names(&self) -> FileNames<'_> {
        FileNames { ped: &self.ped, vcf: &self.vcf }
    }

    /// The family that was asked for, else the only one.
    pub(crate) fn pedigree(&self, family: Option<&str>) -> Result<&Pedigree, WorkbenchError> {
        let names = || self.pedigrees.iter().map(|p| p.family.clone()).collect::<Vec<_>>();
        match (family, self.pedigrees.as_slice()) {
            (Some(name), all) => all.iter().find(|p| p.family == name).ok_or_else(|| WorkbenchError::Unknown {
                what: "family of the PED",
                text: name.to_owned(),
                expected: names().join(", "),
            }),
            (None, [only]) => Ok(only),
            (None, _) => Err(WorkbenchError::SeveralFamilies { path: self.ped.clone().into(), families: names() }),
        }
    }
}

/// Ranks the candidates of a patient from bare files.
///
/// # Errors
/// [`WorkbenchError::NotAnnotated`] where the VCF has no annotation; else what the files and names are at fault for.
pub fn triage(reference: &Reference, question: &TriageQuestion) -> Result<TriageAnswer, WorkbenchError> {
    let opened = question.files.open(reference, None)?;
    if opened.table.annotation() == AnnotationKind::None {
        return Err(WorkbenchError::NotAnnotated { path: question.files.vcf.clone() });
    }
    let pedigree = opened.pedigree(question.family.as_deref())?;
    check_samples(&opened.pedigrees, opened.table.samples(), opened.names())?;
    let proband = question.proband.as_ref().or(question.subject.as_ref());
    if let Some(subject) = question.subject.as_ref().filter(|s| pedigree.member(s).is_none()) {
        let expected =
            format!("a member of family {}, or --proband where it is known under another name", pedigree.family);
        let unknown =
            WorkbenchError::Unknown { what: "subject of the phenopacket", text: subject.to_string(), expected };
        question.proband.as_ref().ok_or(unknown)?;
    }
    let family = Family::new(pedigree, opened.table.samples(), proband, opened.names())?;
    let mut preset = Preset::named(&question.preset)?;
    preset.filters.panel |= !opened.panels.is_empty();
    preset.filters.incomplete_penetrance = question.incomplete_penetrance;
    let fit = PhenotypeFit::new(reference, &question.phenotype)?;
    let (table, scope, callable) =
        (&opened.table, &opened.scope, question.files.callable(&family, opened.table.assembly())?);
    let genes: BTreeSet<&GeneSymbol> = opened.panels.iter().flat_map(|p| &p.genes).collect();
    let not_seen = callable.as_ref().map(|c| not_seen(reference, table.assembly(), scope, c, &genes));
    let analysis = Analysis {
        evidence: Evidence { reference, table, family: &family, scope, fit: &fit },
        case: None,
        sources: &opened.sources,
        scope_name: question.files.scope_name(),
        preset: &preset,
        limit_to: opened.panel_genes.clone(),
        panels: opened.panels.iter().map(|p| p.name.clone()).collect(),
        versions: opened.versions.clone(),
        not_seen: not_seen.unwrap_or_default(),
        coverage: Coverage { callable: callable.as_ref(), of_gene: &|_| None },
        decided: BTreeMap::new(),
        top: question.top,
    };
    let checked = check_table(table, &opened.pedigrees);
    let sexes = sex_of_both(&family, question.phenotype.sex);
    let remarks =
        opened.remarks().into_iter().chain(opened.of_filters()).chain(sexes).chain(checked.warnings).collect();
    Ok(TriageAnswer { remarks, ..analysis.run(question.explain.as_deref())? })
}

/// What the person should know where pedigree and phenopacket state different sexes.
fn sex_of_both(family: &Family, packet: Sex) -> Option<String> {
    let proband = &family.proband().person;
    let name = |sex: Sex| match sex {
        Sex::Female => Some("female"),
        Sex::Male => Some("male"),
        Sex::Unknown => None,
    };
    let (ped, packet) = (name(proband.sex)?, name(packet)?);
    (ped != packet).then(|| {
        let id = &proband.id;
        format!(
            "{id}: {ped} by the pedigree, {packet} by the phenotype: inheritance is judged by the pedigree; correct one"
        )
    })
}

/// Panel genes of which too little could be called; of a sealed gene nothing is said. Where a gene's exons are not measured
/// by themselves, introns count as well: then only a gene without any callable base is named.
fn not_seen(
    reference: &Reference,
    assembly: Assembly,
    scope: &ConsentScope,
    callable: &Callable,
    genes: &BTreeSet<&GeneSymbol>,
) -> Vec<NotSeen> {
    let seen = |gene: &GeneSymbol| {
        let (all, called) = callable.bases(&reference.knowledge().regions(gene, assembly));
        let permille = (called * 1000).checked_div(all).unwrap_or(0);
        if callable.is_by_exon() { permille >= u64::from(CALLABLE_PERMILLE) } else { called > 0 }
    };
    let missing = genes.iter().filter(|gene| !scope.hides_name(gene.as_str()) && !seen(gene));
    missing.map(|gene| NotSeen { gene: gene.to_string(), reason: Absence::NotCallable }).collect()
}

/// Reads the whole of a VCF and names every problem.
///
/// # Errors
/// [`WorkbenchError::Variants`] where the machine failed or the file is not there; whatever is wrong with the file is in the
/// report.
pub fn check_vcf(path: &Path) -> Result<CheckReport, WorkbenchError> {
    let mut report = variants::check(&Source::file(path))?;
    if let Some(what) = index_fault(path) {
        report.problems.push(Problem { line: 0, field: "index".into(), what, severity: Severity::Warning });
        report.warnings += 1;
    }
    Ok(report)
}

/// The index beside a file, where there is one.
fn index_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    ["tbi", "csi"].map(|end| path.with_file_name(format!("{name}.{end}"))).into_iter().find(|index| index.exists())
}

/// What is wrong with the index beside a compressed file. Reading here needs none; other programs do, and one that is older
/// than its file leads them to wrong places.
fn index_fault(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if !name.ends_with(".gz") && !name.ends_with(".bgz") {
        return None;
    }
    let changed = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
    match index_beside(path).and_then(|index| changed(&index)) {
        None => Some(format!("no index {name}.tbi or {name}.csi beside the file: make it with `tabix -p vcf {name}`")),
        Some(index) if Some(index) < changed(path) => {
            Some(format!("the index is older than the file: make it anew with `tabix -f -p vcf {name}`"))
        }
        Some(_) => None,
    }
}

/// This program with its version.
pub(crate) fn program() -> Version {
    let release = Some(env!("CARGO_PKG_VERSION").to_owned());
    Version { what: "program".into(), name: "shirube".into(), release, sha256: None }
}

pub(crate) fn read_ped(path: &Path) -> Result<Vec<Pedigree>, WorkbenchError> {
    let text = std::fs::read_to_string(path).map_err(|source| WorkbenchError::file(path, source))?;
    Pedigree::parse_ped(&text).map_err(|source| WorkbenchError::Pedigree { path: path.to_owned(), source })
}

/// Without a PED the only sample is the patient.
fn alone(samples: &[String]) -> Result<Vec<Pedigree>, WorkbenchError> {
    let [only] = samples else {
        return Err(WorkbenchError::Unknown {
            what: "family without a PED",
            text: samples.join(", "),
            expected: "one sample, or a PED that says who is who (--ped)".into(),
        });
    };
    let person = only.parse::<PersonId>().map_err(|e| WorkbenchError::Unknown {
        what: "sample name",
        text: only.clone(),
        expected: e.to_string(),
    })?;
    Ok(vec![Pedigree::alone(person, Sex::Unknown)])
}

fn sha256_of(path: &Path) -> Result<String, WorkbenchError> {
    let error = |source| WorkbenchError::file(path, source);
    let mut file = std::fs::File::open(path).map_err(error)?;
    let mut hasher = sealed::digest::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match std::io::Read::read(&mut file, &mut buffer).map_err(error)? {
            0 => return Ok(hasher.finish().to_string()),
            n => hasher.update(&buffer[..n]),
        }
    }
}
