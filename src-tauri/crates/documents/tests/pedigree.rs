//! The pedigrees of `fixtures/pedigree`, drawn. The drawings lie in the target folder afterwards, so that a person can
//! look at them.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::{collections::BTreeMap, path::Path};

use documents::{Ink, Language, pedigree::Pedigree};

/// Every family of the corpus by name: as PED, or as JSON where a PED cannot say it.
fn corpus() -> BTreeMap<String, Pedigree> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/pedigree");
    let mut families = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the corpus is there") {
        let path = entry.expect("a file").path();
        let text = || std::fs::read_to_string(&path).expect("a text");
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        match path.extension().and_then(|end| end.to_str()) {
            Some("json") => {
                let family = serde_json::from_str(&text()).unwrap_or_else(|e| panic!("{name}: {e}"));
                families.insert(name, family);
            }
            Some("ped") => {
                let family = domain::Pedigree::parse_ped(&text()).unwrap_or_else(|e| panic!("{name}: {e}")).remove(0);
                let proband = family.affected_children().first().map(|person| person.id.clone());
                families.insert(name, Pedigree::of(&family, proband.as_ref()));
            }
            _ => {}
        }
    }
    families
}

#[test]
fn every_family_is_drawn_as_reviewed() {
    let families = corpus();
    assert!(families.len() >= 17, "the corpus has {}", families.len());
    for (name, family) in families {
        for language in Language::ALL {
            let drawing = family.draw(language, Ink::Paper).unwrap_or_else(|e| panic!("{name}: {e}"));
            let file = format!("pedigree-{name}.{}.svg", language.code());
            std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file), &drawing.svg).expect("a folder to write");
            if language == Language::Ja {
                insta::assert_snapshot!(format!("{name}.svg"), drawing.svg);
            }
            insta::assert_snapshot!(
                format!("{name}.{}", language.code()),
                drawing.text.replace(['。'], "。\n").replace(". ", ".\n")
            );
        }
    }
}
