//! `avm_board.h` on the host, in C, and what commands it.
//!
//! The bus, pins and interrupts are one per process: tests take [`alone`].
#![expect(
    unsafe_code,
    reason = "declares the mock's functions, which ask nothing"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};

unsafe extern "C" {
    safe fn mock_reset();
    safe fn mock_fail_at(call: u32, status: i32);
    safe fn mock_calls() -> u32;
    safe fn mock_open_handles() -> u32;
    safe fn mock_violations() -> u32;
    safe fn mock_contexts() -> u32;
    safe fn mock_i2c_register(address: u16, register: u8, value: u8);
    safe fn mock_i2c_value(address: u16, register: u8) -> u8;
    safe fn mock_i2c_hold(clears: u32);
    safe fn mock_i2c_recoveries() -> u32;
    safe fn mock_i2c_timeout() -> u32;
    safe fn mock_i2c_transfers() -> u32;
    safe fn mock_spi_sent(nth: usize) -> i32;
    safe fn mock_spi_clear();
    safe fn mock_spi_hz() -> u32;
    safe fn mock_spi_style() -> u32;
    safe fn mock_pin(pin: u16) -> i32;
    safe fn mock_drive(pin: u16, high: bool);
    safe fn mock_pwm_duty(pin: u16) -> i32;
    safe fn mock_tick() -> u32;
    safe fn mock_play() -> i32;
    safe fn mock_forget_to_wait(on: bool);
    safe fn mock_storm(on: bool) -> u64;
}

static ALONE: Mutex<()> = Mutex::new(());

/// The mock, reset, for this test alone.
#[must_use]
pub fn alone() -> Mock {
    let guard = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    mock_reset();
    Mock { _guard: guard }
}

/// What a test commands.
#[derive(Debug)]
pub struct Mock {
    _guard: MutexGuard<'static, ()>,
}

impl Mock {
    /// Lets the call of that number from now on, from 1, end with a status.
    pub fn fail_at(&self, call: u32, status: i32) {
        mock_fail_at(call, status);
    }

    /// How many calls that can fail there were.
    #[must_use]
    pub fn calls(&self) -> u32 {
        mock_calls()
    }

    /// Handles that are open.
    #[must_use]
    pub fn open_handles(&self) -> u32 {
        mock_open_handles()
    }

    /// What was done against the rules of the header.
    #[must_use]
    pub fn violations(&self) -> u32 {
        mock_violations()
    }

    /// Handlers that could be called.
    #[must_use]
    pub fn contexts(&self) -> u32 {
        mock_contexts()
    }

    /// Puts a device on the bus, and a value into its register.
    pub fn set_register(&self, address: u16, register: u8, value: u8) {
        mock_i2c_register(address, register, value);
    }

    /// The value of a register.
    #[must_use]
    pub fn register(&self, address: u16, register: u8) -> u8 {
        mock_i2c_value(address, register)
    }

    /// Holds the bus low until it was freed so many times.
    pub fn hold_bus(&self, clears: u32) {
        mock_i2c_hold(clears);
    }

    /// How often the bus was to be freed.
    #[must_use]
    pub fn recoveries(&self) -> u32 {
        mock_i2c_recoveries()
    }

    /// The time-out of the last transfer, in microseconds.
    #[must_use]
    pub fn timeout_us(&self) -> u32 {
        mock_i2c_timeout()
    }

    /// Transfers on the bus.
    #[must_use]
    pub fn transfers(&self) -> u32 {
        mock_i2c_transfers()
    }

    /// What went out by SPI: bytes, -1 at each select, -2 at each deselect.
    #[must_use]
    pub fn spi_log(&self) -> Vec<i32> {
        (0..)
            .map(|nth| mock_spi_sent(nth))
            .take_while(|value| *value != -3)
            .collect()
    }

    /// Forgets what went out by SPI.
    pub fn clear_log(&self) {
        mock_spi_clear();
    }

    /// The clock of the last device that was opened, and its mode, with 4 for
    /// the least significant bit first.
    #[must_use]
    pub fn spi_style(&self) -> (u32, u32) {
        (mock_spi_hz(), mock_spi_style())
    }

    /// A pin: `None` left, else its level.
    #[must_use]
    pub fn pin(&self, pin: u16) -> Option<bool> {
        match mock_pin(pin) {
            -1 => None,
            level => Some(level != 0),
        }
    }

    /// Drives a pin from outside; edges interrupt.
    pub fn drive(&self, pin: u16, high: bool) {
        mock_drive(pin, high);
    }

    /// The width of a pin's pulses; `None` without.
    #[must_use]
    pub fn duty(&self, pin: u16) -> Option<u16> {
        u16::try_from(mock_pwm_duty(pin)).ok()
    }

    /// Lets every ticker tick; how many there are.
    pub fn tick(&self) -> u32 {
        mock_tick()
    }

    /// Lets each running path play a half; the sum of its bytes, or `None`.
    pub fn play(&self) -> Option<u32> {
        u32::try_from(mock_play()).ok()
    }

    /// Closes without waiting for the handler that runs, as no shim may.
    pub fn forget_to_wait(&self, on: bool) {
        mock_forget_to_wait(on);
    }

    /// Starts a thread that calls all handlers without pause, or ends it; how
    /// often it called one.
    pub fn storm(&self, on: bool) -> u64 {
        mock_storm(on)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        mock_storm(false);
    }
}
