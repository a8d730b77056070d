//! VEP's CSQ as the hub's pipeline writes it.

/// The fields of one CSQ entry, in order.
pub const FIELDS: [&str; 28] = [
    "Allele",
    "Consequence",
    "IMPACT",
    "SYMBOL",
    "Gene",
    "Feature_type",
    "Feature",
    "BIOTYPE",
    "EXON",
    "INTRON",
    "HGVSc",
    "HGVSp",
    "CDS_position",
    "Protein_position",
    "Amino_acids",
    "Codons",
    "Existing_variation",
    "STRAND",
    "HGNC_ID",
    "CANONICAL",
    "MANE_SELECT",
    "gnomADe_AF",
    "gnomADg_AF",
    "ToMMo_AF",
    "CLIN_SIG",
    "REVEL",
    "CADD_PHRED",
    "SpliceAI_DS_max",
];

/// One CSQ entry: the consequence of one allele for one transcript. What is empty is missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) consequence: String,
    pub(crate) symbol: String,
    pub(crate) gene: String,
    pub(crate) feature: String,
    pub(crate) exon: String,
    pub(crate) intron: String,
    pub(crate) hgvs_c: String,
    pub(crate) hgvs_p: String,
    pub(crate) cds_position: String,
    pub(crate) protein_position: String,
    pub(crate) amino_acids: String,
    pub(crate) codons: String,
    pub(crate) strand: String,
    pub(crate) hgnc: String,
    pub(crate) canonical: bool,
    pub(crate) mane_select: String,
    pub(crate) revel: String,
}

/// What CSQ says of an allele whatever the transcript.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) existing_variation: String,
    pub(crate) gnomad_exomes: Option<f64>,
    pub(crate) gnomad_genomes: Option<f64>,
    pub(crate) tommo: Option<f64>,
    pub(crate) clin_sig: String,
    pub(crate) cadd: String,
    pub(crate) splice_ai: String,
}

impl Entry {
    /// The entry as text, for this allele as VEP spells it.
    pub(crate) fn text(&self, allele: &str, known: &Known) -> String {
        let has_feature = !self.feature.is_empty();
        let fields: [&str; FIELDS.len()] = [
            allele,
            &self.consequence,
            impact(&self.consequence),
            &self.symbol,
            &self.gene,
            if has_feature { "Transcript" } else { "" },
            &self.feature,
            if has_feature { "protein_coding" } else { "" },
            &self.exon,
            &self.intron,
            &self.hgvs_c,
            &self.hgvs_p,
            &self.cds_position,
            &self.protein_position,
            &self.amino_acids,
            &self.codons,
            &known.existing_variation,
            &self.strand,
            &self.hgnc,
            if self.canonical { "YES" } else { "" },
            &self.mane_select,
            &frequency_text(known.gnomad_exomes),
            &frequency_text(known.gnomad_genomes),
            &frequency_text(known.tommo),
            &known.clin_sig,
            &self.revel,
            &known.cadd,
            &known.splice_ai,
        ];
        fields.join("|")
    }
}

/// VEP's impact of the gravest of some consequences joined by `&`.
fn impact(consequence: &str) -> &'static str {
    let of = |term: &str| match term {
        "stop_gained" | "frameshift_variant" | "splice_donor_variant" | "splice_acceptor_variant" | "start_lost" => 3,
        "missense_variant" | "inframe_deletion" | "inframe_insertion" => 2,
        "synonymous_variant" | "splice_region_variant" => 1,
        _ => 0,
    };
    ["MODIFIER", "LOW", "MODERATE", "HIGH"][consequence.split('&').map(of).max().unwrap_or(0)]
}

fn frequency_text(frequency: Option<f64>) -> String {
    match frequency {
        None => String::new(),
        Some(f) if f < 0.001 => format!("{f:.3e}"),
        Some(f) => format!("{f:.5}"),
    }
}

/// The alternate alleles as VEP spells them: where a record holds an insertion or deletion and all alleles share their
/// first base, that base is cut off; what becomes empty is `-`. `*` stays.
pub(crate) fn vep_alleles(reference: &str, alternates: &[&str]) -> Vec<String> {
    let spelled = alternates.iter().filter(|a| **a != "*");
    let has_indel = spelled.clone().any(|a| a.len() != reference.len());
    let shares_first = spelled.clone().all(|a| a.as_bytes().first() == reference.as_bytes().first());
    let cut = usize::from(has_indel && shares_first);
    let spell = |allele: &&str| match *allele {
        "*" => "*".to_owned(),
        allele if allele.len() == cut => "-".to_owned(),
        allele => allele[cut..].to_owned(),
    };
    alternates.iter().map(spell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alleles_are_spelled_as_vep_does() {
        for (reference, alternates, expected) in [
            ("G", vec!["C"], vec!["C"]),
            ("CT", vec!["C"], vec!["-"]),
            ("C", vec!["CTGT"], vec!["TGT"]),
            ("CT", vec!["C", "CTT"], vec!["-", "TT"]),
            ("CT", vec!["TT", "C"], vec!["TT", "C"]),
            ("A", vec!["G", "*"], vec!["G", "*"]),
        ] {
            assert_eq!(vep_alleles(reference, &alternates), expected, "{reference} {alternates:?}");
        }
    }

    #[test]
    fn the_gravest_term_gives_the_impact() {
        assert_eq!(impact("splice_region_variant&intron_variant"), "LOW");
        assert_eq!(impact("missense_variant&splice_region_variant"), "MODERATE");
        assert_eq!(impact("upstream_gene_variant"), "MODIFIER");
    }
}
