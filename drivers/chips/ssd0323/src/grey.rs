//! From colours to greys.

use class_panel::Rgb565;
use embedded_graphics_core::pixelcolor::RgbColor;

/// The grey of a colour, 0 to 15: its luminance after ITU-R BT.601, in
/// sixteenths, rounded down.
///
/// # Examples
///
/// ```
/// use chip_ssd0323::grey;
/// use class_panel::Rgb565;
///
/// assert_eq!(grey(Rgb565::new(0, 0, 0)), 0);
/// assert_eq!(grey(Rgb565::new(31, 63, 31)), 15);
/// assert_eq!(grey(Rgb565::new(31, 0, 0)), 4);
/// ```
#[must_use]
pub fn grey(color: Rgb565) -> u8 {
    // Five and six bits become eight, all ones where they were.
    let five = |bits: u8| u32::from(bits << 3 | bits >> 2);
    let six = |bits: u8| u32::from(bits << 2 | bits >> 4);
    let (red, green, blue) = (five(color.r()), six(color.g()), five(color.b()));
    // The weights are 256 together, so the sum is less than 2^16.
    ((77 * red + 150 * green + 29 * blue) >> 12) as u8
}
