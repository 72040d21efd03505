//! Walking a map.

use crate::term::Term;

/// The pairs of a map, in the VM's own order.
#[derive(Clone, Debug)]
pub struct MapIter<'a> {
    map: Term<'a>,
    next: usize,
    size: usize,
}

impl<'a> MapIter<'a> {
    pub(crate) fn new(map: Term<'a>, size: usize) -> Self {
        Self { map, next: 0, size }
    }
}

impl<'a> Iterator for MapIter<'a> {
    type Item = (Term<'a>, Term<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.size {
            return None;
        }
        let pair = self.map.map_pair(self.next)?;
        self.next += 1;
        Some(pair)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.size - self.next;
        (left, Some(left))
    }
}
