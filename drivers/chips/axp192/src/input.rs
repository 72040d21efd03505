//! Where the power comes from.

/// The input power status, register 0x00.
///
/// # Examples
///
/// ```
/// use chip_axp192::Input;
///
/// let usb = Input::decode(0x30);
/// assert!(usb.vbus_present && usb.vbus_usable && !usb.acin_present);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "the register's own bits")]
pub struct Input {
    /// Bit 7: ACIN is there.
    pub acin_present: bool,
    /// Bit 6: ACIN can be used.
    pub acin_usable: bool,
    /// Bit 5: VBUS is there.
    pub vbus_present: bool,
    /// Bit 4: VBUS can be used.
    pub vbus_usable: bool,
    /// Bit 2: the battery is charged, or else it feeds.
    pub charging: bool,
}

impl Input {
    /// What the register says.
    #[must_use]
    pub const fn decode(register: u8) -> Self {
        Self {
            acin_present: register & 0x80 != 0,
            acin_usable: register & 0x40 != 0,
            vbus_present: register & 0x20 != 0,
            vbus_usable: register & 0x10 != 0,
            charging: register & 0x04 != 0,
        }
    }
}
