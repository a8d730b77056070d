//! A pedigree and a VCF that do not fit are refused with names, and the proband is never guessed.

use domain::{Assembly, Pedigree, PersonId, Sex};
use variants::{Family, FamilyError, VariantTable, check_samples, strangers};

use crate::family_text::{FILES, TRIO, header, read, source};

fn table(samples: &[&str]) -> VariantTable {
    read(&source(&header(samples)), Assembly::GRCh38)
}

fn pedigrees(ped: &str) -> Vec<Pedigree> {
    Pedigree::parse_ped(ped).expect("a PED")
}

fn proband(ped: &str, samples: &[&str], asked: Option<&str>) -> Result<String, FamilyError> {
    let asked: Option<PersonId> = asked.map(|id| id.parse().expect("an id"));
    let family = Family::new(&pedigrees(ped)[0], table(samples).samples(), asked.as_ref(), FILES)?;
    Ok(family.proband().person.id.to_string())
}

#[test]
fn a_sample_without_a_person_is_refused_where_a_person_has_no_sample() {
    let table = table(&["child", "father", "stranger"]);
    let error = check_samples(&pedigrees(TRIO), table.samples(), FILES).expect_err("not in the PED").to_string();
    assert!(error.contains("family.vcf") && error.contains("stranger") && error.contains("family.ped"), "{error}");
    let whole = self::table(&["child", "father", "mother", "stranger"]);
    assert_eq!(check_samples(&pedigrees(TRIO), whole.samples(), FILES), Ok(()), "everybody of the PED has a sample");
    assert_eq!(strangers(&pedigrees(TRIO), whole.samples()), ["stranger"]);
    let both = format!("{TRIO}\nG stranger 0 0 0 0");
    assert_eq!(check_samples(&pedigrees(&both), table.samples(), FILES), Ok(()), "any family of the PED will do");
}

#[test]
fn members_without_a_sample_are_known_as_not_sequenced() {
    let table = table(&["child", "mother"]);
    let family = Family::new(&pedigrees(TRIO)[0], table.samples(), None, FILES).expect("a family");
    assert_eq!(family.father().map(|f| f.sample), Some(None));
    assert_eq!(family.mother().map(|m| m.sample), Some(Some(1)));
    assert_eq!(family.proband_sample(), 0);
}

#[test]
fn the_proband_is_the_only_affected_child() {
    let samples = ["child", "father", "mother"];
    assert_eq!(proband(TRIO, &samples, None), Ok("child".to_owned()));
    assert_eq!(proband(TRIO, &samples, Some("mother")), Ok("mother".to_owned()), "unless another one is asked for");
    let affected_mother = "F child father mother 2 2\nF father 0 0 1 1\nF mother 0 0 2 2";
    assert_eq!(proband(affected_mother, &samples, None), Ok("child".to_owned()), "a parent of the child");
    let uncle = format!("{TRIO}\nF uncle 0 0 1 2");
    assert_eq!(proband(&uncle, &samples, None), Ok("child".to_owned()), "the uncle has no sample");
}

#[test]
fn what_is_not_clear_is_refused_with_the_names() {
    let samples = ["child", "brother", "father", "mother"];
    let siblings = format!("{TRIO}\nF brother father mother 1 2");
    let healthy = TRIO.replace("2 2", "2 1");
    for (ped, samples, asked, parts) in [
        (siblings.as_str(), &samples[..], None, &["family F", "child, brother", "--proband"][..]),
        (healthy.as_str(), &samples[..], None, &["no affected person", "family.ped"]),
        (TRIO, &samples[1..], None, &["family.vcf", "no sample for proband child", "brother, father, mother"]),
        (TRIO, &samples[..], Some("aunt"), &["aunt is not a member", "child, father, mother"]),
    ] {
        let error = proband(ped, samples, asked).expect_err("must be refused").to_string();
        for part in parts {
            assert!(error.contains(part), "{error:?} should say {part:?}");
        }
    }
}

#[test]
fn a_family_of_one_needs_its_sample() {
    let table = table(&["NA12878"]);
    let alone = |text: &str| Pedigree::alone(text.parse().expect("an id"), Sex::Female);
    let family = Family::new(&alone("NA12878"), table.samples(), None, FILES).expect("a family");
    assert_eq!(family.members().len(), 1);
    let error = Family::new(&alone("NA1"), table.samples(), None, FILES).expect_err("no such sample");
    assert!(error.to_string().contains("no sample for proband NA1"), "{error}");
}
