//! Mappings of MONDO as SSSOM tables (<https://mapping-commons.github.io/sssom/>).

use domain::{DiseaseId, DiseaseSource};

use crate::{
    Error,
    packed::PackedDisease,
    reading::{Text, release_in},
};

/// MONDO classes with a disease of OMIM or Orphanet that they match exactly, in order.
pub(crate) type Matches = Vec<(PackedDisease, PackedDisease)>;

/// Reads the exact matches with OMIM and Orphanet and the release; other predicates and catalogues (OMIMPS, NANDO,
/// GARD, …) are passed over.
pub(crate) fn read(text: &Text) -> Result<(Matches, Option<String>), Error> {
    let mut matches = Vec::new();
    for row in text.rows(["subject_id", "predicate_id", "object_id"])? {
        let row = row?;
        let mondo: DiseaseId = row.read(0, "MONDO: and a number", |f| f.parse().ok())?;
        if row.fields[1] != "skos:exactMatch" || !["OMIM:", "Orphanet:"].iter().any(|p| row.fields[2].starts_with(p)) {
            continue;
        }
        let disease: DiseaseId = row.read(2, "OMIM: or Orphanet: and a number", |f| f.parse().ok())?;
        if mondo.source() != DiseaseSource::Mondo {
            return Err(row.line.wrong("subject_id", row.fields[0], "MONDO: and a number"));
        }
        matches.push((PackedDisease(mondo), PackedDisease(disease)));
    }
    matches.sort_unstable();
    matches.dedup();
    Ok((matches, text.comment("mapping_set_version").map(release_in)))
}
