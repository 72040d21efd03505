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
use mipidsi::options::{self, ColorInversion, ColorOrder, ModelOptions, Rotation};

use crate::wire::{Wire, pin_error};

/// The time that a controller needs after `SLPIN`, before another command
/// (ILI9341 datasheet 8.2.11, ST7789V datasheet 9.1.11).
const AFTER_SLPIN_US: u32 = 5_000;

/// How a panel's controller is wired.
#[derive(Debug)]
pub struct Wires<S, D, R> {
    /// The controller's place on its bus.
    pub spi: S,
    /// Data/command: low for commands.
    pub data_command: D,
    /// Reset, low for reset; without one the controller is reset by command.
    pub reset: Option<R>,
}

/// How a glass sits on its controller, as its maker tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glass {
    /// Columns of the controller before the first of the glass.
    pub first_column: u16,
    /// Rows of the controller before the first of the glass.
    pub first_row: u16,
    /// The order of its subpixels.
    pub order: ColorOrder,
    /// Whether the controller is to invert colours, which many IPS glasses
    /// need.
    pub inversion: ColorInversion,
}

impl Default for Glass {
    /// At the first column and row, red first, not inverted.
    fn default() -> Self {
        Self {
            first_column: 0,
            first_row: 0,
            order: ColorOrder::Rgb,
            inversion: ColorInversion::Normal,
        }
    }
}

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
        let options = model_options::<M>(glass, config)?;
        let mut panel = Self {
            model,
            wire: Wire {
                spi: wires.spi,
                data_command: wires.data_command,
            },
            reset: wires.reset,
            backlight,
            delay,
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
    fn size(&self) -> Geometry {
        let (width, height) = self.options.display_size;
        let glass = Geometry { width, height };
        glass.turned(orientation(self.options.orientation.rotation))
    }

    /// Points the controller at a window, which is on the glass.
    fn begin(&mut self, window: Window) -> Result<(), PanelError> {
        if !window.is_within(self.size()) {
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
        self.size()
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        let mut options = self.options.clone();
        options.orientation = turned(orientation);
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

/// What the model is told, if it has that many columns and rows.
fn model_options<M: Model>(glass: Glass, config: PanelConfig) -> Result<ModelOptions, PanelError> {
    let Geometry { width, height } = config.geometry;
    let (columns, rows) = M::FRAMEBUFFER_SIZE;
    let fits = |size: u16, first: u16, all: u16| {
        size > 0 && size.checked_add(first).is_some_and(|last| last <= all)
    };
    if !fits(width, glass.first_column, columns) {
        return Err(PanelError::Width);
    }
    if !fits(height, glass.first_row, rows) {
        return Err(PanelError::Height);
    }
    let first = (glass.first_column, glass.first_row);
    let mut options = ModelOptions::with_all((width, height), first);
    options.color_order = glass.order;
    options.invert_colors = glass.inversion;
    options.orientation = turned(config.orientation);
    Ok(options)
}

/// Where the glass's upper left pixel lies in the controller's memory, as it
/// is turned now: MADCTL's MY and MX count rows and columns from the other
/// side, and MV exchanges them.
fn first_pixel<M: Model>(options: &ModelOptions) -> (u16, u16) {
    let (x, y) = options.display_offset;
    let (width, height) = options.display_size;
    let (columns, rows) = M::FRAMEBUFFER_SIZE;
    let from_right = columns - (width + x);
    let from_bottom = rows - (height + y);
    match options.orientation.rotation {
        Rotation::Deg0 => (x, y),
        Rotation::Deg90 => (y, from_right),
        Rotation::Deg180 => (from_right, from_bottom),
        Rotation::Deg270 => (from_bottom, x),
    }
}

fn turned(orientation: Orientation) -> options::Orientation {
    let rotation = match orientation {
        Orientation::Deg0 => Rotation::Deg0,
        Orientation::Deg90 => Rotation::Deg90,
        Orientation::Deg180 => Rotation::Deg180,
        Orientation::Deg270 => Rotation::Deg270,
    };
    options::Orientation::new().rotate(rotation)
}

fn orientation(rotation: Rotation) -> Orientation {
    match rotation {
        Rotation::Deg0 => Orientation::Deg0,
        Rotation::Deg90 => Orientation::Deg90,
        Rotation::Deg180 => Orientation::Deg180,
        Rotation::Deg270 => Orientation::Deg270,
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
