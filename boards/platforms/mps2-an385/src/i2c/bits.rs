//! Bits and bytes on two lines, after NXP's UM10204.

/// Two lines that all may pull low, and nobody high.
pub(crate) trait Lines {
    /// Pulls the clock low.
    fn pull_clock(&mut self);
    /// Lets the clock go, and waits until it is high; `false` if somebody
    /// holds it for longer than any part may.
    fn let_clock_go(&mut self) -> bool;
    /// Pulls the data line low, or lets it go.
    fn set_data(&mut self, high: bool);
    /// How the data line is.
    fn is_data_high(&mut self) -> bool;
    /// Waits half a period of the clock.
    fn wait(&mut self);
}

/// A line that somebody holds low.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held;

/// The condition START, also between two parts of a transaction; the clock is
/// low afterwards.
pub(crate) fn start<L: Lines>(lines: &mut L) -> Result<(), Held> {
    lines.set_data(true);
    lines.wait();
    clock_up(lines)?;
    if !lines.is_data_high() {
        return Err(Held);
    }
    lines.set_data(false);
    lines.wait();
    lines.pull_clock();
    Ok(())
}

/// The condition STOP: both lines are free afterwards, as far as we can do.
pub(crate) fn stop<L: Lines>(lines: &mut L) -> Result<(), Held> {
    lines.set_data(false);
    lines.wait();
    let up = clock_up(lines);
    lines.set_data(true);
    lines.wait();
    up
}

/// Writes a byte; `true` if it was acknowledged.
pub(crate) fn write<L: Lines>(lines: &mut L, byte: u8) -> Result<bool, Held> {
    for nth in (0..8).rev() {
        bit_out(lines, byte >> nth & 1 == 1)?;
    }
    let refused = bit_in(lines)?;
    Ok(!refused)
}

/// Reads a byte, and acknowledges all but the last.
pub(crate) fn read<L: Lines>(lines: &mut L, is_last: bool) -> Result<u8, Held> {
    let mut byte = 0;
    for _ in 0..8 {
        byte = byte << 1 | u8::from(bit_in(lines)?);
    }
    bit_out(lines, is_last)?;
    Ok(byte)
}

fn bit_out<L: Lines>(lines: &mut L, high: bool) -> Result<(), Held> {
    lines.set_data(high);
    lines.wait();
    clock_up(lines)?;
    lines.wait();
    lines.pull_clock();
    Ok(())
}

fn bit_in<L: Lines>(lines: &mut L) -> Result<bool, Held> {
    lines.set_data(true);
    lines.wait();
    clock_up(lines)?;
    let high = lines.is_data_high();
    lines.wait();
    lines.pull_clock();
    Ok(high)
}

fn clock_up<L: Lines>(lines: &mut L) -> Result<(), Held> {
    lines.let_clock_go().then_some(()).ok_or(Held)
}
