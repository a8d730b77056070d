use std::{collections::BTreeMap, sync::OnceLock};

use crate::{
    AnnotationKind, Consequence,
    header::{Definition, Header},
};

/// What a field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A population frequency with a column of its own (its number).
    Frequency(usize),
    /// A population frequency that only counts in the largest one.
    Population,
    ClinVar,
    Review,
    Stars,
    Revel,
    Cadd,
    SpliceAi,
    /// SpliceAI's own record `ALLELE|SYMBOL|DS_AG|DS_AL|DS_DG|DS_DL|…`.
    SpliceAiRecord,
    Rs,
}

impl Meaning {
    /// True for a frequency in a population.
    pub fn is_frequency(self) -> bool {
        matches!(self, Self::Frequency(_) | Self::Population)
    }
}

/// Which INFO keys and CSQ fields of a file mean what; made from `profile.tsv` and the header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// Names of the frequency columns.
    pub frequencies: Vec<String>,
    /// INFO keys, grouped by length.
    info: Vec<Vec<InfoKey>>,
    /// Where the fields stand that an entry of CSQ is built from.
    pub entry: EntryFields,
    /// Place and meaning of the other CSQ fields that are kept.
    pub values: Vec<(usize, Meaning)>,
    /// Fields of a CSQ entry.
    pub fields: usize,
    /// The INFO key that holds the entries by transcript.
    pub csq_key: Vec<u8>,
    /// Alleles in the entries are as in the record.
    pub alleles_are_raw: bool,
    /// The header defines the INFO keys by which records of repeats are known.
    pub tells_repeats: bool,
}

/// An INFO key that means something.
#[derive(Clone, Debug)]
pub(crate) struct InfoKey {
    key: Vec<u8>,
    pub meaning: Meaning,
    /// Where the value of the first alternate stands, in a list by allele (`Number=A` or `R`); other lists are about the
    /// record as a whole.
    pub first: Option<usize>,
}

/// Places of fields within a CSQ entry, where it has them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EntryFields {
    pub allele: Option<usize>,
    pub allele_number: Option<usize>,
    pub consequence: Option<usize>,
    pub symbol: Option<usize>,
    /// `HGNC` of old VEP, which holds the symbol; elsewhere the number (`HGNC:123`).
    pub old_symbol: Option<usize>,
    pub gene: Option<usize>,
    pub hgnc: Option<usize>,
    /// The change that bcftools csq tells, in place of an allele.
    pub change: Option<usize>,
}

impl EntryFields {
    fn of(fields: &[String]) -> Self {
        let place = |names: &[&str]| fields.iter().position(|f| names.contains(&folded(f).as_str()));
        Self {
            allele: place(&["allele"]),
            allele_number: place(&["allele_num"]),
            consequence: place(&["consequence"]),
            symbol: place(&["symbol"]).or_else(|| place(&["gene_symbol"])),
            old_symbol: place(&["hgnc"]),
            gene: place(&["gene"]),
            hgnc: place(&["hgnc_id"]),
            change: place(&["dna_change"]),
        }
    }
}

const DATA: &str = include_str!("profile.tsv");

impl Profile {
    pub fn of(header: &Header) -> Self {
        let mut profile = Self {
            csq_key: header.csq_key.clone().into_bytes(),
            entry: EntryFields::of(&header.csq_fields),
            fields: header.csq_fields.len(),
            alleles_are_raw: header.annotation == AnnotationKind::Snpeff,
            tells_repeats: header.infos.iter().any(|d| matches!(d.id.as_str(), "REPID" | "TRID")),
            ..Self::default()
        };
        for line in DATA.lines().filter(|l| !l.starts_with('#')) {
            let Some((meaning, names)) = line.split_once('\t') else { continue };
            let names: Vec<String> = names.split(' ').map(folded).collect();
            let known = |name: &str| names.contains(&folded(name));
            let infos: Vec<&Definition> = header.infos.iter().filter(|d| known(&d.id)).collect();
            let in_entry = |name: &str| known(name) || names.contains(&format!("entry:{}", folded(name)));
            let fields: Vec<usize> =
                header.csq_fields.iter().enumerate().filter(|(_, f)| in_entry(f)).map(|(i, _)| i).collect();
            if infos.is_empty() && fields.is_empty() {
                continue;
            }
            let Some(meaning) = profile.meaning(meaning) else { continue };
            for definition in infos {
                profile.add_info(definition, meaning);
            }
            profile.values.extend(fields.into_iter().map(|i| (i, meaning)));
        }
        profile
    }

    /// What an INFO key means.
    #[inline]
    pub fn info(&self, key: &[u8]) -> Option<&InfoKey> {
        self.info.get(key.len())?.iter().find(|k| k.key == key)
    }

    fn add_info(&mut self, definition: &Definition, meaning: Meaning) {
        let key = definition.id.clone().into_bytes();
        if self.info.len() <= key.len() {
            self.info.resize_with(key.len() + 1, Vec::new);
        }
        let of_length = &mut self.info[key.len()];
        of_length.push(InfoKey { meaning, first: definition.place_of(0), key });
    }

    fn meaning(&mut self, text: &str) -> Option<Meaning> {
        Some(match text {
            "population" => Meaning::Population,
            "largest" => {
                let alone = self.frequencies.iter().all(|name| name == "thousand_genomes");
                return alone.then_some(Meaning::Population);
            }
            "clinvar" => Meaning::ClinVar,
            "review" => Meaning::Review,
            "stars" => Meaning::Stars,
            "revel" => Meaning::Revel,
            "cadd" => Meaning::Cadd,
            "spliceai" => Meaning::SpliceAi,
            "spliceai_record" => Meaning::SpliceAiRecord,
            "rs" => Meaning::Rs,
            _ => {
                let name = text.strip_prefix("frequency ")?;
                self.frequencies.push(name.to_owned());
                Meaning::Frequency(self.frequencies.len() - 1)
            }
        })
    }
}

/// The text of the field `HGNC` as a symbol: what is no number of HGNC.
pub(crate) fn old_symbol(text: &str) -> Option<&str> {
    let number = text.strip_prefix("HGNC:").unwrap_or(text);
    (!number.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Lines of the data that begin so, as pairs `from=to`.
fn pairs(start: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = DATA.lines().filter_map(move |l| l.split_once('\t').filter(|(name, _)| *name == start));
    lines.flat_map(|(_, pairs)| pairs.split(' ')).filter_map(|pair| pair.split_once('='))
}

/// The name that VEP has for a field of the entries of an INFO key; the field's own where it has none.
pub(crate) fn field_name(key: &str, field: &str) -> String {
    let known = pairs(if key == "ANN" { "fields ANN" } else { "fields BCSQ" }).find(|(from, _)| *from == field);
    known.filter(|_| matches!(key, "ANN" | "BCSQ")).map_or(field, |(_, to)| to).to_owned()
}

/// The consequence of a term that is not VEP's own, such as `missense` of bcftools csq.
///
/// bcftools csq marks what lies behind a new stop by `*`, which is taken off, and writes `@POS` where a change made of
/// several records is told at another one: of that only is known that the protein changes.
pub(crate) fn foreign_term(term: &[u8]) -> Option<Consequence> {
    static TERMS: OnceLock<BTreeMap<String, Consequence>> = OnceLock::new();
    if term.starts_with(b"@") {
        return Some(Consequence::ProteinAltering);
    }
    let terms = TERMS.get_or_init(|| {
        pairs("terms").filter_map(|(from, to)| Some((from.to_ascii_lowercase(), to.parse().ok()?))).collect()
    });
    let term = std::str::from_utf8(term.strip_prefix(b"*").unwrap_or(term)).ok()?;
    terms.get(&term.to_ascii_lowercase()).copied().or_else(|| term.parse().ok())
}

pub(crate) fn folded(name: &str) -> String {
    name.chars().map(|c| if matches!(c, '-' | '.') { '_' } else { c.to_ascii_lowercase() }).collect()
}
