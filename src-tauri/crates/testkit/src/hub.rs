use std::{fs, path::Path};

use anyhow::{Context, Result};
use domain::Assembly;
use sealed::digest::Sha256;
use serde::Serialize;

use crate::{bundle, coverage, family::Family, packet, reads, vcf};

/// The list of the cases of a hub that is a folder.
#[derive(Serialize)]
struct Hub<'a> {
    schema: &'a str,
    name: &'a str,
    cases: Vec<Listed<'a>>,
}

/// A case of a hub: the place and the hash of its own list.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    path: String,
    size: usize,
    sha256: String,
}

/// The list of the files of a case.
#[derive(Serialize)]
struct Case<'a> {
    schema: &'a str,
    id: &'a str,
    assembly: &'a str,
    files: Vec<Named<'a>>,
}

/// A file of a case.
#[derive(Serialize)]
struct Named<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<&'a str>,
    path: &'a str,
    size: usize,
    sha256: String,
}

/// Writes a hub of these families into a folder: `hub.json`, and a folder for each case.
///
/// # Errors
/// Where a description is wrong or a file cannot be written.
pub fn write_hub(folder: &Path, families: &[Family]) -> Result<()> {
    let mut cases = Vec::new();
    for family in families {
        let case = family.write(&folder.join(family.id()))?;
        let (size, sha256) = (case.len(), Sha256::of(&case).to_string());
        cases.push(Listed { id: family.id(), path: format!("{}/case.json", family.id()), size, sha256 });
    }
    let hub = Hub { schema: "shirube.folder-hub/1", name: "標 デモ用解析・データセンター", cases };
    write(folder, "hub.json", &json(&hub)?)
}

impl Family {
    /// Writes the folder of the case and gives the bytes of its `case.json`.
    ///
    /// # Errors
    /// Where the description is wrong or a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<Vec<u8>> {
        const GENOME: &str = "family.vcf.gz";
        let text = vcf::text(self)?;
        let (packed, index) = vcf::pack(&text)?;
        let bundle = json(&bundle::of(self, (GENOME, &packed)))?;
        let mut files: Vec<(&str, Option<String>, String, Vec<u8>)> = Vec::new();
        for (kind, path, bytes) in [
            ("vcf", GENOME, packed),
            ("index", "family.vcf.gz.tbi", index),
            ("ped", "family.ped", self.ped().into_bytes()),
            ("phenopacket", "phenopacket.json", json(&packet::of(self))?),
            ("fhir", "bundle.json", bundle),
            ("coverage", "coverage.tsv", coverage::table(self)?.into_bytes()),
        ] {
            files.push((kind, None, path.to_owned(), bytes));
        }
        for (person, reads) in if self.reads { reads::of(self, &text)? } else { Vec::new() } {
            let (bam, index) = reads::pack(&person, Assembly::GRCh38, &reads)?;
            files.push(("bam", Some(person.clone()), format!("{person}.bam"), bam));
            files.push(("reads_index", Some(person.clone()), format!("{person}.bam.bai"), index));
        }
        let named = files.iter().map(|(kind, person, path, bytes)| Named {
            kind,
            person: person.as_deref(),
            path,
            size: bytes.len(),
            sha256: Sha256::of(bytes).to_string(),
        });
        let case = Case { schema: "shirube.hub-case/1", id: self.id(), assembly: "GRCh38", files: named.collect() };
        let case = json(&case)?;
        for (_, _, path, bytes) in &files {
            write(folder, path, bytes)?;
        }
        write(folder, "case.json", &case)?;
        Ok(case)
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .with_context(|| format!("writing {}", path.display()))
}
