//! An ILI9488 that is given the time to wake up.

use embedded_graphics_core::pixelcolor::Rgb565;
use embedded_hal::delay::DelayNs;
use mipidsi::dcs::{ExitSleepMode, InterfaceExt, SetAddressMode};
use mipidsi::interface::Interface;
use mipidsi::models::{self, Model, ModelInitError};
use mipidsi::options::ModelOptions;

/// Between a reset of a controller that was awake and `SLPOUT`.
const AFTER_RESET_US: u32 = 120_000;
/// Between `SLPOUT` and the next command.
const AFTER_SLPOUT_US: u32 = 5_000;

/// ILI9488 in 16 bits a pixel, which takes an interface in parallel.
///
/// The published model sends `SLPOUT` and goes on at once, where the data sheet
/// has a wait of 5 ms. Here the controller is woken before; for one that is
/// awake the second `SLPOUT` is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ILI9488Rgb565;

impl Model for ILI9488Rgb565 {
    type ColorFormat = Rgb565;

    const FRAMEBUFFER_SIZE: (u16, u16) = models::ILI9488Rgb565::FRAMEBUFFER_SIZE;

    fn init<T, W>(
        &mut self,
        wire: &mut W,
        delay: &mut T,
        options: &ModelOptions,
    ) -> Result<SetAddressMode, ModelInitError<W::Error>>
    where
        T: DelayNs,
        W: Interface,
    {
        delay.delay_us(AFTER_RESET_US);
        let woken = wire.write_command(ExitSleepMode);
        woken.map_err(ModelInitError::Interface)?;
        delay.delay_us(AFTER_SLPOUT_US);
        models::ILI9488Rgb565.init(wire, delay, options)
    }
}
