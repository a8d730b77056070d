use super::*;

#[test]
fn nobody_makes_no_drawing() {
    let drawn = Pedigree::default().draw(Language::Ja, Ink::Paper);
    assert!(matches!(drawn, Err(DocumentsError::Pedigree { .. })));
}
