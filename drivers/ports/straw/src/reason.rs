//! Why there is no straw, in Erlang's words.

use avm_port::PortError;
use avm_term::{StaticAtom, atom};
use pore::membrane::unix::{NameError, Refusal, UnixError};
use pore::ring;
use pore::straw;

/// A reason: an atom, or two in a tuple.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reason(&'static StaticAtom, Option<&'static StaticAtom>);

impl Reason {
    pub(crate) const fn new(reason: &'static StaticAtom) -> Self {
        Self(reason, None)
    }

    pub(crate) const fn with(reason: &'static StaticAtom, detail: &'static StaticAtom) -> Self {
        Self(reason, Some(detail))
    }

    /// The same, for who opens.
    pub(crate) fn error(self) -> PortError {
        match self.1 {
            Some(detail) => PortError::with_atom(self.0, detail),
            None => PortError::new(self.0),
        }
    }

    /// Why a negotiation came to nothing.
    pub(crate) fn of_unix(error: UnixError) -> Self {
        Self::new(match error {
            UnixError::Name(NameError::TooLong(_)) => atom!("name_too_long"),
            UnixError::Name(_) => atom!("bad_name"),
            UnixError::NameTaken => atom!("name_taken"),
            UnixError::NotFound => atom!("not_found"),
            UnixError::Rights => return Self::with(atom!("bad_option"), atom!("rights")),
            UnixError::Order(_) => return Self::with(atom!("bad_option"), atom!("order")),
            UnixError::Denied(_) => atom!("denied"),
            UnixError::Refused(refusal) => return Self::with(atom!("refused"), refused(refusal)),
            UnixError::Timeout(_) => atom!("timeout"),
            UnixError::Gone(_) => atom!("gone"),
            UnixError::Protocol(_) => atom!("protocol"),
            UnixError::NoDescriptors => atom!("no_descriptors"),
            UnixError::NoRoom => atom!("out_of_memory"),
            UnixError::Io(_) => atom!("io"),
        })
    }

    /// Why a straw is over.
    pub(crate) fn of_closed(closed: straw::Closed<ring::Closed>) -> Self {
        match closed {
            straw::Closed::Frame(straw::FrameError::TooLong { .. }) => {
                Self::with(atom!("protocol"), atom!("frame_too_long"))
            }
            straw::Closed::Frame(_) => Self::new(atom!("out_of_memory")),
            straw::Closed::Pipe(closed) => Self::of_ring(closed),
        }
    }

    /// Why a pore is over.
    pub(crate) fn of_ring(closed: ring::Closed) -> Self {
        Self::new(match closed {
            ring::Closed::Here => atom!("closed"),
            ring::Closed::Peer => atom!("peer_closed"),
            ring::Closed::PeerError(_) => atom!("peer_error"),
            ring::Closed::Restarted => atom!("restarted"),
            ring::Closed::Gone => atom!("gone"),
            ring::Closed::Denied => atom!("denied"),
            ring::Closed::Protocol(_) => atom!("protocol"),
        })
    }
}

fn refused(refusal: Refusal) -> &'static StaticAtom {
    match refusal {
        Refusal::Denied => atom!("denied"),
        Refusal::Protocol => atom!("protocol"),
        Refusal::Resources => atom!("resources"),
        Refusal::Timeout => atom!("timeout"),
        Refusal::Other => atom!("other"),
    }
}

impl avm_term::IntoTerm for Reason {
    fn build<B: avm_term::Builder>(&self, b: &mut B) -> Result<B::Part, avm_term::BuildError> {
        match self.1 {
            Some(detail) => (self.0, detail).build(b),
            None => b.atom(self.0),
        }
    }
}
