//! Building the saved table of a case while its VCF is read.

use std::{
    io::Write,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use domain::CaseId;
use rand_core::CryptoRng;
use sealed::symmetric::SymmetricKey;

use crate::{
    Error, ReadOptions,
    header::Header,
    profile::Profile,
    read::stream,
    rows::{Admission, Rows, empty},
    saved::{CHUNK, Saving},
    source::Source,
    table::VariantTable,
};

impl VariantTable {
    /// Reads the open part of a case whole, in one pass, and writes its table as [`VariantTable::write_to`] would, chunk by
    /// chunk while it is read: only the ids of its rows are kept in memory. Gives the number of rows.
    ///
    /// # Errors
    /// What [`Error`] says of files, headers and records; [`Error::Io`] of the table.
    pub fn import(
        source: &Source,
        out: &mut (dyn Write + Send),
        name: &str,
        case: &CaseId,
        key: &SymmetricKey,
        rng: &mut (impl CryptoRng + Send + ?Sized),
        options: ReadOptions,
    ) -> Result<usize, Error> {
        let header = Header::read(source)?;
        let assembly = header.assembly(source.name(), options.assembly)?;
        let profile = Profile::of(&header);
        let blank = empty(assembly, &header, &profile, &header.samples);
        let samples = header.samples.len();
        let (admission, hides_name) = (Admission::Whole, |_: &str| false);
        let new_rows = || Rows::new(blank.clone(), samples, &profile, &admission, None, &hides_name);
        let mut saving = Saving::begin(out, name, case, key, rng)?;
        let (chunks_in, chunks_out) = sync_channel::<VariantTable>(1);
        // Chunks that were saved come back: fresh memory costs more than what is written to it.
        let (empty_in, empty_out) = sync_channel::<VariantTable>(2);
        std::thread::scope(|scope| {
            let saved = scope.spawn(move || -> Result<_, Error> {
                for mut chunk in chunks_out {
                    saving.rows(&chunk)?;
                    chunk.clear_rows();
                    // Nobody wants it any more once all is read.
                    empty_in.try_send(chunk).unwrap_or_default();
                }
                Ok(saving)
            });
            let (ids, chunk) = (Box::new(blank.clone()), Box::new(blank.clone()));
            let kept = Kept::Ids { ids, chunk, full: chunks_in, empty: empty_out };
            let ids = stream(source, &header, new_rows, kept, options.threads);
            // Where the table could not be written, that is what stopped the reading.
            let saving: Saving<'_, _> = saved.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            let ids = ids?;
            ids.few_texts(source.name())?;
            saving.finish(&ids)?;
            Ok(ids.contig.len())
        })
    }
}

/// What is kept of the rows that are read.
pub(crate) enum Kept {
    Whole(Box<VariantTable>),
    /// Their ids; all else is sent away whenever there is a chunk of it.
    Ids {
        ids: Box<VariantTable>,
        chunk: Box<VariantTable>,
        full: SyncSender<VariantTable>,
        /// Those that may be filled again.
        empty: Receiver<VariantTable>,
    },
}

impl Kept {
    /// Rows and gene hits so far.
    pub fn so_far(&self) -> (usize, usize) {
        let (Self::Whole(table) | Self::Ids { ids: table, .. }) = self;
        (table.contig.len(), table.gene_hits.len())
    }

    pub fn add(&mut self, mut more: VariantTable) -> Result<(), Error> {
        match self {
            Self::Whole(table) => table.append(more),
            Self::Ids { ids, chunk, full, empty } => {
                if chunk.rows() > 0 && chunk.rows() + more.rows() > CHUNK {
                    let next = empty.try_recv().unwrap_or_else(|_| chunk.without_rows());
                    send(full, std::mem::replace(chunk, next))?;
                }
                ids.append_ids(&mut more);
                chunk.append(more);
            }
        }
        Ok(())
    }

    /// The table, its ids not final yet.
    pub fn finish(self) -> Result<VariantTable, Error> {
        match self {
            Self::Whole(table) => Ok(*table),
            Self::Ids { ids, chunk, full, .. } => send(&full, *chunk).map(|()| *ids),
        }
    }
}

/// Sends the rows away; whoever takes them has failed where they are not taken.
fn send(full: &SyncSender<VariantTable>, chunk: VariantTable) -> Result<(), Error> {
    full.send(chunk).map_err(|_| Error::Stopped { file: "variant table".to_owned() })
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, io::Cursor};

    use domain::Assembly;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;
    use crate::testing;

    const HEADER: &str = "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: \
        SYMBOL|Consequence|Allele|gnomADe_AF\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tdad\n";

    #[test]
    fn an_import_writes_the_table_that_reading_gives() {
        let mut text = HEADER.to_owned();
        for i in 0..150_000_u32 {
            // Phase sets come late.
            let phased = if i == 149_000 { "0|1:7" } else { "0/1:." };
            let record = "A\tG,T\t.\tPASS\tCSQ=G|missense_variant|G|0.01,H|intron_variant|T|\tGT:PS";
            writeln!(text, "chr{}\t{}\t.\t{record}\t{phased}\t0/0:.", 1 + i % 2, i + 1).expect("memory");
        }
        let source = testing::source(text);
        let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
        let read = VariantTable::read(&source, &testing::open_scope(Assembly::GRCh38), options).expect("readable");
        let (mut rng, case) = (ChaCha20Rng::seed_from_u64(1), "f-1".parse().expect("an id"));
        let (key, mut bytes) = (SymmetricKey::generate(&mut rng), Vec::new());
        let rows = VariantTable::import(&source, &mut bytes, "table", &case, &key, &mut rng, options);
        assert_eq!(rows.expect("imported"), 300_000);
        let saved = VariantTable::read_from(Cursor::new(bytes), "table", &case, &key).expect("a table");
        assert!(saved == read);
    }

    #[test]
    fn an_import_onto_a_full_disk_says_so() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut text = HEADER.to_owned();
        for i in 1..400_000_u32 {
            writeln!(text, "chr1\t{i}\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/1").expect("memory");
        }
        let (mut rng, case) = (ChaCha20Rng::seed_from_u64(1), "f-1".parse().expect("an id"));
        let key = SymmetricKey::generate(&mut rng);
        let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
        let error = VariantTable::import(&testing::source(text), &mut Full, "t", &case, &key, &mut rng, options);
        let Err(Error::Io { file, source }) = error else { panic!("{error:?}") };
        assert_eq!((file.as_str(), source.kind()), ("t", std::io::ErrorKind::StorageFull));
    }
}
