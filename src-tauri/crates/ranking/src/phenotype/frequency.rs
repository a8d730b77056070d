use knowledge::{Annotation, Frequency, FrequencyClass};

/// Patients that a percentage, a class or NOT stands for.
const STANDS_FOR: f64 = 5.0;
/// What the absence of a frequency adds to the patients with the feature.
const UNSTATED: f64 = 0.3;
/// The frequency where only unstated ones are known.
const DEFAULT: f64 = 0.3;
/// No published frequency is taken as nearer to 0 or 1 than this.
const BOUNDS: (f64, f64) = (0.02, 0.98);

/// What all annotations of one disease with one term say together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    present: f64,
    examined: f64,
    unstated: f64,
}

impl Evidence {
    /// Of one annotation.
    pub(super) fn of(annotation: &Annotation) -> Self {
        let share = |f: f64| Self { present: STANDS_FOR * f, examined: STANDS_FOR, unstated: 0.0 };
        if annotation.absent {
            return share(0.0);
        }
        match annotation.frequency {
            Frequency::Unstated => Self { unstated: 1.0, ..Self::default() },
            Frequency::Count { present, examined } => {
                Self { present: f64::from(present), examined: f64::from(examined), unstated: 0.0 }
            }
            Frequency::Share(f) => share(f),
            Frequency::Class(class) => share(match class {
                FrequencyClass::Obligate => 0.995,
                FrequencyClass::VeryFrequent => 0.90,
                FrequencyClass::Frequent => 0.55,
                FrequencyClass::Occasional => 0.17,
                FrequencyClass::VeryRare => 0.025,
                FrequencyClass::Excluded => 0.0,
            }),
        }
    }

    /// With what another annotation says.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            present: self.present + other.present,
            examined: self.examined + other.examined,
            unstated: self.unstated + other.unstated,
        }
    }

    /// How many patients were examined.
    pub(super) fn examined(self) -> f64 {
        self.examined
    }

    /// Counting for `weight` times as many patients.
    pub(super) fn times(self, weight: f64) -> Self {
        Self { present: self.present * weight, examined: self.examined * weight, unstated: self.unstated * weight }
    }

    /// The share of patients with the feature; `None` where nobody is known to have it.
    pub(super) fn frequency(self) -> Option<f64> {
        if self.present == 0.0 && self.unstated == 0.0 {
            return None;
        }
        if self.examined == 0.0 {
            return Some(DEFAULT);
        }
        let f = (self.present + 1.0 + UNSTATED * self.unstated) / (self.examined + STANDS_FOR + self.unstated);
        Some(f.clamp(BOUNDS.0, BOUNDS.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(present: f64, examined: f64, unstated: f64) -> Evidence {
        Evidence { present, examined, unstated }
    }

    #[test]
    fn fewer_patients_pull_less() {
        let few = evidence(10.0, 10.0, 0.0).times(0.2);
        assert_eq!(few, evidence(2.0, 2.0, 0.0));
        assert_eq!(few.frequency(), Some(3.0 / 7.0));
    }

    #[test]
    fn frequencies_follow_the_formula() {
        for (given, expected) in [
            (evidence(2.0, 4.0, 0.0), Some(3.0 / 9.0)),
            (evidence(2.0, 4.0, 2.0), Some(3.6 / 11.0)),
            (evidence(0.0, 0.0, 3.0), Some(0.3)),
            (evidence(400.0, 400.0, 0.0), Some(0.98)),
            (evidence(0.1, 900.0, 0.0), Some(0.02)),
            (evidence(0.0, 5.0, 0.0), None),
            (evidence(0.0, 5.0, 1.0), Some(1.3 / 11.0)),
        ] {
            assert_eq!(given.frequency(), expected, "{given:?}");
        }
    }
}
