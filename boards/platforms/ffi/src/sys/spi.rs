//! Devices on SPI buses.

use core::ptr::{self, NonNull};

use super::{
    RawSpi, SpiWires, avm_board_spi_begin, avm_board_spi_close, avm_board_spi_end,
    avm_board_spi_open, avm_board_spi_transfer,
};
use crate::Fault;
use crate::status::check;

/// An open device.
pub(crate) struct SpiHandle(NonNull<RawSpi>);

// SAFETY: the header lets every task use a handle, on any core.
unsafe impl Send for SpiHandle {}

impl SpiHandle {
    /// Opens the device.
    pub(crate) fn open(wires: &SpiWires) -> Result<Self, Fault> {
        let mut out = ptr::null_mut();
        // SAFETY: both are borrowed for the call.
        let status = unsafe { avm_board_spi_open(wires, &raw mut out) };
        check(status)?;
        NonNull::new(out).map(Self).ok_or(Fault::NoResources)
    }

    /// Has the bus alone and selects the device.
    pub(crate) fn begin(&mut self) -> Result<(), Fault> {
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_spi_begin(self.0.as_ptr()) };
        check(status)
    }

    /// Ends what `begin` began.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_spi_end(self.0.as_ptr()) };
        check(status)
    }

    /// Writes bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.transfer(bytes.as_ptr(), ptr::null_mut(), bytes.len())
    }

    /// Reads bytes.
    pub(crate) fn read(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        self.transfer(ptr::null(), bytes.as_mut_ptr(), bytes.len())
    }

    /// Writes bytes and puts what comes in their place.
    pub(crate) fn exchange(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        let memory = bytes.as_mut_ptr();
        self.transfer(memory, memory, bytes.len())
    }

    /// Writes and reads at once, as long as there are both.
    pub(crate) fn both(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), Fault> {
        let length = read.len().min(write.len());
        self.transfer(write.as_ptr(), read.as_mut_ptr(), length)
    }

    /// The callers hold `length` bytes behind each pointer that is not null.
    fn transfer(&mut self, write: *const u8, read: *mut u8, length: usize) -> Result<(), Fault> {
        if length == 0 {
            return Ok(());
        }
        // SAFETY: the handle is open as long as `self` lives, and the callers
        // above hold the memory.
        let status = unsafe { avm_board_spi_transfer(self.0.as_ptr(), write, read, length) };
        check(status)
    }
}

impl Drop for SpiHandle {
    fn drop(&mut self) {
        // SAFETY: it was opened once, and this is its end.
        unsafe { avm_board_spi_close(self.0.as_ptr()) };
    }
}
