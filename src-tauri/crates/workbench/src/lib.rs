//! The use cases: composes the rooms, owns transactions and permissions.
//!
//! Bare files are answered by [`triage`], [`filter`] and [`check_vcf`]; what is in the store by a [`Desk`]. The command line
//! and the window call the same functions.

mod acmg;
mod analysis;
mod assessment;
mod audit;
mod bare;
mod case_import;
mod case_page;
mod case_record;
mod case_report;
mod case_summary;
mod case_triage;
mod consent_form;
mod data_check;
mod data_doubt;
mod data_quality;
mod decided_rows;
mod decision;
mod demo;
mod desk;
mod disease_names;
mod drawn_family;
mod eligibility;
mod error;
mod evidence;
mod expected_kinship;
mod family_relation;
mod filtering;
mod frequency_chart;
mod genome_browser;
mod import_knowledge;
mod installation;
mod known;
mod known_page;
mod looked;
mod note;
mod open_case;
mod panel_catalogue;
mod panel_change;
mod panel_choice;
mod panel_remark;
mod panel_suggestion;
mod parentage;
mod permission;
mod phenotype;
mod phenotype_fit;
mod proposing;
mod quality_page;
mod reference;
mod repeat_size;
mod report;
mod report_page;
mod row_kind;
mod row_texts;
mod score_band;
mod settings;
mod shortlist;
mod sign;
mod specimen_labels;
mod system_clock;
mod term;
mod timeline;
mod told;
mod update_knowledge;
mod variant_order;
mod variant_page;
mod variant_question;
mod variant_reason;
mod variant_row;
mod variant_view;
pub mod view;
mod waiting;
mod why_not_here;
mod worklist;

pub use acmg::{AcmgAnswer, AcmgRules, GeneRules, rules_of_gene};
pub use audit::{Audit, AuditLine};
pub use bare::{BareFiles, TriageAnswer, TriageQuestion, check_vcf, triage};
pub use case_record::CaseRecord;
pub use case_summary::{CaseSummary, PersonSummary};
pub use case_triage::CaseQuestion;
pub use consent::{Breadth, ConsentRecord};
pub use data_check::{DataCheck, check_data};
pub use decision::{Decisions, PanelWords, Reported};
pub use demo::{DemoFamily, DemoQuestion, demo, demo_hub};
pub use desk::{Desk, Unlock};
pub use documents::{Kind as DocumentKind, Language, record::Facility};
pub use domain::{Absence, Assembly, CaseId, Clock, FixedClock, ParseIdError, ParseRoleError, PersonId, Role, UserId};
pub use error::{ErrorKind, WorkbenchError};
pub use filtering::{FilterAnswer, FilterQuestion, FilterRow, filter};
pub use genome_browser::{ByteRange, GenomePart};
pub use hub::FolderHub;
pub use import_knowledge::{KnowledgeFile, import_knowledge, import_knowledge_telling, versions};
pub use installation::{Installation, Work};
pub use jiff::Timestamp;
pub use knowledge::{Colour, SourceKind, Stated};
pub use known::{Known, KnownDisease, KnownGene, KnownVariant, NandoLine, known};
pub use note::{NamedTerm, NoteAnswer, NoteLine, scan_note};
pub use panel_change::{GeneChange, GeneState, PanelChange, panel_change};
pub use panel_remark::beside_genes;
pub use permission::Action;
pub use phenotype::{
    DiseaseRanking, Packet, RankedDisease, RankedWhy, RankingAnswer, WeighedTerm, phenotype_of, rank_folder,
    rank_phenotype, read_phenopacket,
};
pub use proposing::{NotAsked, ProposalAnswer, ProposalLine, ProposalQuestion, Sentence, propose_criteria};
pub use ranking::phenotype::{Phenotype, PhenotypeRanker};
pub use reference::Reference;
pub use repeat_size::RepeatSize;
pub use settings::{FacilityWords, Settings};
pub use shortlist::{
    Acmg, Candidate, Disease, Gene, GenotypeShare, NotSeen, PhenotypeShare, PhenotypeUsed, Shortlist, Step, TermShare,
    Variant, Version,
};
pub use store::{DeviceKeySource, Environment, NewUser};
pub use system_clock::SystemClock;
pub use term::{SearchAnswer, Searched, SearchedTerm, search_terms};
pub use update_knowledge::{KnowledgePlace, UpdatedSource, knowledge_places, update_knowledge};
pub use variants::{CallableAt, CheckReport, Explanation, Severity, Validity};
