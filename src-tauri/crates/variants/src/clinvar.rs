use serde::{Deserialize, Serialize};

/// The germline class of a variant in ClinVar as the annotation gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum ClinVarClass {
    /// No entry, or no annotation.
    None,
    /// Benign.
    Benign,
    /// Likely benign (also benign/likely benign).
    LikelyBenign,
    /// Uncertain significance.
    UncertainSignificance,
    /// Conflicting classifications of pathogenicity.
    Conflicting,
    /// Likely pathogenic (also pathogenic/likely pathogenic of low penetrance).
    LikelyPathogenic,
    /// Pathogenic (also pathogenic/likely pathogenic).
    Pathogenic,
    /// An entry of another sort: drug response, risk factor, association, not provided.
    Other,
}

impl ClinVarClass {
    /// All classes in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::None,
        Self::Benign,
        Self::LikelyBenign,
        Self::UncertainSignificance,
        Self::Conflicting,
        Self::LikelyPathogenic,
        Self::Pathogenic,
        Self::Other,
    ];

    /// Pathogenic or likely pathogenic, without conflict.
    pub fn is_pathogenic(self) -> bool {
        matches!(self, Self::LikelyPathogenic | Self::Pathogenic)
    }

    /// The name in JSON and tables; `None` where there is no entry.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::None => return None,
            Self::Benign => "benign",
            Self::LikelyBenign => "likely_benign",
            Self::UncertainSignificance => "uncertain_significance",
            Self::Conflicting => "conflicting",
            Self::LikelyPathogenic => "likely_pathogenic",
            Self::Pathogenic => "pathogenic",
            Self::Other => "other",
        })
    }

    /// Reads the significance as ClinVar's own VCF (`CLNSIG`), VEP (`CLIN_SIG`) and Scout write it: words separated by
    /// `&`, `/`, `,` or `|`; ClinVar's old numbers (2 to 5, 255) too. Pathogenic and benign words beside each other are
    /// a conflict.
    pub fn parse(text: &[u8]) -> Self {
        let mut seen = [false; 8];
        for word in text.split(|b| matches!(b, b'&' | b'/' | b',' | b'|' | b';')) {
            if let Some(class) = Self::word(word) {
                seen[class as usize] = true;
            }
        }
        let has = |class: Self| seen[class as usize];
        let (benign, pathogenic) =
            (has(Self::Benign) || has(Self::LikelyBenign), has(Self::Pathogenic) || has(Self::LikelyPathogenic));
        if has(Self::Conflicting) || (pathogenic && (benign || has(Self::UncertainSignificance))) {
            return Self::Conflicting;
        }
        // `Pathogenic/Likely_pathogenic` and `Benign/Likely_benign` are one opinion: the one whose name comes first.
        for class in [Self::Pathogenic, Self::LikelyPathogenic] {
            if has(class) {
                return class;
            }
        }
        if benign && has(Self::UncertainSignificance) {
            return Self::Conflicting;
        }
        for class in [Self::UncertainSignificance, Self::LikelyBenign, Self::Benign, Self::Other] {
            if has(class) {
                return class;
            }
        }
        Self::None
    }

    fn word(word: &[u8]) -> Option<Self> {
        let word: Vec<u8> = word
            .iter()
            .map(|b| if *b == b' ' { b'_' } else { b.to_ascii_lowercase() })
            .skip_while(|b| *b == b'_')
            .collect();
        Some(match word.as_slice() {
            b"" | b"." | b"not_provided" | b"no_classification_for_the_single_variant" => return None,
            b"benign" | b"2" => Self::Benign,
            b"likely_benign" | b"3" => Self::LikelyBenign,
            b"uncertain_significance" | b"0" => Self::UncertainSignificance,
            b"likely_pathogenic" | b"4" => Self::LikelyPathogenic,
            b"pathogenic" | b"5" => Self::Pathogenic,
            w if w.starts_with(b"conflicting_") || w == b"conflicting" => Self::Conflicting,
            w if w.starts_with(b"likely_pathogenic") => Self::LikelyPathogenic,
            w if w.starts_with(b"pathogenic") => Self::Pathogenic,
            _ => Self::Other,
        })
    }
}

/// True where a review status tells of conflicting submissions.
pub(crate) fn is_conflict(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    (text.contains("conflicting") && !text.contains("no_conflict")) || text.split(',').any(|w| w == "conf")
}

/// The stars of a review status (ClinVar, "Review status"), 0 to 4; `None` for a text that is no status.
pub fn review_stars(text: &[u8]) -> Option<u8> {
    let text: String = text
        .iter()
        .map(|b| if matches!(b, b' ' | b'&' | b',') { '_' } else { b.to_ascii_lowercase().into() })
        .collect();
    let text = text.replace("__", "_");
    if text.is_empty() || text == "." {
        None
    } else if text.split('_').any(|w| w == "guideline") {
        Some(4)
    } else if text.contains("expert_panel") || text == "exp" {
        Some(3)
    } else if text.contains("multiple_submitters") && text.contains("no_conflict") || text == "mult" {
        Some(2)
    } else if (text.contains("criteria_provided") && !text.contains("no_assertion_criteria"))
        || matches!(text.as_str(), "single" | "conf")
    {
        Some(1)
    } else {
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significances_of_clinvar_vep_and_scout() {
        for (text, class) in [
            ("Pathogenic", ClinVarClass::Pathogenic),
            ("Pathogenic/Likely_pathogenic", ClinVarClass::Pathogenic),
            ("likely_pathogenic", ClinVarClass::LikelyPathogenic),
            ("Benign/Likely_benign", ClinVarClass::LikelyBenign),
            ("benign", ClinVarClass::Benign),
            ("Conflicting_classifications_of_pathogenicity", ClinVarClass::Conflicting),
            ("pathogenic&benign", ClinVarClass::Conflicting),
            ("uncertain_significance&likely_pathogenic", ClinVarClass::Conflicting),
            ("uncertain_significance", ClinVarClass::UncertainSignificance),
            ("Pathogenic,_low_penetrance", ClinVarClass::Pathogenic),
            ("drug_response", ClinVarClass::Other),
            ("Pathogenic|drug_response", ClinVarClass::Pathogenic),
            ("5", ClinVarClass::Pathogenic),
            ("not_provided", ClinVarClass::None),
            (".", ClinVarClass::None),
            ("", ClinVarClass::None),
        ] {
            assert_eq!(ClinVarClass::parse(text.as_bytes()), class, "{text}");
        }
    }

    #[test]
    fn stars_of_every_status() {
        for (text, stars) in [
            ("practice_guideline", Some(4)),
            ("reviewed_by_expert_panel", Some(3)),
            ("criteria_provided,_multiple_submitters,_no_conflicts", Some(2)),
            ("criteria_provided&_multiple_submitters&_no_conflicts", Some(2)),
            ("criteria_provided,_conflicting_classifications", Some(1)),
            ("criteria_provided,_single_submitter", Some(1)),
            ("no_assertion_criteria_provided", Some(0)),
            (".", None),
        ] {
            assert_eq!(review_stars(text.as_bytes()), stars, "{text}");
        }
    }
}
