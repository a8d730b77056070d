//! Columns that follow from each other in part, as depth, quality and genotype do: each distinct row of them is kept once, those
//! that are there about as often in their order, the most frequent first; and its number for each row.

use rustc_hash::FxHashMap;

use super::column::{Column, Form};

/// Most bytes of a row of all columns.
const WIDEST: usize = 8;

/// | bytes | what |
/// |---|---|
/// | 4 | number of distinct rows |
/// | … | the distinct rows, as planes of their bytes |
/// | … | the number of each row, as planes of 4 bytes |
pub(super) fn encode(columns: &[&dyn Column], start: usize, rows: usize) -> Vec<u8> {
    let mut keys = vec![0_u64; rows];
    let mut width = 0;
    for column in columns {
        for plane in column.encode(start, rows, Form::Plain).chunks_exact(rows.max(1)) {
            debug_assert!(width < WIDEST, "a row must fit a key");
            for (key, byte) in keys.iter_mut().zip(plane) {
                *key |= u64::from(*byte) << (8 * width);
            }
            width += 1;
        }
    }
    // Numbered as they come, then anew by how often they are there.
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    let mut distinct: Vec<(u32, u64)> = Vec::new();
    let mut numbers: Vec<u32> = Vec::with_capacity(rows);
    for key in keys {
        let number = *known.entry(key).or_insert_with(|| {
            distinct.push((0, key));
            length(distinct.len()) - 1
        });
        distinct[number as usize].0 += 1;
        numbers.push(number);
    }
    let mut order: Vec<u32> = (0..length(distinct.len())).collect();
    order.sort_unstable_by_key(|number| {
        let (count, key) = distinct[*number as usize];
        (std::cmp::Reverse(count.ilog2()), key)
    });
    let mut rank = vec![0_u32; order.len()];
    (0..).zip(&order).for_each(|(place, number)| rank[*number as usize] = place);
    numbers.iter_mut().for_each(|number| *number = rank[*number as usize]);
    let sorted: Vec<u64> = order.iter().map(|number| distinct[*number as usize].1).collect();
    let mut bytes = length(sorted.len()).to_le_bytes().to_vec();
    bytes.extend_from_slice(&sorted.encode(0, sorted.len(), Form::Plain)[..sorted.len() * width]);
    bytes.extend(numbers.encode(0, rows, Form::Plain));
    bytes
}

/// Adds rows to the columns; `None` where the bytes are not `rows` of them.
pub(super) fn decode(columns: &mut [&mut dyn Column], bytes: &[u8], rows: usize) -> Option<()> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let distinct = usize::try_from(u32::from_le_bytes(*count)).ok().filter(|distinct| *distinct <= rows)?;
    let width: usize = columns.iter().map(|column| column.width()).sum();
    let (mut planes, numbers) = rest.split_at_checked(distinct * width)?;
    let mut read: Vec<u32> = Vec::new();
    read.decode(numbers, rows, Form::Plain)?;
    for column in columns {
        let (mine, others) = planes.split_at_checked(distinct * column.width())?;
        column.decode_numbered(mine, distinct, &read)?;
        planes = others;
    }
    Some(())
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::column::Counts;

    proptest! {
        #[test]
        fn rows_come_back(rows in prop::collection::vec((0..3_u8, 0..4_u32, prop::option::of(0..2_u16)), 0..60)) {
            let first: Vec<u8> = rows.iter().map(|row| row.0).collect();
            let second: Vec<u32> = rows.iter().map(|row| row.1).collect();
            let mut third = Counts::default();
            rows.iter().for_each(|row| third.push(row.2));
            let bytes = encode(&[&first, &second, &third], 0, rows.len());
            let (mut one, mut two, mut three) = (Vec::<u8>::new(), Vec::<u32>::new(), Counts::default());
            decode(&mut [&mut one, &mut two, &mut three], &bytes, rows.len()).expect("the same rows");
            prop_assert_eq!((one, two, three), (first, second, third));
            for cut in 0..bytes.len() {
                let (mut one, mut two, mut three) = (Vec::<u8>::new(), Vec::<u32>::new(), Counts::default());
                prop_assert!(decode(&mut [&mut one, &mut two, &mut three], &bytes[..cut], rows.len()).is_none());
            }
        }
    }

    #[test]
    fn the_most_frequent_rows_are_the_first() {
        let column: Vec<u8> = vec![9, 7, 7, 7, 9, 8];
        let bytes = encode(&[&column], 0, column.len());
        assert_eq!(bytes[..7], [3, 0, 0, 0, 7, 9, 8], "three rows and two are about as often there");
        assert_eq!(bytes[7..13], [1, 0, 0, 0, 1, 2]);
    }
}
