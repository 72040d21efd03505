//! From converted values to places on the display.

/// Bits behind the point.
const POINT: u32 = 16;
const ONE: i64 = 1 << POINT;

/// Six numbers that turn a converted place into one on the display; data that
/// a board holds or a user measures.
///
/// `x' = (xx * x + xy * y + x0) / 65536`, and y' likewise: any turning,
/// mirroring, scaling and skew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Calibration {
    /// Of the converted x in x', times 65536.
    pub xx: i32,
    /// Of the converted y in x', times 65536.
    pub xy: i32,
    /// Added to x', times 65536.
    pub x0: i64,
    /// Of the converted x in y', times 65536.
    pub yx: i32,
    /// Of the converted y in y', times 65536.
    pub yy: i32,
    /// Added to y', times 65536.
    pub y0: i64,
}

impl Calibration {
    /// None: places as they were converted, 0 to 4095.
    pub const RAW: Self = Self {
        xx: ONE as i32,
        xy: 0,
        x0: 0,
        yx: 0,
        yy: ONE as i32,
        y0: 0,
    };

    /// From what is converted at the edges: `x` is that at the left and at the
    /// right edge, `y` that at the top and at the bottom, `size` the display's
    /// width and height. An axis that runs the other way has its greater value
    /// first; one without extent becomes 0 everywhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_xpt2046::Calibration;
    ///
    /// // The y plate is upside down.
    /// let calibration = Calibration::from_edges((200, 3_900), (3_800, 300), (320, 480));
    /// assert_eq!(calibration.place(200, 3_800), (0, 0));
    /// assert_eq!(calibration.place(3_900, 300), (319, 479));
    /// ```
    #[must_use]
    pub const fn from_edges(x: (u16, u16), y: (u16, u16), size: (u16, u16)) -> Self {
        let (xx, x0) = axis(x, size.0);
        let (yy, y0) = axis(y, size.1);
        Self {
            xx,
            xy: 0,
            x0,
            yx: 0,
            yy,
            y0,
        }
    }

    /// From three touches, each as converted and where it was on the display;
    /// `None` if the three lie on a line, or the numbers do not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use chip_xpt2046::Calibration;
    ///
    /// // Turned by a quarter: x on the display runs along the y plate.
    /// let touches = [((400, 400), (0, 0)), ((400, 3_600), (319, 0)), ((3_600, 400), (0, 479))];
    /// let calibration = Calibration::from_touches(touches).expect("no line");
    /// assert_eq!(calibration.place(3_600, 3_600), (319, 479));
    /// assert_eq!(Calibration::from_touches([touches[0]; 3]), None);
    /// ```
    #[must_use]
    pub fn from_touches(touches: [((u16, u16), (u16, u16)); 3]) -> Option<Self> {
        let [(a, to_a), (b, to_b), (c, to_c)] = touches;
        let raw = [a, b, c].map(|(x, y)| (i64::from(x), i64::from(y)));
        let to_x = [to_a, to_b, to_c].map(|(x, _)| i64::from(x));
        let to_y = [to_a, to_b, to_c].map(|(_, y)| i64::from(y));
        let (xx, xy, x0) = solve(raw, to_x)?;
        let (yx, yy, y0) = solve(raw, to_y)?;
        Some(Self {
            xx,
            xy,
            x0,
            yx,
            yy,
            y0,
        })
    }

    /// The place on the display, rounded to the nearest. What lies left of it
    /// or above is on its edge; how far it reaches right and down is not known
    /// here.
    #[must_use]
    pub fn place(&self, x: u16, y: u16) -> (u16, u16) {
        let (x, y) = (i64::from(x), i64::from(y));
        let at = |of_x: i32, of_y: i32, offset: i64| {
            let sum = i64::from(of_x) * x + i64::from(of_y) * y;
            let rounded = sum.saturating_add(offset).saturating_add(ONE / 2) >> POINT;
            // Cannot fail after the clamp.
            u16::try_from(rounded.clamp(0, i64::from(u16::MAX))).unwrap_or(u16::MAX)
        };
        (at(self.xx, self.xy, self.x0), at(self.yx, self.yy, self.y0))
    }
}

/// Factor and offset of an axis that has its own plate.
const fn axis((first, last): (u16, u16), size: u16) -> (i32, i64) {
    let span = last as i64 - first as i64;
    if span == 0 {
        return (0, 0);
    }
    let factor = (size.saturating_sub(1) as i64 * ONE) / span;
    // Past this a step of the converter would be more than half the places
    // there are: the panel has no use, but the number must still fit.
    let factor = if factor > i32::MAX as i64 {
        i32::MAX as i64
    } else if factor < -(i32::MAX as i64) {
        -(i32::MAX as i64)
    } else {
        factor
    };
    (factor as i32, -factor * first as i64)
}

/// Of three equations, `p * x + q * y + r = to`, the p, q and r.
fn solve(raw: [(i64, i64); 3], to: [i64; 3]) -> Option<(i32, i32, i64)> {
    let [(ax, ay), (bx, by), (cx, cy)] = raw;
    let [a, b, c] = to;
    let area = (ax - cx) * (by - cy) - (bx - cx) * (ay - cy);
    let of_x = ((a - c) * (by - cy) - (b - c) * (ay - cy)) * ONE;
    let of_y = ((ax - cx) * (b - c) - (bx - cx) * (a - c)) * ONE;
    let p = i32::try_from(of_x.checked_div(area)?).ok()?;
    let q = i32::try_from(of_y.checked_div(area)?).ok()?;
    let offset = c * ONE - i64::from(p) * cx - i64::from(q) * cy;
    Some((p, q, offset))
}
