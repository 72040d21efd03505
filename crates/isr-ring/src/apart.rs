//! What each side writes, kept apart from what the other writes.

/// On a host, the sides share no cache line, nor a pair of adjacent ones.
#[repr(C)]
#[cfg_attr(target_pointer_width = "64", repr(align(128)))]
pub(crate) struct Apart<S>(pub(crate) S);
