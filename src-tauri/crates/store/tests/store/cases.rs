use std::{
    collections::BTreeMap,
    io::{Read, Seek, SeekFrom, Write},
};

use consent::{Category, Item};
use domain::{Assembly, Pedigree, Role, Sex};
use store::{Content, FileKind, NewCase, NewEvent, Part, Payload, Session, StagedFile, StoreError, ledger::Record};

use crate::support::{Place, bare_scope, case, consent, files, id, new_user, person, scope};

pub fn file(session: &Session, kind: FileKind, plain: &[u8]) -> StagedFile {
    let mut file = session.new_genome_file(&case("family-1"), kind).expect("a new file");
    file.write_all(plain).expect("written");
    file.finish().expect("finished")
}

pub fn slice() -> FileKind {
    FileKind::slice(person("child"), Category::SecondaryFindingAdult, Content::Vcf)
}

pub fn open_vcf() -> FileKind {
    FileKind::open(Content::Vcf)
}

pub fn new_case(session: &Session) -> NewCase {
    let family = case("family-1");
    NewCase {
        id: family.clone(),
        assembly: Assembly::GRCh38,
        pedigree: Pedigree::alone(person("child"), Sex::Female),
        record: serde_json::json!({"name": "佐藤 花子", "weight": 12.5}),
        sources: vec![store::ledger::SourceFile {
            name: "family.vcf.gz".into(),
            size: 9,
            sha256: sealed::digest::Sha256::of(b"family"),
        }],
        refs: BTreeMap::from([("open".to_owned(), sealed::digest::Sha256::of(b"text of the open part"))]),
        files: vec![file(session, open_vcf(), &vec![b'v'; 70_000]), file(session, slice(), b"sealed rows")],
        events: vec![NewEvent::in_case(&family, Record::ConsentRecorded(consent("child", &[Item::Participation])))],
    }
}

#[test]
fn a_case_comes_back_whole_and_within_its_scope() {
    let place = Place::new(1);
    let session = place.create_for_geneticist();
    let import = session.import_case(new_case(&session)).expect("imported");
    let names: Vec<&String> = import.refs.keys().collect();
    assert_eq!(names, ["open"], "nothing is named that depends on sealed data, such as the blocks of the open file");
    session.lock().expect("locked");

    let session = place.unlock("gen");
    assert_eq!(session.cases().expect("cases").len(), 1);
    let back = session.case(&case("family-1")).expect("the case");
    assert_eq!(back.imported.record["name"], "佐藤 花子");
    assert_eq!(session.consents(&case("family-1")).expect("consents").len(), 1);

    let narrow = scope(&[Item::Participation]);
    let mut reader = session.open_genome_file(&case("family-1"), &open_vcf(), &narrow).expect("the open part");
    reader.seek(SeekFrom::Start(69_999)).expect("sought");
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).expect("read");
    assert_eq!(rest, b"v", "offsets are those of the plain file");

    let sealed = session.open_genome_file(&case("family-1"), &slice(), &narrow);
    assert!(matches!(sealed, Err(StoreError::OutOfScope { .. })), "no consent opens it");
    let record = session.file_record(&case("family-1"), &slice(), &narrow);
    assert!(matches!(record, Err(StoreError::OutOfScope { .. })), "not even its length");
    let bare = session.open_genome_file(&case("family-1"), &open_vcf(), &bare_scope());
    assert!(matches!(bare, Err(StoreError::BareScope { .. })), "a case is never read as bare files");

    let stranger = FileKind::person("stranger".parse().expect("an id"), Content::Reads);
    let nobody = session.open_genome_file(&case("family-1"), &stranger, &narrow);
    assert!(matches!(nobody, Err(StoreError::NotIncluded { .. })), "nothing of who takes no part is opened");

    let wide = scope(&[Item::Participation, Item::SecondaryFindingsAdult]);
    let mut text = String::new();
    let mut reader = session.open_genome_file(&case("family-1"), &slice(), &wide).expect("opened by consent");
    reader.read_to_string(&mut text).expect("read");
    assert_eq!(text, "sealed rows");
    assert_eq!(session.file_record(&case("family-1"), &slice(), &wide).expect("the record").plain_len, 11);
}

#[test]
fn a_case_is_imported_once_and_a_refused_import_leaves_nothing() {
    let place = Place::new(2);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    let before = files(&place.home().join("genomes"));
    assert_eq!(before.len(), 2);
    let again = session.import_case(new_case(&session));
    assert!(matches!(again, Err(StoreError::CaseExists { .. })), "nothing is written over");
    assert_eq!(files(&place.home().join("genomes")), before, "the files of the refused import are gone");
    let foreign = file(&session, open_vcf(), b"x");
    let foreign = session.import_case(NewCase { id: case("family-2"), files: vec![foreign], ..new_case(&session) });
    assert!(matches!(foreign, Err(StoreError::OtherCase { .. })));
    assert!(session.verify(&[]).expect("verified").is_sound());
}

#[test]
fn an_administrator_reads_no_patient_and_a_newcomer_is_given_the_case() {
    let place = Place::new(3);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    session.lock().expect("locked");

    let admin = place.unlock("admin");
    let family = case("family-1");
    assert!(matches!(admin.case(&family), Err(StoreError::NoKey { .. })), "keys of the house are no keys to a patient");
    let open = admin.open_genome_file(&family, &open_vcf(), &scope(&[Item::Participation]));
    assert!(matches!(open, Err(StoreError::NoKey { .. })));
    let source = admin.entries(Some(&family), &["source_recorded"]).expect("entries");
    assert!(matches!(source[0].payload, Payload::Readable(_)), "where the data came from can be accounted for");
    admin.add_user(new_user("late"), Role::Counsellor).expect("added");
    let alone = admin.disable_user(&id("gen")).expect_err("nobody could open the case any more");
    assert!(matches!(&alone, StoreError::LastHolder { case, .. } if *case == family), "{alone}");
    assert!(admin.share_with_newcomers().expect("none to give").is_empty());
    admin.lock().expect("locked");

    let late = place.unlock("late");
    assert!(
        matches!(late.case(&family), Err(StoreError::NoKey { .. })),
        "an administrator cannot give what he has not"
    );
    late.lock().expect("locked");
    let session = place.unlock("gen");
    let shared = session.share_with_newcomers().expect("shared");
    assert_eq!(shared.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["case_shared"]);
    assert!(session.share_with_newcomers().expect("nothing is left").is_empty(), "an administrator is given nothing");
    session.lock().expect("locked");
    let late = place.unlock("late");
    assert_eq!(late.case(&family).expect("the case").imported.assembly, Assembly::GRCh38);
    late.lock().expect("locked");
    place.unlock("admin").disable_user(&id("gen")).expect("another can open it now");
}

#[test]
fn a_table_is_replaced_and_orphans_are_removed() {
    let place = Place::new(4);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    let family = case("family-1");
    let table = FileKind::open(Content::Table);
    for text in ["one", "two"] {
        session.keep_file(&family, file(&session, table.clone(), text.as_bytes())).expect("kept");
    }
    let mut text = String::new();
    let mut reader = session.open_genome_file(&family, &table, &scope(&[Item::Participation])).expect("the table");
    reader.read_to_string(&mut text).expect("read");
    assert_eq!(text, "two");
    session.lock().expect("locked");

    let folder = place.home().join("genomes");
    assert_eq!(files(&folder).len(), 3, "the first table is gone");
    std::fs::write(folder.join("family-1/0000.c4gh"), b"half").expect("written");
    std::fs::create_dir(folder.join("family-9")).expect("made");
    std::fs::write(folder.join("family-9/1111.c4gh"), b"half").expect("written");
    let session = place.unlock("gen");
    assert_eq!(files(&folder).len(), 3, "what no case has is removed at the next unlock");
    assert!(!folder.join("family-9").exists());
    assert!(session.file_kinds(&family).expect("kinds").iter().any(|kind| matches!(kind.part, Part::Slice { .. })));
}

#[test]
fn without_a_clinical_user_nothing_is_imported() {
    let place = Place::new(5);
    let (admin, _) = place.create();
    let refused = admin.import_case(new_case(&admin));
    assert!(matches!(refused, Err(StoreError::NoKeyHolder { .. })), "keys that nobody holds would be data lost");
    assert!(admin.cases().expect("cases").is_empty());
}
