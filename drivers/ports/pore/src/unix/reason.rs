//! Why there is no pore, as Erlang is told.

use std::string::ToString;

use avm_port::PortError;
use avm_term::{StaticAtom, atom};
use pore::membrane::unix::{NameError, Refusal, UnixError, Violation};

/// The `Reason` of `{error, Reason}`.
pub(super) fn reason(error: UnixError) -> PortError {
    let bare = match error {
        UnixError::NameTaken => atom!("name_taken"),
        UnixError::NotFound => atom!("not_found"),
        UnixError::Rights => atom!("no_rights"),
        UnixError::Timeout(_) => atom!("timeout"),
        UnixError::Gone(_) => atom!("gone"),
        UnixError::NoDescriptors => atom!("no_descriptors"),
        UnixError::NoRoom => atom!("no_room"),
        other => return with_detail(other),
    };
    PortError::new(bare)
}

fn with_detail(error: UnixError) -> PortError {
    match error {
        UnixError::Name(NameError::TooLong(bytes)) => {
            let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            PortError::with_integer(atom!("name_too_long"), bytes)
        }
        UnixError::Name(NameError::Empty) => {
            PortError::with_atom(atom!("bad_name"), atom!("empty"))
        }
        UnixError::Name(NameError::Nul) => PortError::with_atom(atom!("bad_name"), atom!("nul")),
        UnixError::Order(order) => PortError::bad_option(atom!("order"), order.into()),
        UnixError::Denied(peer) => PortError::with_integer(atom!("denied"), peer.uid.into()),
        UnixError::Refused(why) => PortError::with_atom(atom!("refused"), refusal(why)),
        UnixError::Protocol(what) => PortError::with_atom(atom!("protocol"), violation(what)),
        other => PortError::with_text(atom!("io"), other.to_string()),
    }
}

fn refusal(why: Refusal) -> &'static StaticAtom {
    match why {
        Refusal::Denied => atom!("denied"),
        Refusal::Protocol => atom!("protocol"),
        Refusal::Resources => atom!("resources"),
        Refusal::Timeout => atom!("timeout"),
        Refusal::Other => atom!("other"),
    }
}

fn violation(what: Violation) -> &'static StaticAtom {
    match what {
        Violation::Length(_) => atom!("length"),
        Violation::Magic(_) => atom!("magic"),
        Violation::Version(_) => atom!("version"),
        Violation::Kind(_) => atom!("kind"),
        Violation::Twice => atom!("twice"),
        Violation::Early => atom!("early"),
        Violation::Descriptors(_) => atom!("descriptors"),
        Violation::Order(_) => atom!("order"),
        Violation::Epoch => atom!("epoch"),
        Violation::Region => atom!("region"),
        Violation::Size(_) => atom!("size"),
        Violation::Bell => atom!("bell"),
        Violation::Open(_) => atom!("open"),
        Violation::Mismatch => atom!("mismatch"),
    }
}
