//! What a row shows beside bases: type and size of a structural variant, the sizes of a repeat.

use variants::{Call, Kind, RepeatAllele, RepeatRange, VariantClass, VariantTable};

use crate::{
    evidence::Evidence,
    row_texts::RowText,
    view::variant_row::{RepeatAlleleCell, RepeatCell, RepeatRangeName, StructuralCell, StructuralName},
};

/// A structural variant; `None` for another row.
pub(crate) fn structural(table: &VariantTable, row: usize, text: &RowText) -> Option<StructuralCell> {
    if table.class(row) != VariantClass::Structural {
        return None;
    }
    let (kind, end) = (structural_name(table.kind(row), &text.alternate), table.end(row));
    let spanned = end.saturating_sub(table.position(row));
    let bases = || u32::try_from(text.alternate.len().saturating_sub(text.reference.len())).ok();
    let length = match (table.kind(row), kind) {
        (Kind::LongInsertion, _) => bases(),
        (_, StructuralName::Breakend) => None,
        (_, StructuralName::Insertion | StructuralName::MobileElement) => text.length,
        _ => Some(spanned).filter(|bases| *bases > 0).or(text.length),
    };
    let mate = match kind {
        StructuralName::Breakend => mate(&text.alternate).or_else(|| text.other_side.clone()),
        _ => None,
    };
    let genes = u32::try_from(table.genes_of(row).count()).unwrap_or(u32::MAX);
    Some(StructuralCell { kind, length, end, mate, genes })
}

fn structural_name(kind: Kind, alternate: &str) -> StructuralName {
    match kind {
        Kind::Deletion | Kind::SymbolicDeletion => StructuralName::Deletion,
        Kind::LongInsertion => StructuralName::Insertion,
        Kind::Breakend => StructuralName::Breakend,
        _ if alternate.starts_with("<INS:ME") => StructuralName::MobileElement,
        _ if alternate.starts_with("<INS") => StructuralName::Insertion,
        _ if alternate.starts_with("<DUP") => StructuralName::Duplication,
        _ if alternate.starts_with("<INV") => StructuralName::Inversion,
        _ if alternate.starts_with("<CN") => StructuralName::CopyNumber,
        _ if matches!(alternate, "<BND>" | "<TRA>" | "<CTX>") => StructuralName::Breakend,
        _ => StructuralName::Other,
    }
}

/// `17:198982` of `G]17:198982]`.
fn mate(alternate: &str) -> Option<String> {
    let place = alternate.split(['[', ']']).nth(1)?;
    place.contains(':').then(|| place.to_owned())
}

/// A repeat; `None` for another row. Of who does not open the row, or may not be told apart, nothing is told.
pub(crate) fn repeat(evidence: &Evidence<'_>, row: usize) -> Option<RepeatCell> {
    let repeat = evidence.table.repeat(row)?;
    let alleles = evidence.members().into_iter().map(|member| {
        let place = member.sample?;
        let hidden = evidence.table.samples().get(place)?.genotype(row).call() == Call::NotShown;
        let alleles = repeat.samples.get(place).filter(|_| !hidden && evidence.shows(member, row))?;
        Some(alleles.iter().map(RepeatAlleleCell::from).collect())
    });
    Some(RepeatCell {
        locus: repeat.locus.clone(),
        motif: repeat.motif.clone(),
        range: repeat.range_of_row().map(Into::into),
        alleles: alleles.collect(),
        normal_most: repeat.normal_most,
        pathogenic_least: repeat.pathogenic_least,
        disease: repeat.disease.clone(),
        source: repeat.source.clone(),
    })
}

impl From<&RepeatAllele> for RepeatAlleleCell {
    fn from(allele: &RepeatAllele) -> Self {
        let (least, most) = allele.interval.unzip();
        Self { copies: allele.copies, least, most, range: allele.range.map(Into::into) }
    }
}

impl From<RepeatRange> for RepeatRangeName {
    fn from(range: RepeatRange) -> Self {
        match range {
            RepeatRange::Normal => Self::Normal,
            RepeatRange::Intermediate => Self::Intermediate,
            RepeatRange::Pathogenic => Self::Pathogenic,
        }
    }
}
