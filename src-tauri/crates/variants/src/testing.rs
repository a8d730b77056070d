//! Tables and files for the tests of this crate.

use std::{io::Cursor, sync::Arc};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::Assembly;

use crate::{Error, Header, ReadOptions, Source, Stream, VariantTable, read::read, rows::Admission};

/// A source over bytes in memory.
pub(crate) fn source(bytes: impl Into<Vec<u8>>) -> Source {
    let bytes: Vec<u8> = bytes.into();
    Source::opened_by("test.vcf", move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Stream>))
}

/// Nothing is sensitive.
pub(crate) fn open_scope(assembly: Assembly) -> ConsentScope {
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All)
}

/// The table of a VCF text on GRCh38.
pub(crate) fn table(text: &str) -> VariantTable {
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    VariantTable::read(&source(text), &open_scope(Assembly::GRCh38), options).expect("a readable VCF")
}

/// The open part of a case, whole as it is saved.
pub(crate) fn whole(source: &Source) -> Result<VariantTable, Error> {
    let header = Header::read(source)?;
    read(source, &header, &header.samples, &Admission::Whole, None, &|_| false, ReadOptions::default())
}
