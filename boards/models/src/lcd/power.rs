//! Reset and sleep: when an ILI9341 listens, and whether it shows anything.

use super::LcdComplaint;

const MS: u64 = 1_000_000;
/// Between a reset, `SLPIN` or `SLPOUT` and the next command (8.2.2, 8.2.11,
/// 8.2.12 and 15.4 of the data sheet).
const SETTLE_NS: u64 = 5 * MS;
/// Between `SLPIN` and `SLPOUT`, either way round.
const SLEEP_NS: u64 = 120 * MS;
/// The shortest low pulse that surely resets (15.4).
const RESET_NS: u64 = 10_000;

/// What the reset line and the sleep commands decide.
#[derive(Debug)]
pub(super) struct Power {
    awake: bool,
    /// When the reset line fell, while it is low.
    low_since: Option<u64>,
    /// No command before this.
    ready_at: u64,
    /// No change between sleep and wake before this.
    sleep_at: u64,
}

impl Power {
    /// Powered up at this time: asleep.
    pub(super) const fn new(now: u64) -> Self {
        Self {
            awake: false,
            low_since: None,
            ready_at: now + SETTLE_NS,
            sleep_at: now + SETTLE_NS,
        }
    }

    pub(super) const fn is_awake(&self) -> bool {
        self.awake
    }

    pub(super) const fn is_in_reset(&self) -> bool {
        self.low_since.is_some()
    }

    /// The registers are to be set back: the line rose, or `SWRESET`. Out of
    /// sleep it takes longer until it may wake up again.
    pub(super) fn reset(&mut self, now: u64) {
        self.ready_at = now + SETTLE_NS;
        self.sleep_at = now + if self.awake { SLEEP_NS } else { SETTLE_NS };
        self.awake = false;
    }

    pub(super) fn line_falls(&mut self, now: u64) {
        self.low_since.get_or_insert(now);
    }

    /// Whether the part was reset by the pulse that ends now.
    pub(super) fn line_rises(&mut self, now: u64) -> Result<bool, LcdComplaint> {
        let Some(since) = self.low_since.take() else {
            return Ok(false);
        };
        let ns = now.saturating_sub(since);
        if ns < RESET_NS {
            return Err(LcdComplaint::ResetPulse { ns });
        }
        self.reset(now);
        Ok(true)
    }

    /// Whether a command may come now.
    pub(super) fn check(&self, command: u8, now: u64) -> Result<(), LcdComplaint> {
        if self.is_in_reset() {
            return Err(LcdComplaint::InReset);
        }
        not_before(self.ready_at, command, now)
    }

    /// `SLPIN` or `SLPOUT`.
    pub(super) fn turn(&mut self, awake: bool, command: u8, now: u64) -> Result<(), LcdComplaint> {
        if self.awake == awake {
            return Ok(());
        }
        not_before(self.sleep_at, command, now)?;
        self.awake = awake;
        self.ready_at = now + SETTLE_NS;
        self.sleep_at = now + SLEEP_NS;
        Ok(())
    }
}

fn not_before(due: u64, command: u8, now: u64) -> Result<(), LcdComplaint> {
    match due.saturating_sub(now).div_ceil(1_000) {
        0 => Ok(()),
        wait_us => Err(LcdComplaint::TooEarly { command, wait_us }),
    }
}
