//! Bytes of which no two sectors have the same.

/// So many bytes that look like nothing in particular, and are the same for
/// the same `seed`: xorshift, after Marsaglia.
///
/// ```
/// assert_eq!(flash::pattern(1, 40)[..20], flash::pattern(1, 20));
/// assert_ne!(flash::pattern(1, 20), flash::pattern(2, 20));
/// ```
#[must_use]
pub fn pattern(seed: u32, bytes: usize) -> Vec<u8> {
    // Every state but 0 leads on.
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_be_bytes()[0]
    };
    (0..bytes).map(|_| next()).collect()
}
