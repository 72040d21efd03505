//! The pairs of a map by position.
//!
//! The VM only goes through a map from its beginning. So that reading all pairs does not take the
//! square of their number, the place that was read last in the callback that runs is remembered.
#![expect(unsafe_code, reason = "calls the VM's iterators")]

use core::cell::RefCell;

use crate::abi::{self, Env, MapIterator};
use crate::callback::{self, current};

/// A place in a map.
struct Cursor {
    env: *mut Env,
    map: usize,
    /// The position of the pair that it stands at.
    at: usize,
    iterator: MapIterator,
}

std::thread_local! {
    // Empty when no callback runs, so that there is nothing to drop with the thread.
    static LAST: RefCell<Option<Cursor>> = const { RefCell::new(None) };
}

impl Cursor {
    /// The first pair of a map.
    ///
    /// # Safety
    ///
    /// The environment is live, and the map of it.
    unsafe fn first(env: *mut Env, map: usize) -> Option<Self> {
        let mut iterator = MapIterator { words: [0; 7] };
        // SAFETY: as the caller promises.
        let made =
            unsafe { abi::enif_map_iterator_create(env, map, &raw mut iterator, abi::MAP_FIRST) };
        (made != 0).then_some(Self {
            env,
            map,
            at: 0,
            iterator,
        })
    }

    /// Goes on to a pair and reads it; `None` past the end.
    ///
    /// # Safety
    ///
    /// The environment is live.
    unsafe fn read(&mut self, index: usize) -> Option<(usize, usize)> {
        let iterator = &raw mut self.iterator;
        while self.at < index {
            // SAFETY: `first` made the iterator in this environment. Past the end it stays there.
            if unsafe { abi::enif_map_iterator_next(self.env, iterator) } == 0 {
                return None;
            }
            self.at += 1;
        }
        let (mut key, mut value) = (0, 0);
        // SAFETY: as above.
        let found = unsafe {
            abi::enif_map_iterator_get_pair(self.env, iterator, &raw mut key, &raw mut value)
        };
        (found != 0).then_some((key, value))
    }

    /// Gives back what the iterator has.
    ///
    /// # Safety
    ///
    /// The environment is live.
    unsafe fn end(mut self) {
        // SAFETY: `first` made the iterator in this environment, and it is not used again.
        unsafe { abi::enif_map_iterator_destroy(self.env, &raw mut self.iterator) };
    }
}

/// Reads a pair of a map, in the VM's own order; `None` past its end.
///
/// # Safety
///
/// As for `Vm::map_pair`.
pub(crate) unsafe fn pair(env: *mut Env, map: usize, index: usize) -> Option<(usize, usize)> {
    let last = LAST.with_borrow_mut(Option::take);
    let is_before = |last: &Cursor| last.env == env && last.map == map && last.at <= index;
    let mut cursor = match last {
        Some(last) if is_before(&last) => last,
        other => {
            if let Some(other) = other {
                // SAFETY: what is remembered is of a callback that runs still: see `forget`.
                unsafe { other.end() };
            }
            // SAFETY: the caller's, see `Vm`.
            unsafe { Cursor::first(env, map) }?
        }
    };
    // SAFETY: the caller's, see `Vm`.
    let pair = unsafe { cursor.read(index) };
    if pair.is_some() && env == current().env {
        // Nothing is collected in a callback, so the map's word means this map until it ends.
        LAST.with_borrow_mut(|last| *last = Some(cursor));
        callback::reads_map();
    } else {
        // SAFETY: the caller's, see `Vm`.
        unsafe { cursor.end() };
    }
    pair
}

/// A callback ends. What is remembered is its own, or of one around it, which reads anew.
#[cold]
#[inline(never)]
pub(crate) fn forget() {
    if let Some(last) = LAST.with_borrow_mut(Option::take) {
        // SAFETY: the environment is live, as its callback runs still.
        unsafe { last.end() };
    }
}
