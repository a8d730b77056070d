//! A column as bytes: planes of equal bytes, differences before that where numbers only grow.

use super::decimal::Decimal;
use crate::{
    Change, ClinVarClass, Consequence, GenotypeCode, Kind,
    column::{Counts, Numbers},
};

/// A value of fixed size.
trait Cell: Copy {
    const SIZE: usize;
    fn bits(self) -> u64;
    /// `None` where the bits are no such value.
    fn of(bits: u64) -> Option<Self>;
}

macro_rules! cell {
    ($kind:ty, $size:literal, $bits:expr, $of:expr) => {
        impl Cell for $kind {
            const SIZE: usize = $size;

            fn bits(self) -> u64 {
                $bits(self)
            }

            fn of(bits: u64) -> Option<Self> {
                $of(bits)
            }
        }
    };
}

/// The lowest bytes: there are no more than a cell has.
fn lowest<const N: usize>(bits: u64) -> [u8; N] {
    std::array::from_fn(|place| bits.to_le_bytes()[place])
}

fn byte(bits: u64) -> u8 {
    u8::from_le_bytes(lowest(bits))
}

cell!(u8, 1, u64::from, |b| Some(byte(b)));
cell!(u16, 2, u64::from, |b| Some(u16::from_le_bytes(lowest(b))));
cell!(u32, 4, u64::from, |b| Some(u32::from_le_bytes(lowest(b))));
cell!(u64, 8, |v| v, Some);
cell!(f32, 4, |v: f32| u64::from(v.to_bits()), |b| Some(f32::from_le_bytes(lowest(b))));
cell!(Decimal, 5, Decimal::bits, Decimal::of_bits);
cell!(GenotypeCode, 1, |v: GenotypeCode| u64::from(v.bits()), |b| Some(GenotypeCode::from_bits(byte(b))));
cell!(Consequence, 1, |v: Consequence| u64::from(v.rank()), |b| Consequence::from_rank(byte(b)));
cell!(Kind, 1, |v| u64::from(v as u8), |b| Kind::ALL.get(usize::from(byte(b))).copied());
cell!(Change, 1, |v| u64::from(v as u8), |b| Change::ALL.get(usize::from(byte(b))).copied());
cell!(ClinVarClass, 1, |v| u64::from(v as u8), |b| ClinVarClass::ALL.get(usize::from(byte(b))).copied());

/// How the cells of a piece are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are.
    Plain,
    /// What each differs from the one before.
    Differences,
    /// The digits and where the point stands ([`super::decimal`]).
    Decimal,
    /// Several columns: each distinct row of them once, and its number ([`super::together`]).
    Together,
}

/// A column of cells, whatever they are.
pub(super) trait Column: Send {
    fn rows(&self) -> usize;
    /// Makes room for so many rows.
    fn reserve(&mut self, rows: usize);
    /// Bytes of a cell as it is.
    fn width(&self) -> usize;
    fn encode(&self, start: usize, rows: usize, form: Form) -> Vec<u8>;
    /// Adds rows; `None` where the bytes are not `rows` cells.
    fn decode(&mut self, bytes: &[u8], rows: usize, form: Form) -> Option<()>;
    /// Adds a row for each number: the cell of that number, of the `distinct` ones that `bytes` has as they are.
    fn decode_numbered(&mut self, bytes: &[u8], distinct: usize, numbers: &[u32]) -> Option<()>;
}

impl<T: Cell + Send> Column for Vec<T> {
    fn rows(&self) -> usize {
        self.len()
    }

    fn reserve(&mut self, rows: usize) {
        self.reserve_exact(rows);
    }

    fn width(&self) -> usize {
        T::SIZE
    }

    fn encode(&self, start: usize, rows: usize, form: Form) -> Vec<u8> {
        let cells = &self[start..start + rows];
        let mut planes = vec![0; rows * T::SIZE];
        // One plane after the other: each is a loop without branches over memory in a row.
        for (number, plane) in planes.chunks_exact_mut(rows.max(1)).enumerate() {
            let mut before = 0_u64;
            for (byte, cell) in plane.iter_mut().zip(cells) {
                let bits = cell.bits();
                *byte = bits.wrapping_sub(before).to_le_bytes()[number];
                before = if form == Form::Differences { bits } else { 0 };
            }
        }
        planes
    }

    fn decode(&mut self, bytes: &[u8], rows: usize, form: Form) -> Option<()> {
        decode(self, bytes, rows, form, |cell: T| cell)
    }

    fn decode_numbered(&mut self, bytes: &[u8], distinct: usize, numbers: &[u32]) -> Option<()> {
        let mut cells = Self::new();
        cells.decode(bytes, distinct, Form::Plain)?;
        let Some(largest) = numbers.iter().max() else { return Some(()) };
        let first = *cells.get(*largest as usize).and(cells.first())?;
        self.extend(numbers.iter().map(|number| cells.get(*number as usize).copied().unwrap_or(first)));
        Some(())
    }
}

/// Adds rows, each made of a cell; nothing where the bytes are not so many cells.
fn decode<T: Cell, U: Copy>(
    into: &mut Vec<U>,
    bytes: &[u8],
    rows: usize,
    form: Form,
    value: impl Fn(T) -> U,
) -> Option<()> {
    if bytes.len() != rows * T::SIZE {
        return None;
    }
    let mask = if T::SIZE == 8 { u64::MAX } else { (1 << (8 * T::SIZE)) - 1 };
    let mut before = 0_u64;
    // Some rows at a time, so that what is put together stays in the first-level cache.
    let mut read = [0_u64; 1_024];
    for start in (0..rows).step_by(read.len()) {
        let read = &mut read[..1_024.min(rows - start)];
        read.fill(0);
        for (number, plane) in bytes.chunks_exact(rows).enumerate() {
            for (bits, byte) in read.iter_mut().zip(&plane[start..]) {
                *bits |= u64::from(*byte) << (8 * number);
            }
        }
        for bits in read.iter_mut().filter(|_| form == Form::Differences) {
            before = before.wrapping_add(*bits) & mask;
            *bits = before;
        }
        // Without a way out of the loops: they are several times as fast.
        if read.iter().fold(false, |wrong, bits| wrong | T::of(*bits).is_none()) {
            return None;
        }
        let first = value(T::of(read[0])?);
        into.extend(read.iter().map(|bits| T::of(*bits).map_or(first, &value)));
    }
    Some(())
}

macro_rules! wrapped {
    ($kind:ty, $encode:expr, $decode:expr) => {
        impl Column for $kind {
            fn rows(&self) -> usize {
                self.raw().len()
            }

            fn reserve(&mut self, rows: usize) {
                self.raw_mut().reserve_exact(rows);
            }

            fn width(&self) -> usize {
                self.raw().width()
            }

            fn encode(&self, start: usize, rows: usize, form: Form) -> Vec<u8> {
                $encode(self.raw(), start, rows, form)
            }

            fn decode(&mut self, bytes: &[u8], rows: usize, form: Form) -> Option<()> {
                $decode(self.raw_mut(), bytes, rows, form)
            }

            fn decode_numbered(&mut self, bytes: &[u8], distinct: usize, numbers: &[u32]) -> Option<()> {
                self.raw_mut().decode_numbered(bytes, distinct, numbers)
            }
        }
    };
}

wrapped!(Counts, Vec::encode, Vec::decode);
wrapped!(Numbers, encode_numbers, decode_numbers);

fn encode_numbers(numbers: &[f32], start: usize, rows: usize, form: Form) -> Vec<u8> {
    let cells = &numbers[start..start + rows];
    match form {
        Form::Decimal => cells.iter().map(|value| Decimal::of_number(*value)).collect::<Vec<_>>().encode(0, rows, form),
        _ => cells.to_vec().encode(0, rows, form),
    }
}

fn decode_numbers(numbers: &mut Vec<f32>, bytes: &[u8], rows: usize, form: Form) -> Option<()> {
    match form {
        Form::Decimal => decode(numbers, bytes, rows, form, Decimal::number),
        _ => numbers.decode(bytes, rows, form),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cells_come_back(values: Vec<u32>, offsets: Vec<u64>, delta: bool) {
            let form = if delta { Form::Differences } else { Form::Plain };
            let mut read: Vec<u32> = Vec::new();
            read.decode(&values.encode(0, values.len(), form), values.len(), form).expect("the same rows");
            prop_assert_eq!(read, values);
            let mut read: Vec<u64> = Vec::new();
            read.decode(&offsets.encode(0, offsets.len(), form), offsets.len(), form).expect("the same rows");
            prop_assert_eq!(read, offsets);
        }
    }

    #[test]
    fn values_that_do_not_exist_are_refused() {
        assert!(Vec::<Kind>::new().decode(&[11], 1, Form::Plain).is_none(), "one more than there are kinds");
        let beyond = Vec::<u32>::new().decode_numbered(&7_u32.to_le_bytes(), 1, &[0, 1]);
        assert!(beyond.is_none(), "there is one, and the second is asked for");
        assert!(Vec::<Consequence>::new().decode(&[200], 1, Form::Plain).is_none());
        assert!(Vec::<u32>::new().decode(&[0; 7], 2, Form::Plain).is_none());
    }
}
