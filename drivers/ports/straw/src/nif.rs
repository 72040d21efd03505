//! What a process of Erlang/OTP does itself: queuing a message.

use avm_nif::nif;
use avm_resource::ResourceRef;
use avm_term::Term;

use crate::outlet::{Outlet, Sent};

/// `queue(Outlet, Name, Message)`: `ok | {error, Reason}`. Takes no call of the port: it writes
/// all that was queued meanwhile when it is woken.
#[nif]
pub fn queue(outlet: ResourceRef<'_, Outlet>, name: Term<'_>, message: Term<'_>) -> Sent {
    outlet.send(name, message)
}
