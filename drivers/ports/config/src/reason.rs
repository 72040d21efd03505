//! A board's reasons, in Erlang's words.

use alloc::string::String;

use avm_port::PortError;
use avm_term::{StaticAtom, atom};
use board_support::{BoardError, Setting};
use embedded_hal::i2c::{self, NoAcknowledgeSource};
use embedded_hal::spi;

/// The reason that Erlang gets for a board's.
///
/// `bad_option` tells `{bad_option, Name, Value}` of a setting that the part cannot do, with the
/// value that the port was given; [`unsupported`] does for ports that give none.
pub fn board_error(error: BoardError, bad_option: impl FnOnce(Setting) -> PortError) -> PortError {
    match error {
        BoardError::Busy => PortError::new(atom!("busy")),
        BoardError::NoDevice { name, address } => {
            PortError::with_name(atom!("no_device"), name, address.into())
        }
        BoardError::Bus(kind) => PortError::with_atom(atom!("bus"), i2c_atom(kind)),
        BoardError::Spi(kind) => PortError::with_atom(atom!("bus"), spi_atom(kind)),
        // embedded-hal tells no kinds of these two apart.
        BoardError::Pin(_) => PortError::with_atom(atom!("pin"), atom!("other")),
        BoardError::Pwm(_) => PortError::with_atom(atom!("pwm"), atom!("other")),
        BoardError::NoLock => PortError::new(atom!("no_lock")),
        BoardError::Path(code) => PortError::with_integer(atom!("path"), code.into()),
        BoardError::CodecReset => PortError::new(atom!("codec_reset")),
        BoardError::Unsupported(setting) => bad_option(setting),
        BoardError::WrongPart { found, .. } => {
            PortError::with_integer(atom!("wrong_part"), found.into())
        }
        BoardError::Config {
            setting,
            line,
            reason,
        } => PortError::with_text(atom!("config"), config(setting, line, reason)),
        BoardError::NoResources(what) => {
            PortError::with_text(atom!("no_resources"), ["out of ", what].concat())
        }
    }
}

/// The text of [`BoardError::Config`]. Not formatted: what formats texts is as large as a small
/// port, and firmware that has it for nothing else does without.
fn config(setting: &str, line: Option<u32>, reason: &str) -> String {
    let Some(line) = line else {
        return [setting, ": ", reason].concat();
    };
    let mut digits = [b'0'; 10];
    let mut first = digits.len() - 1;
    let mut rest = line;
    for (nth, digit) in digits.iter_mut().enumerate().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            first = nth;
            break;
        }
    }
    let number = digits
        .get(first..)
        .and_then(|number| str::from_utf8(number).ok());
    [setting, ": line ", number.unwrap_or_default(), ": ", reason].concat()
}

/// `{unsupported, <<"sample_rate">>}`: the reason for a setting that the port was not given.
pub fn unsupported(setting: Setting) -> PortError {
    PortError::with_text(atom!("unsupported"), setting.name().into())
}

/// The kinds of `embedded_hal::i2c::ErrorKind`, in snake case.
pub fn i2c_atom(kind: i2c::ErrorKind) -> &'static StaticAtom {
    use i2c::ErrorKind;
    match kind {
        ErrorKind::Bus => atom!("bus"),
        ErrorKind::ArbitrationLoss => atom!("arbitration_loss"),
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address) => atom!("no_acknowledge_address"),
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data) => atom!("no_acknowledge_data"),
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Unknown) => atom!("no_acknowledge"),
        ErrorKind::Overrun => atom!("overrun"),
        _ => atom!("other"),
    }
}

/// The kinds of `embedded_hal::spi::ErrorKind`, in snake case.
pub fn spi_atom(kind: spi::ErrorKind) -> &'static StaticAtom {
    use spi::ErrorKind;
    match kind {
        ErrorKind::Overrun => atom!("overrun"),
        ErrorKind::ModeFault => atom!("mode_fault"),
        ErrorKind::FrameFormat => atom!("frame_format"),
        ErrorKind::ChipSelectFault => atom!("chip_select_fault"),
        _ => atom!("other"),
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::string::ToString;

    use super::*;
    // What makes terms, of which there are none here.
    use vm_host as _;

    #[test]
    fn texts_are_those_of_the_errors() {
        for line in [None, Some(0), Some(7), Some(10), Some(4_294_967_295)] {
            let (setting, reason) = ("SIM_TRACE", "no number");
            let error = BoardError::Config {
                setting,
                line,
                reason,
            };
            assert_eq!(config(setting, line, reason), error.to_string());
        }
        let out = BoardError::NoResources("timers");
        assert_eq!(out.to_string(), "out of timers");
    }
}
