//! Reading one region by the index beside a BGZF file (`.tbi` or `.csi`).

use std::{
    io::{BufRead, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use domain::{Chromosome, Region};
use noodles::{
    core::{Position, region::Interval},
    csi::{self, BinningIndex, binning_index::ReferenceSequence},
    tabix,
};
use noodles_bgzf as bgzf;

use crate::{
    Error, limits,
    rows::Rows,
    source::Source,
    text::{END, line_limit},
};

/// Gives every line of the region to `rows`; lines beside it too, as the index is no more exact.
pub(crate) fn read_region(source: &Source, path: &Path, region: &Region, rows: &mut Rows) -> Result<(), Error> {
    let index = open(source, path)?;
    let bad = |what: String| Error::BadIndex { index: index.name.clone(), what };
    let mut stream = source.open()?;
    let mut end = [0; END.len()];
    let ends_whole = stream.seek(SeekFrom::End(-28)).and_then(|_| stream.read_exact(&mut end)).is_ok() && end == END;
    if !ends_whole {
        return Err(Error::MissingEof { file: source.name().to_owned() });
    }
    let mut reader = bgzf::io::Reader::new(stream);
    if let Some(end) = index.end() {
        let rest = reader.seek(end).and_then(|_| reader.fill_buf().map(<[u8]>::len));
        if rest.map_err(|e| bad(format!("it ends where no block is ({e})")))? > 0 {
            return Err(bad("the file goes on where it ends".to_owned()));
        }
    }
    let mut line = Vec::new();
    for chunk in index.chunks(region)? {
        reader.seek(chunk.start()).map_err(|e| bad(format!("it points where no block is ({e})")))?;
        while reader.virtual_position() < chunk.end() {
            let place = u64::from(reader.virtual_position());
            line.clear();
            let limit = limits::LINE as u64 + 1;
            (&mut reader).take(limit).read_until(b'\n', &mut line).map_err(|e| source.io(e))?;
            if line.len() > limits::LINE {
                return Err(line_limit(source.name(), 0));
            }
            if line.is_empty() {
                break;
            }
            line.pop_if(|b| *b == b'\n');
            rows.line(&line, place).map_err(|fault| {
                bad(format!("the line it points at does not read ({}: {})", fault.field, fault.what))
            })?;
        }
    }
    Ok(())
}

struct Index {
    name: String,
    binned: Box<dyn BinningIndex>,
}

fn open(source: &Source, path: &Path) -> Result<Index, Error> {
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let file = source.name().to_owned();
    let Some((index, is_tabix)) =
        [(beside(".tbi"), true), (beside(".csi"), false)].into_iter().find(|(p, _)| p.is_file())
    else {
        return Err(Error::MissingIndex { file });
    };
    let name = index.display().to_string();
    let modified = |p: &Path| p.metadata().and_then(|m| m.modified());
    let (of_index, of_file) = (modified(&index).map_err(|e| source.io(e))?, modified(path).map_err(|e| source.io(e))?);
    if of_index < of_file {
        return Err(Error::OldIndex { file, index: name });
    }
    let read = if is_tabix {
        tabix::fs::read(&index).map(|i| Box::new(i) as Box<dyn BinningIndex>)
    } else {
        csi::fs::read(&index).map(|i| Box::new(i) as Box<dyn BinningIndex>)
    };
    let binned = read.map_err(|e| Error::BadIndex { index: name.clone(), what: format!("not readable ({e})") })?;
    Ok(Index { name, binned })
}

impl Index {
    /// Where the last record ends, where the index tells it, as those of htslib do.
    fn end(&self) -> Option<bgzf::VirtualPosition> {
        let metadata = self.binned.reference_sequences().filter_map(ReferenceSequence::metadata);
        metadata.map(|m| m.end_position()).max()
    }

    /// Runs of blocks in which lines of the region stand.
    fn chunks(&self, region: &Region) -> Result<Vec<csi::binning_index::index::reference_sequence::bin::Chunk>, Error> {
        let bad = |what: String| Error::BadIndex { index: self.name.clone(), what };
        let header = self.binned.header().ok_or_else(|| bad("it names no contigs".to_owned()))?;
        let names = header.reference_sequence_names();
        let is_wanted = |name: &[u8]| {
            std::str::from_utf8(name).ok().and_then(|n| n.parse::<Chromosome>().ok()) == Some(region.chromosome)
        };
        let mut chunks = Vec::new();
        for (id, _) in names.iter().enumerate().filter(|(_, name)| is_wanted(name.as_ref())) {
            let position = |p: domain::Position| usize::try_from(p.get()).ok().and_then(Position::new);
            let (Some(start), Some(end)) = (position(region.start), position(region.end)) else { continue };
            // The binning scheme of tabix ends at 512 Mb, behind every human chromosome.
            let end = end.min(Position::new(1 << 29).unwrap_or(end));
            let found = self.binned.query(id, Interval::from(start..=end)).map_err(|e| bad(e.to_string()))?;
            chunks.extend(found);
        }
        Ok(chunks)
    }
}
