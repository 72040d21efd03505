//! Event indices: when a side that sleeps is rung for.

/// What a side is told that wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "whoever is told `Now` is not rung for"]
pub enum Wake {
    /// There are so many bytes already, and nobody will ring.
    Now(u32),
    /// There are not; the peer rings once there are.
    Armed,
}

/// Whether a cursor that went from `old` to `new` has passed `wake_at`.
///
/// All three run freely. `wake_at` comes from the peer and may be anything: the
/// worst is a ring too many or too few, for the peer itself.
#[inline(always)]
pub(crate) const fn passed(wake_at: u32, old: u32, new: u32) -> bool {
    new.wrapping_sub(wake_at).wrapping_sub(1) < new.wrapping_sub(old)
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn from_the_border_to_the_next_byte() {
        for start in [0, 7, u32::MAX - 3] {
            let at = |offset: u32| start.wrapping_add(offset);
            assert!(passed(at(5), at(5), at(6)), "the byte that was waited for");
            assert!(passed(at(5), at(0), at(9)));
            assert!(!passed(at(5), at(0), at(5)), "not there yet");
            assert!(!passed(at(5), at(6), at(9)), "long past");
            assert!(!passed(at(5), at(5), at(5)), "nothing moved");
        }
    }
}
