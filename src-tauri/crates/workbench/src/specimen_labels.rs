//! Sheets of specimen labels of a case.

use documents::{
    Language,
    label::{self, Label, LabelSheet as Sheet, PrintedName},
};
use fhir::case::SpecimenDetails;
use sealed::digest::Sha256;

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    desk::case_id,
    report_page::base64,
    view::{
        case::{LabelRequest, LabelSheet},
        report::Pdf,
    },
};

/// Labels of one kind on a sheet, at most.
const MOST_COPIES: u32 = 65;

impl Desk {
    /// Sets a sheet of specimen labels.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Unknown`] where a specimen is not of this case;
    /// [`WorkbenchError::Documents`] where a text does not fit.
    pub fn labels(&self, labels: &LabelRequest) -> Result<Pdf, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let id = case_id(&labels.case)?;
        let case = self.case(&id)?;
        if !(1..=MOST_COPIES).contains(&labels.copies) {
            let (text, expected) = (labels.copies.to_string(), format!("1 to {MOST_COPIES}"));
            return Err(WorkbenchError::Unknown { what: "number of copies", text, expected });
        }
        let mut printed = Vec::new();
        for number in &labels.specimens {
            let specimen = case.clinical.specimens.iter().find(|s| s.number.as_ref() == Some(number));
            let specimen = specimen.ok_or_else(|| WorkbenchError::Unknown {
                what: "specimen of this case",
                text: number.clone(),
                expected: case
                    .clinical
                    .specimens
                    .iter()
                    .filter_map(|s| s.number.clone())
                    .collect::<Vec<_>>()
                    .join(", "),
            })?;
            for _ in 0..labels.copies {
                printed.push(label(&id, &case, specimen, number, labels.with_name));
            }
        }
        self.look_at_document(&id, "labels")?;
        let sheet = match labels.sheet {
            LabelSheet::Standard => Sheet::A4Of24,
            LabelSheet::Tube => Sheet::A4Of65,
        };
        let first = usize::try_from(labels.first).unwrap_or(usize::MAX);
        let today = hub::day_in_japan(self.clock.as_ref());
        let bytes = label::print(sheet, first, today, Language::Ja, &printed)?.into_bytes();
        Ok(Pdf {
            base64: base64(&bytes),
            sha256: Sha256::of(&bytes).to_string(),
            file_name: format!("{id}-labels.pdf"),
        })
    }
}

fn label(id: &domain::CaseId, case: &CaseRecord, specimen: &SpecimenDetails, number: &str, with_name: bool) -> Label {
    let person = case.clinical.person(&specimen.person).filter(|_| with_name);
    let name = person.and_then(|p| {
        let written = p.name.as_ref()?.full.clone();
        Some(PrintedName { written, kana: p.kana.as_ref().map(|k| k.full.clone()) })
    });
    let day = specimen.collected.as_deref().and_then(|text| text.get(..10)).and_then(|day| day.parse().ok());
    Label {
        kind: specimen.kind.clone(),
        specimen: number.to_owned(),
        person: specimen.person.clone(),
        name,
        collected: day,
        case: id.clone(),
    }
}
