//! A platform whose every call a test can let fail.

use std::convert::Infallible;
use std::sync::Mutex;

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_audio::{AudioError, Format, SamplePath};
use class_spi::SpiConfig;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{self, InputPin, OutputPin};
use embedded_hal::i2c::{self, I2c, NoAcknowledgeSource};
use embedded_hal::pwm::{self, SetDutyCycle};
use embedded_hal::spi::{self, SpiBus};
use embedded_hal_bus::i2c::MutexDevice as I2cDevice;
use embedded_hal_bus::spi::MutexDevice as SpiDevice;

use crate::world::{self, Id, with};

/// The platform of this test.
#[derive(Debug)]
pub(crate) struct Fake;

/// The one I2C bus.
#[derive(Debug)]
pub(crate) struct Wires;

/// The one SPI bus.
#[derive(Debug)]
pub(crate) struct SpiLines;

thread_local! {
    // Never freed, as hardware is not.
    static I2C: &'static Mutex<Wires> = Box::leak(Box::new(Mutex::new(Wires)));
    static SPI: &'static Mutex<SpiLines> = Box::leak(Box::new(Mutex::new(SpiLines)));
}

impl i2c::ErrorType for Wires {
    type Error = i2c::ErrorKind;
}

impl I2c for Wires {
    /// Registers: a write sets the first one, and those from there on.
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [i2c::Operation<'_>],
    ) -> Result<(), i2c::ErrorKind> {
        world::step().map_err(|_| i2c::ErrorKind::Bus)?;
        with(|world| world.log.push(format!("{address:#04x}")));
        world::run_hook();
        with(|world| {
            let absent = i2c::ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
            let registers = world.parts.get_mut(&address).ok_or(absent)?;
            let mut pointer = 0_u8;
            for operation in operations {
                match operation {
                    i2c::Operation::Write(bytes) => {
                        let (first, rest) = bytes.split_first().expect("a register");
                        pointer = *first;
                        for byte in rest {
                            registers[usize::from(pointer)] = *byte;
                            pointer = pointer.wrapping_add(1);
                        }
                    }
                    i2c::Operation::Read(bytes) => bytes.fill_with(|| {
                        pointer = pointer.wrapping_add(1);
                        registers[usize::from(pointer.wrapping_sub(1))]
                    }),
                }
            }
            Ok(())
        })
    }
}

impl spi::ErrorType for SpiLines {
    type Error = spi::ErrorKind;
}

impl SpiBus for SpiLines {
    fn read(&mut self, words: &mut [u8]) -> Result<(), spi::ErrorKind> {
        words.fill(0);
        self.transfer_in_place(words)
    }

    fn write(&mut self, words: &[u8]) -> Result<(), spi::ErrorKind> {
        self.transfer_in_place(&mut words.to_vec())
    }

    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), spi::ErrorKind> {
        let mut both = write.to_vec();
        both.resize(read.len().max(write.len()), 0);
        self.transfer_in_place(&mut both)?;
        read.copy_from_slice(&both[..read.len()]);
        Ok(())
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), spi::ErrorKind> {
        world::step().map_err(|_| spi::ErrorKind::ModeFault)?;
        let answer = with(|world| {
            let selected: Vec<Pin> = world.selected.iter().copied().collect();
            let [one] = selected[..] else {
                panic!("{selected:?} are selected");
            };
            world.log.push(format!("{one} {words:02x?}"));
            world.answers.get(&one).copied()
        });
        if let Some(answer) = answer {
            answer(words);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), spi::ErrorKind> {
        Ok(())
    }
}

/// An open pin, or a device's select pin, high unless it is selected.
#[derive(Debug)]
pub(crate) struct FakePin(&'static str, Pin);

impl FakePin {
    fn open(how: &'static str, pin: Pin) -> Result<Self, BoardError> {
        world::step()?;
        if with(|world| world.open.insert((how, pin))) {
            Ok(Self(how, pin))
        } else {
            Err(BoardError::Busy)
        }
    }

    fn set(&self, high: bool) -> Result<(), digital::ErrorKind> {
        // A select pin goes with its transaction, which has its own step.
        if self.0 == "select" {
            with(|world| match high {
                true => world.selected.remove(&self.1),
                false => world.selected.insert(self.1),
            });
            return Ok(());
        }
        world::step().map_err(|_| digital::ErrorKind::Other)?;
        with(|world| world.log.push(format!("{} {high}", self.1)));
        world::set_pin(self.1, high);
        Ok(())
    }

    fn level(&self) -> bool {
        with(|world| world.levels.get(&self.1).copied().unwrap_or(true))
    }
}

impl Drop for FakePin {
    fn drop(&mut self) {
        with(|world| world.open.remove(&(self.0, self.1)));
    }
}

impl digital::ErrorType for FakePin {
    type Error = digital::ErrorKind;
}

impl OutputPin for FakePin {
    fn set_low(&mut self) -> Result<(), digital::ErrorKind> {
        self.set(false)
    }

    fn set_high(&mut self) -> Result<(), digital::ErrorKind> {
        self.set(true)
    }
}

impl InputPin for FakePin {
    fn is_high(&mut self) -> Result<bool, digital::ErrorKind> {
        world::step().map_err(|_| digital::ErrorKind::Other)?;
        Ok(self.level())
    }

    fn is_low(&mut self) -> Result<bool, digital::ErrorKind> {
        self.is_high().map(|high| !high)
    }
}

impl pwm::ErrorType for FakePin {
    type Error = Infallible;
}

impl SetDutyCycle for FakePin {
    fn max_duty_cycle(&self) -> u16 {
        255
    }

    fn set_duty_cycle(&mut self, _duty: u16) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Lets time pass at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jump;

impl DelayNs for Jump {
    fn delay_ns(&mut self, ns: u32) {
        with(|world| world.now_us += u64::from(ns) / 1_000);
    }
}

/// Whatever is on until it is dropped.
#[derive(Debug)]
pub(crate) struct On(Id);

impl Drop for On {
    fn drop(&mut self) {
        world::remove(self.0);
    }
}

/// A path of samples.
#[derive(Debug)]
pub(crate) struct Path {
    _on: On,
}

impl Path {
    fn tell(what: &str) -> Result<(), AudioError> {
        with(|world| world.log.push(format!("path {what}")));
        world::step().map_err(|_| AudioError::Path(-1))
    }
}

impl SamplePath for Path {
    type Error = AudioError;

    fn configure(&mut self, _format: Format) -> Result<(), AudioError> {
        Self::tell("configure")
    }

    fn start(&mut self) -> Result<(), AudioError> {
        Self::tell("start")
    }

    fn stop(&mut self) -> Result<(), AudioError> {
        Self::tell("stop")
    }
}

impl Platform for Fake {
    type I2c = I2cDevice<'static, Wires>;
    type Spi = SpiDevice<'static, SpiLines, FakePin, Jump>;
    type Output = FakePin;
    type Input = FakePin;
    type Pwm = FakePin;
    type Delay = Jump;
    type Interrupt = On;
    type Ticker = On;
    type Samples = Path;

    fn now_us() -> u64 {
        with(|world| world.now_us)
    }

    fn delay() -> Jump {
        Jump
    }

    fn i2c(_wires: &I2cWires) -> Result<Self::I2c, BoardError> {
        world::step()?;
        Ok(I2cDevice::new(I2C.with(|bus| *bus)))
    }

    fn spi(wires: &SpiWires, _config: SpiConfig) -> Result<Self::Spi, BoardError> {
        let select = FakePin::open("select", wires.cs)?;
        let device = SpiDevice::new(SPI.with(|bus| *bus), select, Jump);
        device.map_err(BoardError::Pin)
    }

    fn output(pin: Pin, high: bool) -> Result<FakePin, BoardError> {
        let open = FakePin::open("output", pin)?;
        world::set_pin(pin, high);
        Ok(open)
    }

    fn input(pin: Pin) -> Result<FakePin, BoardError> {
        FakePin::open("input", pin)
    }

    fn pwm(pin: Pin, _hz: u32) -> Result<FakePin, BoardError> {
        FakePin::open("pwm", pin)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<On, BoardError> {
        world::step()?;
        let id = world::id();
        world::add_edge(id, pin, edge, handler);
        Ok(On(id))
    }

    fn every(period_us: u32, handler: Handler) -> Result<On, BoardError> {
        world::step()?;
        let id = world::id();
        world::add_tick(id, period_us, handler);
        Ok(On(id))
    }

    fn samples(_wires: &I2sWires, feed: Feed) -> Result<Path, BoardError> {
        world::step()?;
        let id = world::id();
        world::add_feed(id, feed);
        Ok(Path { _on: On(id) })
    }
}
