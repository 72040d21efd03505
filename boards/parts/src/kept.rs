//! A driver, and what must stay as it is for as long as the driver is there.

use class_audio::{AudioError, Codec, Format, VolumeRange};
use class_panel::{Geometry, Orientation, Panel, PanelError, Rgb565, Window};
use class_touch::{Report, TouchController};
use embedded_hal::spi::{self, Operation, SpiDevice};

/// A driver, and what must stay as it is for as long as the driver is there: a
/// pin that stays driven, a [`User`](crate::User) of a supply.
///
/// It is whatever the driver is. The driver is dropped first.
#[derive(Debug)]
pub struct Kept<T, K> {
    // Dropped in this order.
    driver: T,
    _kept: K,
}

impl<T, K> Kept<T, K> {
    /// The driver, with what it needs.
    pub const fn new(driver: T, kept: K) -> Self {
        Self {
            driver,
            _kept: kept,
        }
    }
}

impl<T: TouchController, K> TouchController for Kept<T, K> {
    type Error = T::Error;

    fn read(&mut self) -> Result<Report, T::Error> {
        self.driver.read()
    }
}

impl<T: Panel, K: Send + 'static> Panel for Kept<T, K> {
    fn geometry(&self) -> Geometry {
        self.driver.geometry()
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        self.driver.set_orientation(orientation)
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        self.driver.set_backlight(level)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        self.driver.write(window, pixels)
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.driver.fill(window, color)
    }
}

impl<T: Codec<Error = AudioError>, K> Codec for Kept<T, K> {
    type Error = AudioError;

    fn configure(&mut self, format: Format) -> Result<(), AudioError> {
        self.driver.configure(format)
    }

    fn power_up(&mut self) -> Result<(), AudioError> {
        self.driver.power_up()
    }

    fn power_down(&mut self) -> Result<(), AudioError> {
        self.driver.power_down()
    }

    fn set_volume(&mut self, level: u8) -> Result<(), AudioError> {
        self.driver.set_volume(level)
    }

    fn set_mute(&mut self, mute: bool) -> Result<(), AudioError> {
        self.driver.set_mute(mute)
    }

    fn volume_range(&self) -> VolumeRange {
        self.driver.volume_range()
    }

    fn was_reset(&mut self) -> Result<bool, AudioError> {
        self.driver.was_reset()
    }
}

impl<T: SpiDevice, K> spi::ErrorType for Kept<T, K> {
    type Error = T::Error;
}

impl<T: SpiDevice, K> SpiDevice for Kept<T, K> {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), T::Error> {
        self.driver.transaction(operations)
    }
}
