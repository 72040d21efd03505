//! Which address: what the interrupt line says while reset is released.

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;

use crate::Address;

/// In reset, at least 10 ms.
const IN_RESET_MS: u32 = 20;
/// The interrupt line as it shall be, before reset ends: at least 100 us.
const BEFORE_US: u32 = 1_000;
/// And after it: at least 5 ms.
const AFTER_MS: u32 = 10;
/// The interrupt line low, so that the part takes it for its own.
const SYNC_MS: u32 = 50;

/// Resets the part to an address, in 81 ms: low on the interrupt line is 0x5D,
/// high 0x14. After it the board makes the line an input, without pull-ups.
///
/// # Errors
///
/// The pins'; the part may be in reset then.
pub fn select_address<R, N, E>(
    reset: &mut R,
    interrupt: &mut N,
    delay: &mut impl DelayNs,
    address: Address,
) -> Result<(), E>
where
    R: OutputPin<Error = E>,
    N: OutputPin<Error = E>,
{
    reset.set_low()?;
    delay.delay_ms(IN_RESET_MS);
    match address {
        Address::IntLow => interrupt.set_low()?,
        Address::IntHigh => interrupt.set_high()?,
    }
    delay.delay_us(BEFORE_US);
    reset.set_high()?;
    delay.delay_ms(AFTER_MS);
    interrupt.set_low()?;
    delay.delay_ms(SYNC_MS);
    Ok(())
}
