use std::io::{BufWriter, Write};

use domain::CaseId;
use rand_core::CryptoRng;
use sealed::symmetric::{self, SymmetricKey};

use super::{
    CHUNK, Directory, END, Form, MAGIC, Other, Piece, VERSION, associated, column::Column, columns, encode, file::Out,
};
use crate::{Error, VariantTable};

/// Columns with numbers of dictionaries, which are final only when the whole file is read.
const LATE: [&str; 6] = ["contig", "filter", "gene", "gene_hits.row", "gene_hits.consequence", "gene_hits.gene"];

/// Of zstd: a higher one packs little better and takes much longer.
const LEVEL: i32 = 3;

/// A table that is being written, chunk by chunk.
pub(crate) struct Saving<'a, R: ?Sized> {
    out: Out<'a>,
    case: &'a CaseId,
    key: &'a SymmetricKey,
    rng: &'a mut R,
    pieces: Vec<Piece>,
    /// Rows of each chunk.
    chunks: Vec<usize>,
    packer: zstd::bulk::Compressor<'static>,
}

impl<'a, R: CryptoRng + ?Sized> Saving<'a, R> {
    pub fn begin(
        out: &'a mut (dyn Write + Send),
        name: &'a str,
        case: &'a CaseId,
        key: &'a SymmetricKey,
        rng: &'a mut R,
    ) -> Result<Self, Error> {
        let mut out = Out { writer: BufWriter::new(out), at: 0, file: name };
        out.put(MAGIC)?;
        out.put(&VERSION.to_le_bytes())?;
        let packer = zstd::bulk::Compressor::new(LEVEL).map_err(|e| out.io(e))?;
        Ok(Self { out, case, key, rng, pieces: Vec::new(), chunks: Vec::new(), packer })
    }

    /// Adds rows, all but their numbers of dictionaries.
    pub fn rows(&mut self, table: &VariantTable) -> Result<(), Error> {
        let other = Other::of_rows(table);
        for start in (0..table.rows()).step_by(CHUNK) {
            let rows = CHUNK.min(table.rows() - start);
            for (column, form, cells) in columns(table, &other) {
                // Some columns are only there where a row has something in them.
                if !LATE.contains(&column.as_str()) && cells.iter().all(|cells| cells.rows() == table.rows()) {
                    self.piece(column, self.chunks.len(), &encode(&cells, start, rows, form), rows)?;
                }
            }
            self.chunks.push(rows);
        }
        Ok(())
    }

    /// Adds the numbers of dictionaries and the directory. `whole` has them for all rows that were added; its other columns
    /// are not looked at.
    pub fn finish(mut self, whole: &VariantTable) -> Result<(), Error> {
        let other = Other::of_hits(&whole.gene_hits);
        for (column, form, cells) in columns(whole, &other).into_iter().filter(|c| LATE.contains(&c.0.as_str())) {
            let all = cells.first().map_or(0, |cells| cells.rows());
            for (chunk, start) in (0..all).step_by(CHUNK).enumerate() {
                let rows = CHUNK.min(all - start);
                self.piece(column.clone(), chunk, &encode(&cells, start, rows, form), rows)?;
            }
        }
        self.fill_phase_sets(whole.samples.len())?;
        let directory = Directory {
            assembly: whole.assembly,
            annotation: whole.annotation,
            contigs: whole.contigs.iter().map(|c| c.name.clone()).collect(),
            filters: whole.filters.clone(),
            genes: whole.genes.iter().map(|(id, s)| (s.to_owned(), whole.genes.hgnc(id).map_or(0, |h| h.0))).collect(),
            samples: whole.samples.iter().map(|s| s.name.clone()).collect(),
            frequencies: whole.frequencies.iter().map(|f| f.name.clone()).collect(),
            records: whole.records,
            rows: self.chunks.iter().map(|rows| *rows as u64).sum(),
            gene_hits: whole.gene_hits.len() as u64,
            pieces: std::mem::take(&mut self.pieces),
        };
        let plain = postcard::to_allocvec(&directory).map_err(|e| self.out.wrong(e.to_string()))?;
        let sealed = self.seal(u32::MAX, "directory", &plain)?;
        let (place, length) = (self.out.at, self.out.length(sealed.len())?);
        self.out.put(&sealed)?;
        self.out.put(&place.to_le_bytes())?;
        self.out.put(&length.to_le_bytes())?;
        self.out.put(END)?;
        self.out.writer.flush().map_err(|source| self.out.io(source))
    }

    /// Phase sets come late in a file, or never: then the chunks before have none.
    fn fill_phase_sets(&mut self, samples: usize) -> Result<(), Error> {
        for sample in 0..samples {
            let column = format!("sample.{sample}.phase_set");
            let there: Vec<u32> = self.pieces.iter().filter(|p| p.column == column).map(|p| p.chunk).collect();
            for (chunk, rows) in self.chunks.clone().into_iter().enumerate() {
                if !there.is_empty() && !there.iter().any(|known| *known as usize == chunk) {
                    self.piece(column.clone(), chunk, &vec![0_u32; rows].encode(0, rows, Form::Plain), rows)?;
                }
            }
        }
        Ok(())
    }

    fn piece(&mut self, column: String, chunk: usize, plain: &[u8], rows: usize) -> Result<(), Error> {
        let packed = self.packer.compress(plain).map_err(|e| self.out.io(e))?;
        let chunk = self.out.length(chunk)?;
        let sealed = self.seal(chunk, &column, &packed)?;
        let (place, length) = (self.out.at, self.out.length(sealed.len())?);
        self.pieces.push(Piece { column, chunk, rows: self.out.length(rows)?, place, length });
        self.out.put(&sealed)
    }

    fn seal(&mut self, chunk: u32, column: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        symmetric::seal(self.key, &associated(self.case, chunk, column), plain, self.rng)
            .map_err(|source| Error::Sealed { file: self.out.file.to_owned(), source })
    }
}
