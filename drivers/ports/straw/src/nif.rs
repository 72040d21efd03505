//! What a process of Erlang/OTP does itself: sending a message.

use avm_nif::nif;
use avm_resource::ResourceRef;
use avm_term::Term;

use crate::outlet::{Outlet, Sent};

/// `queue(Outlet, Name, Message)`: `ok | {error, Reason}`. Takes no call of the port: the message
/// is written at once, or by the port, with all that was queued meanwhile, when it is woken.
#[nif]
pub fn queue(outlet: ResourceRef<'_, Outlet>, name: Term<'_>, message: Term<'_>) -> Sent {
    outlet.send(name, message)
}
