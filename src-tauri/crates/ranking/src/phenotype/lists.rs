/// Many lists, one behind the other.
#[derive(Debug)]
pub(super) struct Lists<T> {
    /// Where each list starts, and the end of the last.
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T: Copy> Lists<T> {
    /// From lists in order.
    pub(super) fn new<'a>(lists: impl Iterator<Item = &'a [T]>) -> Self
    where
        T: 'a,
    {
        let (mut starts, mut items) = (vec![0], Vec::new());
        for list in lists {
            items.extend_from_slice(list);
            starts.push(items.len());
        }
        Self { starts, items }
    }

    /// From items with the number of their list, below `lists`; within a list they keep their order.
    pub(super) fn group(lists: usize, items: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut starts = vec![0; lists + 1];
        for (list, _) in items.clone() {
            starts[list + 1] += 1;
        }
        for list in 0..lists {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let Some((_, filler)) = items.clone().next() else { return Self { starts, items: Vec::new() } };
        let mut grouped = vec![filler; starts[lists]];
        for (list, item) in items {
            grouped[next[list]] = item;
            next[list] += 1;
        }
        Self { starts, items: grouped }
    }

    /// The list of this number; empty where there is none.
    pub(super) fn get(&self, list: usize) -> &[T] {
        match (self.starts.get(list), self.starts.get(list + 1)) {
            (Some(&start), Some(&end)) => &self.items[start..end],
            _ => &[],
        }
    }
}
