//! The pins, as open-drain outputs.

use crate::Field;

/// A pin that can be driven; GPIO0 is left to the rail LDOIO0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pin {
    /// GPIO1.
    Gpio1,
    /// GPIO2.
    Gpio2,
    /// GPIO3.
    Gpio3,
    /// GPIO4.
    Gpio4,
}

/// What an open-drain output does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// It pulls to ground.
    Low,
    /// It lets go: the board pulls it up, or nothing does.
    Floating,
}

/// Where a pin's function is chosen, and what makes it an output.
pub(crate) struct Function {
    pub(crate) field: Field,
    pub(crate) output: u8,
    /// Set besides, or the function has no effect.
    pub(crate) enable: u8,
}

impl Pin {
    /// Every pin.
    pub const ALL: [Self; 4] = [Self::Gpio1, Self::Gpio2, Self::Gpio3, Self::Gpio4];

    pub(crate) const fn function(self) -> Function {
        let (register, mask, output, enable) = match self {
            Self::Gpio1 => (0x92, 0x07, 0, 0),
            Self::Gpio2 => (0x93, 0x07, 0, 0),
            Self::Gpio3 => (0x95, 0x03, 1, 0x80),
            Self::Gpio4 => (0x95, 0x0C, 1, 0x80),
        };
        Function {
            field: Field { register, mask },
            output,
            enable,
        }
    }

    pub(crate) const fn level(self) -> Field {
        let (register, mask) = match self {
            Self::Gpio1 => (0x94, 0x02),
            Self::Gpio2 => (0x94, 0x04),
            Self::Gpio3 => (0x96, 0x01),
            Self::Gpio4 => (0x96, 0x02),
        };
        Field { register, mask }
    }
}
