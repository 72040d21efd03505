//! A controller and its glass, as an open panel.

use class_panel::{
    Backlight, Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window,
};
use embedded_graphics_core::pixelcolor::raw::ToBytes;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::spi::SpiDevice;
use mipidsi::ConfigurationError;
use mipidsi::dcs::{EnterSleepMode, InterfaceExt, SetDisplayOff, SoftReset};
use mipidsi::interface::Interface;
use mipidsi::models::{Model, ModelInitError};
use mipidsi::options::ModelOptions;

use crate::glass::{first_pixel, size};
use crate::wire::{Wire, pin_error};
use crate::{Glass, Wires};

/// The time that a controller needs after `SLPIN`, before another command
/// (ILI9341 datasheet 8.2.11, ST7789V datasheet 9.1.11).
const AFTER_SLPIN_US: u32 = 5_000;

/// A panel whose controller is the model `M`, over the SPI device `S`, the
/// data/command pin `D` and the reset pin `R`, lit by `L`, with the delays of
/// `T`.
///
/// Dropping it switches the backlight off, sends `DISPOFF` and `SLPIN`, and
/// waits 5 ms. Sleeping takes the controller 120 ms; bringing it up again
/// waits for longer than that before it is woken.
pub struct MipiPanel<M, S, D, R, L, T>
where
    M: Model<ColorFormat = Rgb565>,
    S: SpiDevice,
    D: OutputPin,
    L: Backlight,
    T: DelayNs,
{
    model: M,
    wire: Wire<S, D>,
    reset: Option<R>,
    backlight: L,
    delay: T,
    glass: Glass,
    options: ModelOptions,
}

impl<M, S, D, R, L, T> MipiPanel<M, S, D, R, L, T>
where
    M: Model<ColorFormat = Rgb565>,
    S: SpiDevice,
    D: OutputPin,
    R: OutputPin,
    L: Backlight,
    T: DelayNs,
{
    /// Resets the controller and brings it up, dark. Takes the models' own
    /// delays, 270 to 300 ms.
    ///
    /// # Errors
    ///
    /// [`PanelError::Width`] and [`PanelError::Height`] if the controller has
    /// not that many columns or rows beside the glass's first, before anything
    /// is sent. [`PanelError::Bus`], [`PanelError::Pin`] and
    /// [`PanelError::Pwm`]; the panel is dark and asleep then, as far as its
    /// bus allows.
    pub fn open(
        model: M,
        wires: Wires<S, D, R>,
        backlight: L,
        delay: T,
        glass: Glass,
        config: PanelConfig,
    ) -> Result<Self, PanelError> {
        let options = glass.options::<M>(config)?;
        let mut panel = Self {
            model,
            wire: Wire {
                spi: wires.spi,
                data_command: wires.data_command,
                link: glass.link,
            },
            reset: wires.reset,
            backlight,
            delay,
            glass,
            options,
        };
        // On an error the drop of `panel` puts it to sleep.
        panel.bring_up()?;
        Ok(panel)
    }

    fn bring_up(&mut self) -> Result<(), PanelError> {
        self.backlight.set_level(0)?;
        if let Some(reset) = &mut self.reset {
            reset.set_low().map_err(pin_error)?;
            self.delay.delay_us(M::RESET_DURATION);
            reset.set_high().map_err(pin_error)?;
        } else {
            self.wire.write_command(SoftReset)?;
        }
        let Self {
            model,
            wire,
            delay,
            options,
            ..
        } = self;
        let up = model.init(wire, delay, options);
        up.map(|_madctl| ()).map_err(model_error)
    }
}

impl<M, S, D, R, L, T> MipiPanel<M, S, D, R, L, T>
where
    M: Model<ColorFormat = Rgb565>,
    S: SpiDevice,
    D: OutputPin,
    L: Backlight,
    T: DelayNs,
{
    /// Points the controller at a window, which is on the glass.
    fn begin(&mut self, window: Window) -> Result<(), PanelError> {
        if !window.is_within(size(&self.options)) {
            return Err(PanelError::OutOfRange);
        }
        let (x, y) = first_pixel::<M>(&self.options);
        M::update_address_window(
            &mut self.wire,
            self.options.orientation.rotation,
            window.x() + x,
            window.y() + y,
            window.right() + x,
            window.bottom() + y,
        )?;
        M::write_memory_start(&mut self.wire)
    }

    /// Dark and asleep. Every step is tried; a dark panel is worth more than
    /// one that is asleep.
    fn sleep(&mut self) {
        let _dark = self.backlight.set_level(0);
        let _off = self.wire.write_command(SetDisplayOff);
        let _asleep = self.wire.write_command(EnterSleepMode);
        self.delay.delay_us(AFTER_SLPIN_US);
    }
}

impl<M, S, D, R, L, T> Drop for MipiPanel<M, S, D, R, L, T>
where
    M: Model<ColorFormat = Rgb565>,
    S: SpiDevice,
    D: OutputPin,
    L: Backlight,
    T: DelayNs,
{
    fn drop(&mut self) {
        self.sleep();
    }
}

impl<M, S, D, R, L, T> Panel for MipiPanel<M, S, D, R, L, T>
where
    M: Model<ColorFormat = Rgb565> + Send + 'static,
    S: SpiDevice + Send + 'static,
    D: OutputPin + Send + 'static,
    R: OutputPin + Send + 'static,
    L: Backlight,
    T: DelayNs + Send + 'static,
{
    fn geometry(&self) -> Geometry {
        size(&self.options)
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        let mut options = self.options.clone();
        options.orientation = self.glass.turned(orientation);
        self.model.update_options(&mut self.wire, &options)?;
        self.options = options;
        Ok(())
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        self.backlight.set_level(level)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        self.begin(window)?;
        let pixels = pixels.into_iter().take(window.pixels() as usize);
        self.wire.send_pixels(pixels.map(ToBytes::to_be_bytes))
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.begin(window)?;
        let (pixel, count) = (color.to_be_bytes(), window.pixels());
        self.wire.send_repeated_pixel(pixel, count)
    }
}

/// Sizes were looked at before, and every model here can do four wires.
fn model_error(error: ModelInitError<PanelError>) -> PanelError {
    match error {
        ModelInitError::Interface(error) => error,
        ModelInitError::InvalidConfiguration(ConfigurationError::InvalidDisplaySize) => {
            PanelError::Width
        }
        ModelInitError::InvalidConfiguration(_) => PanelError::Height,
    }
}
