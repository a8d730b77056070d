//! Whether a hit segregates as the disease is inherited.

use std::collections::BTreeSet;

use domain::{ModeOfInheritance, Pattern};

/// How mode and pattern go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The disease is inherited as the hit segregates.
    Fits,
    /// No mode is annotated, or there is no disease.
    Unknown,
    /// The disease is inherited otherwise.
    Differs,
}

impl Fit {
    /// The name in JSON and as a key of the messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::Unknown => "unknown",
            Self::Differs => "differs",
        }
    }

    /// ln of the odds: a published mode is wrong or incomplete in a few of a hundred diseases.
    pub(crate) fn log_odds(self) -> f64 {
        match self {
            Self::Fits => 0.0,
            Self::Unknown => -0.7,
            Self::Differs => -4.0,
        }
    }
}

/// The fit of a pattern with the annotated modes, and the mode to show. `only_copy`: the proband has no other copy of the
/// place, as a male of the X.
pub fn fit(
    pattern: Option<Pattern>,
    only_copy: bool,
    modes: &BTreeSet<ModeOfInheritance>,
) -> (Fit, Option<ModeOfInheritance>) {
    let first = modes.first().copied();
    match modes.iter().find(|mode| agrees(pattern, only_copy, **mode)) {
        Some(mode) => (Fit::Fits, Some(*mode)),
        None if modes.is_empty() => (Fit::Unknown, None),
        None => (Fit::Differs, first),
    }
}

/// True where every disease has an annotated mode and all of them are recessive.
pub fn is_recessive_only(modes: &[&BTreeSet<ModeOfInheritance>]) -> bool {
    !modes.is_empty()
        && modes.iter().all(|m| !m.is_empty() && m.iter().all(|mode| *mode == ModeOfInheritance::AutosomalRecessive))
}

fn agrees(pattern: Option<Pattern>, only_copy: bool, mode: ModeOfInheritance) -> bool {
    use ModeOfInheritance as Mode;
    match pattern {
        // The origin may not be told: one copy of the proband is all that is known.
        None | Some(Pattern::Dominant | Pattern::ParentalMosaic) => {
            let of_x = pattern.is_none() && only_copy && mode == Mode::XLinkedRecessive;
            of_x || matches!(mode, Mode::AutosomalDominant | Mode::Semidominant | Mode::XLinkedDominant | Mode::XLinked)
        }
        Some(Pattern::DeNovo) => match mode {
            Mode::AutosomalDominant | Mode::Semidominant | Mode::XLinkedDominant | Mode::XLinked => true,
            // One copy of a girl's two is a carrier state, new or not.
            Mode::XLinkedRecessive => only_copy,
            _ => false,
        },
        Some(Pattern::Recessive | Pattern::CompoundHeterozygous | Pattern::HemizygousDeletion) => {
            matches!(mode, Mode::AutosomalRecessive | Mode::Semidominant)
        }
        Some(Pattern::XRecessive) => matches!(mode, Mode::XLinkedRecessive | Mode::XLinked),
        Some(Pattern::XDominant) => matches!(mode, Mode::XLinkedDominant | Mode::XLinked),
        Some(Pattern::YLinked) => mode == Mode::YLinked,
        Some(Pattern::Mitochondrial) => mode == Mode::Mitochondrial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fitting_mode_of_several_is_enough() {
        let both = BTreeSet::from([ModeOfInheritance::AutosomalDominant, ModeOfInheritance::AutosomalRecessive]);
        assert_eq!(
            fit(Some(Pattern::CompoundHeterozygous), false, &both),
            (Fit::Fits, Some(ModeOfInheritance::AutosomalRecessive))
        );
        assert_eq!(fit(Some(Pattern::DeNovo), false, &both), (Fit::Fits, Some(ModeOfInheritance::AutosomalDominant)));
        assert_eq!(fit(Some(Pattern::XRecessive), true, &both).0, Fit::Differs);
        assert_eq!(
            fit(Some(Pattern::DeNovo), false, &BTreeSet::new()),
            (Fit::Unknown, None),
            "unknown is not against it"
        );
        let recessive = BTreeSet::from([ModeOfInheritance::XLinkedRecessive]);
        assert_eq!(fit(Some(Pattern::DeNovo), true, &recessive).0, Fit::Fits, "a boy's only X");
        assert_eq!(fit(Some(Pattern::DeNovo), false, &recessive).0, Fit::Differs, "one of a girl's two");
    }

    #[test]
    fn a_gene_with_one_unknown_mode_is_not_called_recessive() {
        let (ar, none) = (BTreeSet::from([ModeOfInheritance::AutosomalRecessive]), BTreeSet::new());
        assert!(is_recessive_only(&[&ar, &ar]));
        assert!(!is_recessive_only(&[&ar, &none]) && !is_recessive_only(&[]));
    }
}
