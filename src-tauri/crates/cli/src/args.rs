//! The command line as it is typed. Names and flags are a contract.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// From the hub's files to an explained shortlist and a report, without a network.
#[derive(Parser)]
#[command(name = "shirube", version, about, max_term_width = 110)]
pub struct Shirube {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args)]
pub struct Common {
    /// Data directory (default: the system's place for application data)
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Language of texts and documents (default: by locale, else Japanese)
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// User who unlocks the store
    #[arg(long, global = true, value_name = "USER")]
    pub user: Option<String>,
    /// File that holds the passphrase
    #[arg(long, global = true, value_name = "F", env = "SHIRUBE_PASSPHRASE_FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// File that holds this device's key, where there is no keyring
    #[arg(long, global = true, value_name = "F")]
    pub device_key_file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Tsv,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    Ja,
    En,
}

#[derive(Subcommand)]
pub enum Command {
    /// The main job without a person, on the six families of the embedded demonstration hub
    Demo {
        /// Folder for the results
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Checks of VCF files
    #[command(subcommand)]
    Vcf(Vcf),
    /// Filters a VCF by family without ranking
    Variants(Variants),
    /// Ranks the candidates of a patient
    Triage(Triage),
    /// Checks the samples of a VCF against each other and against the pedigree
    Qc(Qc),
    /// Ranks diseases by phenotype alone
    Rank(Rank),
    /// Reference data
    #[command(subcommand)]
    Knowledge(Knowledge),
    /// Gene panels
    #[command(subcommand)]
    Panel(Panel),
    /// The class of criteria of ACMG/AMP by both rule sets, or criteria proposed for a variant of a VCF
    Acmg(Box<Acmg>),
    /// Cases in the store
    #[command(subcommand)]
    Case(Case),
    /// Users of this installation
    #[command(subcommand)]
    User(User),
    /// Opens the store again from recovery shares and sets a new passphrase
    Recover {
        /// File with one share; give as many as the set-up asked for
        #[arg(long = "share-file", value_name = "F", required = true)]
        shares: Vec<PathBuf>,
        /// File with the new passphrase
        #[arg(long, value_name = "F")]
        new_passphrase_file: PathBuf,
    },
    /// Consents in the store
    #[command(subcommand)]
    Consent(Consent),
    /// Documents
    #[command(subcommand)]
    Report(Report),
    /// The ledger
    #[command(subcommand)]
    Ledger(Ledger),
}

#[derive(Subcommand)]
pub enum Vcf {
    /// Reads the whole file and names every problem
    Check {
        /// The VCF, plain or compressed
        file: PathBuf,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scope {
    /// Without the sensitive genes that no given panel names
    Panel,
    /// Everything
    All,
}

#[derive(Args)]
pub struct Qc {
    /// The family's VCF
    #[arg(long, value_name = "F")]
    pub vcf: PathBuf,
    /// The family's PED; without one the VCF must have one sample
    #[arg(long, value_name = "F")]
    pub ped: Option<PathBuf>,
    #[command(flatten)]
    pub basis: Basis,
}

#[derive(Args)]
pub struct Variants {
    /// The family's VCF
    #[arg(long, value_name = "F")]
    pub vcf: PathBuf,
    /// A further VCF of the family, such as structural variants, mobile elements or repeats; may be repeated
    #[arg(long = "sv", value_name = "F")]
    pub sv: Vec<PathBuf>,
    /// The family's PED
    #[arg(long, value_name = "F")]
    pub ped: PathBuf,
    /// Preset of filters
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Inheritance pattern to keep; may be repeated
    #[arg(long = "pattern", value_name = "NAME")]
    pub patterns: Vec<String>,
    /// An unaffected carrier does not speak against dominant inheritance
    #[arg(long)]
    pub incomplete_penetrance: bool,
    /// Largest frequency to keep, 0 to 1
    #[arg(long, value_name = "X")]
    pub max_af: Option<f32>,
    /// Consequence term to keep; may be repeated
    #[arg(long = "consequence", value_name = "TERM")]
    pub consequences: Vec<String>,
    /// Panel: a file, or the name of one in the reference data; may be repeated
    #[arg(long = "panel", value_name = "FILE|NAME")]
    pub panels: Vec<String>,
    /// Region to keep, chrom:start-end, 1-based
    #[arg(long, value_name = "R")]
    pub region: Option<String>,
    /// Why is it not here? chrom:pos, chrom-pos-ref-alt, rsID or HGVS
    #[arg(long, value_name = "QUERY")]
    pub explain: Option<String>,
    /// Sequence of the genome, FASTA with .fai beside it: moves normal forms as far to the left as they go
    #[arg(long, value_name = "F")]
    pub fasta: Option<PathBuf>,
    #[command(flatten)]
    pub basis: Basis,
}

/// What every reading of bare files takes.
#[derive(Args)]
pub struct Basis {
    /// Whether sensitive genes that no panel names are looked at
    #[arg(long, value_enum, default_value_t = Scope::Panel)]
    pub scope: Scope,
    /// Reference data made by `knowledge import` (default: the starter pack)
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Assembly, where the file does not tell
    #[arg(long, value_name = "NAME")]
    pub assembly: Option<String>,
    /// Where the proband could be called: BED, mosdepth's BED by base, regions, thresholds or quantized, or gVCF
    #[arg(long, value_name = "F")]
    pub callable: Option<PathBuf>,
    /// Least depth that counts as callable
    #[arg(long, value_name = "N", default_value_t = 10, requires = "callable")]
    pub callable_depth: u32,
    /// Least genotype quality of a gVCF that counts as callable, phred
    #[arg(long, value_name = "N", default_value_t = 20, requires = "callable")]
    pub callable_gq: u32,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["vcf", "case"])))]
pub struct Triage {
    /// The family's VCF
    #[arg(long, value_name = "F")]
    pub vcf: Option<PathBuf>,
    /// A further VCF of the family, such as structural variants, mobile elements or repeats; may be repeated
    #[arg(long = "sv", value_name = "F", requires = "vcf")]
    pub sv: Vec<PathBuf>,
    /// A case in the store
    #[arg(long, value_name = "ID")]
    pub case: Option<String>,
    /// The family's PED
    #[arg(long, value_name = "F")]
    pub ped: Option<PathBuf>,
    /// Phenotype, sex and age as a phenopacket; its diagnosis is not read
    #[arg(long, value_name = "F", conflicts_with = "hpo")]
    pub phenopacket: Option<PathBuf>,
    /// Terms that were observed
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub hpo: Vec<String>,
    /// Terms that were looked for and not found
    #[arg(long, value_name = "C,D", value_delimiter = ',')]
    pub exclude_hpo: Vec<String>,
    /// Panel: a file, or the name of one in the reference data; may be repeated
    #[arg(long = "panel", value_name = "FILE|NAME")]
    pub panels: Vec<String>,
    /// Preset of filters
    #[arg(long, value_name = "NAME", default_value = "standard")]
    pub preset: String,
    /// An unaffected carrier does not speak against dominant inheritance
    #[arg(long)]
    pub incomplete_penetrance: bool,
    /// Family of the PED, where it has several
    #[arg(long, value_name = "F")]
    pub family: Option<String>,
    /// The proband's sample
    #[arg(long, value_name = "ID")]
    pub proband: Option<String>,
    /// How many candidates to give
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub top: usize,
    /// Why is it not here? chrom:pos, chrom-pos-ref-alt, rsID or HGVS
    #[arg(long, value_name = "QUERY")]
    pub explain: Option<String>,
    #[command(flatten)]
    pub basis: Basis,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("input").required(true).args(["hpo", "phenopackets"])))]
pub struct Rank {
    /// Terms that were observed
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub hpo: Vec<String>,
    /// Terms that were looked for and not found
    #[arg(long, value_name = "C,D", value_delimiter = ',', requires = "hpo")]
    pub exclude_hpo: Vec<String>,
    /// Folder of phenopackets; one line of the answer per packet
    #[arg(long, value_name = "DIR")]
    pub phenopackets: Option<PathBuf>,
    /// Reference data made by `knowledge import` (default: the starter pack)
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// How many diseases to give
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,
    /// How many packets at once
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub jobs: usize,
    /// With what each score is made of
    #[arg(long)]
    pub why: bool,
}

#[derive(Subcommand)]
pub enum Knowledge {
    /// Builds or extends reference data from the public files as they are (plain or gz); all or nothing
    Import(Box<KnowledgeImport>),
    /// Fetches the public files from their official places and imports what has changed; all or nothing. Needs a network;
    /// no other command does
    Update {
        /// A list of places of one's own: kind, address, file, most_mib (default: the one that ships)
        #[arg(long, value_name = "F")]
        places: Option<PathBuf>,
        /// These kinds alone, such as hpo,hpoa,clinvar (default: all of the list)
        #[arg(long, value_name = "KIND", value_delimiter = ',')]
        only: Vec<String>,
        /// Where to keep it; an existing one is extended
        #[arg(long, value_name = "DIR")]
        into: PathBuf,
    },
    /// What is in it
    List {
        /// Reference data (default: the starter pack)
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
    },
    /// The signs (HPO) that a clinical note names, present, absent or not certain; offline, nothing of the note is kept
    Scan {
        /// The note, UTF-8
        #[arg(long, value_name = "F")]
        text: PathBuf,
        /// Reference data (default: the starter pack)
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
    },
    /// Signs (HPO) by Japanese (kanji, kana of full and half width), English, synonym or id, the best first
    Search {
        /// What is looked for; several texts are answered one after the other
        #[arg(value_name = "TEXT", required = true)]
        texts: Vec<String>,
        /// The most signs for each text
        #[arg(long, value_name = "N", default_value_t = 10)]
        top: usize,
        /// Reference data (default: the starter pack)
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
    },
    /// What it says of a gene, a disease or a variant
    Show {
        /// A gene symbol; a disease such as OMIM:101200, NANDO:1200399 or 指定難病20; or chrom-pos-ref-alt for ClinVar
        what: String,
        /// Reference data (default: the starter pack)
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
        /// Assembly of a variant, where ClinVar of both was imported
        #[arg(long, value_name = "NAME")]
        assembly: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum Panel {
    /// What a newer version of a panel changes: genes gained and lost, colours and modes
    Diff {
        /// The older version: a file, or the name of one in the reference data
        #[arg(value_name = "FILE|NAME")]
        older: String,
        /// The newer version
        #[arg(value_name = "FILE|NAME")]
        newer: String,
        /// Reference data of the newer version, and of both unless said otherwise (default: the starter pack)
        #[arg(long, value_name = "DIR")]
        knowledge: Option<PathBuf>,
        /// Reference data of the older version
        #[arg(long, value_name = "DIR")]
        older_knowledge: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Rules {
    /// The combinations of 2015
    #[value(name = "2015")]
    Combinations,
    /// Points
    Points,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("question").required(true).args(["criteria", "tsv", "vcf"])))]
pub struct Acmg {
    /// Criteria that are met, with a strength where it is not their own, such as PVS1,PM2_Supporting,BP4
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub criteria: Vec<String>,
    /// Table with a column of criteria separated by `;`; gets the columns class_2015, class_points and points
    #[arg(long, value_name = "F")]
    pub tsv: Option<PathBuf>,
    /// Name of that column
    #[arg(long, value_name = "NAME", default_value = "criteria", requires = "tsv")]
    pub column: String,
    /// Only this rule set in the text answer
    #[arg(long, value_enum)]
    pub rules: Option<Rules>,
    /// Rules of genes: JSON of ClinGen's Criteria Specification Registry
    #[arg(long, value_name = "F", requires = "gene")]
    pub cspec: Option<PathBuf>,
    /// Gene whose rules of that file are used
    #[arg(long, value_name = "SYMBOL", requires = "cspec")]
    pub gene: Option<String>,
    /// An annotated VCF with the variant that criteria are proposed for
    #[arg(long, value_name = "F", requires = "variant")]
    pub vcf: Option<PathBuf>,
    /// The variant, chrom-pos-ref-alt as in the file
    #[arg(long, value_name = "V", requires = "vcf")]
    pub variant: Option<String>,
    /// The family's PED, for what the parents show
    #[arg(long, value_name = "F", requires = "vcf")]
    pub ped: Option<PathBuf>,
    #[command(flatten)]
    pub basis: Basis,
}

#[derive(Args)]
pub struct KnowledgeImport {
    /// hp.json
    #[arg(long, value_name = "F")]
    pub hpo: Option<PathBuf>,
    /// phenotype.hpoa
    #[arg(long, value_name = "F")]
    pub hpoa: Option<PathBuf>,
    /// genes_to_disease.txt
    #[arg(long, value_name = "F")]
    pub genes: Option<PathBuf>,
    /// Japanese HPO names
    #[arg(long, value_name = "F")]
    pub hpo_ja: Option<PathBuf>,
    /// 指定難病: NANDO (nando.ttl)
    #[arg(long, value_name = "F")]
    pub nando: Option<PathBuf>,
    /// Genes of NANDO classes (nanbyo-gene-associations.tsv)
    #[arg(long, value_name = "F")]
    pub nando_genes: Option<PathBuf>,
    /// Terms of NANDO classes (nanbyo-phenotype-associations.tsv)
    #[arg(long, value_name = "F")]
    pub nando_hpo: Option<PathBuf>,
    /// ClinGen gene-disease validity (CSV)
    #[arg(long, value_name = "F")]
    pub clingen: Option<PathBuf>,
    /// Constraint of genes by gnomAD (TSV of version 4 or 2.1.1)
    #[arg(long, value_name = "F")]
    pub constraint: Option<PathBuf>,
    /// ClinVar (VCF); one file an assembly, may be repeated
    #[arg(long, value_name = "F")]
    pub clinvar: Vec<PathBuf>,
    /// Panel of PanelApp (JSON); may be repeated
    #[arg(long, value_name = "F")]
    pub panelapp: Vec<PathBuf>,
    /// Japanese names of diseases (disease_id, name_ja, shitei_nanbyo_number)
    #[arg(long, value_name = "F")]
    pub disease_ja: Option<PathBuf>,
    /// MONDO exact matches (SSSOM); may be repeated
    #[arg(long, value_name = "F")]
    pub mondo: Vec<PathBuf>,
    /// HGNC symbols; may be repeated
    #[arg(long, value_name = "F")]
    pub hgnc: Vec<PathBuf>,
    /// Gene coordinates; the assembly from a prefix `GRCh38=`, else from the file name; may be repeated
    #[arg(long, value_name = "[GRCh38=]F")]
    pub gene_coordinates: Vec<String>,
    /// Panel; may be repeated
    #[arg(long, value_name = "F")]
    pub panel: Vec<PathBuf>,
    /// List of sensitive genes; may be repeated
    #[arg(long, value_name = "F")]
    pub sensitive: Vec<PathBuf>,
    /// Where to keep it; an existing one is extended
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
}

#[derive(Subcommand)]
pub enum Case {
    /// Imports a case, or every case, of a folder hub
    Import {
        /// The folder hub
        folder: PathBuf,
        /// The case in it (default: all that are not here yet)
        #[arg(long, value_name = "ID")]
        case: Option<String>,
    },
    /// The cases
    List,
    /// One case
    Show {
        /// The case
        id: String,
    },
}

#[derive(Subcommand)]
pub enum User {
    /// Adds a user; the first becomes the administrator and makes the store
    Add {
        /// Name to sign in with
        name: String,
        /// Role
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// File with the new user's passphrase
        #[arg(long, value_name = "F")]
        new_passphrase_file: PathBuf,
        /// Where the recovery shares go when the store is made, one file each
        #[arg(long, value_name = "DIR")]
        shares_into: Option<PathBuf>,
    },
    /// The users
    List,
    /// Takes a user's keys away
    Disable {
        /// Name
        name: String,
    },
}

#[derive(Subcommand)]
pub enum Consent {
    /// The consents of a case, and what they open
    Show {
        /// The case
        #[arg(long, value_name = "ID")]
        case: String,
    },
    /// Records a consent
    Record {
        /// The case
        #[arg(long, value_name = "ID")]
        case: String,
        /// The consent as JSON: person, icf_version, decider, proxy (name, relation, assented; where one decided), date, decisions, withdrawn
        #[arg(long, value_name = "F")]
        file: PathBuf,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Physician,
    Patient,
    Consent,
}

#[derive(Subcommand)]
pub enum Report {
    /// Writes a document of a case as PDF
    Render {
        /// The case
        #[arg(long, value_name = "ID")]
        case: String,
        /// Which document
        #[arg(long, value_enum)]
        kind: Kind,
        /// Where to
        #[arg(long, value_name = "F.pdf")]
        out: PathBuf,
        /// The hospital as JSON: name, department, telephone, hours, physician, counsellor
        #[arg(long, value_name = "F")]
        facility: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub enum Ledger {
    /// Checks hashes and signatures of every chain
    Verify,
    /// Writes every event as JSON lines
    Export {
        /// Where to (default: standard output)
        #[arg(long, value_name = "F")]
        out: Option<PathBuf>,
    },
    /// Makes the projections anew from the ledger and compares
    Rebuild,
}
