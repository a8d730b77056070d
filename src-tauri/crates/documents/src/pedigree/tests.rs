//! What must hold of every drawing, tried on random families of up to 40 people.

mod drawn;

use proptest::prelude::*;

use super::{draw::Drawing, family::Family, *};

/// A random family. Each pair of numbers adds one person: a founder, or a child of two people who are already there,
/// whatever these are to each other.
fn random(steps: &[(u8, u8, u16)]) -> Pedigree {
    let id = |n: usize| format!("p{n}").parse::<PersonId>().expect("an id");
    let names = ["", "山田 太郎", "A", "長い名前の人物 ひらがなもある", "1980-01-02", "NA12878-with-a-long-name"];
    let mut pedigree = Pedigree::default();
    for (n, &(a, b, kind)) in steps.iter().enumerate() {
        let gender = [Gender::Man, Gender::Woman, Gender::Nonbinary, Gender::Unknown][usize::from(kind % 9 / 3).min(3)];
        let mut person = Individual::new(id(n), gender);
        let bits = kind / 9;
        person.affection =
            vec![[Affection::Affected, Affection::Unaffected, Affection::Unknown][usize::from(bits % 3)]];
        person.labels = vec![Localized::japanese(names[usize::from(bits % 6)]), Localized::japanese("38歳")];
        person.labels.truncate(usize::from(bits / 6 % 3));
        person.deceased = bits & 8 != 0;
        person.proband = bits % 11 == 0;
        person.consultand = bits % 13 == 0;
        person.carrier = bits % 7 == 0;
        person.sequenced = bits % 5 == 0;
        person.several = (bits % 17 == 0).then_some(Several::Number(3));
        person.adoption = (bits % 19 == 0).then_some(Adoption::In);
        person.birth_order = (bits & 16 != 0).then_some(bits % 5);
        let (a, b) = (usize::from(a), usize::from(b));
        if n >= 2 && kind % 4 != 0 {
            person.father = Some(id(a % n));
            // Every sixth child has one named parent, or one that is not listed.
            person.mother = match b % 12 {
                0 => None,
                1 => Some(id(100 + a % n)),
                _ => Some(id((a + 1 + b % (n - 1)) % n)),
            }
            .filter(|mother| Some(mother) != person.father.as_ref());
        }
        pedigree.people.push(person);
    }
    // Every pair of neighbouring siblings of one kind of number is born together.
    let mut twins: Vec<Twins> = Vec::new();
    for pair in pedigree.people.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let siblings = a.father.is_some() && a.father == b.father && a.mother == b.mother && a.mother.is_some();
        if siblings && !twins.iter().any(|t| t.members.contains(&a.id)) {
            let zygosity = [Zygosity::Monozygotic, Zygosity::Dizygotic, Zygosity::Unknown][twins.len() % 3];
            twins.push(Twins { members: vec![a.id.clone(), b.id.clone()], zygosity });
        }
    }
    pedigree.twins = twins;
    pedigree
}

fn steps() -> impl Strategy<Value = Vec<(u8, u8, u16)>> {
    // Half of the families look like families: a child's parents are near each other in the list.
    let near = prop::collection::vec((0..6u8, 2..5u8, any::<u16>()), 1..=40);
    prop_oneof![prop::collection::vec(any::<(u8, u8, u16)>(), 1..=40), near]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_is_whole_and_readable(steps in steps()) {
        let pedigree = random(&steps);
        let family = Family::of(&pedigree).expect("a family that can be drawn");
        let drawing = Drawing::of(&family, Language::Ja).expect("a drawing");
        drawn::check(&family, &drawing);
    }

    #[test]
    fn the_order_of_the_members_does_not_matter(steps in steps(), turn in 0..40usize) {
        let pedigree = random(&steps);
        let mut other = pedigree.clone();
        other.people.reverse();
        let len = other.people.len();
        other.people.rotate_left(turn % len);
        other.twins.reverse();
        let drawn = |p: &Pedigree| p.draw(Language::En, Ink::Screen).expect("a drawing");
        prop_assert_eq!(drawn(&pedigree), drawn(&other));
    }
}

/// A family that a random run once drew with two lines as one.
#[test]
fn lines_in_a_circle_of_kin_stay_apart() {
    let steps = [
        (0, 0, 324),
        (0, 0, 24489),
        (0, 2, 5346),
        (0, 0, 21108),
        (34, 203, 25011),
        (105, 49, 64762),
        (160, 231, 4279),
        (173, 135, 45573),
        (185, 90, 54499),
        (161, 148, 15204),
        (2, 245, 26109),
        (98, 55, 2741),
        (27, 43, 48956),
        (156, 61, 59632),
        (31, 8, 59265),
        (80, 103, 8516),
        (215, 231, 758),
        (26, 211, 48629),
        (117, 227, 56313),
        (165, 218, 12090),
        (38, 68, 31023),
        (151, 142, 43318),
        (148, 142, 23368),
        (184, 44, 22349),
        (121, 105, 14609),
        (163, 3, 10252),
        (236, 172, 29619),
        (197, 93, 51363),
        (218, 178, 48445),
        (238, 218, 56183),
        (208, 147, 1182),
        (1, 74, 22364),
        (181, 79, 47927),
        (3, 235, 23574),
        (106, 121, 51384),
        (119, 247, 40741),
        (124, 68, 43702),
    ];
    let pedigree = random(&steps);
    let family = Family::of(&pedigree).expect("a family that can be drawn");
    drawn::check(&family, &Drawing::of(&family, Language::Ja).expect("a drawing"));
}

fn refused(change: impl FnOnce(&mut Pedigree)) -> &'static str {
    let ped = "F c d m 1 2\nF d 0 0 1 1\nF m 0 0 2 1";
    let mut pedigree = Pedigree::of(&domain::Pedigree::parse_ped(ped).expect("a PED")[0], None);
    change(&mut pedigree);
    match pedigree.draw(Language::Ja, Ink::Paper) {
        Err(DocumentsError::Pedigree { what }) => what,
        other => panic!("{:?}", other.map(|_| "a drawing")),
    }
}

#[test]
fn a_family_that_contradicts_itself_is_refused() {
    let id = |text: &str| text.parse::<PersonId>().expect("an id");
    assert_eq!(refused(|p| p.people.clear()), "there is nobody in it");
    assert_eq!(refused(|p| p.people[1].id = id("c")), "a person is listed twice");
    assert_eq!(refused(|p| p.people[1].father = Some(id("c"))), "a person is their own ancestor");
    assert_eq!(refused(|p| p.people[0].mother = Some(id("d"))), "father and mother are one person");
    assert_eq!(
        refused(|p| p.people[0].several = Some(Several::Number(1))),
        "a symbol for several people stands for two or more"
    );
    assert_eq!(
        refused(|p| p.people[0].affection.push(Affection::Affected)),
        "a person has more affections than there are conditions"
    );
    assert_eq!(
        refused(|p| p.conditions = vec![Localized::default(); 5]),
        "a symbol has four parts, and there are more conditions"
    );
    let couple = |a: &str, b: &str| Couple { partners: [id(a), id(b)], consanguineous: false, childless: None };
    assert_eq!(refused(|p| p.couples.push(couple("c", "x"))), "a partner of a couple is not listed");
    assert_eq!(refused(|p| p.couples.push(couple("c", "c"))), "a couple is one person twice");
    let twins =
        |members: &[&str]| Twins { members: members.iter().map(|m| id(m)).collect(), zygosity: Zygosity::Unknown };
    assert_eq!(refused(|p| p.twins.push(twins(&["c", "x"]))), "a twin is not listed");
    assert_eq!(refused(|p| p.twins.push(twins(&["c", "d"]))), "twins are two or more children of the same parents");
}

#[test]
fn a_text_that_cannot_be_printed_is_refused_by_name() {
    let mut pedigree = Pedigree::default();
    pedigree.people.push(Individual::new("a".parse().expect("an id"), Gender::Man));
    pedigree.people[0].labels = vec![Localized::japanese("山田"), Localized::japanese("a\u{202E}b")];
    let refused = pedigree.draw(Language::Ja, Ink::Paper);
    assert!(
        matches!(&refused, Err(DocumentsError::Unprintable { field, character: '\u{202E}' }) if field == "people.0.labels.1"),
        "{refused:?}"
    );
}

#[test]
fn the_screen_and_the_paper_differ_in_their_ink_only() {
    let ped = "F c d m 1 2\nF d 0 0 1 1\nF m 0 0 2 1";
    let pedigree = Pedigree::of(&domain::Pedigree::parse_ped(ped).expect("a PED")[0], None);
    let [screen, paper] = [Ink::Screen, Ink::Paper].map(|ink| pedigree.draw(Language::Ja, ink).expect("a drawing").svg);
    assert!(!screen.contains('#') && !paper.contains("currentColor"));
    assert_eq!(screen.replace("currentColor", "#000000").replace("var(--paper, Canvas)", "#ffffff"), paper);
    for banned in ["style=", "<style", "<script", "href", "url(", "<image", "<foreignObject"] {
        assert!(!screen.contains(banned), "the content security policy of the window refuses {banned}");
    }
}
