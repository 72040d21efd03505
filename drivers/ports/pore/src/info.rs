//! What is known of a pore, as a map.

use avm_term::{IntoTerm, StaticAtom};

use crate::reason::Reason;
use crate::source::Facts;

/// What `get_info` tells of a pore.
#[derive(IntoTerm)]
pub(crate) struct Info {
    /// `connecting`, `open` or `closed`.
    pub(crate) state: &'static StaticAtom,
    /// Why it is closed.
    pub(crate) reason: Option<Reason>,
    peer: Option<Peer>,
    epochs: (u32, u32),
    orders: (u32, u32),
    rights: &'static StaticAtom,
    rings: u64,
    undelivered: u32,
    /// Bytes to read, those in the port's hands too.
    #[avm(name = "in")]
    filled: u32,
    /// Bytes that can be written.
    out: u32,
}

#[derive(IntoTerm)]
struct Peer {
    pid: u32,
    uid: u32,
    gid: u32,
}

impl Info {
    pub(crate) fn new(facts: &Facts, filled: u32, out: u32) -> Self {
        let pore = &facts.pore;
        let rights = (pore.rights.read, pore.rights.write);
        Self {
            state: avm_term::atom!("open"),
            reason: None,
            peer: facts.peer.map(|(pid, uid, gid)| Peer { pid, uid, gid }),
            epochs: facts.epochs,
            orders: (pore.capacity.ilog2(), pore.peer.order),
            rights: match rights {
                (true, true) => avm_term::atom!("both"),
                (true, false) => avm_term::atom!("read"),
                (false, true) => avm_term::atom!("write"),
                (false, false) => avm_term::atom!("none"),
            },
            rings: facts.rings,
            undelivered: pore.undelivered,
            filled,
            out,
        }
    }
}

/// What `get_info` tells of a name that others connect to.
#[derive(IntoTerm)]
pub(crate) struct ListenerInfo {
    pub(crate) state: &'static StaticAtom,
    /// Peers that have a pore and wait to be taken.
    pub(crate) ready: usize,
    /// Peers that were sent away, or that went.
    pub(crate) refused: u32,
}
