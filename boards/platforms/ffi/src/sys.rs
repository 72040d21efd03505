//! The C interface `avm_board.h`, and what makes it safe to call.
//!
//! The declarations below are the header's, and a test compares them. Around
//! them, and nowhere else in this crate, stands `unsafe`. The invariants:
//!
//! - **A handle** is a pointer that an open gave out. It is in one value of
//!   this module, is given to C while that value lives only, and its close is
//!   called once, by `Drop` or by the last user of a bus.
//! - **A context** that C is given points at a box that is freed after the
//!   close of its handle, when C owes that nothing runs any more. C never calls
//!   a handler while an earlier call of it runs, so each call has it alone.
//! - **Memory** that C is given is borrowed for the call, and as long as the
//!   length beside it says.
#![expect(unsafe_code, reason = "the platform's drivers are C")]

#[cfg(target_os = "none")]
mod critical;
#[cfg(test)]
mod header;
mod i2c;
mod pins;
mod signals;
mod spi;

use core::ffi::c_void;

pub(crate) use i2c::Bus;
pub(crate) use pins::{Pulses, pin_input, pin_output, pin_read, pin_release, pin_write};
pub(crate) use signals::{EdgeHandle, SamplesHandle, TickerHandle};
pub(crate) use spi::SpiHandle;

/// `AVM_BOARD_NO_WIRE`.
pub(crate) const NO_WIRE: u16 = 0xFFFF;

/// `struct avm_board_i2c_wires`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct I2cWires {
    pub(crate) hz: u32,
    pub(crate) controller: u16,
    pub(crate) sda: u16,
    pub(crate) scl: u16,
    pub(crate) reserved: u16,
}

/// `struct avm_board_spi_wires`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpiWires {
    pub(crate) hz: u32,
    pub(crate) controller: u16,
    pub(crate) sck: u16,
    pub(crate) mosi: u16,
    pub(crate) miso: u16,
    pub(crate) cs: u16,
    pub(crate) mode: u8,
    pub(crate) lsb_first: u8,
}

/// `struct avm_board_i2s_wires`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct I2sWires {
    pub(crate) controller: u16,
    pub(crate) mclk: u16,
    pub(crate) bclk: u16,
    pub(crate) ws: u16,
    pub(crate) dout: u16,
}

/// What C calls at an edge or a tick: `avm_board_handler`.
type RawHandler = unsafe extern "C" fn(context: *mut c_void, now_us: u64);
/// What C calls for samples: `avm_board_feed`.
type RawFeed = unsafe extern "C" fn(context: *mut c_void, half: *mut u8, length: usize);

/// Declares the opaque types of the header.
macro_rules! opaque {
    ($($name:ident)*) => { $(
        #[repr(C)]
        struct $name([u8; 0]);
    )* };
}
opaque! { RawI2c RawSpi RawEdge RawTicker RawPwm RawSamples }

unsafe extern "C" {
    safe fn avm_board_now_us() -> u64;
    safe fn avm_board_delay_us(us: u32);
    #[cfg(target_os = "none")]
    fn avm_board_critical_enter() -> bool;
    #[cfg(target_os = "none")]
    fn avm_board_critical_leave(outermost: bool);

    fn avm_board_i2c_open(wires: *const I2cWires, out: *mut *mut RawI2c) -> i32;
    fn avm_board_i2c_transfer(
        bus: *mut RawI2c,
        address: u16,
        write: *const u8,
        write_len: usize,
        read: *mut u8,
        read_len: usize,
        timeout_us: u32,
    ) -> i32;
    fn avm_board_i2c_recover(bus: *mut RawI2c) -> i32;
    fn avm_board_i2c_close(bus: *mut RawI2c);

    fn avm_board_spi_open(wires: *const SpiWires, out: *mut *mut RawSpi) -> i32;
    fn avm_board_spi_begin(device: *mut RawSpi) -> i32;
    fn avm_board_spi_transfer(
        device: *mut RawSpi,
        write: *const u8,
        read: *mut u8,
        length: usize,
    ) -> i32;
    fn avm_board_spi_end(device: *mut RawSpi) -> i32;
    fn avm_board_spi_close(device: *mut RawSpi);

    safe fn avm_board_pin_output(pin: u16, high: bool) -> i32;
    safe fn avm_board_pin_input(pin: u16) -> i32;
    safe fn avm_board_pin_write(pin: u16, high: bool);
    safe fn avm_board_pin_read(pin: u16) -> bool;
    safe fn avm_board_pin_release(pin: u16);

    fn avm_board_edge_open(
        pin: u16,
        edges: u32,
        handler: RawHandler,
        context: *mut c_void,
        out: *mut *mut RawEdge,
    ) -> i32;
    fn avm_board_edge_close(edge: *mut RawEdge);

    fn avm_board_ticker_open(
        period_us: u32,
        handler: RawHandler,
        context: *mut c_void,
        out: *mut *mut RawTicker,
    ) -> i32;
    fn avm_board_ticker_close(ticker: *mut RawTicker);

    fn avm_board_pwm_open(pin: u16, hz: u32, max_duty: *mut u16, out: *mut *mut RawPwm) -> i32;
    fn avm_board_pwm_set(pwm: *mut RawPwm, duty: u16) -> i32;
    fn avm_board_pwm_close(pwm: *mut RawPwm);

    fn avm_board_samples_open(
        wires: *const I2sWires,
        feed: RawFeed,
        context: *mut c_void,
        out: *mut *mut RawSamples,
    ) -> i32;
    fn avm_board_samples_configure(
        samples: *mut RawSamples,
        rate_hz: u32,
        bits: u8,
        channels: u8,
    ) -> i32;
    fn avm_board_samples_start(samples: *mut RawSamples) -> i32;
    fn avm_board_samples_stop(samples: *mut RawSamples) -> i32;
    fn avm_board_samples_close(samples: *mut RawSamples);
}

/// Microseconds since the start.
pub(crate) fn now_us() -> u64 {
    avm_board_now_us()
}

/// Waits at least that long.
pub(crate) fn delay_us(us: u32) {
    avm_board_delay_us(us);
}

/// The sizes and places that the header must have too.
#[cfg(test)]
pub(crate) fn layout() -> alloc::string::String {
    use core::fmt::Write;
    use core::mem::{offset_of, size_of};

    let mut facts = alloc::string::String::new();
    macro_rules! fact {
        ($rust:ident, $c:literal, $($field:ident)*) => {
            let _ = writeln!(facts, "sizeof(struct {}) {}", $c, size_of::<$rust>());
            $( let _ = writeln!(
                facts, "offsetof(struct {}, {}) {}",
                $c, stringify!($field), offset_of!($rust, $field)
            ); )*
        };
    }
    fact!(I2cWires, "avm_board_i2c_wires", hz controller sda scl reserved);
    fact!(SpiWires, "avm_board_spi_wires", hz controller sck mosi miso cs mode lsb_first);
    fact!(I2sWires, "avm_board_i2s_wires", controller mclk bclk ws dout);
    let _ = writeln!(facts, "AVM_BOARD_NO_WIRE {NO_WIRE}");
    facts
}
