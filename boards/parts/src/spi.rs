//! A device on an SPI bus that exists once.

use alloc::boxed::Box;
use core::fmt;

use board_support::BoardError;
use class_spi::{
    ClientEnds, SpiClient, SpiDone, SpiQueue, SpiRings, SpiStats, SpiWorker, SubmitError,
    WorkerEnds, reset_rings,
};
use embedded_hal::spi::SpiDevice;
use isr_ring::Doorbell;

use crate::bell::{AnyBell, Quiet};
use crate::slot::Slot;

/// A device on an SPI bus that exists once, with room for `Q` transactions,
/// `W` bytes to write and `R` bytes read; `Q` is a power of two.
///
/// It is meant to be a `static`, and exclusive as hardware is.
///
/// # Examples
///
/// See the [crate's page](crate).
#[derive(Debug)]
pub struct SpiPlace<const Q: usize, const W: usize, const R: usize> {
    rings: SpiRings<Q, W, R>,
    home: Slot<Home<Q, W, R>>,
}

/// The ends of both sides.
type Home<const Q: usize, const W: usize, const R: usize> =
    (ClientEnds<'static, Q, W, R>, WorkerEnds<'static, Q, W, R>);

impl<const Q: usize, const W: usize, const R: usize> Default for SpiPlace<Q, W, R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const Q: usize, const W: usize, const R: usize> SpiPlace<Q, W, R> {
    /// A closed device.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            rings: SpiRings::new(),
            home: Slot::new(),
        }
    }

    /// Takes the device for oneself, before its bus is touched.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while somebody has it.
    pub fn claim(&'static self) -> Result<SpiClaim<Q, W, R>, BoardError> {
        // Alone, because rings may give their ends to nobody if several ask at
        // the same time.
        let split = || critical_section::with(|_| self.rings.split());
        let home = self.home.take().or_else(split);
        let (mut client, mut worker) = home.ok_or(BoardError::Busy)?;
        // Refused only to ends of different rings, and all are of these.
        let _same = reset_rings(&mut client, &mut worker);
        Ok(SpiClaim {
            place: self,
            home: Some((client, worker)),
        })
    }
}

/// A device that is taken, and not open yet. Dropping it frees the device.
#[derive(Debug)]
pub struct SpiClaim<const Q: usize, const W: usize, const R: usize> {
    place: &'static SpiPlace<Q, W, R>,
    /// Absent once it is open.
    home: Option<Home<Q, W, R>>,
}

impl<const Q: usize, const W: usize, const R: usize> SpiClaim<Q, W, R> {
    /// Opens the device, which a platform has put on the bus.
    ///
    /// # Errors
    ///
    /// None that a claim of [`SpiPlace::claim`] could meet.
    pub fn open<S, D>(mut self, device: S, doorbell: D) -> Result<Spi<S, Q, W, R>, BoardError>
    where
        S: SpiDevice,
        D: Doorbell + Send + 'static,
    {
        let (client, worker) = self.home.take().ok_or(BoardError::Busy)?;
        Ok(Spi {
            place: self.place,
            bell: Box::new(doorbell),
            sides: Some(Sides {
                client: SpiClient::new(client, Quiet),
                worker: SpiWorker::new(device, worker, Quiet),
            }),
        })
    }
}

impl<const Q: usize, const W: usize, const R: usize> Drop for SpiClaim<Q, W, R> {
    fn drop(&mut self) {
        if let Some(home) = self.home.take() {
            self.place.home.put(home);
        }
    }
}

/// An open [`SpiPlace`] with the device `S`.
///
/// A transaction is carried out when its answer is asked for, one at a time:
/// [`submit`](Self::submit) rings, [`complete`](Self::complete) goes to the
/// bus. So a bus may be shared with other parts without an interrupt that
/// waits for it. Dropping it drops the device, and frees it.
pub struct Spi<S: SpiDevice, const Q: usize, const W: usize, const R: usize> {
    place: &'static SpiPlace<Q, W, R>,
    bell: AnyBell,
    /// Absent only while this is dropped.
    sides: Option<Sides<S, Q, W, R>>,
}

struct Sides<S: SpiDevice, const Q: usize, const W: usize, const R: usize> {
    client: SpiClient<'static, Quiet, Q, W, R>,
    worker: SpiWorker<'static, S, Quiet, Q, W, R>,
}

impl<S, const Q: usize, const W: usize, const R: usize> SpiQueue for Spi<S, Q, W, R>
where
    S: SpiDevice + Send + 'static,
{
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        let sides = self.sides.as_mut().ok_or(SubmitError::Full)?;
        let was_idle = sides.client.stats().in_flight == 0;
        sides.client.submit(id, write, read)?;
        if was_idle {
            self.bell.ring();
        }
        Ok(())
    }

    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool {
        let Some(sides) = &mut self.sides else {
            return false;
        };
        sides.worker.run_one();
        sides.client.complete(take)
    }

    fn stats(&self) -> SpiStats {
        let sides = self.sides.as_ref();
        sides.map_or_else(SpiStats::default, |sides| sides.client.stats())
    }

    fn max_transfer(&self) -> usize {
        let sides = self.sides.as_ref();
        sides.map_or(0, |sides| sides.client.max_transfer())
    }

    fn in_flight_limit(&self) -> usize {
        Q
    }
}

impl<S: SpiDevice, const Q: usize, const W: usize, const R: usize> Drop for Spi<S, Q, W, R> {
    fn drop(&mut self) {
        if let Some(Sides { client, worker }) = self.sides.take() {
            let (device, worker) = worker.release();
            drop(device);
            self.place.home.put((client.release(), worker));
        }
    }
}

impl<S: SpiDevice, const Q: usize, const W: usize, const R: usize> fmt::Debug for Spi<S, Q, W, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spi").finish_non_exhaustive()
    }
}
