//! A device that answers by a rule, and the rings before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use class_spi::{Doorbell, SpiClient, SpiDone, SpiQueue, SpiRings, SpiWorker};
use embedded_hal::spi::{ErrorKind, ErrorType, Operation, SpiDevice};

/// Reads the sum of what was written in the same transaction, counting up.
#[derive(Debug, Default)]
pub(crate) struct Summing {
    /// Transactions to come before one that fails, and how it does.
    pub(crate) fault: Option<(u32, ErrorKind)>,
    /// Selections so far.
    pub(crate) selected: u32,
}

/// What [`Summing`] answers.
pub(crate) fn answer(write: &[u8], read: usize) -> Vec<u8> {
    let sum = write.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    (0..read).map(|nth| sum.wrapping_add(nth as u8)).collect()
}

impl ErrorType for Summing {
    type Error = ErrorKind;
}

impl SpiDevice for Summing {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        self.selected += 1;
        if let Some((before, kind)) = &mut self.fault {
            if *before == 0 {
                let kind = *kind;
                self.fault = None;
                return Err(kind);
            }
            *before -= 1;
        }
        let mut written = Vec::new();
        for operation in operations {
            match operation {
                Operation::Write(bytes) => written.extend_from_slice(bytes),
                Operation::Read(bytes) => {
                    let len = bytes.len();
                    bytes.copy_from_slice(&answer(&written, len));
                }
                other => panic!("no such operation is asked for: {other:?}"),
            }
        }
        Ok(())
    }
}

/// Counts how often it is rung.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(Arc<AtomicU32>);

impl Bell {
    /// Rings since it was asked last.
    pub(crate) fn rings(&self) -> u32 {
        self.0.swap(0, Ordering::AcqRel)
    }
}

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

pub(crate) type Client<const Q: usize, const W: usize, const R: usize> =
    SpiClient<'static, Bell, Q, W, R>;
pub(crate) type Worker<const Q: usize, const W: usize, const R: usize> =
    SpiWorker<'static, Summing, Bell, Q, W, R>;

/// A queue whose worker rings `done`, and is rung by `kick`. It is never freed,
/// as a `static` is not.
pub(crate) struct Open<const Q: usize, const W: usize, const R: usize> {
    pub(crate) client: Client<Q, W, R>,
    pub(crate) worker: Worker<Q, W, R>,
    pub(crate) kick: Bell,
    pub(crate) done: Bell,
}

pub(crate) fn open<const Q: usize, const W: usize, const R: usize>(
    device: Summing,
) -> Open<Q, W, R> {
    let rings: &'static SpiRings<Q, W, R> = Box::leak(Box::default());
    let (client, worker) = rings.split().expect("fresh");
    let (kick, done) = (Bell::default(), Bell::default());
    Open {
        client: SpiClient::new(client, kick.clone()),
        worker: SpiWorker::new(device, worker, done.clone()),
        kick,
        done,
    }
}

/// The oldest answer, if there is one.
pub(crate) fn take(queue: &mut impl SpiQueue) -> Option<(SpiDone, Vec<u8>)> {
    let mut taken = None;
    let was = queue.complete(&mut |done, bytes| taken = Some((done, bytes.to_vec())));
    assert_eq!(was, taken.is_some());
    taken
}
