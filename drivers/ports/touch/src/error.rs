//! A board's reasons, in Erlang's words.

use alloc::format;

use avm_port::PortError;
use avm_term::{StaticAtom, atom};
use board_support::BoardError;
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};

/// `busy`, `{bus, Kind}`, `{wrong_part, Id}`, `{config, Text}` or `{no_resources, Text}`.
pub(crate) fn port_error(error: BoardError) -> PortError {
    match error {
        BoardError::Busy => PortError::new(atom!("busy")),
        BoardError::Bus(kind) => PortError::with_atom(atom!("bus"), bus_atom(kind)),
        BoardError::WrongPart { found, .. } => {
            PortError::with_integer(atom!("wrong_part"), found.into())
        }
        BoardError::Config { .. } => PortError::with_text(atom!("config"), format!("{error}")),
        BoardError::NoResources(_) => {
            PortError::with_text(atom!("no_resources"), format!("{error}"))
        }
        // What no touch panel has: told as it is, for boards that say so anyway.
        _ => PortError::with_text(atom!("board"), format!("{error}")),
    }
}

/// The kinds of `embedded_hal::i2c::ErrorKind`, in snake case.
fn bus_atom(kind: ErrorKind) -> &'static StaticAtom {
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
