//! What a flash says it is: three bytes, after JEDEC JEP106.

use std::fmt;

/// The answer to the instruction 9Fh: maker, memory type, capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity(pub [u8; 3]);

impl Identity {
    /// How many bytes the flash holds: 2 to the power of the third byte, where
    /// that is within 64 KiB to 2 GiB.
    #[must_use]
    pub fn capacity(self) -> Option<u32> {
        let Self([_, _, exponent]) = self;
        (0x10..=0x1F).contains(&exponent).then(|| 1 << exponent)
    }

    /// Whether anything answered: a line that nobody drives reads all ones or
    /// all zeros.
    #[must_use]
    pub fn is_present(self) -> bool {
        self.0 != [0xFF; 3] && self.0 != [0; 3]
    }

    /// Whether the flash understands what this program says: sectors of 4 KiB
    /// that `SECTOR_ERASE` erases, pages of 256 bytes, and nothing that is
    /// protected after power-on. Others, such as Microchip's SST26 and Micron's
    /// M25P, need another program.
    #[must_use]
    pub fn is_known(self) -> bool {
        let Self([maker, kind, _]) = self;
        let is_suitable = match maker {
            // Micron's N25Q and MT25Q.
            0x20 => matches!(kind, 0xBA | 0xBB),
            0x9D | 0xC2 | 0xC8 | 0xEF => true,
            _ => false,
        };
        is_suitable && self.capacity().is_some()
    }

    /// The maker, if it is one of the usual.
    #[must_use]
    pub fn maker(self) -> Option<&'static str> {
        Some(match self.0[0] {
            0x01 => "Infineon",
            0x1F => "Renesas",
            0x20 => "Micron",
            0x9D => "ISSI",
            0xBF => "Microchip",
            0xC2 => "Macronix",
            0xC8 => "GigaDevice",
            0xEF => "Winbond",
            _ => return None,
        })
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [maker, kind, exponent] = self.0;
        write!(f, "{maker:02X} {kind:02X} {exponent:02X}: ")?;
        f.write_str(self.maker().unwrap_or("maker not known"))?;
        match self.capacity() {
            Some(bytes) if bytes >= 1 << 20 => write!(f, ", {} MiB", bytes >> 20),
            Some(bytes) => write!(f, ", {} KiB", bytes >> 10),
            None => write!(f, ", capacity not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_and_capacities() {
        let winbond = Identity([0xEF, 0x40, 0x14]);
        assert_eq!(winbond.to_string(), "EF 40 14: Winbond, 1 MiB");
        assert_eq!(winbond.capacity(), Some(1_048_576));
        let small = Identity([0xC2, 0x20, 0x13]);
        assert_eq!(small.to_string(), "C2 20 13: Macronix, 512 KiB");
        let other = Identity([0x5E, 0x40, 0x66]).to_string();
        assert_eq!(other, "5E 40 66: maker not known, capacity not known");
    }

    #[test]
    fn flashes_that_this_program_can_erase_and_program() {
        for known in [[0xEF, 0x50, 0x14], [0x9D, 0x70, 0x19], [0x20, 0xBA, 0x18]] {
            assert!(Identity(known).is_known(), "{known:02x?}");
        }
        for other in [[0x20, 0x20, 0x14], [0xBF, 0x26, 0x41], [0xEF, 0x40, 0x66]] {
            assert!(!Identity(other).is_known(), "{other:02x?}");
        }
    }

    #[test]
    fn a_line_that_nobody_drives_is_no_flash() {
        for nothing in [[0xFF; 3], [0; 3]] {
            assert!(!Identity(nothing).is_present());
        }
        assert!(Identity([0xEF, 0x40, 0xFF]).is_present());
    }
}
