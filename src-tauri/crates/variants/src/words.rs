//! What a record says in its own words beside the columns of the table: read when one person looks at one variant.

use crate::{
    Detail, Header, Transcript,
    annotation::{frequency, is_unreadable_frequency, largest_of},
    profile::{Meaning, Profile, folded},
};

/// What the fields of a record mean that the table has no column for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// Populations without a column of their own, by the name of their field without `AF`, lower case.
    pub populations: Vec<(String, f32)>,
    /// ClinVar's entry, where there is one.
    pub clinvar: Option<ClinvarWords>,
    /// AlphaMissense, 0 to 1.
    pub alphamissense: Option<f32>,
    /// INFO keys and values that mean nothing of this and no column of the table.
    pub rest: Vec<(String, String)>,
}

/// ClinVar's entry as the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClinvarWords {
    /// The significance.
    pub words: String,
    /// The review status.
    pub review: Option<String>,
    /// Accession or number of the variation.
    pub id: Option<String>,
}

/// Fields that hold the accession or number of a ClinVar entry.
const CLINVAR_IDS: [&str; 8] =
    ["clinvar", "clinvar_id", "clnvid", "clnid", "clnvarid", "clnacc", "clinvar_vcv", "alleleid"];
/// Fields that hold the score of AlphaMissense.
const ALPHAMISSENSE: [&str; 4] =
    ["am_pathogenicity", "alphamissense", "alphamissense_score", "alphamissense_am_pathogenicity"];

impl Words {
    /// The words of a record, seen from one allele (1-based) that the detail is of.
    pub(crate) fn of(header: &Header, profile: &Profile, detail: &Detail, allele: u16) -> Self {
        let mut words = Self::default();
        let mut review = None;
        let mut id = None;
        for (key, value) in &detail.info {
            let mine = of_allele(header, key, value, allele);
            let name = folded(key);
            match profile.info(key.as_bytes()).map(|k| k.meaning) {
                Some(Meaning::Population) => words.population(&name, mine, &detail.alternate),
                // The record's own words are about it alone; VEP's are of whatever lies at the place.
                Some(Meaning::ClinVar) => words.clinvar_says(mine),
                Some(Meaning::Review) => review = Some(mine.to_owned()),
                Some(_) => {}
                None if CLINVAR_IDS.contains(&name.as_str()) => id = Some(mine.to_owned()),
                None if ALPHAMISSENSE.contains(&name.as_str()) => {
                    words.alphamissense = largest_of(mine.as_bytes(), 1.0)
                }
                None => words.rest.push((key.clone(), value.clone())),
            }
        }
        for &(place, meaning) in &profile.values {
            let Some(field) = header.csq_fields.get(place) else { continue };
            let Some((entry, text)) = first(&detail.transcripts, field) else { continue };
            let allele = entry.field("Allele").unwrap_or(&detail.alternate);
            match meaning {
                Meaning::Population => words.population(&folded(field), text, allele),
                Meaning::ClinVar if words.clinvar.is_none() => words.clinvar_says(text),
                Meaning::Review => review = review.or_else(|| Some(text.to_owned())),
                _ => {}
            }
        }
        let named = |names: &[&str]| {
            let fields = header.csq_fields.iter().filter(|f| names.contains(&folded(f).as_str()));
            fields.filter_map(|f| first(&detail.transcripts, f)).map(|(_, text)| text.to_owned()).next()
        };
        words.alphamissense = words.alphamissense.or_else(|| largest_of(named(&ALPHAMISSENSE)?.as_bytes(), 1.0));
        if let Some(entry) = &mut words.clinvar {
            entry.review = review;
            entry.id = id.or_else(|| named(&CLINVAR_IDS));
        }
        words
    }

    fn population(&mut self, name: &str, text: &str, allele: &str) {
        let name = name.strip_suffix("_af").or_else(|| name.strip_suffix("_maf")).unwrap_or(name);
        let known = self.populations.iter().any(|(n, _)| n == name);
        if let Some(value) = frequency(allele.as_bytes(), text.as_bytes()).filter(|_| !known) {
            self.populations.push((name.to_owned(), value));
        }
    }

    fn clinvar_says(&mut self, text: &str) {
        if !text.is_empty() && text != "." {
            self.clinvar = Some(ClinvarWords { words: text.to_owned(), ..ClinvarWords::default() });
        }
    }
}

/// True where a population frequency of an allele (1-based) is given that is no number from 0 to 1.
pub(crate) fn has_unreadable_frequency(header: &Header, profile: &Profile, detail: &Detail, allele: u16) -> bool {
    let unreadable = |entry: &Transcript, field: &str| {
        let allele = entry.field("Allele").unwrap_or(&detail.alternate);
        entry.fields.iter().any(|(name, text)| name == field && is_unreadable_frequency(allele, text))
    };
    let fields = profile.values.iter().filter(|(_, meaning)| meaning.is_frequency());
    let mut fields = fields.filter_map(|(place, _)| header.csq_fields.get(*place));
    let is_frequency = |key: &str| profile.info(key.as_bytes()).is_some_and(|k| k.meaning.is_frequency());
    let mut own = detail.info.iter().filter(|(key, _)| is_frequency(key));
    own.any(|(key, value)| is_unreadable_frequency(&detail.alternate, of_allele(header, key, value, allele)))
        || fields.any(|field| detail.transcripts.iter().any(|entry| unreadable(entry, field)))
}

/// The first entry that says something in a field, with what it says.
fn first<'a>(transcripts: &'a [Transcript], field: &str) -> Option<(&'a Transcript, &'a str)> {
    transcripts.iter().find_map(|t| {
        let value = t.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())?;
        Some((t, value))
    })
}

/// The part of a value that is about an allele.
fn of_allele<'a>(header: &Header, key: &str, value: &'a str, allele: u16) -> &'a str {
    let place = header.info(key).and_then(|d| d.place_of(usize::from(allele).saturating_sub(1)));
    place.and_then(|place| value.split(',').nth(place)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use domain::Assembly;

    use crate::{Details, ReadOptions, VariantTable, testing};

    const TEXT: &str = "##fileformat=VCFv4.2\n\
        ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|gnomADe_AF|gnomADe_EAS_AF|CLIN_SIG|am_pathogenicity\">\n\
        ##INFO=<ID=EAS_AF,Number=A,Type=Float,Description=\"East Asia\">\n\
        ##INFO=<ID=CLNREVSTAT,Number=.,Type=String,Description=\"Status\">\n\
        ##INFO=<ID=CLNVID,Number=1,Type=Integer,Description=\"Number\">\n\
        ##INFO=<ID=MQ,Number=1,Type=Float,Description=\"Mapping quality\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n\
        chr1\t100\t.\tA\tC,G\t9\tPASS\tEAS_AF=0.1,0.2;CLNREVSTAT=practice_guideline;CLNVID=13;MQ=60;CSQ=C|intron_variant|A|0.3|0.4||,G|missense_variant|A|0.5|0.25|pathogenic|0.97\tGT\t1|2\n";

    #[test]
    fn each_allele_has_its_own_words() {
        let scope = testing::open_scope(Assembly::GRCh38);
        let source = testing::source(TEXT.as_bytes().to_vec());
        let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
        let table = VariantTable::read(&source, &scope, options).expect("a table");
        let mut details = Details::open(&[&source]).expect("opened");
        let mut words = |row| {
            let detail = details.of(&table, row, &scope).expect("the record");
            details.words(&table, row, &detail).expect("its part is open")
        };
        let (first, second) = (words(0), words(1));
        let populations = |eas, vep| vec![("eas".to_owned(), eas), ("gnomade_eas".to_owned(), vep)];
        assert_eq!(first.populations, populations(0.1, 0.4), "what has a column is not told again");
        assert_eq!(second.populations, populations(0.2, 0.25));
        assert_eq!(first.clinvar, None, "the other allele's entry is not mine");
        let clinvar = second.clinvar.expect("an entry");
        assert_eq!((clinvar.words.as_str(), clinvar.id.as_deref()), ("pathogenic", Some("13")));
        assert_eq!(clinvar.review.as_deref(), Some("practice_guideline"));
        assert_eq!((first.alphamissense, second.alphamissense), (None, Some(0.97)));
        assert_eq!(second.rest, [("MQ".to_owned(), "60".to_owned())]);
    }
}
