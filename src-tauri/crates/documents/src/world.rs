//! What the typesetter can see: the embedded templates and fonts, the values handed in, and nothing else.

use std::sync::OnceLock;

use jiff::civil::Date;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Dict, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{DocumentsError, fonts::Fonts};

macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/templates/", $name)))
    };
}

/// Every file that a template may name.
pub const TEMPLATES: [(&str, &str); 6] = [
    template!("common.typ"),
    template!("physician.typ"),
    template!("patient.typ"),
    template!("consent.typ"),
    template!("messages.ja.json"),
    template!("messages.en.json"),
];

/// The world of one document.
pub struct Desk {
    library: LazyHash<Library>,
    fonts: &'static Fonts,
    main: Source,
    today: Option<Datetime>,
}

impl Desk {
    /// A desk on which the template `main` lies with its values. `today` is all it knows of time.
    pub fn new(main: &'static str, inputs: Dict, today: Date) -> Result<Self, DocumentsError> {
        let (_, main) = sources().iter().find(|(name, _)| *name == main).ok_or_else(|| DocumentsError::Template {
            template: main,
            details: vec!["there is no such template".to_owned()],
        })?;
        Self::with_main(main.clone(), inputs, today)
    }

    /// As [`Desk::new`], with a template that is not one of the embedded ones.
    pub fn with_main(main: Source, inputs: Dict, today: Date) -> Result<Self, DocumentsError> {
        let part = |number: i8| u8::try_from(number).unwrap_or_default();
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            fonts: Fonts::embedded()?,
            main,
            today: Datetime::from_ymd(i32::from(today.year()), part(today.month()), part(today.day())),
        })
    }
}

/// The templates, parsed once.
fn sources() -> &'static [(&'static str, Source)] {
    static SOURCES: OnceLock<Vec<(&'static str, Source)>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let source = |(name, text): (&'static str, &str)| {
            let path = VirtualPath::new(name).ok()?;
            let id = RootedPath::new(VirtualRoot::Project, path).intern();
            Some((name, Source::new(id, text.to_owned())))
        };
        TEMPLATES.into_iter().filter_map(source).collect()
    })
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut open = std::iter::once(&self.main).chain(sources().iter().map(|(_, source)| source));
        open.find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.list.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_template_reaches_no_file_and_no_package() {
        for code in [
            "#read(\"/etc/hostname\")",
            "#read(\"../../../../Cargo.toml\")",
            "#image(\"logo.png\")",
            "#import \"@preview/cetz:0.3.0\": canvas",
            "#include \"other.typ\"",
            "#plugin(\"x.wasm\")",
        ] {
            let main = Source::detached(code);
            let desk = Desk::with_main(main, Dict::new(), date(2026, 11, 21)).expect("the fonts are readable");
            let compiled = typst::compile::<typst_layout::PagedDocument>(&desk);
            assert!(compiled.output.is_err(), "{code} must not be answered");
        }
    }
}
