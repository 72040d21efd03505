//! The part on its bus.

use class_touch::{Contact, Contacts, Phase, Report, TouchController};
use embedded_hal::spi::SpiDevice;

use crate::{Calibration, Error, Frame, Panel, Sample};

/// An XPT2046 that owns its place on a bus.
#[derive(Debug)]
pub struct Xpt2046<S> {
    spi: S,
    panel: Panel,
    calibration: Calibration,
}

impl<S: SpiDevice> Xpt2046<S> {
    /// Reads once, which switches `PENIRQ` on. The part has nothing to set.
    ///
    /// # Errors
    ///
    /// [`Error::Bus`] if the bus fails, [`Error::Floating`] if nothing drives
    /// the line; the bus is dropped with the attempt.
    pub fn open(spi: S, panel: Panel, calibration: Calibration) -> Result<Self, Error<S::Error>> {
        let mut part = Self {
            spi,
            panel,
            calibration,
        };
        part.sample()?;
        Ok(part)
    }

    /// Gives the bus back. The part is off but for `PENIRQ`.
    pub fn release(self) -> S {
        self.spi
    }

    /// Calibrates anew.
    pub fn set_calibration(&mut self, calibration: Calibration) {
        self.calibration = calibration;
    }

    /// One reading before calibration, touched or not: what a program needs
    /// that measures a [`Calibration`].
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn sample(&mut self) -> Result<Sample, Error<S::Error>> {
        let mut frame = Frame::request();
        self.spi.transfer_in_place(&mut frame.0)?;
        frame.decode().ok_or(Error::Floating)
    }
}

impl<S: SpiDevice> TouchController for Xpt2046<S> {
    type Error = Error<S::Error>;

    /// One transfer of 31 bytes. The one finger has id 0, and whether it has
    /// moved is not said.
    fn read(&mut self) -> Result<Report, Self::Error> {
        let sample = self.sample()?;
        let mut contacts = Contacts::new();
        if let Some(pressure) = sample.pressure(&self.panel) {
            let (x, y) = self.calibration.place(sample.x, sample.y);
            let _fits = contacts.push(Contact {
                id: 0,
                x,
                y,
                pressure,
                phase: Phase::Unknown,
            });
        }
        Ok(Report::Contacts(contacts))
    }
}
