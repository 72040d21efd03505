//! An open flash, as a port holds it.

use std::fmt;
use std::sync::Arc;
use std::thread::JoinHandle;

use class_spi::{SpiClient, SpiDone, SpiQueue, SpiStats, SubmitError};

use super::wake::{Kick, Wake};
use super::{FlashDevice, SPI_BYTES, SPI_QUEUE};

type Client = SpiClient<'static, Kick, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

/// An open [`FlashDevice`]. Dropping it stops the bus's thread, waits for that,
/// and closes the flash.
pub struct SimFlash {
    device: &'static FlashDevice,
    /// Absent only while this is dropped.
    client: Option<Client>,
    wake: Arc<Wake>,
    thread: Option<JoinHandle<()>>,
}

impl SimFlash {
    pub(super) fn new(
        device: &'static FlashDevice,
        client: Client,
        wake: Arc<Wake>,
        thread: JoinHandle<()>,
    ) -> Self {
        Self {
            device,
            client: Some(client),
            wake,
            thread: Some(thread),
        }
    }
}

impl SpiQueue for SimFlash {
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        let client = self.client.as_mut().ok_or(SubmitError::Full)?;
        client.submit(id, write, read)
    }

    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool {
        let client = self.client.as_mut();
        client.is_some_and(|client| client.complete(take))
    }

    fn stats(&self) -> SpiStats {
        self.client
            .as_ref()
            .map_or_else(SpiStats::default, SpiQueue::stats)
    }

    fn max_transfer(&self) -> usize {
        self.client.as_ref().map_or(0, SpiQueue::max_transfer)
    }

    fn in_flight_limit(&self) -> usize {
        self.client.as_ref().map_or(0, SpiQueue::in_flight_limit)
    }
}

impl Drop for SimFlash {
    fn drop(&mut self) {
        self.wake.stop();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
        if let Some(client) = self.client.take() {
            self.device.close(client.release());
        }
    }
}

impl fmt::Debug for SimFlash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimFlash")
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
