//! `shirube demo`: the main job without a person, on the demonstration hub that ships with the program.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use documents::{Kind, Language, record::Stage};
use domain::{CaseId, FixedClock, Role, UserId};
use hub::FolderHub;
use include_dir::{Dir, include_dir};
use serde::Serialize;
use store::{DeviceKeySource, Environment, NewUser};

use crate::{CaseQuestion, Decisions, Desk, Facility, Reference, Shortlist, Unlock, WorkbenchError};

static HUB: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../fixtures/hub");
static RECORDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../fixtures/demo");

/// The name of the demonstration user, a geneticist, and of the administrator beside.
pub(crate) const USER: &str = "demo";
const ADMINISTRATOR: &str = "demo-admin";
/// Passphrase of both; the synthetic families need no secret.
pub(crate) const PASSPHRASE: &str = "shirube demonstration";
/// Candidates in a shortlist.
const TOP: usize = 20;

/// What the demonstration is asked.
pub struct DemoQuestion<'a> {
    /// Where the documents go.
    pub out: &'a Path,
    /// Where the store goes; `out/home` where not given, made anew at every run.
    pub home: Option<&'a Path>,
    /// Language of the documents.
    pub language: Language,
    /// Called as each family is done.
    pub progress: &'a dyn Fn(&DemoFamily),
}

/// What the demonstration did with a family.
#[derive(Clone, Debug)]
pub struct DemoFamily {
    /// The case.
    pub case: CaseId,
    /// Its shortlist.
    pub shortlist: Shortlist,
    /// Where its documents lie.
    pub folder: PathBuf,
}

/// Runs the main job: imports every case of the demonstration hub, ranks, records the recorded decisions, sets the
/// documents. The clock stands at the recorded moment, so that a second run gives the same documents byte for byte.
///
/// # Errors
/// What each step refuses; [`WorkbenchError::Exists`] where a store is at the given home.
pub fn demo(question: &DemoQuestion<'_>) -> Result<Vec<DemoFamily>, WorkbenchError> {
    let hub = demo_hub()?;
    let (recorded, facility) = recorded()?;
    let moments = recorded.values().filter_map(|d| d.decided_at);
    let at = moments.max().ok_or(WorkbenchError::Embedded { what: "the moment of the recorded decisions" })?;
    let environment = Environment::new(Arc::new(FixedClock(at)));
    make_folder(question.out)?;
    let home = question.home.map_or_else(|| question.out.join("home"), Path::to_owned);
    let own = question.home.is_none();
    let key_file = question.out.join("device.key");
    if own {
        clear(&home, &key_file)?;
    }
    write(&question.out.join("passphrase.txt"), format!("{PASSPHRASE}\n").as_bytes())?;
    let device_key = DeviceKeySource::KeyFile(key_file);
    let desk = sign_in(&home, &device_key, environment)?;
    if own {
        write(&home.join(MARK), b"made by `shirube demo`; made anew at its next run\n")?;
    }
    desk.import(&hub, None)?;
    let mut families = Vec::new();
    for (id, decisions) in &recorded {
        let family = run_family(&desk, id, decisions, &facility, question)?;
        (question.progress)(&family);
        families.push(family);
    }
    if let Some(first) = families.first() {
        for document in DOCUMENTS {
            let (from, to) = (first.folder.join(document), question.out.join(document));
            fs::copy(&from, &to).map_err(|source| WorkbenchError::file(&to, source))?;
        }
    }
    desk.lock()?;
    Ok(families)
}

/// What each family's folder holds.
const DOCUMENTS: [&str; 5] =
    ["shortlist.json", "report-physician.pdf", "report-patient.pdf", "consent.pdf", "audit.json"];
/// A file that marks a store which the demonstration may make anew.
pub(crate) const MARK: &str = "demonstration.txt";

fn run_family(
    desk: &Desk,
    id: &CaseId,
    decisions: &Decisions,
    facility: &Facility,
    question: &DemoQuestion<'_>,
) -> Result<DemoFamily, WorkbenchError> {
    desk.decide(id, decisions)?;
    let shortlist = desk.triage(id, &CaseQuestion::standard(TOP))?.shortlist;
    let folder = question.out.join(id.as_str());
    make_folder(&folder)?;
    write_json(&folder.join("shortlist.json"), &shortlist)?;
    let basis = desk.report_basis(id)?;
    let which = Kind::ALL.map(|kind| (kind, question.language));
    for ((kind, _), pdf) in which.iter().zip(desk.documents(id, &basis, facility, Stage::Draft, &which)?) {
        let name = match kind {
            Kind::Physician => "report-physician.pdf",
            Kind::Patient => "report-patient.pdf",
            Kind::Consent => "consent.pdf",
        };
        write(&folder.join(name), &pdf)?;
    }
    write_json(&folder.join("audit.json"), &desk.audit(id)?)?;
    Ok(DemoFamily { case: id.clone(), shortlist, folder })
}

/// Makes the store with an administrator and the demonstration user, a geneticist, and signs in as the latter.
fn sign_in(home: &Path, device_key: &DeviceKeySource, environment: Environment) -> Result<Desk, WorkbenchError> {
    let id = |text: &str| text.parse::<UserId>().map_err(|_| WorkbenchError::Embedded { what: "a demonstration user" });
    let new =
        |user: UserId, name: &str| NewUser { user, name: name.to_owned(), passphrase: PASSPHRASE.to_owned().into() };
    let administrator = new(id(ADMINISTRATOR)?, "デモ 管理者");
    let (desk, _) =
        Desk::set_up(home, administrator, "demonstration", device_key, Reference::starter()?, environment.clone())?;
    desk.add_user(new(id(USER)?, "デモ 臨床遺伝専門医"), Role::Geneticist)?;
    desk.lock()?;
    let unlock = Unlock { user: &id(USER)?, passphrase: PASSPHRASE, device_key };
    Desk::unlock(home, &unlock, Reference::starter()?, environment)
}

/// The demonstration hub.
///
/// # Errors
/// [`WorkbenchError::Hub`] where the program is damaged.
pub fn demo_hub() -> Result<FolderHub, WorkbenchError> {
    let mut files = Vec::new();
    let mut open = vec![&HUB];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        files.extend(folder.files().map(|f| (f.path().to_string_lossy().replace('\\', "/"), f.contents())));
    }
    Ok(FolderHub::embedded(files)?)
}

fn recorded() -> Result<(BTreeMap<CaseId, Decisions>, Facility), WorkbenchError> {
    let read = |name: &'static str| {
        RECORDED.get_file(name).map(include_dir::File::contents).ok_or(WorkbenchError::Embedded { what: name })
    };
    let json = |name: &str| {
        let path = PathBuf::from(name);
        move |source| WorkbenchError::Json { path, source }
    };
    let decisions = serde_json::from_slice(read("decisions.json")?).map_err(json("decisions.json"))?;
    let facility = serde_json::from_slice(read("facility.json")?).map_err(json("facility.json"))?;
    Ok((decisions, facility))
}

/// Removes a store of an earlier run; any other is left alone.
fn clear(home: &Path, key_file: &Path) -> Result<(), WorkbenchError> {
    if !home.exists() {
        return Ok(());
    }
    if !home.join(MARK).exists() {
        return Err(WorkbenchError::Exists { path: home.to_owned() });
    }
    fs::remove_dir_all(home).map_err(|source| WorkbenchError::file(home, source))?;
    fs::remove_file(key_file).map_err(|source| WorkbenchError::file(key_file, source))
}

fn make_folder(path: &Path) -> Result<(), WorkbenchError> {
    fs::create_dir_all(path).map_err(|source| WorkbenchError::file(path, source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), WorkbenchError> {
    fs::write(path, bytes).map_err(|source| WorkbenchError::file(path, source))
}

fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), WorkbenchError> {
    let mut text =
        serde_json::to_string_pretty(value).map_err(|source| WorkbenchError::Json { path: path.to_owned(), source })?;
    text.push('\n');
    write(path, text.as_bytes())
}
