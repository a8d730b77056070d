//! How damaging an allele looks by itself: ln of the odds that its annotations give, from calibrated bands.
//!
//! Bands of evidence follow Tavtigian 2018 (10.1038/gim.2017.210, table 1): supporting 2.08, moderate 4.33,
//! strong 18.7, very strong 350, as odds of pathogenicity. Scores are read by the calibration of Pejaver 2022
//! (10.1016/j.ajhg.2022.10.013, table 2) and Walker 2023 (10.1016/j.ajhg.2023.06.002).

/// What an allele does to the gene product, as far as the annotation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Stop gained, frameshift, canonical splice site, start lost, transcript ablation.
    LossOfFunction,
    /// One amino acid for another.
    Missense,
    /// Insertion or deletion in frame, stop lost.
    InFrame,
    /// Splice region beyond the canonical site, or anything that SpliceAI alone carries.
    SpliceRegion,
    /// No change of the product that the annotation names.
    Silent,
}

/// The annotations of an allele that speak for or against damage. `None`: not annotated, which is no evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Damage {
    /// The effect.
    pub effect: Effect,
    /// REVEL, 0 to 1 (missense only).
    pub revel: Option<f32>,
    /// CADD, phred-scaled.
    pub cadd: Option<f32>,
    /// Largest SpliceAI delta score, 0 to 1.
    pub splice_ai: Option<f32>,
    /// Largest frequency of any population.
    pub max_af: Option<f32>,
    /// ClinVar says pathogenic or likely pathogenic, with at least one star and without conflict.
    pub clinvar_pathogenic: bool,
    /// ClinVar says benign or likely benign, with at least one star and without conflict.
    pub clinvar_benign: bool,
}

const SUPPORTING: f64 = 0.732; // ln 2.08
const MODERATE: f64 = 1.466; // ln 4.33
const STRONG: f64 = 2.929; // ln 18.7
const VERY_STRONG: f64 = 5.858; // ln 350

impl Damage {
    /// ln of the odds of pathogenicity against an arbitrary rare coding allele; 0 says nothing.
    pub fn log_odds(&self) -> f64 {
        let by_effect = match self.effect {
            Effect::LossOfFunction => STRONG,
            Effect::Missense => self.missense(),
            Effect::InFrame => SUPPORTING,
            Effect::SpliceRegion => 0.0,
            Effect::Silent => -MODERATE,
        };
        let by_clinvar = match (self.clinvar_pathogenic, self.clinvar_benign) {
            (true, _) => VERY_STRONG,
            (false, true) => -STRONG,
            (false, false) => 0.0,
        };
        by_effect.max(self.splicing()) + by_clinvar + self.rarity()
    }

    /// REVEL by its bands where it is there, else CADD by its bands.
    fn missense(&self) -> f64 {
        const REVEL: [(f32, f64); 7] = [
            (0.016, -STRONG),
            (0.183, -MODERATE),
            (0.290, -SUPPORTING),
            (0.644, 0.0),
            (0.773, SUPPORTING),
            (0.932, MODERATE),
            (f32::INFINITY, STRONG),
        ];
        const CADD: [(f32, f64); 5] =
            [(0.15, -STRONG), (17.3, -MODERATE), (22.7, -SUPPORTING), (25.3, 0.0), (28.1, SUPPORTING)];
        let band = |bands: &[(f32, f64)], score: f32, above: f64| {
            bands.iter().find(|(limit, _)| score < *limit).map_or(above, |(_, value)| *value)
        };
        match (self.revel, self.cadd) {
            (Some(revel), _) => band(&REVEL, revel, STRONG),
            (None, Some(cadd)) => band(&CADD, cadd, MODERATE),
            (None, None) => 0.0,
        }
    }

    fn splicing(&self) -> f64 {
        match self.splice_ai {
            Some(delta) if delta >= 0.8 => MODERATE + SUPPORTING,
            Some(delta) if delta >= 0.5 => MODERATE,
            Some(delta) if delta >= 0.2 => SUPPORTING,
            _ => f64::NEG_INFINITY,
        }
    }

    /// Absence from every population is supporting evidence (PM2_Supporting); a missing frequency is not absence.
    fn rarity(&self) -> f64 {
        match self.max_af {
            Some(af) if af < 1e-5 => SUPPORTING,
            Some(af) if af >= 1e-3 => -SUPPORTING,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn missense(revel: Option<f32>) -> Damage {
        Damage {
            effect: Effect::Missense,
            revel,
            cadd: None,
            splice_ai: None,
            max_af: None,
            clinvar_pathogenic: false,
            clinvar_benign: false,
        }
    }

    #[test]
    fn bands_begin_at_their_published_bounds() {
        for (revel, expected) in [
            (0.643, 0.0),
            (0.644, SUPPORTING),
            (0.773, MODERATE),
            (0.932, STRONG),
            (0.29, 0.0),
            (0.289, -SUPPORTING),
            (0.015, -STRONG),
        ] {
            assert_eq!(missense(Some(revel)).log_odds(), expected, "REVEL {revel}");
        }
        assert_eq!(missense(None).log_odds(), 0.0, "what is not annotated is no evidence");
    }

    #[test]
    fn a_missing_frequency_is_not_rarity() {
        assert_eq!(missense(None).rarity(), 0.0);
        assert_eq!(Damage { max_af: Some(0.0), ..missense(None) }.rarity(), SUPPORTING);
    }

    proptest! {
        #[test]
        fn a_higher_score_never_looks_less_damaging(a in 0f32..=1.0, b in 0f32..=1.0) {
            let (low, high) = if a <= b { (a, b) } else { (b, a) };
            prop_assert!(missense(Some(low)).log_odds() <= missense(Some(high)).log_odds());
        }
    }
}
