//! Walking a list whose tail may lie.

use crate::invalid::Invalid;
use crate::term::Term;

/// The elements of a list. Each item is `Ok`, but for the tail of an improper list, which comes
/// last as an error. A list on a heap is finite, so the walk ends.
#[derive(Clone, Debug)]
pub struct ListIter<'a> {
    list: Term<'a>,
    rest: Option<Term<'a>>,
}

impl<'a> ListIter<'a> {
    pub(crate) fn new(list: Term<'a>) -> Self {
        Self {
            list,
            rest: Some(list),
        }
    }
}

impl<'a> Iterator for ListIter<'a> {
    type Item = Result<Term<'a>, Invalid<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        if let Some((head, tail)) = rest.cell() {
            self.rest = Some(tail);
            return Some(Ok(head));
        }
        if rest.is_nil() {
            None
        } else {
            Some(Err(Invalid::Term(self.list)))
        }
    }
}
