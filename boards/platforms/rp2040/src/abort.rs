//! What the I2C controller says why it gave up.

use embedded_hal::i2c::NoAcknowledgeSource;
use platform_bare::Fault;

/// The fault in `IC_TX_ABRT_SOURCE` (datasheet, 4.3.17).
///
/// # Examples
///
/// ```
/// use embedded_hal::i2c::NoAcknowledgeSource;
/// use platform_rp2040::{Fault, i2c_abort};
///
/// assert_eq!(i2c_abort(1), Fault::Nack(NoAcknowledgeSource::Address));
/// ```
#[must_use]
pub const fn i2c_abort(source: u32) -> Fault {
    match source & 0x1FFFF {
        bits if bits & 0x7 != 0 => Fault::Nack(NoAcknowledgeSource::Address),
        bits if bits & 0x8 != 0 => Fault::Nack(NoAcknowledgeSource::Data),
        bits if bits & 0x1000 != 0 => Fault::ArbitrationLost,
        bits => Fault::Abort(bits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abort_says_why() {
        let flushed = 3 << 23;
        for (source, fault) in [
            (1, Fault::Nack(NoAcknowledgeSource::Address)),
            (8, Fault::Nack(NoAcknowledgeSource::Data)),
            (0x1000, Fault::ArbitrationLost),
            (0x1_0000, Fault::Abort(0x1_0000)),
        ] {
            assert_eq!(i2c_abort(flushed | source), fault);
        }
    }
}
