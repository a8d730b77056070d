use workbench::{Role, WorkbenchError};

use crate::hospital::Hospital;

#[test]
fn a_sign_is_found_by_whatever_name_it_has() {
    let hospital = Hospital::with(&[]);
    hospital.as_a(Role::Counsellor, |desk| {
        let first = |text: &str| {
            let found = desk.search_terms(text, 8).expect("found");
            found.first().map(|t| (t.term.clone(), t.by.clone())).unwrap_or_default()
        };
        for (text, term) in [
            ("Seizure", "HP:0001250"),
            ("seizure", "HP:0001250"),
            ("Ｓｅｉｚｕｒｅ", "HP:0001250"),
            ("seixure", "HP:0001250"),
            ("HP:0001250", "HP:0001250"),
            ("hp0001250", "HP:0001250"),
            ("1250", "HP:0001250"),
            ("hypertelorism", "HP:0000316"),
            ("wide set eyes", "HP:0000316"),
        ] {
            assert_eq!(first(text).0, term, "{text}");
        }
        assert_eq!(first("wide set eyes").1.as_deref(), Some("Wide-set eyes"), "says by which name");
        let japanese = desk.term("HP:0001250").expect("a term").term.label_ja.expect("a Japanese label");
        assert_eq!(first(&japanese).0, "HP:0001250");
        // Kana of any kind and width, where a name is written in them.
        let kana = desk.search_terms("テンカン", 5).expect("found");
        assert_eq!(kana, desk.search_terms("ﾃﾝｶﾝ", 5).expect("found"));
        assert_eq!(kana, desk.search_terms("てんかん", 5).expect("found"));
        assert!(kana.iter().any(|t| t.label_ja.as_deref().is_some_and(|l| l.contains("てんかん"))), "{kana:?}");
        let all = desk.search_terms("seiz", 50).expect("found");
        assert_eq!(all[0].term, "HP:0001250", "what begins with it stands before what holds it");
        for text in ["", "   ", "qqqqqqq", "Congenital onset"] {
            let found = desk.search_terms(text, 8).expect("an answer");
            assert!(found.iter().all(|t| t.term != "HP:0003577"), "{text:?}: an onset is no sign");
        }
        assert!(desk.search_terms("a", 5).expect("found").len() == 5);
        let page = desk.term("HP:0001250").expect("a term");
        assert!(!page.parents.is_empty() && !page.children.is_empty());
        assert!(page.term.definition.is_some_and(|d| !d.is_empty()));
        assert!(matches!(desk.term("HP:9999999"), Err(WorkbenchError::Unknown { .. })));
    });
}
