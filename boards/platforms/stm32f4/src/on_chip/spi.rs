//! SPI buses, shared between devices of different clocks.

use board_support::{BoardError, Pin, Setting, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::spi::{ErrorKind, ErrorType, Phase, Polarity, SpiBus};
use platform_bare::{Buses, Claim, Claims, Fault, Role, SetSpi, SpiOf};
use stm32f4xx_hal::pac::{self, spi1};
use stm32f4xx_hal::rcc::{Enable, Reset};

use super::pins::{self, Output, Taken};
use super::time::{Deadline, Wait};
use super::{chip, registers};
use crate::{Signal, spi_divider};

/// Clock, to the device, from it.
type Wires = (Pin, Pin, Option<Pin>);

static BUSES: Buses<Wires, Bus, 1, 3> = Buses::new("SPI");

/// A device on an SPI bus, which it shares with the others.
pub type Spi = SpiOf<Wires, Bus, Output, Wait, 1, 3>;

/// The slowest byte is 8 bits of 42 MHz / 256.
const BYTE_US: u32 = 1_000;

pub(super) fn open(wires: &SpiWires, config: SpiConfig) -> Result<Spi, BoardError> {
    let config = SpiConfig {
        clock_hz: config.clock_hz.min(wires.max_hz),
        ..config
    };
    let lines = (wires.sck, wires.mosi, wires.miso);
    let bus = BUSES.open(wires.controller, lines, || Bus::open(wires))?;
    let divider = bus.with(|bus| bus.divider(config.clock_hz));
    if divider.flatten().is_none() {
        return Err(BoardError::Unsupported(Setting::ClockHz));
    }
    let cs = Output::open(wires.cs, true)?;
    Ok(SpiOf::new(bus, cs, Wait, config))
}

/// SPI and I2S of one number are one controller; it is claimed as a pin is.
static CONTROLLERS: Claims<4> = Claims::new(|_, _| ());
/// A controller that nobody else has.
pub(super) type Controller = Claim<4>;

/// Takes a controller, 1 to 3.
pub(super) fn controller(number: u8) -> Result<Controller, BoardError> {
    let taken = CONTROLLERS.claim(number.into(), Role::Wire);
    taken.map_err(Fault::spi)
}

/// A controller that is open. With its drop it is off.
#[derive(Debug)]
pub struct Bus {
    controller: u8,
    clock_hz: u32,
    _wires: (Taken, Taken, Option<Taken>),
    _taken: Controller,
}

impl Bus {
    fn open(wires: &SpiWires) -> Result<Self, BoardError> {
        let controller = wires.controller;
        let taken = self::controller(controller)?;
        let wire = |signal, pin| pins::wire(signal, controller, pin, false);
        let wires = (
            wire(Signal::Sck, wires.sck)?,
            wire(Signal::Mosi, wires.mosi)?,
            wires
                .miso
                .map(|miso| wire(Signal::Miso, miso))
                .transpose()?,
        );
        let clock_hz = chip::with(|rcc| match controller {
            1 => {
                pac::SPI1::enable(rcc);
                pac::SPI1::reset(rcc);
                rcc.clocks.pclk2().raw()
            }
            2 => {
                pac::SPI2::enable(rcc);
                pac::SPI2::reset(rcc);
                rcc.clocks.pclk1().raw()
            }
            _ => {
                pac::SPI3::enable(rcc);
                pac::SPI3::reset(rcc);
                rcc.clocks.pclk1().raw()
            }
        });
        Ok(Self {
            controller,
            clock_hz,
            _wires: wires,
            _taken: taken,
        })
    }

    fn registers(&self) -> &'static spi1::RegisterBlock {
        registers::spi(self.controller)
    }

    fn divider(&self, hz: u32) -> Option<u8> {
        spi_divider(self.clock_hz, hz)
    }

    /// A byte each way. A controller that does not answer is an error.
    fn exchange(&self, byte: u8) -> Result<u8, ErrorKind> {
        let (status, data) = (self.registers().sr(), self.registers().dr8());
        data.write(|w| w.dr().set(byte));
        // Nearly always there after a look or two; the time is asked for later.
        let received = || status.read().rxne().bit_is_set();
        if !(0..64).any(|_| received()) && !Deadline::after_us(BYTE_US).until(received) {
            return Err(ErrorKind::Other);
        }
        Ok(data.read().dr().bits())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.registers().cr1().modify(|_, w| w.spe().clear_bit());
        chip::with(|rcc| match self.controller {
            1 => pac::SPI1::disable(rcc),
            2 => pac::SPI2::disable(rcc),
            _ => pac::SPI3::disable(rcc),
        });
    }
}

impl SetSpi for Bus {
    fn set(&mut self, config: &SpiConfig) -> Result<(), ErrorKind> {
        let divider = self.divider(config.clock_hz).ok_or(ErrorKind::Other)?;
        let control = self.registers().cr1();
        control.modify(|_, w| w.spe().clear_bit());
        control.write(|w| {
            w.cpol().bit(config.mode.polarity == Polarity::IdleHigh);
            w.cpha()
                .bit(config.mode.phase == Phase::CaptureOnSecondTransition);
            w.lsbfirst().bit(config.bit_order == BitOrder::LsbFirst);
            w.br().set(divider);
            // The select pin is not the controller's.
            w.mstr().set_bit().ssm().set_bit().ssi().set_bit()
        });
        control.modify(|_, w| w.spe().set_bit());
        Ok(())
    }
}

impl ErrorType for Bus {
    type Error = ErrorKind;
}

impl SpiBus for Bus {
    fn read(&mut self, words: &mut [u8]) -> Result<(), ErrorKind> {
        for word in words {
            *word = self.exchange(0)?;
        }
        Ok(())
    }

    fn write(&mut self, words: &[u8]) -> Result<(), ErrorKind> {
        for word in words {
            self.exchange(*word)?;
        }
        Ok(())
    }

    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), ErrorKind> {
        for at in 0..read.len().max(write.len()) {
            let byte = self.exchange(write.get(at).copied().unwrap_or(0))?;
            if let Some(place) = read.get_mut(at) {
                *place = byte;
            }
        }
        Ok(())
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), ErrorKind> {
        for word in words {
            *word = self.exchange(*word)?;
        }
        Ok(())
    }

    /// Each byte was waited for.
    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}
