//! The pairs of a map by position.
#![expect(unsafe_code, reason = "calls the VM's iterators")]

use crate::abi::{self, Env, MapIterator};

/// Reads a pair of a map, in the VM's own order; `None` past its end.
///
/// # Safety
///
/// As for `Vm::map_pair`.
pub(crate) unsafe fn pair(env: *mut Env, map: usize, index: usize) -> Option<(usize, usize)> {
    let mut iterator = MapIterator { words: [0; 7] };
    // SAFETY: the caller's, see `Vm`.
    let made =
        unsafe { abi::enif_map_iterator_create(env, map, &raw mut iterator, abi::MAP_FIRST) };
    if made == 0 {
        return None;
    }
    for _ in 0..index {
        // SAFETY: the iterator was made above. Past the end it stays there.
        let _ = unsafe { abi::enif_map_iterator_next(env, &raw mut iterator) };
    }
    let (mut key, mut value) = (0, 0);
    // SAFETY: the iterator was made above.
    let found = unsafe {
        abi::enif_map_iterator_get_pair(env, &raw mut iterator, &raw mut key, &raw mut value)
    };
    // SAFETY: the iterator was made above, and is not used again.
    unsafe { abi::enif_map_iterator_destroy(env, &raw mut iterator) };
    (found != 0).then_some((key, value))
}
