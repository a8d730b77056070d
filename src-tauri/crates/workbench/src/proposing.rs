//! Criteria of ACMG/AMP proposed for a variant of a bare VCF or of a case, each with its evidence.

use std::collections::BTreeMap;

use domain::{Criterion, GeneSymbol};
use review::{Message, OtherAllele, Proposal, Review, Thresholds};
use serde::Serialize;
use specta::Type;
use variants::{Call, Detail, Details, Family, VariantTable, check_samples};

use crate::{
    AcmgAnswer, AcmgRules, BareFiles, Reference, Version, WorkbenchError, assessment::unknown, bare::Opened,
    known::Allele, parentage::Parentage,
};

mod facts;

use facts::Gathered;

/// A question to `shirube acmg --vcf`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalQuestion {
    /// The files.
    pub files: BareFiles,
    /// The variant, `chrom-pos-ref-alt`.
    pub variant: String,
}

/// The proposals, what could not be asked, and the class that the proposals would give by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposalAnswer {
    /// `shirube.acmg_proposals/1`.
    pub schema: &'static str,
    /// The variant in its normal form.
    pub variant: String,
    /// The gene.
    pub gene: Option<String>,
    /// The transcript that the proposals are made on.
    pub transcript: Option<String>,
    /// HGVS on it.
    pub hgvs_c: Option<String>,
    /// HGVS on the protein.
    pub hgvs_p: Option<String>,
    /// The proposals.
    pub proposals: Vec<ProposalLine>,
    /// Criteria that could not be looked at, each with the reason.
    pub not_asked: Vec<NotAsked>,
    /// The class of the proposals, before a person accepts, changes or rejects them.
    pub class: AcmgAnswer,
    /// The thresholds with their version.
    pub thresholds: String,
    /// The sources.
    pub versions: Vec<Version>,
}

/// A sentence: a key of the messages and what stands in its gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Sentence {
    /// The key.
    pub key: &'static str,
    /// The gaps.
    pub args: BTreeMap<&'static str, String>,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ProposalLine {
    /// The criterion with its strength.
    pub criterion: String,
    /// What speaks for it.
    pub evidence: Sentence,
    /// Where the threshold comes from.
    pub source: String,
    /// What was not known and would be asked, keys.
    pub missing: Vec<&'static str>,
}

/// A criterion that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct NotAsked {
    /// The criterion.
    pub criterion: &'static str,
    /// Why.
    pub reason: Sentence,
}

/// Proposes criteria for a variant of a VCF.
///
/// # Errors
/// [`WorkbenchError::Unknown`] where the variant is not in the file or not part of the analysis; what the files are at fault
/// for.
pub fn propose_criteria(reference: &Reference, question: &ProposalQuestion) -> Result<ProposalAnswer, WorkbenchError> {
    let allele = Allele::parse(&question.variant)
        .ok_or_else(|| unknown("variant", &question.variant, "chrom-pos-ref-alt, such as chr10-121520163-G-C"))?;
    // The file may write it from the base before on, and the question with bases that do not change.
    let (start, bases, _) = variants::normal_form(allele.position, allele.reference, allele.alternate);
    let bases = u32::try_from(bases.len()).unwrap_or(u32::MAX).max(1);
    let end = start.saturating_add(bases).max(allele.position);
    let region = domain::Region::new(allele.chromosome, start.min(allele.position).saturating_sub(1).max(1), end)
        .map_err(|e| unknown("variant", &question.variant, e.to_string()))?;
    let opened = question.files.open(reference, Some(region))?;
    let mut details = Details::open(&opened.sources.iter().collect::<Vec<_>>())?;
    let found = find(&opened, &mut details, &allele)?;
    let (row, detail) = found.ok_or_else(|| {
        let expected =
            "a variant of this file that is part of the analysis (a sensitive gene needs --panel or --scope all)";
        unknown("variant", &question.variant, expected)
    })?;
    let family = family(question, &opened)?;
    let table = &opened.table;
    let gene: Option<GeneSymbol> = table.genes().symbol(table.gene(row)).and_then(|symbol| symbol.parse().ok());
    let subject = Subject {
        reference,
        table,
        row,
        detail: &detail,
        gene: gene.as_ref(),
        proband: family.as_ref().map_or(0, Family::proband_sample),
        family: family.as_ref(),
        other_allele: None,
        parentage: &|| Ok(Parentage::NotShown),
        probability: None,
    };
    let gathered = Gathered::of(&subject)?;
    let thresholds = Thresholds::shipped()?;
    let review = thresholds.review(&gathered.facts());
    let pair = gathered.asks_for_other_allele().then(|| NotAsked {
        criterion: "PM3",
        reason: Sentence { key: "missing_other_allele", args: BTreeMap::new() },
    });
    let met: Vec<String> = review.proposals.iter().map(|proposal| proposal.met.to_string()).collect();
    let transcript = gathered.transcript;
    Ok(ProposalAnswer {
        schema: "shirube.acmg_proposals/1",
        variant: gathered.variant.clone(),
        gene: gene.as_ref().map(ToString::to_string),
        transcript: transcript.and_then(|t| t.feature()).map(str::to_owned),
        hgvs_c: transcript.and_then(|t| t.hgvs_c()).map(str::to_owned),
        hgvs_p: transcript.and_then(|t| t.hgvs_p()).map(str::to_owned),
        proposals: review.proposals.iter().map(Into::into).collect(),
        not_asked: review.not_asked.iter().map(Into::into).chain(pair).collect(),
        class: AcmgRules::shipped()?.judge(&met, None)?,
        thresholds: format!("{} {}", thresholds.id, thresholds.version),
        versions: opened.versions.clone(),
    })
}

/// The row of an allele, in the file's own form or the same in the normal form.
fn find(
    opened: &Opened,
    details: &mut Details,
    allele: &Allele<'_>,
) -> Result<Option<(usize, Detail)>, WorkbenchError> {
    let table = &opened.table;
    let wanted = variants::normal_form(allele.position, allele.reference, allele.alternate);
    // The file may write the same allele from some bases before.
    let near = |row: &usize| {
        table.chromosome(*row) == Some(allele.chromosome)
            && table.position(*row) <= wanted.0
            && wanted.0 <= table.end(*row).saturating_add(1)
    };
    for row in (0..table.rows()).filter(near) {
        let detail = details.of(table, row, &opened.scope)?;
        if detail.normal_form() == wanted {
            return Ok(Some((row, detail)));
        }
    }
    Ok(None)
}

/// The family, where a PED says who the parents are.
fn family(question: &ProposalQuestion, opened: &Opened) -> Result<Option<Family>, WorkbenchError> {
    if question.files.ped.is_none() {
        return Ok(None);
    }
    let pedigree = opened.pedigree(None)?;
    check_samples(&opened.pedigrees, opened.table.samples(), opened.names())?;
    Ok(Some(Family::new(pedigree, opened.table.samples(), None, opened.names())?))
}

/// An allele of which criteria are proposed.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub reference: &'a Reference,
    pub table: &'a VariantTable,
    pub row: usize,
    pub detail: &'a Detail,
    pub gene: Option<&'a GeneSymbol>,
    /// The proband's sample.
    pub proband: usize,
    /// Who the parents are; `None` where that is not known or may not be told.
    pub family: Option<&'a Family>,
    /// The other allele of a pair.
    pub other_allele: Option<OtherAllele>,
    /// Whether the parents are shown to be the parents: asked only of a variant that neither of them has.
    pub parentage: &'a dyn Fn() -> Result<Parentage, WorkbenchError>,
    /// How probable a disease of the gene is by the signs alone.
    pub probability: Option<f64>,
}

impl Subject<'_> {
    pub fn review(&self) -> Result<Review, WorkbenchError> {
        Ok(Thresholds::shipped()?.review(&Gathered::of(self)?.facts()))
    }
}

impl From<&Proposal> for ProposalLine {
    fn from(proposal: &Proposal) -> Self {
        Self {
            criterion: proposal.met.to_string(),
            evidence: (&proposal.evidence).into(),
            source: proposal.source.clone(),
            missing: proposal.missing.clone(),
        }
    }
}

impl From<&(Criterion, Message)> for NotAsked {
    fn from((criterion, reason): &(Criterion, Message)) -> Self {
        Self { criterion: criterion.code(), reason: reason.into() }
    }
}

impl From<&Message> for Sentence {
    fn from(message: &Message) -> Self {
        Self { key: message.key, args: message.args.iter().cloned().collect() }
    }
}

/// True where a person's genotype is fully called and without the allele.
fn has_not(table: &VariantTable, sample: usize, row: usize) -> Option<bool> {
    let genotype = table.samples().get(sample)?.genotype(row);
    (genotype.call() == Call::Full).then(|| genotype.copies() == 0)
}
