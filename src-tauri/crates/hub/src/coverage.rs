use domain::{GeneSymbol, PersonId};
use serde::Serialize;

/// How well the genes of the panels were read in each sequenced person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CoverageTable {
    rows: Vec<CoverageRow>,
}

/// One gene in one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CoverageRow {
    /// The gene.
    pub gene: GeneSymbol,
    /// The person.
    pub person: PersonId,
    /// Bases of the gene that should be read.
    pub bases: u32,
    /// Of these, bases where a genotype can be told.
    pub callable_bases: u32,
    /// Mean depth over these bases, in reads.
    pub mean_depth: f64,
}

/// A coverage table that cannot be read. Line numbers are 1-based.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoverageError {
    /// The first line that is no comment is not the header.
    #[error("line {line}: found {found:?}, expected the header `{HEADER}` (tab-separated)")]
    Header {
        /// 1-based line.
        line: usize,
        /// The line as found.
        found: String,
    },
    /// Another number of columns.
    #[error("line {line}: {found} columns, expected 5, separated by tabs")]
    Columns {
        /// 1-based line.
        line: usize,
        /// How many there are.
        found: usize,
    },
    /// A column that cannot be read.
    #[error("line {line}, column {column}: found {found:?}, expected {expected}")]
    Value {
        /// 1-based line.
        line: usize,
        /// Name of the column.
        column: &'static str,
        /// The text as found.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A gene twice in one person.
    #[error("line {line}: {gene} is listed twice for {person}")]
    Twice {
        /// 1-based line.
        line: usize,
        /// The gene.
        gene: GeneSymbol,
        /// The person.
        person: PersonId,
    },
}

const HEADER: &str = "gene\tperson\tbases\tcallable_bases\tmean_depth";

impl CoverageTable {
    /// Reads the table: `#` begins a comment line, then the header, then one line per gene and person.
    ///
    /// # Errors
    /// [`CoverageError`] with line and column; also where more bases are callable than there are.
    pub fn parse(text: &str) -> Result<Self, CoverageError> {
        let lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim_end_matches('\r')));
        let mut lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (line, header) = lines.next().unwrap_or((1, ""));
        if header != HEADER {
            return Err(CoverageError::Header { line, found: header.to_owned() });
        }
        let mut rows: Vec<CoverageRow> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (line, content) in lines {
            let row = CoverageRow::parse(line, content)?;
            if !seen.insert((row.gene.clone(), row.person.clone())) {
                return Err(CoverageError::Twice { line, gene: row.gene, person: row.person });
            }
            rows.push(row);
        }
        Ok(Self { rows })
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[CoverageRow] {
        &self.rows
    }

    /// A gene in a person; `None` where it was not measured.
    pub fn row(&self, gene: &str, person: &PersonId) -> Option<&CoverageRow> {
        self.rows.iter().find(|row| row.gene.as_str() == gene && &row.person == person)
    }
}

impl CoverageRow {
    fn parse(line: usize, content: &str) -> Result<Self, CoverageError> {
        let columns: Vec<&str> = content.split('\t').collect();
        let [gene, person, bases, callable_bases, mean_depth] = columns[..] else {
            return Err(CoverageError::Columns { line, found: columns.len() });
        };
        let wrong =
            |column, found: &str, expected| CoverageError::Value { line, column, found: found.to_owned(), expected };
        let count =
            |column, text: &str| text.parse::<u32>().map_err(|_| wrong(column, text, "a whole number of bases"));
        let depth = mean_depth.parse::<f64>().ok().filter(|d| d.is_finite() && *d >= 0.0);
        let row = Self {
            gene: gene.parse().map_err(|_| wrong("gene", gene, "the symbol of a gene"))?,
            person: person.parse().map_err(|_| wrong("person", person, "the id of a person of the PED"))?,
            bases: count("bases", bases)?,
            callable_bases: count("callable_bases", callable_bases)?,
            mean_depth: depth.ok_or_else(|| wrong("mean_depth", mean_depth, "a number of reads, 0 or more"))?,
        };
        if row.callable_bases > row.bases {
            return Err(wrong("callable_bases", callable_bases, "at most as many as `bases`"));
        }
        Ok(row)
    }

    /// The callable share in hundredths of a percent, rounded down, so that 10,000 means every base; `None` where the gene has
    /// no base to read.
    pub fn callable_basis_points(&self) -> Option<u32> {
        let points = u64::from(self.callable_bases) * 10_000;
        points.checked_div(u64::from(self.bases)).and_then(|p| u32::try_from(p).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> Result<CoverageTable, CoverageError> {
        CoverageTable::parse(&format!("# panels\n{HEADER}\n{rows}"))
    }

    #[test]
    fn rows_are_typed() {
        let table = table("FGFR2\tchild\t3000\t2999\t34.5\nSTRC\tchild\t5000\t0\t1\n").expect("a table");
        let child = "child".parse().expect("an id");
        assert_eq!(table.rows().len(), 2);
        let row = table.row("FGFR2", &child).expect("measured");
        assert_eq!(row.callable_basis_points(), Some(9_996), "rounded down: one base short is not all");
        assert_eq!(table.row("STRC", &child).and_then(CoverageRow::callable_basis_points), Some(0));
        assert!(table.row("WFS1", &child).is_none(), "not measured is not zero");
    }

    #[test]
    fn each_fault_names_its_line() {
        for (rows, expected) in [
            ("FGFR2\tchild\t1\t1", "line 3: 4 columns"),
            ("FGFR2 child 1 1 1", "line 3: 1 columns"),
            ("FGFR2\tchild\t1\t1\t1\nFGFR2\tchild\t1\t1\t1", "line 4: FGFR2 is listed twice for child"),
            ("FGFR2\tchild\t-1\t1\t1", "line 3, column bases"),
            ("FGFR2\tchild\t1\t2\t1", "line 3, column callable_bases"),
            ("FGFR2\tchild\t1\t1\tNaN", "line 3, column mean_depth"),
            ("FGFR2\tchild\t1\t1\t-0.1", "line 3, column mean_depth"),
            ("FGFR2\t../x\t1\t1\t1", "line 3, column person"),
            ("\tchild\t1\t1\t1", "line 3, column gene"),
        ] {
            let error = table(rows).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} must hold {expected:?}");
        }
        for text in ["", "gene\tperson\n"] {
            assert!(matches!(CoverageTable::parse(text), Err(CoverageError::Header { line: 1, .. })));
        }
    }
}
