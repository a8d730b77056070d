use workbench::{
    Role,
    view::phenotype::{SignState, StatedName},
};

use crate::hospital::Hospital;

#[test]
fn a_note_is_read_as_a_person_would() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Coordinator, |desk| {
        let note =
            "𠮷田様。両眼開離あり、てんかん発作はない。母に難聴。白内障の疑い。心室中隔欠損なし。心室中隔欠損あり。";
        let scanned = desk.scan_note(note).expect("read");
        let units: Vec<u16> = note.encode_utf16().collect();
        let words = |from: u32, to: u32| String::from_utf16_lossy(&units[from as usize..to as usize]);
        let places: Vec<_> = scanned.places.iter().map(|p| (words(p.from, p.to), p.stated, p.relative)).collect();
        let said = |words: &str, stated, relative| (words.to_owned(), stated, relative);
        assert_eq!(
            places,
            [
                said("両眼開離", StatedName::Present, false),
                said("てんかん発作", StatedName::Absent, false),
                said("難聴", StatedName::Present, true),
                said("白内障", StatedName::Uncertain, false),
                said("心室中隔欠損", StatedName::Absent, false),
                said("心室中隔欠損", StatedName::Present, false),
            ],
            "a letter of two code units before them moves nothing"
        );
        let signs: Vec<_> = scanned.signs.iter().map(|s| (s.terms[0].term.as_str(), s.proposed)).collect();
        assert_eq!(
            signs,
            [
                ("HP:0000316", Some(SignState::Present)),
                ("HP:0001250", Some(SignState::Absent)),
                ("HP:0000365", None),
                ("HP:0000518", None),
                ("HP:0001629", None),
            ],
            "nothing is proposed of a relative, of what is not certain, of what the note contradicts"
        );
        let long = "あ".repeat(100_001);
        assert!(desk.scan_note(&long).expect_err("too long").to_string().contains("100000"));
    });
}
