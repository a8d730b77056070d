//! What the reference data say of a gene, a disease or a variant.

use domain::{Assembly, Chromosome, DiseaseId, GeneSymbol};
use knowledge::{Knowledge, NandoClass, NandoScheme};
use serde::Serialize;

use crate::{Reference, Version, WorkbenchError, assessment::unknown, panel_catalogue::designated_number};

/// An answer of `shirube knowledge show`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Known {
    /// A gene.
    Gene(Box<KnownGene>),
    /// A disease.
    Disease(Box<KnownDisease>),
    /// A variant.
    Variant(Box<KnownVariant>),
}

/// What is known of a gene. Empty lists and `None` mean that the sources at hand have nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KnownGene {
    /// `shirube.gene/1`.
    pub schema: &'static str,
    /// The symbol as asked.
    pub symbol: String,
    /// HGNC id.
    pub hgnc: Option<String>,
    /// Other symbols, the approved one first.
    pub other_symbols: Vec<String>,
    /// Diseases by genes_to_disease.
    pub diseases: Vec<NamedDisease>,
    /// ClinGen's curations, the best class first.
    pub validity: Vec<ValidityLine>,
    /// gnomAD's constraint.
    pub constraint: Option<ConstraintLine>,
    /// The panels that have it.
    pub panels: Vec<PanelLine>,
    /// Classes of NANDO that NanbyoData links with it.
    pub nando: Vec<NandoLine>,
    /// The sources.
    pub versions: Vec<Version>,
}

/// A disease with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedDisease {
    /// The id.
    pub id: String,
    /// The English name.
    pub name: Option<String>,
    /// The Japanese name.
    pub name_ja: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u16>,
}

/// A curation of ClinGen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValidityLine {
    /// The class in ClinGen's word.
    pub class: &'static str,
    /// The MONDO class.
    pub disease: String,
    /// Its name.
    pub name: String,
    /// The mode of inheritance.
    pub mode: Option<&'static str>,
    /// The day.
    pub date: String,
    /// The expert panel.
    pub panel: String,
}

/// Constraint by gnomAD.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConstraintLine {
    /// The transcript.
    pub transcript: String,
    /// pLI, 0 to 1.
    pub pli: Option<f64>,
    /// LOEUF.
    pub loeuf: Option<f64>,
    /// z of missense.
    pub missense_z: Option<f64>,
    /// What gnomAD warns of.
    pub flags: Vec<String>,
}

/// A panel that has a gene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PanelLine {
    /// The panel.
    pub panel: String,
    /// Its version.
    pub version: Option<String>,
    /// The gene's colour.
    pub colour: Option<knowledge::Colour>,
    /// The mode in the panel's words.
    pub mode: Option<String>,
}

/// A class of NANDO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NandoLine {
    /// The id.
    pub id: String,
    /// The programme.
    pub scheme: NandoScheme,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u16>,
    /// The Japanese name.
    pub name_ja: String,
    /// Its reading.
    pub kana: Option<String>,
    /// The English name.
    pub name_en: Option<String>,
    /// MONDO classes that mean the same; none is a common answer.
    pub mondo: Vec<String>,
}

/// What is known of a disease.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KnownDisease {
    /// `shirube.disease/1`.
    pub schema: &'static str,
    /// Id and names.
    #[serde(flatten)]
    pub disease: NamedDisease,
    /// The same disease in other catalogues.
    pub same: Vec<String>,
    /// Classes of NANDO that mean the same.
    pub nando: Vec<NandoLine>,
    /// Modes of inheritance.
    pub modes: Vec<&'static str>,
    /// Genes by genes_to_disease and NanbyoData.
    pub genes: Vec<String>,
    /// How many terms it is annotated with by the HPO, or by NanbyoData for a class of NANDO.
    pub terms: usize,
    /// The sources.
    pub versions: Vec<Version>,
}

/// What ClinVar says of a variant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KnownVariant {
    /// `shirube.clinvar/1`.
    pub schema: &'static str,
    /// The assembly.
    pub assembly: String,
    /// The variant in its normal form.
    pub variant: String,
    /// The entry; `None` where ClinVar has none.
    pub clinvar: Option<ClinvarLine>,
    /// The sources.
    pub versions: Vec<Version>,
}

/// An entry of ClinVar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClinvarLine {
    /// The Variation ID.
    pub variation: u32,
    /// The class; `None` where no class is provided.
    pub class: Option<&'static str>,
    /// The stars, 0 to 4.
    pub stars: Option<u8>,
}

/// What is known of a gene symbol, a disease id (`OMIM:101200`, `NANDO:1200399`, `指定難病20`) or a variant
/// (`chrom-pos-ref-alt`, which needs the assembly unless ClinVar of only one was imported).
///
/// # Errors
/// [`WorkbenchError::Unknown`] where no source at hand knows it; [`WorkbenchError::Knowledge`] where the data are damaged.
pub fn known(reference: &Reference, what: &str, assembly: Option<Assembly>) -> Result<Known, WorkbenchError> {
    let what = what.trim();
    if what.starts_with("指定難病") {
        let class = designated_number(what).and_then(|n| reference.knowledge().designated(n));
        let class = class.ok_or_else(|| {
            unknown("designated disease", what, "a number that NANDO knows (knowledge import --nando FILE)")
        })?;
        return known_disease(reference, class.id).map(|d| Known::Disease(Box::new(d)));
    }
    if let Ok(disease) = what.parse::<DiseaseId>() {
        return known_disease(reference, disease).map(|d| Known::Disease(Box::new(d)));
    }
    if let Some(allele) = Allele::parse(what) {
        return known_variant(reference, &allele, what, assembly).map(|v| Known::Variant(Box::new(v)));
    }
    known_gene(reference, what).map(|g| Known::Gene(Box::new(g)))
}

/// `chrom-pos-ref-alt`.
pub(crate) struct Allele<'a> {
    pub chromosome: Chromosome,
    pub position: u32,
    pub reference: &'a str,
    pub alternate: &'a str,
}

impl<'a> Allele<'a> {
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let parts: Vec<&str> = text.split('-').collect();
        let [chromosome, position, reference, alternate] = parts[..] else { return None };
        let bases = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphabetic());
        let position = position.parse().ok().filter(|p| *p > 0 && bases(reference) && bases(alternate))?;
        Some(Self { chromosome: chromosome.parse().ok()?, position, reference, alternate })
    }
}

fn known_gene(reference: &Reference, symbol: &str) -> Result<KnownGene, WorkbenchError> {
    let knowledge = reference.knowledge();
    let gene: GeneSymbol =
        symbol.parse().map_err(|e: domain::ParseGeneError| unknown("gene", symbol, e.to_string()))?;
    let panels = reference.panels()?;
    let with_gene = panels.into_iter().filter_map(|panel| {
        let entry = panel.entry(&gene)?;
        let (name, version) = (panel.name.clone(), panel.version.clone());
        Some(PanelLine { panel: name, version, colour: entry.colour, mode: entry.mode })
    });
    let found = KnownGene {
        schema: "shirube.gene/1",
        symbol: symbol.to_owned(),
        hgnc: knowledge.hgnc(&gene).map(|id| id.to_string()),
        other_symbols: knowledge.other_symbols(&gene).into_iter().map(ToString::to_string).collect(),
        diseases: knowledge.diseases_of(&gene).iter().map(|link| named(knowledge, link.disease)).collect(),
        validity: knowledge
            .validity(&gene)
            .iter()
            .map(|v| ValidityLine {
                class: v.class.word(),
                disease: v.disease.to_string(),
                name: v.disease_name.clone(),
                mode: v.mode.map(domain::ModeOfInheritance::name),
                date: v.date.clone(),
                panel: v.panel.clone(),
            })
            .collect(),
        constraint: knowledge.constraint(&gene).map(|c| ConstraintLine {
            transcript: c.transcript.clone(),
            pli: c.pli,
            loeuf: c.loeuf,
            missense_z: c.missense_z,
            flags: c.flags.clone(),
        }),
        panels: with_gene.collect(),
        nando: knowledge.nando_of_gene(&gene).into_iter().map(nando_line).collect(),
        versions: reference.versions()?,
    };
    let nothing = found.hgnc.is_none()
        && found.diseases.is_empty()
        && found.validity.is_empty()
        && found.constraint.is_none()
        && found.panels.is_empty()
        && found.nando.is_empty();
    if nothing {
        let expected = "a gene symbol, disease id or chrom-pos-ref-alt that the reference data know";
        return Err(unknown("gene", symbol, expected));
    }
    Ok(found)
}

fn known_disease(reference: &Reference, id: DiseaseId) -> Result<KnownDisease, WorkbenchError> {
    let knowledge = reference.knowledge();
    let nando = knowledge.nando_of(id);
    let mut same = knowledge.same_disease(id);
    same.extend(nando.iter().flat_map(|class| knowledge.same_as_nando(class)));
    same.extend(nando.iter().flat_map(|class| class.exact_mondo()));
    same.remove(&id);
    let mut genes: std::collections::BTreeSet<String> =
        knowledge.genes_of(id).map(|link| link.symbol.to_string()).collect();
    genes.extend(nando.iter().flat_map(|class| knowledge.nando_genes(class.id)).map(ToString::to_string));
    if let Some(class) = knowledge.nando(id) {
        genes.extend(same.iter().flat_map(|other| knowledge.genes_of(*other)).map(|link| link.symbol.to_string()));
        // All that is below a designated disease.
        let number = class.shitei_nanbyo().filter(|n| knowledge.designated(*n).is_some_and(|above| above.id == id));
        let designated = number.and_then(|number| knowledge.designated_diseases().remove(&number));
        genes.extend(designated.into_iter().flat_map(|disease| disease.genes).map(|gene| gene.to_string()));
    }
    let annotated = knowledge.diseases().ok().and_then(|all| all.get(id)).map(|d| d.annotations.len());
    let found = KnownDisease {
        schema: "shirube.disease/1",
        disease: named(knowledge, id),
        same: same.iter().map(ToString::to_string).collect(),
        modes: knowledge.modes_of_inheritance(id).into_iter().map(domain::ModeOfInheritance::name).collect(),
        genes: genes.into_iter().collect(),
        terms: annotated.unwrap_or_else(|| knowledge.nando_terms(id).len()),
        nando: nando.into_iter().map(nando_line).collect(),
        versions: reference.versions()?,
    };
    if annotated.is_none() && found.nando.is_empty() && found.same.is_empty() && found.disease.name_ja.is_none() {
        return Err(unknown("disease", id.to_string(), "a disease that the reference data know"));
    }
    Ok(found)
}

fn known_variant(
    reference: &Reference,
    allele: &Allele<'_>,
    text: &str,
    assembly: Option<Assembly>,
) -> Result<KnownVariant, WorkbenchError> {
    let knowledge = reference.knowledge();
    let imported: Vec<Assembly> =
        [Assembly::GRCh37, Assembly::GRCh38].into_iter().filter(|a| knowledge.has_clinvar(*a)).collect();
    let assembly = match (assembly, imported.as_slice()) {
        (Some(assembly), all) if all.contains(&assembly) => assembly,
        (None, [only]) => *only,
        (_, []) => {
            return Err(unknown(
                "variant to look up",
                text,
                "ClinVar in the reference data (knowledge import --clinvar FILE)",
            ));
        }
        (_, all) => {
            let names = all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
            return Err(unknown("variant to look up", text, format!("--assembly {names}, of which ClinVar is there")));
        }
    };
    let Allele { chromosome, position, reference: from, alternate: to } = *allele;
    let entry = knowledge.clinvar_entry(assembly, chromosome, position, from, to)?;
    let (position, from, to) = variants::normal_form(position, from, to);
    Ok(KnownVariant {
        schema: "shirube.clinvar/1",
        assembly: assembly.to_string(),
        variant: format!("{chromosome}-{position}-{from}-{to}"),
        clinvar: entry.map(|e| ClinvarLine { variation: e.variation, class: e.class.name(), stars: e.stars }),
        versions: reference.versions()?,
    })
}

fn named(knowledge: &Knowledge, id: DiseaseId) -> NamedDisease {
    let japanese = knowledge.disease_ja(id);
    let english = knowledge.disease_name(id).map(str::to_owned);
    NamedDisease {
        id: id.to_string(),
        name: english.or_else(|| knowledge.nando(id)?.name_en.clone()),
        name_ja: japanese.map(|j| j.name.clone()),
        shitei_nanbyo: japanese.and_then(|j| j.shitei_nanbyo),
    }
}

fn nando_line(class: &NandoClass) -> NandoLine {
    NandoLine {
        id: class.id.to_string(),
        scheme: class.scheme,
        shitei_nanbyo: class.shitei_nanbyo(),
        name_ja: class.name_ja.clone(),
        kana: class.kana.clone(),
        name_en: class.name_en.clone(),
        mondo: class.exact_mondo().map(|id| id.to_string()).collect(),
    }
}
