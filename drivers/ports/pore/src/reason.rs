//! Why a pore is over, as Erlang is told.

use avm_term::{BuildError, Builder, IntoTerm, StaticAtom, atom};
use pore::ring::{Closed, Protocol};

/// Why a pore is over: the `Reason` of `{closed, Pore, Reason}` and of
/// `{error, {closed, Reason}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reason(pub(crate) Closed);

impl IntoTerm for Reason {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let name = match self.0 {
            Closed::Here => atom!("here"),
            Closed::Peer => atom!("peer"),
            Closed::Restarted => atom!("restarted"),
            Closed::Gone => atom!("gone"),
            Closed::Denied => atom!("denied"),
            Closed::PeerError(error) => return (atom!("peer_error"), error).build(b),
            Closed::Protocol(what) => return (atom!("protocol"), protocol(what)).build(b),
        };
        b.atom(name)
    }
}

fn protocol(what: Protocol) -> &'static StaticAtom {
    match what {
        Protocol::RingIndex => atom!("ring_index"),
        Protocol::State => atom!("state"),
        Protocol::Rights => atom!("rights"),
    }
}

/// The `Reason` of `{error, Reason}` for who asks for what is over, or never was open.
pub(crate) enum Over {
    Closed(Closed),
    Denied,
}

impl From<Closed> for Over {
    fn from(why: Closed) -> Self {
        match why {
            Closed::Denied => Self::Denied,
            why => Self::Closed(why),
        }
    }
}

impl IntoTerm for Over {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self {
            Self::Closed(why) => (atom!("closed"), Reason(*why)).build(b),
            Self::Denied => b.atom(atom!("denied")),
        }
    }
}
