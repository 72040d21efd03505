//! What the length of a message says.

/// The fingers that the part tells apart.
pub const MAX_POINTS: u8 = 10;

/// What the length of a message says.
///
/// # Examples
///
/// ```
/// use chip_tt21100::Length;
///
/// assert_eq!(Length::decode(2), Some(Length::Nothing));
/// assert_eq!(Length::decode(27), Some(Length::Touch(2)));
/// assert_eq!(Length::decode(0xFFFF), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// No message waits.
    Nothing,
    /// Buttons.
    Buttons,
    /// So many fingers, which can be more than [`MAX_POINTS`].
    Touch(u8),
}

impl Length {
    /// Bytes of the message of buttons.
    pub const BUTTONS: usize = 14;

    /// What a length says; `None` if no message has it.
    #[must_use]
    pub fn decode(bytes: u16) -> Option<Self> {
        match bytes {
            0 | 2 => Some(Self::Nothing),
            14 => Some(Self::Buttons),
            _ => {
                let records = bytes.checked_sub(7).filter(|rest| rest % 10 == 0)?;
                Some(Self::Touch(u8::try_from(records / 10).ok()?))
            }
        }
    }
}
