//! A region whose size is known at run time.
#![expect(unsafe_code, reason = "who may be stored to is promised")]

use std::boxed::Box;

use crate::layout::{Header, MAX_ORDER, MIN_ORDER};
use crate::memory::{Ended, Memory, Own, View, WORD, Writable};
use crate::sync::Data;

/// A region on the heap, for two sides in one program.
#[derive(Debug)]
pub struct Heap {
    header: Header,
    data: Box<[Data]>,
    ended: Ended,
}

impl Heap {
    /// A region of 2^`order` bytes; none if the order is not
    /// [one](MIN_ORDER) [of these](MAX_ORDER).
    pub fn new(order: u32) -> Option<Self> {
        (MIN_ORDER..=MAX_ORDER).contains(&order).then(|| {
            let words = (1 << order) / WORD;
            Self {
                header: Header::default(),
                data: (0..words).map(|_| Data::default()).collect(),
                ended: Ended::default(),
            }
        })
    }
}

impl Memory for Heap {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        View {
            header: &self.header,
            data: &self.data,
        }
    }
}

// SAFETY: the heap is writable.
unsafe impl Writable for Heap {}

impl Own for Heap {
    #[inline(always)]
    fn ended(&self) -> &Ended {
        &self.ended
    }
}
