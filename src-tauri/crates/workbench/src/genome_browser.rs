//! What the genome browser draws of the open case: files by fixed names and nothing else, made within the consents of the
//! moment. A region that is sealed answers as any other region without variants.

mod byte_range;
mod reads;
mod variant_text;

use domain::{Assembly, Chromosome, GeneSymbol, PersonId, Region};

pub use self::byte_range::{ByteRange, GenomePart};
pub(crate) use self::reads::OpenReads;

use crate::{Desk, Reference, WorkbenchError, open_case::OpenCase, report_page::base64, view::genome::GenomePlace};

/// The longest region of which variants are given at once, in bases: the browser asks for what it shows.
const LONGEST: u32 = 1_000_000;

/// A file that the browser may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum GenomeFile {
    /// Names and lengths of the chromosomes.
    Chromosomes,
    /// Where genes lie: BED, the same for every case of an assembly.
    Genes,
    /// The variants of a region: an htsget 1.3 ticket that holds them.
    Variants,
    /// The reads of a person: BAM.
    Reads(PersonId),
    /// Their index: BAI.
    ReadsIndex(PersonId),
}

impl GenomeFile {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "chromosomes.sizes" => Self::Chromosomes,
            "genes.bed" => Self::Genes,
            "variants" => Self::Variants,
            _ => match (name.strip_suffix(".bam"), name.strip_suffix(".bam.bai")) {
                (Some(person), _) => Self::Reads(person.parse().ok()?),
                (_, Some(person)) => Self::ReadsIndex(person.parse().ok()?),
                (None, None) => return None,
            },
        })
    }
}

impl Desk {
    /// Bytes of a file of the genome browser by its name, `None` where there is none of that name. `query` is that of the
    /// address: for variants htsget's `referenceName`, `start` and `end` (0-based, half open); without them the header
    /// alone. Of reads no more is decrypted than the range touches.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`] where it is not of the open case, [`WorkbenchError::NotPermitted`],
    /// [`WorkbenchError::Unknown`] where the region is none or a range of reads too long, [`WorkbenchError::Variants`],
    /// [`WorkbenchError::File`] and [`WorkbenchError::Store`] where it cannot be read.
    pub fn genome_file(
        &self,
        case: &str,
        name: &str,
        query: &str,
        range: ByteRange,
    ) -> Result<Option<GenomePart>, WorkbenchError> {
        let Some(file) = GenomeFile::named(name) else { return Ok(None) };
        let open = self.opened(case)?;
        let names = ChromosomeNames::of(&open);
        let whole = |text: String| Ok(Some(range.of(text.as_bytes())));
        match file {
            GenomeFile::Chromosomes => whole(names.sizes(open.table.assembly())),
            GenomeFile::Genes => whole(genes(&self.reference, &names, open.table.assembly())?),
            GenomeFile::Variants => {
                let region = asked_region(query)?;
                let text = variant_text::of(&open, &self.reference, &names, region.as_ref())?;
                whole(ticket("VCF", text.as_bytes()))
            }
            GenomeFile::Reads(person) => {
                let reads = self.reads_of(&open)?;
                reads
                    .get(&person)
                    .map(|reads| reads.part(&format!("case {case}, the reads of {person}"), range))
                    .transpose()
            }
            GenomeFile::ReadsIndex(person) => {
                Ok(self.reads_of(&open)?.get(&person).map(|reads| range.of(reads.index())))
            }
        }
    }

    /// A place that a person typed, a gene or a region; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`WorkbenchError::Stale`], [`WorkbenchError::NotPermitted`].
    pub fn genome_place(&self, case: &str, text: &str) -> Result<Option<GenomePlace>, WorkbenchError> {
        let open = self.opened(case)?;
        let (text, assembly) = (text.trim(), open.table.assembly());
        let region = match text.parse::<Region>() {
            Ok(region) => Some(region),
            Err(_) => [text.to_owned(), text.to_ascii_uppercase()]
                .iter()
                .filter_map(|name| name.parse::<GeneSymbol>().ok())
                .find_map(|gene| self.reference.knowledge().regions(&gene, assembly).into_iter().next()),
        };
        let length = |region: &Region| assembly.length(region.chromosome);
        Ok(region.filter(|r| r.start.get() <= length(r)).map(|r| GenomePlace {
            chrom: ChromosomeNames::of(&open).name(r.chromosome).to_owned(),
            start: r.start.get(),
            end: r.end.get().min(length(&r)),
        }))
    }
}

/// The chromosomes as the files of the case call them.
struct ChromosomeNames(Vec<String>);

impl ChromosomeNames {
    /// A chromosome on which nothing lies is called after the manner of the others.
    fn of(open: &OpenCase) -> Self {
        let contigs = open.table.contigs();
        let prefixed = contigs.iter().any(|c| c.chromosome.is_some() && c.name.starts_with("chr"));
        let name = |chromosome: Chromosome| {
            let own = contigs.iter().find(|c| c.chromosome == Some(chromosome)).map(|c| c.name.clone());
            own.unwrap_or_else(|| match (prefixed, chromosome) {
                (true, Chromosome::MT) => "chrM".to_owned(),
                (true, other) => format!("chr{other}"),
                (false, other) => other.to_string(),
            })
        };
        Self(Chromosome::all().map(name).collect())
    }

    fn name(&self, chromosome: Chromosome) -> &str {
        self.0.get(chromosome.index()).map_or(chromosome.name(), String::as_str)
    }

    fn sizes(&self, assembly: Assembly) -> String {
        Chromosome::all().map(|c| format!("{}\t{}\n", self.name(c), assembly.length(c))).collect()
    }
}

/// Every gene whose place is known, as BED (0-based, half open). It depends on nothing of the case, so no gap in it tells
/// anything.
fn genes(reference: &Reference, names: &ChromosomeNames, assembly: Assembly) -> Result<String, WorkbenchError> {
    let line = |(gene, region): (&GeneSymbol, Region)| {
        format!("{}\t{}\t{}\t{gene}\n", names.name(region.chromosome), region.start.get() - 1, region.end)
    };
    Ok(reference.gene_places(assembly)?.into_iter().map(line).collect())
}

/// The region that an htsget query names.
fn asked_region(query: &str) -> Result<Option<Region>, WorkbenchError> {
    let value = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    let Some(name) = value("referenceName") else { return Ok(None) };
    let unknown = || WorkbenchError::Unknown {
        what: "region",
        text: query.to_owned(),
        expected: format!("referenceName, start and end, at most {LONGEST} bases"),
    };
    let number = |key: &str| value(key)?.parse::<u32>().ok();
    let (Some(start), Some(end)) = (number("start"), number("end")) else { return Err(unknown()) };
    let region = name.parse().ok().and_then(|c| Region::new(c, start.checked_add(1)?, end).ok());
    region.filter(|_| end - start <= LONGEST).map(Some).ok_or_else(unknown)
}

/// An htsget ticket (GA4GH htsget 1.3, "inline data") whose one block is the whole answer.
fn ticket(format: &str, bytes: &[u8]) -> String {
    let url = format!("data:application/octet-stream;base64,{}", base64(bytes));
    serde_json::json!({ "htsget": { "format": format, "urls": [{ "url": url }] } }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_0_based_and_bounded() {
        let region = asked_region("format=VCF&referenceName=chr10&start=99&end=200").expect("a region");
        assert_eq!(region.map(|r| (r.start.get(), r.end.get())), Some((100, 200)));
        assert_eq!(asked_region("class=header&format=VCF").expect("none"), None);
        for bad in [
            "referenceName=chr10",
            "referenceName=chr10&start=5&end=5",
            "referenceName=chr10&start=9&end=5",
            "referenceName=chr10&start=0&end=1000001",
            "referenceName=..%2Fx&start=0&end=9",
            "referenceName=chr10&start=-1&end=9",
        ] {
            assert!(asked_region(bad).is_err(), "{bad:?} is no region that is answered");
        }
    }

    #[test]
    fn only_fixed_names_are_files() {
        for name in [
            "",
            "..",
            "../genes.bed",
            "genes.bed/",
            "GENES.BED",
            "variants.vcf",
            "/etc/passwd",
            "genes%2Ebed",
            ".bam",
            "../x.bam",
            "a/b.bam.bai",
            "child.cram",
        ] {
            assert_eq!(GenomeFile::named(name), None, "{name:?}");
        }
    }
}
