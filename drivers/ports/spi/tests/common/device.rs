//! The device: transactions in plain Rust, carried out when the test says so.

use std::cell::RefCell;
use std::collections::VecDeque;

use board_support::{Board, BoardError, HasSpi};
use class_spi::{Doorbell, SpiConfig, SpiDone, SpiQueue, SpiStats, SubmitError};
use embedded_hal::spi::ErrorKind;
use vm_host::PLANTED_PANIC;

/// Bytes that one transaction can write, and can read.
pub(crate) const MAX: usize = 64;

thread_local! {
    // A device is exclusive, and tests run side by side: each thread has its own.
    static DEVICE: RefCell<Device> = RefCell::new(Device::default());
}

/// All that a test can see of the device, and set.
#[derive(Default)]
pub(crate) struct Device {
    pub(crate) limit: usize,
    pub(crate) config: Option<SpiConfig>,
    /// What was written, of each transaction that was carried out.
    pub(crate) written: Vec<Vec<u8>>,
    pub(crate) opened: u32,
    pub(crate) dropped: u32,
    /// What the next opening is refused with.
    pub(crate) refusal: Option<BoardError>,
    /// The transaction, counted from 1, that fails, and how.
    pub(crate) fault: Option<(u32, ErrorKind)>,
    pub(crate) transactions: u32,
    /// The use of the queue that panics.
    pub(crate) panic: Option<u32>,
    pub(crate) uses: u32,
    requests: VecDeque<(u32, Vec<u8>, usize)>,
    answers: VecDeque<(SpiDone, Vec<u8>)>,
    stats: SpiStats,
    bell: Option<Box<dyn Doorbell>>,
}

impl Device {
    fn used(&mut self) {
        self.uses += 1;
        assert!(self.panic != Some(self.uses), "{PLANTED_PANIC}");
    }
}

/// Does something with the device.
pub(crate) fn with<R>(f: impl FnOnce(&mut Device) -> R) -> R {
    DEVICE.with_borrow_mut(f)
}

/// A new device that takes so many transactions at a time.
pub(crate) fn reset(limit: usize) {
    DEVICE.set(Device {
        limit,
        ..Device::default()
    });
}

/// What the device answers to what was written.
pub(crate) fn answer(write: &[u8], read: usize) -> Vec<u8> {
    let sum = write.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    (0..read).map(|n| sum.wrapping_add(n as u8)).collect()
}

/// Carries out up to so many transactions.
pub(crate) fn work(count: usize) {
    with(|device| {
        for _ in 0..count {
            let Some((id, write, read)) = device.requests.pop_front() else {
                return;
            };
            device.transactions += 1;
            let result = match device.fault {
                Some((step, kind)) if step == device.transactions => Err(kind),
                _ => Ok(()),
            };
            let read = if result.is_ok() { read } else { 0 };
            let bytes = answer(&write, read);
            device.written.push(write);
            let was_empty = device.answers.is_empty();
            let read_len = read as u32;
            let done = SpiDone {
                id,
                read_len,
                result,
            };
            device.answers.push_back((done, bytes));
            if let Some(bell) = device.bell.as_ref().filter(|_| was_empty) {
                bell.ring();
            }
        }
    });
}

/// The board.
#[derive(Debug)]
pub(crate) struct Bench;

/// Its device, open.
pub(crate) struct Open(());

impl Board for Bench {
    const NAME: &'static str = "bench";
}

impl HasSpi for Bench {
    type Spi = Open;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Open, BoardError> {
        with(|device| {
            if device.config.is_some() {
                return Err(BoardError::Busy);
            }
            if let Some(refusal) = device.refusal.take() {
                return Err(refusal);
            }
            device.used();
            device.config = Some(config);
            device.bell = Some(Box::new(doorbell));
            device.opened += 1;
            Ok(Open(()))
        })
    }
}

impl SpiQueue for Open {
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        with(|device| {
            device.used();
            if write.len().max(read) > MAX {
                return Err(SubmitError::TooLong { max: MAX });
            }
            if device.stats.in_flight as usize == device.limit {
                return Err(SubmitError::Full);
            }
            device.requests.push_back((id, write.to_vec(), read));
            device.stats.submitted += 1;
            device.stats.in_flight += 1;
            device.stats.written_bytes += write.len() as u32;
            Ok(())
        })
    }

    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool {
        let answer = with(|device| {
            device.used();
            let answer = device.answers.pop_front()?;
            device.stats.in_flight -= 1;
            device.stats.completed += 1;
            device.stats.failed += u32::from(answer.0.result.is_err());
            device.stats.read_bytes += answer.0.read_len;
            Some(answer)
        });
        let taken = answer.map(|(done, bytes)| take(done, &bytes));
        taken.is_some()
    }

    fn stats(&self) -> SpiStats {
        with(|device| device.stats)
    }

    fn max_transfer(&self) -> usize {
        MAX
    }

    fn in_flight_limit(&self) -> usize {
        with(|device| device.limit)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        with(|device| {
            device.config = None;
            device.bell = None;
            device.requests.clear();
            device.answers.clear();
            device.stats = SpiStats::default();
            device.dropped += 1;
        });
    }
}
