use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use consent::ConsentScope;
use flate2::bufread::MultiGzDecoder;
use noodles_bgzf as bgzf;

use crate::{
    AnnotationKind, Consequence, Error, Header, Impact, VariantTable, Words,
    alleles::AlleleNames,
    annotation::{consequences, points_elsewhere},
    bcf::BcfText,
    error::Fault,
    genotype::Call,
    limits,
    profile::{Profile, folded, old_symbol},
    record::Record,
    scoped::hides_name,
    source::{Packing, Source, Stream},
    words,
};

/// Everything that a file says of one row's allele.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Contig as in the file.
    pub chrom: String,
    /// POS, 1-based.
    pub position: u32,
    /// ID, without `.`.
    pub ids: Vec<String>,
    /// REF.
    pub reference: String,
    /// The row's alternate allele, as in the file.
    pub alternate: String,
    /// QUAL as in the file.
    pub quality: String,
    /// FILTER as in the file.
    pub filter: String,
    /// VEP's entries for this allele, in the order of the file.
    pub transcripts: Vec<Transcript>,
    /// True where the annotation marks the transcript that stands for its gene, MANE Select or canonical.
    pub marks_main_transcript: bool,
    /// True where a population frequency is given that is no number from 0 to 1, which is not: none.
    pub unreadable_frequency: bool,
    /// INFO keys and values in the order of the file, but the annotation of consequences.
    pub info: Vec<(String, String)>,
    /// The samples in the order of the table; `None` where consent does not open this person's genotype here.
    pub samples: Vec<Option<Vec<(String, String)>>>,
}

/// One entry of VEP's annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// Terms as annotated, such as `missense_variant`.
    pub terms: Vec<String>,
    /// The gravest of them.
    pub consequence: Consequence,
    /// Fields of the entry that are not empty, by VEP's names.
    pub fields: Vec<(String, String)>,
}

impl Transcript {
    /// A field by VEP's name, without regard to case.
    pub fn field(&self, name: &str) -> Option<&str> {
        let name = folded(name);
        self.fields.iter().find(|(k, _)| folded(k) == name).map(|(_, v)| v.as_str())
    }

    /// Gene symbol, or the gene's id where there is none.
    pub fn gene(&self) -> Option<&str> {
        let symbol = self.field("SYMBOL").or_else(|| self.field("gene_symbol"));
        symbol.or_else(|| self.field("HGNC").and_then(old_symbol)).or_else(|| self.field("Gene"))
    }

    /// The transcript, such as `ENST00000358487.10`.
    pub fn feature(&self) -> Option<&str> {
        self.field("Feature")
    }

    /// HGVS on the coding or non-coding transcript.
    pub fn hgvs_c(&self) -> Option<&str> {
        self.field("HGVSc")
    }

    /// HGVS on the protein.
    pub fn hgvs_p(&self) -> Option<&str> {
        self.field("HGVSp")
    }

    /// The RefSeq transcript of MANE Select that this transcript is.
    pub fn mane_select(&self) -> Option<&str> {
        self.field("MANE_SELECT")
    }

    /// True for Ensembl's canonical transcript.
    pub fn is_canonical(&self) -> bool {
        self.field("CANONICAL").is_some_and(|c| c.eq_ignore_ascii_case("yes") || c == "1")
    }

    /// VEP's impact.
    pub fn impact(&self) -> Impact {
        self.consequence.impact()
    }
}

impl Detail {
    /// The transcript to show for a gene (any gene where `None`): MANE Select, else the canonical one, else the gravest;
    /// the first in the file among equals.
    pub fn shown_transcript(&self, gene: Option<&str>) -> Option<&Transcript> {
        let rank = |t: &&Transcript| (t.mane_select().is_none(), !t.is_canonical(), t.consequence);
        self.transcripts.iter().filter(|t| gene.is_none() || t.gene() == gene).min_by_key(rank)
    }

    /// An INFO value; empty for a flag.
    pub fn info(&self, key: &str) -> Option<&str> {
        self.info.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// A field of a sample as in the file.
    pub fn sample(&self, number: usize, key: &str) -> Option<&str> {
        let fields = self.samples.get(number)?.as_ref()?;
        fields.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Position, reference and alternate with equal ends cut off, right end first, one base left. Without a reference
    /// genome nothing is moved to the left. Other alleles than bases stay as they are.
    pub fn normal_form(&self) -> (u32, &str, &str) {
        normal_form(self.position, &self.reference, &self.alternate)
    }
}

/// An allele with equal ends cut off, right end first, one base left: its position (1-based), reference and alternate. Other
/// alleles than bases stay as they are.
pub fn normal_form<'a>(position: u32, reference: &'a str, alternate: &'a str) -> (u32, &'a str, &'a str) {
    trimmed(position, reference, alternate, 1)
}

/// An allele with equal ends cut off, right end first, while reference and alternate have more bases than `least` each. Other
/// alleles than bases stay as they are.
pub(crate) fn trimmed<'a>(
    mut position: u32,
    mut reference: &'a str,
    mut alternate: &'a str,
    least: usize,
) -> (u32, &'a str, &'a str) {
    let bases = |t: &str| t.bytes().all(|b| b.is_ascii_alphabetic());
    if !bases(reference) || !bases(alternate) {
        return (position, reference, alternate);
    }
    let more = |r: &str, a: &str| r.len().min(a.len()) > least;
    while more(reference, alternate) && reference.bytes().last() == alternate.bytes().last() {
        (reference, alternate) = (&reference[..reference.len() - 1], &alternate[..alternate.len() - 1]);
    }
    while more(reference, alternate) && reference.bytes().next() == alternate.bytes().next() {
        (reference, alternate) = (&reference[1..], &alternate[1..]);
        position = position.saturating_add(1);
    }
    (position, reference, alternate)
}

/// Reads records at their offsets. Rows asked for in the order of the file cost least.
pub struct Details {
    parts: Vec<OpenPart>,
}

struct OpenPart {
    header: Header,
    profile: Profile,
    file: String,
    reader: At,
}

/// A stream that goes to a place of the table.
#[allow(clippy::large_enum_variant, reason = "one a file")]
enum At {
    Bgzf(bgzf::io::Reader<Box<dyn Stream>>),
    Bcf(Box<BcfText<Box<dyn Stream>>>),
    Text(BufReader<Box<dyn Stream>>),
    /// Plain gzip has no way to a place but from the start.
    Gzip {
        source: Source,
        decoder: MultiGzDecoder<BufReader<Box<dyn Stream>>>,
        at: u64,
    },
}

impl Details {
    /// Opens the files of a table in the order of its parts: the open part or bare file, then each joined slice.
    ///
    /// # Errors
    /// What [`Error`] says of files and headers.
    pub fn open(parts: &[&Source]) -> Result<Self, Error> {
        let parts = parts.iter().map(|source| {
            let (stream, packing) = source.open_packed()?;
            let reader = match packing {
                Packing::Bgzf => At::Bgzf(bgzf::io::Reader::new(stream)),
                Packing::Bcf => At::Bcf(Box::new(BcfText::open(source.name(), stream)?)),
                Packing::Text => At::Text(BufReader::new(stream)),
                Packing::Gzip => {
                    At::Gzip { source: (*source).clone(), decoder: MultiGzDecoder::new(BufReader::new(stream)), at: 0 }
                }
            };
            let header = Header::read(source)?;
            Ok(OpenPart { profile: Profile::of(&header), header, file: source.name().to_owned(), reader })
        });
        Ok(Self { parts: parts.collect::<Result<_, Error>>()? })
    }

    /// The record behind a row, seen from the row's allele and within the scope.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the file is not the one that the table was read from; [`Error::Io`], [`Error::Block`].
    pub fn of(&mut self, table: &VariantTable, row: usize, scope: &ConsentScope) -> Result<Detail, Error> {
        let hidden = table.samples.iter().any(|s| s.genotype(row).call() == Call::NotShown);
        let mut detail = self.record(table, row, |record, header, which| {
            let alternates: Vec<&[u8]> = record.alternates().collect();
            Detail {
                chrom: text(record.chrom),
                position: record.position,
                ids: record.id.split(|b| *b == b';').filter(|i| *i != b"." && !i.is_empty()).map(text).collect(),
                reference: text(record.reference),
                alternate: text(alternates[which]),
                quality: text(record.quality),
                filter: text(record.filter),
                transcripts: transcripts(record, &alternates, which, header, &|name| {
                    hides_name(scope, table.part(row), name)
                }),
                marks_main_transcript: header
                    .csq_fields
                    .iter()
                    .any(|field| matches!(folded(field).as_str(), "mane_select" | "canonical")),
                unreadable_frequency: false,
                info: info(record, hidden),
                samples: samples(record, header, table, row),
            }
        })?;
        detail.unreadable_frequency = self.parts.get(usize::from(table.part[row])).is_some_and(|open| {
            words::has_unreadable_frequency(&open.header, &open.profile, &detail, table.allele(row))
        });
        Ok(detail)
    }

    /// What is made of the record behind a row, its header and the place of the row's allele among the alternates. The
    /// record holds everything that its line does, whatever the scope.
    ///
    /// # Errors
    /// As [`Details::of`].
    pub(crate) fn record<T>(
        &mut self,
        table: &VariantTable,
        row: usize,
        made: impl FnOnce(&Record, &Header, usize) -> T,
    ) -> Result<T, Error> {
        let part = usize::from(table.part[row]);
        let Some(open) = self.parts.get_mut(part) else {
            let what = format!("the file of part {part} was not opened");
            return Err(Error::Mismatch { file: "variant table".to_owned(), what });
        };
        let line = open.reader.line(table.offset(row)).map_err(|source| open.damaged(source))?;
        let other = || Error::Mismatch {
            file: open.file.clone(),
            what: "not the file that the table was made from: build the table again".to_owned(),
        };
        let record = Record::parse(&line, open.header.samples.len()).map_err(|_: Fault| other())?;
        let which = usize::from(table.allele(row)).saturating_sub(1);
        let same = record.chrom == table.contig_name(row).as_bytes() && record.position == table.position(row);
        if !same || which >= record.alternates().count() {
            return Err(other());
        }
        Ok(made(&record, &open.header, which))
    }
}

impl Details {
    /// What a record says in its own words beside the columns of the table; `None` where its part was not opened.
    pub fn words(&self, table: &VariantTable, row: usize, detail: &Detail) -> Option<Words> {
        let open = self.parts.get(usize::from(table.part[row]))?;
        Some(Words::of(&open.header, &open.profile, detail, table.allele(row)))
    }
}

impl OpenPart {
    fn damaged(&self, source: std::io::Error) -> Error {
        Error::Io { file: self.file.clone(), source }
    }
}

impl At {
    fn line(&mut self, offset: u64) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let limit = limits::LINE as u64;
        match self {
            Self::Bgzf(reader) => {
                let (now, goal) = (reader.virtual_position(), bgzf::VirtualPosition::from(offset));
                if now.compressed() == goal.compressed() && now <= goal {
                    reader.fill_buf()?;
                    reader.consume(usize::from(goal.uncompressed() - now.uncompressed()));
                } else {
                    reader.seek(goal)?;
                }
                reader.take(limit).read_until(b'\n', &mut line)?;
            }
            Self::Bcf(text) => return text.line_at(offset),
            Self::Text(reader) => {
                reader.seek(SeekFrom::Start(offset))?;
                reader.take(limit).read_until(b'\n', &mut line)?;
            }
            Self::Gzip { source, decoder, at } => {
                if *at > offset {
                    let stream = source.open().map_err(std::io::Error::other)?;
                    (*decoder, *at) = (MultiGzDecoder::new(BufReader::new(stream)), 0);
                }
                *at += std::io::copy(&mut decoder.by_ref().take(offset - *at), &mut std::io::sink())?;
                let mut buffered = BufReader::with_capacity(1, decoder);
                *at += buffered.by_ref().take(limit).read_until(b'\n', &mut line)? as u64;
            }
        }
        line.pop_if(|b| *b == b'\n');
        Ok(line)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn transcripts(
    record: &Record,
    alternates: &[&[u8]],
    which: usize,
    header: &Header,
    hides_name: &dyn Fn(&str) -> bool,
) -> Vec<Transcript> {
    let names = &header.csq_fields;
    let Some(entries) = record.info_value(header.csq_key.as_bytes()).filter(|_| !names.is_empty()) else {
        return Vec::new();
    };
    let all = || entries.split(|b| *b == b',').map(|e| entry(e, names));
    let has = |field: &str| names.iter().any(|n| folded(n) == field);
    let by_change = has("dna_change") && !has("allele");
    let names_none = |t: &Transcript| {
        let points = t.field("Consequence").is_some_and(|terms| points_elsewhere(terms.as_bytes()));
        by_change && !points && t.field("dna_change").is_none()
    };
    let alleles = AlleleNames::of(record.reference, alternates, header.annotation == AnnotationKind::Snpeff);
    let belongs = |t: &Transcript, n: usize| match t.field("ALLELE_NUM").and_then(|n| n.parse::<usize>().ok()) {
        Some(number) => number == n + 1,
        None => {
            let named = t.field("Allele").and_then(|allele| alleles.which(allele.as_bytes()));
            let changed = || alleles.which_changed(record.position, t.field("dna_change")?.as_bytes());
            named.or_else(changed) == Some(n)
        }
    };
    // As in the columns of the table: an entry of bcftools csq that names no change is about every alternate, one that
    // belongs to none of them about those that no entry names.
    let named = all().any(|t| belongs(&t, which));
    let is_mine = |t: &Transcript| {
        belongs(t, which) || names_none(t) || (!named && (0..alternates.len()).all(|n| !belongs(t, n)))
    };
    let mut mine: Vec<Transcript> = all().filter(is_mine).collect();
    mine.retain(|t| !t.gene().is_some_and(hides_name));
    mine
}

fn entry(entry: &[u8], names: &[String]) -> Transcript {
    let values = entry.split(|b| *b == b'|').map(|value| unescaped(text(value)));
    let fields: Vec<(String, String)> =
        names.iter().cloned().zip(values).filter(|(_, value)| !value.is_empty()).collect();
    let mut transcript = Transcript { terms: Vec::new(), consequence: Consequence::NotAnnotated, fields };
    let terms: Vec<String> =
        transcript.field("Consequence").into_iter().flat_map(|t| t.split('&')).map(str::to_owned).collect();
    let all = transcript.field("Consequence").unwrap_or_default();
    transcript.consequence = consequences(all.as_bytes()).min().unwrap_or(transcript.consequence);
    transcript.terms = terms;
    transcript
}

/// A value with the characters that may not stand in it as they are (VCF 4.3, section 1.2): VEP writes `p.Leu5%3D`.
fn unescaped(value: String) -> String {
    const CODES: [(&str, &str); 5] = [("%3A", ":"), ("%3B", ";"), ("%3D", "="), ("%2C", ","), ("%25", "%")];
    if !value.contains('%') {
        return value;
    }
    CODES.iter().fold(value, |value, (code, character)| value.replace(code, character))
}

/// Annotation of consequences is given as transcripts; figures over all samples are left out where one is not shown.
fn info(record: &Record, hidden: bool) -> Vec<(String, String)> {
    let left_out = |key: &[u8]| {
        matches!(key, b"CSQ" | b"vep" | b"ANN" | b"BCSQ" | b"EFF") || (hidden && matches!(key, b"AC" | b"AF" | b"AN"))
    };
    record.info_fields().filter(|(key, _)| !left_out(key)).map(|(key, value)| (text(key), text(value))).collect()
}

fn samples(record: &Record, header: &Header, table: &VariantTable, row: usize) -> Vec<Option<Vec<(String, String)>>> {
    let keys: Vec<String> = record.format.split(|b| *b == b':').map(text).collect();
    let columns: Vec<&[u8]> = record.samples.split(|b| *b == b'\t').collect();
    let of = |name: &String| {
        let place = header.samples.iter().position(|s| s == name)?;
        let values = columns.get(place)?.split(|b| *b == b':').map(text);
        Some(keys.iter().cloned().zip(values).collect())
    };
    let shown = table.samples.iter().map(|s| (s.genotype(row).call() != Call::NotShown).then_some(&s.name));
    shown.map(|name| name.and_then(of)).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use domain::Assembly;

    use super::*;
    use crate::{ReadOptions, testing};

    fn text() -> String {
        let mut text = "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|Feature|HGVSc|CANONICAL|MANE_SELECT\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n".to_owned();
        for i in 1..9_000 {
            text.push_str(&format!("chr1\t{i}\trs{i}\tCA\tCG,C\t9.5\tPASS\tDB;AC=1;CSQ=G|missense_variant|A|E1|E1:c.{i}A>G||,G|intron_variant|A|E2|E2:c.{i}A>G|YES|,-|stop_gained|A|E3|E3:c.1del|YES|NM_1\tGT:DP\t0|1:{i}\n"));
        }
        text
    }

    fn packings() -> Vec<Vec<u8>> {
        let mut bgzf = bgzf::io::Writer::new(Vec::new());
        bgzf.write_all(text().as_bytes()).expect("memory");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text().as_bytes()).expect("memory");
        vec![text().into_bytes(), bgzf.finish().expect("memory"), gzip.finish().expect("memory")]
    }

    #[test]
    fn characters_that_vcf_escapes_are_shown_as_they_are() {
        let names = ["Consequence", "HGVSp"].map(str::to_owned);
        let transcript = entry(b"synonymous_variant|ENSP1.1:p.Leu5%3D", &names);
        assert_eq!(transcript.hgvs_p(), Some("ENSP1.1:p.Leu5="));
        assert_eq!(["5%", "%253D", "a%2Cb"].map(|v| unescaped(v.to_owned())), ["5%", "%3D", "a,b"]);
    }

    #[test]
    fn a_record_is_found_again_in_any_packing_and_order() {
        let scope = testing::open_scope(Assembly::GRCh38);
        let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
        for bytes in packings() {
            let source = testing::source(bytes);
            let table = VariantTable::read(&source, &scope, options).expect("a table");
            let mut details = Details::open(&[&source]).expect("opened");
            for row in [0, 1, 2, 17_000, 17_001, 9, 8, 9_000, 9_002, 0] {
                let detail = details.of(&table, row, &scope).expect("the record");
                assert_eq!(detail.position as usize, row / 2 + 1);
                assert_eq!(detail.alternate, if row % 2 == 0 { "CG" } else { "C" });
                assert_eq!(detail.sample(0, "DP"), Some((row / 2 + 1).to_string().as_str()));
                let shown = detail.shown_transcript(Some("A")).and_then(Transcript::feature);
                assert_eq!(shown, Some(if row % 2 == 0 { "E2" } else { "E3" }), "canonical, and of this allele");
                assert_eq!((detail.info("DB"), detail.info("AC"), detail.info("CSQ")), (Some(""), Some("1"), None));
            }
        }
    }

    #[test]
    fn another_file_is_noticed() {
        let scope = testing::open_scope(Assembly::GRCh38);
        let table = testing::table(&text());
        let moved = testing::source(text().replacen("VCFv4.2\n", "VCFv4.2\n##more=1\n", 1));
        let error = Details::open(&[&moved]).expect("opened").of(&table, 5, &scope).expect_err("moved");
        assert!(matches!(error, Error::Mismatch { .. }), "{error}");
    }

    #[test]
    fn the_normal_form_cuts_equal_ends() {
        let table = testing::table(
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t10\t.\tCAGT\tCGGT,CT,CAGTT,<DEL>\t.\t.\t.\n",
        );
        let source = testing::source(
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t10\t.\tCAGT\tCGGT,CT,CAGTT,<DEL>\t.\t.\t.\n",
        );
        let mut details = Details::open(&[&source]).expect("opened");
        let mut form = |row| {
            let d = details.of(&table, row, &testing::open_scope(Assembly::GRCh38)).expect("the record");
            let (position, reference, alternate) = d.normal_form();
            format!("{position} {reference} {alternate}")
        };
        assert_eq!([form(0), form(1), form(2), form(3)], ["11 A G", "10 CAG C", "12 G GT", "10 CAGT <DEL>"]);
    }
}
