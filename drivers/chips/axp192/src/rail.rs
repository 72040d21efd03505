//! The rails that can be set.

/// A rail, called as the data sheet does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rail {
    /// DC-DC1: 0.7 to 3.5 V, 25 mV a step, 1.2 A.
    Dcdc1,
    /// DC-DC2: 0.7 to 2.275 V, 25 mV a step, 1.6 A.
    Dcdc2,
    /// DC-DC3: 0.7 to 3.5 V, 25 mV a step, 0.7 A.
    Dcdc3,
    /// LDO2: 1.8 to 3.3 V, 100 mV a step, 200 mA.
    Ldo2,
    /// LDO3: 1.8 to 3.3 V, 100 mV a step, 200 mA.
    Ldo3,
    /// LDOIO0, out of the pin GPIO0: 1.8 to 3.3 V, 100 mV a step, 50 mA.
    LdoIo0,
}

/// What a rail can do, in mV, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The least, of code 0.
    pub min: u16,
    /// The most.
    pub max: u16,
    /// From one code to the next.
    pub step: u16,
}

/// Some bits of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Field {
    /// The register.
    pub register: u8,
    /// The bits, in place.
    pub mask: u8,
}

impl Field {
    const fn new(register: u8, mask: u8) -> Self {
        Self { register, mask }
    }

    /// The register with this field set to a value.
    #[must_use]
    pub const fn insert(self, register: u8, value: u8) -> u8 {
        register & !self.mask | value << self.mask.trailing_zeros() & self.mask
    }

    /// The value of this field in the register.
    #[must_use]
    pub const fn extract(self, register: u8) -> u8 {
        (register & self.mask) >> self.mask.trailing_zeros()
    }
}

impl Rail {
    /// Every rail.
    pub const ALL: [Self; 6] = [
        Self::Dcdc1,
        Self::Dcdc2,
        Self::Dcdc3,
        Self::Ldo2,
        Self::Ldo3,
        Self::LdoIo0,
    ];

    /// What it can do.
    #[must_use]
    pub const fn range(self) -> Range {
        let (min, max, step) = match self {
            Self::Dcdc1 | Self::Dcdc3 => (700, 3_500, 25),
            Self::Dcdc2 => (700, 2_275, 25),
            Self::Ldo2 | Self::Ldo3 | Self::LdoIo0 => (1_800, 3_300, 100),
        };
        Range { min, max, step }
    }

    /// Where its voltage is.
    #[must_use]
    pub const fn voltage(self) -> Field {
        match self {
            Self::Dcdc1 => Field::new(0x26, 0x7F),
            Self::Dcdc2 => Field::new(0x23, 0x3F),
            Self::Dcdc3 => Field::new(0x27, 0x7F),
            Self::Ldo2 => Field::new(0x28, 0xF0),
            Self::Ldo3 => Field::new(0x28, 0x0F),
            Self::LdoIo0 => Field::new(0x91, 0xF0),
        }
    }

    /// Where it is switched, and what is on and off there.
    #[must_use]
    pub const fn switch(self) -> (Field, u8, u8) {
        match self {
            Self::Dcdc1 => (Field::new(0x12, 0x01), 1, 0),
            Self::Dcdc2 => (Field::new(0x10, 0x01), 1, 0),
            Self::Dcdc3 => (Field::new(0x12, 0x02), 1, 0),
            Self::Ldo2 => (Field::new(0x12, 0x04), 1, 0),
            Self::Ldo3 => (Field::new(0x12, 0x08), 1, 0),
            Self::LdoIo0 => (Field::new(0x90, 0x07), 2, 7),
        }
    }
}
