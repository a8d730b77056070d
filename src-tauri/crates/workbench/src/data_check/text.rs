//! The answer of `qc` in words.

use super::DataCheck;
use crate::view::{
    case::RelationName,
    quality::{DegreeName, Doubt},
    worklist::SexName,
};

impl DataCheck {
    /// The answer for people.
    pub fn to_text(&self) -> String {
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"));
        let mut text = format!("{} records on {}\n", self.records, self.assembly);
        for s in &self.samples {
            let runs: u32 = s.homozygosity.iter().map(|r| r.bases / 1000).sum();
            text += &format!(
                "{}: {} variants, depth {}, het/hom {}, Ti/Tv {}, GQ20 {}, contamination {}, sex on X {}, runs of homozygosity {} with {runs} kb\n",
                s.sample,
                s.variants,
                s.median_depth.map_or_else(|| "–".to_owned(), |d| d.to_string()),
                number(s.het_hom),
                number(s.ti_tv),
                number(s.gq20),
                number(s.contamination),
                s.sex_shown.map_or("not shown", |sex| sex_word(sex.into())),
                s.homozygosity.len(),
            );
        }
        for p in &self.pairs {
            let unknown = "not shown (too few records, or none with the reference alone)";
            let shown = p.shown.map_or(unknown, |d| degree_word(d.into()));
            text += &format!("{} – {}: kinship {}, {shown}\n", p.samples[0], p.samples[1], number(p.coefficient));
        }
        for t in &self.trios {
            text += &format!("{}: {} Mendelian errors of {}\n", t.samples.join(", "), t.errors, t.compared);
        }
        text + &self.warnings.iter().map(|w| format!("warning: {w}\n")).collect::<String>()
    }
}

fn sex_word(sex: SexName) -> &'static str {
    match sex {
        SexName::Female => "female",
        SexName::Male => "male",
        SexName::Unknown => "not stated",
    }
}

fn degree_word(degree: DegreeName) -> &'static str {
    match degree {
        DegreeName::Same => "the same person",
        DegreeName::First => "first-degree relatives",
        DegreeName::Second => "second-degree relatives",
        DegreeName::Third => "third-degree relatives",
        DegreeName::Unrelated => "no relation",
    }
}

pub(super) fn in_words(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Sex { person, stated, shown } => {
            let (stated, shown) = (sex_word(*stated), sex_word(*shown));
            format!("{person}: stated {stated}, X shows {shown}: samples may be exchanged")
        }
        Doubt::Relation { people: [one, other], stated, shown } => {
            let stated =
                if stated.is_some() { "stated as first-degree relatives" } else { "no such relation is stated" };
            format!("{one} and {other}: {stated}, the genotypes show {}", degree_word(*shown))
        }
        Doubt::Parents { people, errors, compared } => {
            let people = people.join(", ");
            format!("{people}: {errors} Mendelian errors of {compared} records: a parent may be a wrong one")
        }
        Doubt::Disomy { person, chromosome, of } => {
            let of = if *of == RelationName::Father { "father" } else { "mother" };
            format!("{person}: chromosome {chromosome} seems to be of the {of} alone: disomy or a large deletion")
        }
        Doubt::Contamination { person, permille } => {
            let percent = f64::from(*permille) / 10.0;
            format!("{person}: about {percent:.1} % of the reads seem to be of somebody else: the sample may be mixed")
        }
    }
}
