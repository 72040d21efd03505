//! Statuses of the C interface, as faults.

use board_support::Setting;
use embedded_hal::i2c::NoAcknowledgeSource;
use platform_bare::Fault;

/// What a status of `avm_board.h` says.
pub(crate) const fn check(status: i32) -> Result<(), Fault> {
    Err(match status {
        0 => return Ok(()),
        1 => Fault::Nack(NoAcknowledgeSource::Address),
        2 => Fault::Nack(NoAcknowledgeSource::Data),
        3 => Fault::Nack(NoAcknowledgeSource::Unknown),
        4 => Fault::ArbitrationLost,
        5 => Fault::Timeout,
        6 => Fault::Stuck,
        7 => Fault::NoResources,
        8 => Fault::NoController,
        9 => Fault::NoPin,
        10 => Fault::Unsupported(Setting::ClockHz),
        11 => Fault::Unsupported(Setting::Mode),
        12 => Fault::Unsupported(Setting::BitOrder),
        13 => Fault::Unsupported(Setting::SampleRate),
        14 => Fault::Unsupported(Setting::BitDepth),
        15 => Fault::Unsupported(Setting::Channels),
        16 => Fault::InUse,
        17 => Fault::Sequence,
        code => Fault::Driver(code),
    })
}
