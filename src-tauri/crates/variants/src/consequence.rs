use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text names no consequence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no consequence: expected a Sequence Ontology term such as missense_variant")]
pub struct ParseConsequenceError {
    /// The text as found.
    pub text: String,
}

macro_rules! consequences {
    ($($(#[$doc:meta])* $name:ident = $term:literal,)*) => {
        /// What a variant does to a transcript: Sequence Ontology terms, the gravest first, in the order in which
        /// Ensembl VEP ranks them (release 113, "Calculated variant consequences"). `a < b` means that `a` is graver.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Consequence {
            $($(#[$doc])* $name,)*
        }

        impl Consequence {
            /// All terms, the gravest first; the last one is [`Consequence::NotAnnotated`].
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The Sequence Ontology term; empty where nothing is annotated.
            pub fn term(self) -> &'static str {
                match self {
                    $(Self::$name => $term,)*
                }
            }
        }
    };
}

consequences! {
    /// The transcript is lost whole.
    TranscriptAblation = "transcript_ablation",
    /// The two bases at the 3' end of an intron.
    SpliceAcceptor = "splice_acceptor_variant",
    /// The two bases at the 5' end of an intron.
    SpliceDonor = "splice_donor_variant",
    /// A new stop codon.
    StopGained = "stop_gained",
    /// The reading frame moves.
    Frameshift = "frameshift_variant",
    /// The stop codon is lost.
    StopLost = "stop_lost",
    /// The start codon is lost.
    StartLost = "start_lost",
    /// The transcript is amplified.
    TranscriptAmplification = "transcript_amplification",
    /// The feature grows longer.
    FeatureElongation = "feature_elongation",
    /// The feature grows shorter.
    FeatureTruncation = "feature_truncation",
    /// Codons are inserted, the frame stays.
    InframeInsertion = "inframe_insertion",
    /// Codons are deleted, the frame stays.
    InframeDeletion = "inframe_deletion",
    /// Another amino acid.
    Missense = "missense_variant",
    /// The protein changes in a way not told apart further.
    ProteinAltering = "protein_altering_variant",
    /// The fifth base of an intron.
    SpliceDonorFifthBase = "splice_donor_5th_base_variant",
    /// 1 to 3 bases in the exon or 3 to 8 in the intron from a splice site.
    SpliceRegion = "splice_region_variant",
    /// Bases 3 to 6 of an intron.
    SpliceDonorRegion = "splice_donor_region_variant",
    /// 3 to 17 bases before the 3' end of an intron.
    SplicePolypyrimidineTract = "splice_polypyrimidine_tract_variant",
    /// The last codon of an incompletely annotated transcript.
    IncompleteTerminalCodon = "incomplete_terminal_codon_variant",
    /// The start codon changes and stays a start.
    StartRetained = "start_retained_variant",
    /// The stop codon changes and stays a stop.
    StopRetained = "stop_retained_variant",
    /// The same amino acid.
    Synonymous = "synonymous_variant",
    /// In the coding sequence, effect not told.
    CodingSequence = "coding_sequence_variant",
    /// In a mature miRNA.
    MatureMiRna = "mature_miRNA_variant",
    /// In the 5' untranslated region.
    FivePrimeUtr = "5_prime_UTR_variant",
    /// In the 3' untranslated region.
    ThreePrimeUtr = "3_prime_UTR_variant",
    /// In an exon of a non-coding transcript.
    NonCodingExon = "non_coding_transcript_exon_variant",
    /// In an intron.
    Intron = "intron_variant",
    /// In a transcript that is a target of nonsense-mediated decay.
    NmdTranscript = "NMD_transcript_variant",
    /// In a non-coding transcript.
    NonCodingTranscript = "non_coding_transcript_variant",
    /// In a coding transcript, place not told.
    CodingTranscript = "coding_transcript_variant",
    /// Before the gene (VEP: within 5,000 bases).
    Upstream = "upstream_gene_variant",
    /// Behind the gene (VEP: within 5,000 bases).
    Downstream = "downstream_gene_variant",
    /// A transcription factor binding site is lost.
    TfbsAblation = "TFBS_ablation",
    /// A transcription factor binding site is amplified.
    TfbsAmplification = "TFBS_amplification",
    /// In a transcription factor binding site.
    TfBindingSite = "TF_binding_site_variant",
    /// A regulatory region is lost.
    RegulatoryAblation = "regulatory_region_ablation",
    /// A regulatory region is amplified.
    RegulatoryAmplification = "regulatory_region_amplification",
    /// In a regulatory region.
    Regulatory = "regulatory_region_variant",
    /// Between genes.
    Intergenic = "intergenic_variant",
    /// A sequence variant, nothing more is told; also a term that is not known here.
    SequenceVariant = "sequence_variant",
    /// The record carries no annotation for this allele.
    NotAnnotated = "",
}

impl Consequence {
    /// 0 for the gravest.
    pub fn rank(self) -> u8 {
        self as u8
    }

    /// The inverse of [`Consequence::rank`].
    pub fn from_rank(rank: u8) -> Option<Self> {
        Self::ALL.get(usize::from(rank)).copied()
    }

    /// VEP's impact of the term.
    pub fn impact(self) -> Impact {
        match self {
            c if c <= Self::TranscriptAmplification => Impact::High,
            Self::FeatureElongation | Self::FeatureTruncation => Impact::High,
            c if c <= Self::ProteinAltering => Impact::Moderate,
            c if c <= Self::Synonymous => Impact::Low,
            _ => Impact::Modifier,
        }
    }

    /// True for what changes a protein or a splice site, splice region included: impact high or moderate, or a splice term.
    pub fn is_coding_or_splice(self) -> bool {
        self <= Self::SplicePolypyrimidineTract
    }
}

impl FromStr for Consequence {
    type Err = ParseConsequenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|c| c.term() == text && *c != Self::NotAnnotated)
            .ok_or_else(|| ParseConsequenceError { text: text.to_owned() })
    }
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.term())
    }
}

/// VEP's four classes of impact, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Impact {
    /// Disruptive: stop, frameshift, splice site.
    High,
    /// May change the protein.
    Moderate,
    /// Unlikely to change the protein.
    Low,
    /// Non-coding or not known.
    Modifier,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_reads_back_and_has_its_rank() {
        for (rank, &c) in Consequence::ALL.iter().enumerate() {
            assert_eq!(usize::from(c.rank()), rank);
            assert_eq!(Consequence::from_rank(c.rank()), Some(c));
            if c != Consequence::NotAnnotated {
                assert_eq!(c.term().parse(), Ok(c));
            }
        }
        assert!("".parse::<Consequence>().is_err(), "nothing annotated is not a term");
        assert!("missense".parse::<Consequence>().is_err());
    }

    #[test]
    fn impacts_follow_vep() {
        for (c, impact) in [
            (Consequence::StopGained, Impact::High),
            (Consequence::FeatureTruncation, Impact::High),
            (Consequence::InframeInsertion, Impact::Moderate),
            (Consequence::Missense, Impact::Moderate),
            (Consequence::SpliceRegion, Impact::Low),
            (Consequence::Synonymous, Impact::Low),
            (Consequence::CodingSequence, Impact::Modifier),
            (Consequence::NotAnnotated, Impact::Modifier),
        ] {
            assert_eq!(c.impact(), impact, "{c}");
        }
        assert!(Consequence::SpliceRegion.is_coding_or_splice());
        assert!(!Consequence::Synonymous.is_coding_or_splice());
    }
}
