//! What a straw has done, for Erlang.

use avm_term::IntoTerm;
use pore::membrane::unix::UnixPore;
use pore::straw::{Reject, Straw};

use crate::atoms::Allowed;
use crate::outlet::Outlet;
use crate::stream::unread;

/// What is counted beside what the straw counts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counted {
    /// Messages that were sent to their processes.
    pub(crate) delivered: u64,
    /// Messages to names whose processes are dead.
    pub(crate) dead: u64,
    /// Messages with an atom that the VM does not have.
    pub(crate) atom: u64,
    /// Messages that the VM has no term for.
    pub(crate) message: u64,
}

/// `#{format, max_frame, written, read, ...}`
#[derive(Clone, Copy, Debug, IntoTerm)]
pub(crate) struct Stats {
    json: bool,
    max_frame: u32,
    written: u64,
    read: u64,
    frames: u64,
    delivered: u64,
    rejected: Rejected,
    queued: u64,
    undelivered: u64,
    rings: u64,
    busy: bool,
    new_atoms: u32,
}

/// What was not delivered, by reason.
#[derive(Clone, Copy, Debug, IntoTerm)]
struct Rejected {
    no_envelope: u64,
    not_a_name: u64,
    unknown_name: u64,
    dead: u64,
    atom: u64,
    limit: u64,
    message: u64,
}

impl Stats {
    pub(crate) fn of(
        straw: &mut Straw<UnixPore>,
        outlet: &Outlet,
        counted: &Counted,
        allowed: &Allowed,
    ) -> Self {
        let (stats, terms) = (straw.stats(), straw.terms());
        let of = |reject| stats.rejects.of(reject);
        Self {
            json: terms.format == pore::straw::Format::Json,
            max_frame: terms.max_frame,
            written: outlet.written(),
            read: stats.read,
            frames: stats.frames,
            delivered: counted.delivered,
            rejected: Rejected {
                no_envelope: of(Reject::NoEnvelope),
                not_a_name: of(Reject::NotAName),
                unknown_name: of(Reject::UnknownName),
                dead: counted.dead,
                atom: of(Reject::Atom) + counted.atom,
                limit: of(Reject::Limit),
                message: of(Reject::Message) + counted.message,
            },
            queued: outlet.unwritten() as u64,
            undelivered: outlet.undelivered(unread(straw.pipe())) as u64,
            rings: straw.pipe().rings(),
            busy: outlet.is_busy(),
            new_atoms: allowed.quota(),
        }
    }
}
