//! Sheets of specimen labels: what stands on them, read back from the file by other programs.

#![allow(clippy::print_stderr, reason = "a test that does not look says so")]
#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use documents::{
    DocumentsError, Language,
    label::{Label, LabelSheet, PrintedName, print},
};
use jiff::civil::{Date, date};

const ON: Date = date(2026, 11, 21);

fn labels(count: usize) -> Vec<Label> {
    let kinds = ["末梢血（EDTA）", "唾液", "gDNA 50 ng/µL", "皮膚線維芽細胞"];
    let names = [("𠮷田 陽菜", "よしだ ひな"), ("髙橋 誠", "たかはし まこと"), ("山﨑 真由美", "やまさき まゆみ")];
    let label = |n: usize| {
        let (written, kana) = names[n % names.len()];
        Label {
            kind: kinds[n % kinds.len()].to_owned(),
            specimen: format!("SP-2026-{:05}", n + 1),
            person: format!("F{}-P", n / 3 + 1).parse().expect("an id"),
            name: (n % 4 != 3).then(|| PrintedName { written: written.to_owned(), kana: Some(kana.to_owned()) }),
            collected: (n % 5 != 4).then_some(date(2026, 11, 2)),
            case: format!("family-{}", n / 3 + 1).parse().expect("an id"),
        }
    };
    (0..count).map(label).collect()
}

fn file(name: &str, sheet: LabelSheet, start: usize, language: Language, labels: &[Label]) -> PathBuf {
    let pdf = print(sheet, start, ON, language, labels).unwrap_or_else(|e| panic!("{name}: {e}"));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("label-{name}.pdf"));
    std::fs::write(&path, pdf.as_bytes()).expect("a folder to write");
    path
}

/// What a program says of a file; None where the program is not installed.
fn said(program: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<Vec<u8>> {
    match Command::new(program).args(before).arg(file).args(after).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            Some(output.stdout)
        }
        Err(_) => {
            eprintln!("{program} is not installed: not looked at");
            None
        }
    }
}

/// The codes on the first page, as another program reads them from an image of so many dots per inch; None where
/// there is no such program.
fn codes(file: &Path, dots: &str) -> Option<Vec<String>> {
    const READ: &str = "import sys, zxingcpp\nfrom PIL import Image\n\
        for code in zxingcpp.read_barcodes(Image.open(sys.argv[1])): print(code.text)";
    let image = file.with_extension("");
    said("pdftoppm", &["-gray", "-png", "-singlefile", "-r", dots], file, &[image.to_str().expect("a path")])?;
    let read = Command::new("python3").args(["-c", READ]).arg(image.with_extension("png")).output().ok()?;
    if !read.status.success() {
        eprintln!("no reader of codes is installed: not looked at");
        return None;
    }
    let mut found: Vec<String> = String::from_utf8_lossy(&read.stdout).lines().map(str::to_owned).collect();
    found.sort();
    Some(found)
}

#[test]
fn every_code_holds_its_specimen() {
    for (name, sheet, start, count) in [
        ("24", LabelSheet::A4Of24, 1, 24),
        ("65", LabelSheet::A4Of65, 1, 65),
        ("24-from-11", LabelSheet::A4Of24, 11, 7),
    ] {
        let labels = labels(count);
        let file = file(name, sheet, start, Language::Ja, &labels);
        let Some(found) = codes(&file, "300") else { return };
        let expected: Vec<String> = labels.iter().map(|label| label.specimen.clone()).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_text_of_a_label_can_be_read_and_its_fonts_travel_with_it() {
    let labels = labels(6);
    for sheet in LabelSheet::ALL {
        let file = file(&format!("text-{}", sheet.labels()), sheet, 1, Language::Ja, &labels);
        let Some(text) = said("pdftotext", &["-layout"], &file, &["-"]) else { return };
        let text = String::from_utf8(text).expect("UTF-8");
        for label in &labels {
            let name = label.name.as_ref();
            let fields = [
                Some(&label.specimen),
                name.map(|n| &n.written),
                name.and_then(|n| n.kana.as_ref()),
                Some(&label.kind),
            ];
            for field in fields.into_iter().flatten() {
                assert!(text.contains(field.as_str()), "{field} must be read: {text}");
            }
            assert!(text.contains(label.case.as_str()) && text.contains(label.person.as_str()), "{text}");
        }
        assert!(
            text.contains("2026-11-02") && text.contains("____-__-__"),
            "a day that is not known is left to write: {text}"
        );
        let fonts = String::from_utf8(said("pdffonts", &[], &file, &[]).unwrap_or_default()).unwrap_or_default();
        for line in fonts.lines().skip(2) {
            let columns: Vec<&str> = line.split_whitespace().rev().collect();
            assert!(columns[4] == "yes" && columns[2] == "yes", "embedded, with its characters: {line}");
        }
        let size = std::fs::metadata(&file).expect("a file").len();
        assert!(size < 1 << 20, "only the letters that are used travel with it: {size} bytes");
    }
}

#[test]
fn the_same_labels_give_the_same_bytes() {
    let labels = labels(30);
    let printed = || print(LabelSheet::A4Of24, 5, ON, Language::Ja, &labels).expect("labels").into_bytes();
    let first = printed();
    assert!(first == printed(), "nothing but the labels decides");
    let other = print(LabelSheet::A4Of24, 6, ON, Language::Ja, &labels).expect("labels").into_bytes();
    assert!(first != other);
    let text = String::from_utf8_lossy(&first);
    assert!(text.contains("D:20261121"), "the day of printing comes from the caller");
    assert!(first.len() < 400_000, "fonts are cut to what is printed: {} bytes", first.len());
}

#[test]
fn more_labels_than_places_go_to_further_sheets() {
    let file = file("sheets", LabelSheet::A4Of24, 20, Language::En, &labels(30));
    let Some(info) = said("pdfinfo", &[], &file, &[]) else { return };
    let info = String::from_utf8_lossy(&info).into_owned();
    assert!(info.contains("Pages:           3") || info.contains("Pages: 3"), "5 + 24 + 1: {info}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let refused = |change: &dyn Fn(&mut Label), sheet| {
        let mut one = labels(1);
        change(&mut one[0]);
        print(sheet, 1, ON, Language::Ja, &one)
    };
    let long = "とても長い検体の種類の名前".repeat(8);
    let is_label = |result: Result<_, DocumentsError>| matches!(result, Err(DocumentsError::Label { label: 1, .. }));
    for sheet in LabelSheet::ALL {
        assert!(is_label(refused(&|label| label.kind = long.clone(), sheet).map(|_| ())), "nothing is cut off");
        assert!(is_label(refused(&|label| label.specimen = "X".repeat(400), sheet).map(|_| ())));
        let unprintable = refused(&|label| label.kind = "血\u{1F600}".to_owned(), sheet);
        assert!(
            matches!(&unprintable, Err(DocumentsError::Unprintable { field, .. }) if field == "labels.0.kind"),
            "a gap would not be seen: {:?}",
            unprintable.map(|_| ())
        );
        for start in [0, sheet.labels() + 1] {
            let outside = print(sheet, start, ON, Language::Ja, &labels(1));
            assert!(matches!(outside, Err(DocumentsError::Label { label: 0, .. })));
        }
    }
    assert!(print(LabelSheet::A4Of24, 1, ON, Language::Ja, &[]).is_err());
}
