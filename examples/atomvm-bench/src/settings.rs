//! Five options, as a port or a NIF has them.

use avm_term::FromTerm;

/// Five options, each of which must be there.
#[derive(Clone, Copy, Debug, FromTerm)]
pub(crate) struct Settings {
    width: u16,
    height: u16,
    rotation: u16,
    inverted: bool,
    speed_hz: u32,
}

impl Settings {
    /// What was read, in one number.
    pub(crate) fn sum(self) -> u64 {
        let inverted = u64::from(self.inverted);
        let [width, height, rotation] = [self.width, self.height, self.rotation].map(u64::from);
        u64::from(self.speed_hz) + 2 * width + 3 * height + 5 * rotation + inverted
    }
}
