//! A panel's wires, which write down all that happens on them.

use std::sync::{Arc, Mutex};

use chip_mipidsi::{Glass, MipiPanel, Wires};
use class_panel::{Backlight, Geometry, Orientation, PanelConfig, PanelError, Rgb565};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{self, OutputPin};
use embedded_hal::spi::{self, Operation, SpiDevice};
use mipidsi::models::Model;

/// What happens on the wires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Light(u8),
    Reset(bool),
    DataCommand(bool),
    Write(Vec<u8>),
    Wait(u32),
}

/// The log, and the step that fails.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) steps: Vec<Step>,
    /// Of the steps that can fail, the one that does, and how.
    pub(crate) fault: Option<(usize, spi::ErrorKind)>,
    seen: usize,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Bench(pub(crate) Arc<Mutex<Log>>);

impl Bench {
    fn take(&self, step: Step) -> Result<(), spi::ErrorKind> {
        let mut log = self.0.lock().expect("no test panics with it");
        log.steps.push(step);
        log.seen += 1;
        match log.fault {
            Some((nth, kind)) if nth == log.seen - 1 => Err(kind),
            _ => Ok(()),
        }
    }

    /// All that happened since it was asked last.
    pub(crate) fn steps(&self) -> Vec<Step> {
        std::mem::take(&mut self.0.lock().expect("no test panics with it").steps)
    }

    /// The same, as commands with their parameters; everything else as text.
    pub(crate) fn commands(&self) -> Vec<String> {
        let mut is_command = false;
        let mut lines: Vec<String> = Vec::new();
        for step in self.steps() {
            match step {
                Step::DataCommand(high) => is_command = !high,
                Step::Write(bytes) if is_command => lines.push(hex(&bytes)),
                Step::Write(bytes) => {
                    let line = lines.last_mut().expect("a command first");
                    line.push(' ');
                    line.push_str(&hex(&bytes));
                }
                Step::Light(level) => lines.push(format!("light {level}")),
                Step::Reset(high) => lines.push(format!("reset {}", u8::from(high))),
                Step::Wait(us) => lines.push(format!("wait {us}")),
            }
        }
        lines
    }
}

fn hex(bytes: &[u8]) -> String {
    let bytes = bytes.iter().map(|byte| format!("{byte:02x}"));
    bytes.collect::<Vec<_>>().join(" ")
}

/// The clock, the data line and the select.
pub(crate) struct Spi(Bench);
/// One pin: the reset, or data/command.
pub(crate) struct Pin(Bench, fn(bool) -> Step);
pub(crate) struct Light(Bench);
pub(crate) struct Delay(Bench);

impl spi::ErrorType for Spi {
    type Error = spi::ErrorKind;
}

impl SpiDevice for Spi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), spi::ErrorKind> {
        for operation in operations {
            match operation {
                Operation::Write(bytes) => self.0.take(Step::Write(bytes.to_vec()))?,
                other => panic!("a panel is only written to: {other:?}"),
            }
        }
        Ok(())
    }
}

impl digital::ErrorType for Pin {
    type Error = digital::ErrorKind;
}

impl OutputPin for Pin {
    fn set_low(&mut self) -> Result<(), digital::ErrorKind> {
        let step = self.1(false);
        self.0.take(step).map_err(|_| digital::ErrorKind::Other)
    }

    fn set_high(&mut self) -> Result<(), digital::ErrorKind> {
        let step = self.1(true);
        self.0.take(step).map_err(|_| digital::ErrorKind::Other)
    }
}

impl Backlight for Light {
    fn set_level(&mut self, level: u8) -> Result<(), PanelError> {
        let lit = self.0.take(Step::Light(level));
        lit.map_err(|_| PanelError::Pwm(embedded_hal::pwm::ErrorKind::Other))
    }
}

impl DelayNs for Delay {
    fn delay_ns(&mut self, ns: u32) {
        self.delay_us(ns / 1000);
    }

    fn delay_us(&mut self, us: u32) {
        let mut log = self.0.0.lock().expect("no test panics with it");
        log.steps.push(Step::Wait(us));
    }
}

pub(crate) type Bringing<M> = MipiPanel<M, Spi, Pin, Pin, Light, Delay>;

/// Opens a panel on the bench's wires, with or without a reset pin.
pub(crate) fn open<M: Model<ColorFormat = Rgb565>>(
    model: M,
    bench: &Bench,
    has_reset: bool,
    glass: Glass,
    config: PanelConfig,
) -> Result<Bringing<M>, PanelError> {
    let wires = Wires {
        spi: Spi(bench.clone()),
        data_command: Pin(bench.clone(), Step::DataCommand),
        reset: has_reset.then(|| Pin(bench.clone(), Step::Reset)),
    };
    let (light, delay) = (Light(bench.clone()), Delay(bench.clone()));
    MipiPanel::open(model, wires, light, delay, glass, config)
}

pub(crate) fn config(width: u16, height: u16, orientation: Orientation) -> PanelConfig {
    PanelConfig {
        geometry: Geometry { width, height },
        orientation,
    }
}
