//! The commands of an ILI9341, and how many parameters each takes.

pub(super) const SWRESET: u8 = 0x01;
pub(super) const SLPIN: u8 = 0x10;
pub(super) const SLPOUT: u8 = 0x11;
pub(super) const NORON: u8 = 0x13;
pub(super) const INVOFF: u8 = 0x20;
pub(super) const INVON: u8 = 0x21;
pub(super) const DISPOFF: u8 = 0x28;
pub(super) const DISPON: u8 = 0x29;
pub(super) const CASET: u8 = 0x2A;
pub(super) const PASET: u8 = 0x2B;
pub(super) const RAMWR: u8 = 0x2C;
pub(super) const VSCRDEF: u8 = 0x33;
pub(super) const MADCTL: u8 = 0x36;
pub(super) const VSCRSADD: u8 = 0x37;
pub(super) const IDMOFF: u8 = 0x38;
pub(super) const IDMON: u8 = 0x39;
pub(super) const COLMOD: u8 = 0x3A;
pub(super) const RAMWRC: u8 = 0x3C;

/// What follows a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// From so many parameters to so many.
    Parameters(usize, usize),
    /// Pixels, as many as there are.
    Pixels,
    /// It reads.
    Answer,
}

/// What follows a command; `None` where there is no such command here. Those
/// for power, gamma and timing are known, and have no effect in the model.
pub(super) fn takes(code: u8) -> Option<Takes> {
    let parameters = match code {
        RAMWR | RAMWRC => return Some(Takes::Pixels),
        0x04 | 0x09..=0x0F | 0x2E | 0x3E | 0x45 | 0x52 | 0x54 | 0x56 | 0x5F => {
            return Some(Takes::Answer);
        }
        0xD1..=0xD3 | 0xDA..=0xDC => return Some(Takes::Answer),
        // Frame inversion and its like; then display function control, of
        // which the last parameter may be left out.
        0xB6 => return Some(Takes::Parameters(3, 4)),
        0x00 | SWRESET | SLPIN | SLPOUT | NORON | INVOFF | INVON | DISPOFF | DISPON => 0,
        // TEOFF; idle mode.
        0x34 | IDMOFF | IDMON => 0,
        // GAMSET, TEON, brightness (51, 53, 55, 5E).
        0x26 | 0x35 | MADCTL | COLMOD | 0x51 | 0x53 | 0x55 | 0x5E => 1,
        // IFMODE, INVTR, ETMOD, PWCTRL1 and 2, VMCTRL2, 3GAMMA, pump ratio.
        0xB0 | 0xB4 | 0xB7 | 0xC0 | 0xC1 | 0xC7 | 0xF2 | 0xF7 => 1,
        // TESCAN, FRMCTR1 to 3, VMCTRL1, driver timing B.
        VSCRSADD | 0x44 | 0xB1..=0xB3 | 0xC5 | 0xEA => 2,
        // Power control B, driver timing A, IFCTL.
        0xCF | 0xE8 | 0xF6 => 3,
        // PRCTR, power on sequence.
        CASET | PASET | 0xB5 | 0xED => 4,
        // Power control A.
        0xCB => 5,
        VSCRDEF => 6,
        // PGAMCTRL, NGAMCTRL.
        0xE0 | 0xE1 => 15,
        _ => return None,
    };
    Some(Takes::Parameters(parameters, parameters))
}
