//! The status register, 0x814E.

/// The points that the part tells apart.
pub const MAX_POINTS: u8 = 5;

/// What the status register says.
///
/// | bits | |
/// |---|---|
/// | 7 | buffer status: a report is there |
/// | 6 | a large touch, not used here |
/// | 4 | a touch key, not used here |
/// | 3:0 | points |
///
/// # Examples
///
/// ```
/// use chip_gt911::Status;
///
/// assert_eq!(Status::decode(0x00), Status::NotReady);
/// assert_eq!(Status::decode(0x92), Status::Points(2));
/// assert_eq!(Status::decode(0xFF), Status::Impossible);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// No report since the last was cleared.
    NotReady,
    /// A report of that many points, 0 to [`MAX_POINTS`].
    Points(u8),
    /// A report of more points than the part can tell apart.
    Impossible,
}

impl Status {
    /// What the register says.
    #[must_use]
    pub const fn decode(register: u8) -> Self {
        let points = register & 0x0F;
        if register & 0x80 == 0 {
            Self::NotReady
        } else if points > MAX_POINTS {
            Self::Impossible
        } else {
            Self::Points(points)
        }
    }
}
