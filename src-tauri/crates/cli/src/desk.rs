//! Commands on the store: cases, users, consents, documents, the ledger.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::json;
use workbench::{
    CaseId, CaseQuestion, ConsentRecord, Desk, DeviceKeySource, DocumentKind, Environment, ErrorKind, Facility,
    FolderHub, Language, NewUser, ParseIdError, Reference, Role, SystemClock, TriageAnswer, Unlock, UserId,
    WorkbenchError,
};
use zeroize::Zeroizing;

use crate::{
    Done, Stop,
    args::{Case, Common, Consent, Format, Kind, Lang, Ledger, Report, Triage, User},
    output,
    table::table,
};

fn environment() -> Environment {
    Environment::new(Arc::new(SystemClock))
}

/// The language asked for, else that of the locale, else Japanese.
#[allow(clippy::disallowed_methods, reason = "the command line is where the environment comes in")]
pub fn language(common: &Common) -> Language {
    match common.lang {
        Some(Lang::Ja) => Language::Ja,
        Some(Lang::En) => Language::En,
        None => {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
            if locale.is_some_and(|l| l.starts_with("en")) { Language::En } else { Language::Ja }
        }
    }
}

/// The folder of the store: as given, else the system's place for application data.
#[allow(clippy::disallowed_methods, reason = "the command line is where the environment comes in")]
fn home(common: &Common) -> Result<PathBuf, Stop> {
    let by_variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let system = || {
        by_variable("XDG_DATA_HOME")
            .or_else(|| by_variable("APPDATA"))
            .or_else(|| by_variable("HOME").map(|home| home.join(".local").join("share")))
    };
    common.home.clone().or_else(|| system().map(|data| data.join("shirube"))).ok_or_else(|| missing("--home DIR"))
}

fn missing(what: &'static str) -> Stop {
    WorkbenchError::Unknown { what: "complete command", text: String::new(), expected: what.into() }.into()
}

fn device_key(common: &Common) -> Result<DeviceKeySource, Stop> {
    match &common.device_key_file {
        Some(path) => Ok(DeviceKeySource::KeyFile(path.clone())),
        None => Ok(DeviceKeySource::keyring().map_err(WorkbenchError::from)?),
    }
}

fn user_id(text: &str) -> Result<UserId, Stop> {
    text.parse().map_err(|e: ParseIdError| {
        WorkbenchError::Unknown { what: "user", text: text.to_owned(), expected: e.to_string() }.into()
    })
}

fn case_id(text: &str) -> Result<CaseId, Stop> {
    text.parse().map_err(|e: ParseIdError| {
        WorkbenchError::Unknown { what: "case", text: text.to_owned(), expected: e.to_string() }.into()
    })
}

/// The first line of a file, without its end.
/// A passphrase or a share.
fn first_line(path: &Path) -> Result<Zeroizing<String>, Stop> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|source| WorkbenchError::file(path, source))?);
    Ok(text.lines().next().unwrap_or_default().to_owned().into())
}

fn unlock(common: &Common) -> Result<Desk, Stop> {
    let user = user_id(common.user.as_deref().ok_or_else(|| missing("--user USER"))?)?;
    let file = common.passphrase_file.as_deref();
    let passphrase = first_line(file.ok_or_else(|| missing("--passphrase-file F"))?)?;
    let device_key = device_key(common)?;
    let unlock = Unlock { user: &user, passphrase: &passphrase, device_key: &device_key };
    let home = home(common)?;
    Ok(Desk::unlock(&home, &unlock, Reference::of_home(&home)?, environment())?)
}

/// `triage --case`.
pub fn triage(common: &Common, case: &str, args: &Triage) -> Result<TriageAnswer, Stop> {
    let desk = unlock(common)?;
    let question = CaseQuestion { preset: args.preset.clone(), top: args.top, explain: args.explain.clone() };
    Ok(desk.triage(&case_id(case)?, &question)?)
}

/// Cases.
pub fn case(common: &Common, command: &Case) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let desk = unlock(common)?;
    match command {
        Case::Import { folder, case } => {
            let case = case.as_deref().map(case_id).transpose()?;
            let hub = FolderHub::open(folder).map_err(WorkbenchError::from)?;
            let imported = desk.import(&hub, case.as_ref())?;
            let lines = imported.iter().map(|id| format!("{id}\n")).collect::<String>();
            output::write(&format!("{lines}{} case(s) imported\n", imported.len()))
        }
        Case::List => {
            let cases = desk.cases()?;
            if common.format == Format::Json {
                let list: Vec<_> = cases
                    .iter()
                    .map(|c| json!({ "id": c.id, "imported_by": c.imported_by, "imported_on": c.imported_on }))
                    .collect();
                return output::json(&json!({ "schema": "shirube.cases/1", "cases": list }), common.format);
            }
            let rows: Vec<Vec<String>> = cases
                .iter()
                .map(|c| vec![c.id.to_string(), c.imported_by.to_string(), c.imported_on.to_string()])
                .collect();
            output::write(&table(&["case", "imported by", "on"], &rows, 40))
        }
        Case::Show { id } => {
            let id = case_id(id)?;
            let summary = desk.summary(&id)?;
            if common.format == Format::Json {
                return output::json(&summary, common.format);
            }
            output::write(&summary.to_text())
        }
    }
}

/// Users.
pub fn user(common: &Common, command: &User) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    match command {
        User::Add { name, role, new_passphrase_file, shares_into } => {
            let role: Role = role.parse().map_err(|e: workbench::ParseRoleError| WorkbenchError::Unknown {
                what: "role",
                text: role.clone(),
                expected: e.to_string(),
            })?;
            let passphrase = first_line(new_passphrase_file)?;
            let new = NewUser { user: user_id(name)?, name: name.clone(), passphrase };
            if common.user.is_some() {
                unlock(common)?.add_user(new, role)?;
                return output::write(&format!("{name} is a {role} now\n"));
            }
            first_user(common, new, role, shares_into.as_deref())
        }
        User::List => {
            let users = unlock(common)?.users()?;
            if common.format == Format::Json {
                let list: Vec<_> = users
                    .iter()
                    .map(|u| json!({ "id": u.id, "name": u.name, "role": u.role, "disabled": u.disabled }))
                    .collect();
                return output::json(&json!({ "schema": "shirube.users/1", "users": list }), common.format);
            }
            let state = |disabled| if disabled { "disabled" } else { "" };
            let rows: Vec<Vec<String>> = users
                .iter()
                .map(|u| vec![u.id.to_string(), u.name.clone(), u.role.to_string(), state(u.disabled).to_owned()])
                .collect();
            output::write(&table(&["user", "name", "role", ""], &rows, 40))
        }
        User::Disable { name } => {
            unlock(common)?.disable_user(&user_id(name)?)?;
            output::write(&format!("{name} can no longer sign in\n"))
        }
    }
}

/// The first user makes the store and is its administrator; the recovery shares are given out this once.
fn first_user(common: &Common, new: NewUser, role: Role, shares_into: Option<&Path>) -> Done {
    if role != Role::Administrator {
        let expected =
            "administrator for the first user of a new store; to add another user sign in with --user".into();
        return Err(WorkbenchError::Unknown { what: "role here", text: role.to_string(), expected }.into());
    }
    let into = shares_into.ok_or_else(|| missing("--shares-into DIR, where the recovery shares go"))?;
    fs::create_dir_all(into).map_err(|source| WorkbenchError::file(into, source))?;
    let place = |number: usize| into.join(format!("recovery-share-{number}.txt"));
    // Those of another store are never lost to this one.
    if let Some(other) = (1..=255).map(place).find(|path| path.exists()) {
        let expected = "a folder without the recovery shares of another store".to_owned();
        return Err(WorkbenchError::Unknown { what: "folder here", text: other.display().to_string(), expected }.into());
    }
    let name = new.user.to_string();
    let (desk, shares) =
        Desk::set_up(&home(common)?, new, "this device", &device_key(common)?, Reference::starter()?, environment())?;
    for (number, share) in shares.iter().enumerate() {
        let path = place(number + 1);
        let written = store_share(&path, share);
        if let Err(source) = written {
            let rest = shares.iter().skip(number).map(|share| format!("{share}\n")).collect::<String>();
            output::write(&format!("these shares could not be written, keep them now:\n{rest}"))?;
            return Err(WorkbenchError::file(&path, source).into());
        }
    }
    desk.lock()?;
    output::write(&format!(
        "{name} is the administrator of a new store. Give the {} recovery shares in {} to named people; two of them open \
         the store again.\n",
        shares.len(),
        into.display()
    ))
}

/// Writes a share into a new file that only this user may read.
fn store_share(path: &Path, share: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{share}")?;
    file.sync_all()
}

/// Recovery by shares.
pub fn recover(common: &Common, share_files: &[PathBuf], new_passphrase_file: &Path) -> Done {
    let user = user_id(common.user.as_deref().ok_or_else(|| missing("--user USER"))?)?;
    let shares = share_files.iter().map(|f| first_line(f)).collect::<Result<Vec<_>, _>>()?;
    let passphrase = first_line(new_passphrase_file)?;
    let device_key = device_key(common)?;
    let unlock = Unlock { user: &user, passphrase: &passphrase, device_key: &device_key };
    let home = home(common)?;
    Desk::recover(&home, &unlock, &shares, false, Reference::of_home(&home)?, environment())?.lock()?;
    output::write(&format!("{user} has a new passphrase\n"))
}

/// Consents.
pub fn consent(common: &Common, command: &Consent) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let desk = unlock(common)?;
    match command {
        Consent::Show { case } => {
            let consents = desk.consents(&case_id(case)?)?;
            if common.format == Format::Json {
                return output::json(&json!({ "schema": "shirube.consents/1", "consents": consents }), common.format);
            }
            let rows: Vec<Vec<String>> = consents
                .values()
                .flat_map(|c| {
                    c.decisions.iter().map(|(item, decision)| {
                        let said =
                            if c.withdrawn { "withdrawn".into() } else { format!("{decision:?}").to_lowercase() };
                        vec![c.person.to_string(), c.icf_version.clone(), item.to_string(), said]
                    })
                })
                .collect();
            output::write(&table(&["person", "form", "item", "decision"], &rows, 40))
        }
        Consent::Record { case, file } => {
            let bytes = fs::read(file).map_err(|source| WorkbenchError::file(file, source))?;
            let record: ConsentRecord =
                serde_json::from_slice(&bytes).map_err(|source| WorkbenchError::Json { path: file.clone(), source })?;
            let person = record.person.clone();
            desk.record_consent(&case_id(case)?, record)?;
            output::write(&format!("the consent of {person} is recorded\n"))
        }
    }
}

/// Documents.
pub fn report(common: &Common, command: &Report) -> Done {
    output::only(common.format, &[Format::Text])?;
    let Report::Render { case, kind, out, facility } = command;
    let desk = unlock(common)?;
    let kind = match kind {
        Kind::Physician => DocumentKind::Physician,
        Kind::Patient => DocumentKind::Patient,
        Kind::Consent => DocumentKind::Consent,
    };
    let facility: Facility = match facility {
        Some(path) => {
            let bytes = fs::read(path).map_err(|source| WorkbenchError::file(path, source))?;
            serde_json::from_slice(&bytes).map_err(|source| WorkbenchError::Json { path: path.clone(), source })?
        }
        None => Facility::default(),
    };
    let pdf = desk.document(&case_id(case)?, kind, language(common), &facility)?;
    fs::write(out, &pdf).map_err(|source| WorkbenchError::file(out, source))?;
    output::write(&format!("{}: {} bytes\n", out.display(), pdf.len()))
}

/// The ledger.
pub fn ledger(common: &Common, command: &Ledger) -> Done {
    output::only(common.format, &[Format::Text, Format::Json])?;
    let desk = unlock(common)?;
    match command {
        Ledger::Verify => {
            let result = desk.verify()?;
            let findings: Vec<String> = result.findings.iter().map(ToString::to_string).collect();
            if common.format == Format::Json {
                let sound = result.is_sound();
                let value = json!({ "schema": "shirube.ledger/1", "events": result.events, "sound": sound,
                    "erased": result.erased.len(), "findings": findings });
                output::json(&value, common.format)?;
            } else {
                let lines = findings.iter().map(|f| format!("{f}\n")).collect::<String>();
                output::write(&format!("{lines}{} events, {} finding(s)\n", result.events, findings.len()))?;
            }
            if result.is_sound() { Ok(()) } else { Err(Stop::Answered(ErrorKind::Wanting)) }
        }
        Ledger::Export { out: Some(path) } => {
            let mut file = fs::File::create_new(path).map_err(|source| WorkbenchError::file(path, source))?;
            let count = desk.export_ledger(&mut file)?;
            file.sync_all().map_err(|source| WorkbenchError::file(path, source))?;
            output::write(&format!("{}: {count} events\n", path.display()))
        }
        Ledger::Export { out: None } => {
            let mut text = Vec::new();
            desk.export_ledger(&mut text)?;
            output::write(&String::from_utf8_lossy(&text))
        }
        Ledger::Rebuild => {
            let differed = desk.rebuild_ledger()?;
            if differed.is_empty() {
                return output::write("every table is as the ledger says\n");
            }
            output::write(&format!("differed, and are mended now: {}\n", differed.join(", ")))?;
            Err(Stop::Answered(ErrorKind::Wanting))
        }
    }
}
