//! Commands and pixels over SPI and a data/command pin.

use class_panel::PanelError;
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{self, SpiDevice};
use mipidsi::interface::{Interface, InterfaceKind};

use crate::Link;

/// Bytes of pixels in one write: 128 pixels of 16 bits.
const BUFFER: usize = 256;

/// The four-wire interface: data/command low for a command, high for its
/// parameters and for pixels.
#[derive(Debug)]
pub(crate) struct Wire<S, D> {
    pub(crate) spi: S,
    pub(crate) data_command: D,
    pub(crate) link: Link,
}

pub(crate) fn pin_error<E: digital::Error>(error: E) -> PanelError {
    PanelError::Pin(error.kind())
}

impl<S: SpiDevice, D: OutputPin> Wire<S, D> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PanelError> {
        if bytes.is_empty() {
            return Ok(());
        }
        let written = self.spi.write(bytes);
        written.map_err(|error| PanelError::Bus(spi::Error::kind(&error)))
    }
}

impl<S: SpiDevice, D: OutputPin> Interface for Wire<S, D> {
    type Word = u8;
    type Error = PanelError;

    const KIND: InterfaceKind = InterfaceKind::Serial4Line;

    fn send_command(&mut self, command: u8, args: &[u8]) -> Result<(), PanelError> {
        self.data_command.set_low().map_err(pin_error)?;
        self.write(&[command])?;
        self.data_command.set_high().map_err(pin_error)?;
        match self.link {
            Link::Serial => self.write(args),
            Link::Converter => self.send_pixels(args.iter().map(|&byte| [0, byte])),
        }
    }

    fn send_pixels<const N: usize>(
        &mut self,
        pixels: impl IntoIterator<Item = [u8; N]>,
    ) -> Result<(), PanelError> {
        let mut buffer = [0; BUFFER];
        let mut pixels = pixels.into_iter();
        loop {
            let mut filled = 0;
            let (room, _) = buffer.as_chunks_mut::<N>();
            for (place, pixel) in room.iter_mut().zip(&mut pixels) {
                *place = pixel;
                filled += N;
            }
            if filled == 0 {
                return Ok(());
            }
            self.write(buffer.get(..filled).unwrap_or_default())?;
        }
    }

    fn send_repeated_pixel<const N: usize>(
        &mut self,
        pixel: [u8; N],
        count: u32,
    ) -> Result<(), PanelError> {
        self.send_pixels((0..count).map(|_| pixel))
    }
}
