//! The touch controller that QEMU has, which wants whole words.
//!
//! QEMU's `ads7846` is not shifted bit by bit: a frame is a control byte, the
//! next frame is its answer, and that is all twelve bits of the result, at the
//! low end. In frames of 8 bits the upper four would be lost. So a control
//! byte is sent here as a frame of 16 bits with one to answer it, and what the
//! real part would clock out of that, bit by bit, is what the driver reads.

use board_support::{BoardError, SpiWires};
use class_spi::SpiConfig;
use embedded_hal::spi::{self, Operation, SpiDevice};

use super::{Port, SpiStuck, carry_out};

/// The first bit of a control byte.
const START: u8 = 0x80;

/// The bus of QEMU's touch controller: takes and gives the bytes that the real
/// part would.
#[derive(Debug)]
pub struct TouchSpi {
    port: Port,
}

impl TouchSpi {
    pub(crate) fn open(wires: &SpiWires, config: SpiConfig) -> Result<Self, BoardError> {
        let port = Port::open(wires, config, 16)?;
        Ok(Self { port })
    }
}

impl spi::ErrorType for TouchSpi {
    type Error = SpiStuck;
}

impl SpiDevice for TouchSpi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), SpiStuck> {
        let port = &mut self.port;
        let mut line = Line::default();
        carry_out(operations, |byte| {
            line.exchange(byte, |word| port.exchange(word))
        })
    }
}

/// What the part has still to clock out.
#[derive(Debug, Default)]
struct Line {
    answer: [u8; 2],
}

impl Line {
    /// A byte goes in, and the one that the part clocks out meanwhile comes
    /// back. After a control byte that is a bit without meaning and twelve of
    /// the result.
    fn exchange<E>(
        &mut self,
        byte: u8,
        mut word: impl FnMut(u16) -> Result<u16, E>,
    ) -> Result<u8, E> {
        let [out, next] = self.answer;
        self.answer = [next, 0];
        if byte & START != 0 {
            word(byte.into())?;
            let result = word(0)? & 0x0FFF;
            self.answer = (result << 3).to_be_bytes();
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn a_result_is_clocked_out_while_the_next_is_asked_for() {
        // As QEMU does it: the answer is the channel's number, thrice.
        let mut asked = 0;
        let mut model = |word: u16| {
            if word != 0 {
                asked = (word >> 4 & 7) * 0x111;
            }
            Ok::<u16, ()>(asked)
        };
        let mut line = Line::default();
        let bytes = [0xB1, 0, 0xD0, 0, 0];
        let answers = bytes.map(|byte| line.exchange(byte, &mut model));
        let expected = [
            0,
            0x333_u16 >> 5,
            (0x333 << 3) & 0xFF,
            0x555 >> 5,
            (0x555 << 3) & 0xFF,
        ];
        assert_eq!(
            answers.map(|answer| answer.map(u16::from)),
            expected.map(Ok)
        );
    }
}
