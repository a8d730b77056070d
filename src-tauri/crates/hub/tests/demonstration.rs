//! The demonstration hub of the repository is read by this reader, every file of it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use consent::{Decision, Item};
use hub::FolderHub;

#[test]
fn every_family_is_read_and_its_genome_arrives_as_listed() {
    let hub = FolderHub::open(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/hub")))
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(hub.cases().count(), 6);
    for id in hub.cases() {
        let case = hub.case(id).unwrap_or_else(|error| panic!("{error}"));
        let order = case.clinical.order.as_ref().unwrap_or_else(|| panic!("{id}: an order"));
        assert!(
            order.indication.is_some() && !order.diseases.is_empty() && !order.panels.is_empty(),
            "{id}: why and what"
        );
        assert!(
            !case.phenotype.observed().is_empty() && !case.phenotype.excluded().is_empty(),
            "{id}: signs of both kinds"
        );
        assert_eq!(
            case.phenotype.observed(),
            case.clinical.phenotype(&case.proband).observed(),
            "{id}: packet and Bundle"
        );
        assert!(!case.coverage.rows().is_empty() && case.index.is_some(), "{id}: coverage and index");
        for details in &case.clinical.people {
            assert!(details.name.is_some() && details.kana.is_some() && details.birth_date.is_some(), "{}", details.id);
            assert!(case.consents.iter().any(|c| c.person == details.id), "{}: a consent", details.id);
            assert!(
                case.clinical.specimens.iter().any(|s| s.person == details.id && !s.left.is_empty()),
                "{}",
                details.id
            );
        }
        assert!(
            case.consents.iter().any(|c| c.decisions.get(&Item::Participation) == Some(&Decision::Agreed)),
            "{id}: somebody takes part"
        );
        case.vcf.verified().and_then(|genome| genome.finish()).unwrap_or_else(|error| panic!("{error}"));
    }
}
