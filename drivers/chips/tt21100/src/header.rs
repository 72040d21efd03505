//! The beginning of a touch report.

/// The seven bytes before the fingers.
///
/// | byte | bits | |
/// |---|---|---|
/// | 0, 1 | | length of the message, low byte first |
/// | 2 | | id of the report: 1 |
/// | 3, 4 | | time, not used here |
/// | 5 | 4:0 | fingers in the message |
/// | | 5 | a large object, not used here |
/// | 6 | 2:0 | noise, not used here |
/// | | 7:6 | counter of reports, not used here |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header(pub [u8; Self::LEN]);

impl Header {
    /// Bytes of a header.
    pub const LEN: usize = 7;
    /// The id of a touch report.
    pub const TOUCH: u8 = 1;

    /// Bytes of the message.
    #[must_use]
    pub const fn length(&self) -> u16 {
        let [low, high, ..] = self.0;
        u16::from_le_bytes([low, high])
    }

    /// What kind of report.
    #[must_use]
    pub const fn id(&self) -> u8 {
        let [_, _, id, ..] = self.0;
        id
    }

    /// Fingers in the message, 0 to 31 as read.
    #[must_use]
    pub const fn fingers(&self) -> u8 {
        let [_, _, _, _, _, count, _] = self.0;
        count & 0x1F
    }
}
