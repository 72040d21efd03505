//! The middle one of five.

/// The third largest of five. No branch on the values, and no panic.
///
/// # Examples
///
/// ```
/// use chip_xpt2046::median;
///
/// assert_eq!(median([700, 701, 4_095, 702, 0]), 701);
/// ```
#[must_use]
pub fn median([a, b, c, d, e]: [u16; 5]) -> u16 {
    // Neither the least of the four nor the greatest can be the middle of five.
    let low = a.min(b).max(c.min(d));
    let high = a.max(b).min(c.max(d));
    low.min(high).max(low.max(high).min(e))
}
