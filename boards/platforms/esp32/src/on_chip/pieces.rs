//! Peripherals by their numbers.
//!
//! The only place of this crate with `unsafe` in it. esp-hal gives every
//! peripheral out once, as a value whose type is its name; a platform opens it
//! by number, again and again. What it relies on: [`esp_hal::init`] was called
//! by [`super::chip`], which kept what it uses and let the rest go, so nobody
//! else can have a piece; and each piece is claimed, by [`platform_bare`], by
//! the one value that it is made for, and given back after that value's drop.
#![expect(unsafe_code, reason = "esp-hal gives a peripheral out once")]

use esp_hal::Blocking;
use esp_hal::gpio::AnyPin;
use esp_hal::i2c::master::AnyI2c;
use esp_hal::i2s::master::{ConfigError, I2s, TdmConfig};
use esp_hal::peripherals as piece;
use esp_hal::spi::master::AnySpi;

/// A pin that the chip has, and that the caller has claimed.
pub(super) fn pin(number: u8) -> AnyPin<'static> {
    // SAFETY: it is claimed, in one role or in those that only read it.
    unsafe { AnyPin::steal(number) }
}

/// An I2C controller that the caller has claimed.
pub(super) fn i2c(controller: u8) -> Option<AnyI2c<'static>> {
    Some(match controller {
        // SAFETY: it is claimed.
        0 => unsafe { piece::I2C0::steal() }.into(),
        #[cfg(feature = "second")]
        // SAFETY: it is claimed.
        1 => unsafe { piece::I2C1::steal() }.into(),
        _ => return None,
    })
}

/// An SPI controller that the caller has claimed.
pub(super) fn spi(controller: u8) -> Option<AnySpi<'static>> {
    Some(match controller {
        // SAFETY: it is claimed.
        2 => unsafe { piece::SPI2::steal() }.into(),
        #[cfg(feature = "second")]
        // SAFETY: it is claimed.
        3 => unsafe { piece::SPI3::steal() }.into(),
        _ => return None,
    })
}

/// An I2S controller that the caller has claimed, with the one channel of the
/// DMA that this crate uses.
pub(super) fn i2s(
    controller: u8,
    config: TdmConfig,
) -> Option<Result<I2s<'static, Blocking>, ConfigError>> {
    // SAFETY: one way of samples is open at a time, and nothing else of this
    // crate uses the DMA.
    let channel = unsafe { piece::DMA_CH0::steal() };
    Some(match controller {
        // SAFETY: it is claimed.
        0 => I2s::new(unsafe { piece::I2S0::steal() }, channel, config),
        #[cfg(feature = "second")]
        // SAFETY: it is claimed.
        1 => I2s::new(unsafe { piece::I2S1::steal() }, channel, config),
        #[cfg(feature = "second")]
        // SAFETY: it is claimed.
        2 => I2s::new(unsafe { piece::I2S2::steal() }, channel, config),
        _ => return None,
    })
}

/// What makes pulses; its timers and channels are claimed one by one.
#[cfg(feature = "pulses")]
pub(super) fn ledc() -> piece::LEDC<'static> {
    // SAFETY: who has it changes claimed timers and channels only.
    unsafe { piece::LEDC::steal() }
}
