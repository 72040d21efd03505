//! What a straw's owner is told.

use avm_port::{EventContext, Flow};
use avm_term::{Describe, SendError, atom};
use pore::doorbell::Doorbell;

use super::{Link, State, Told};

impl Link {
    /// Tells the owner what it does not know yet.
    pub(super) fn tell(&mut self, cx: EventContext<'_>) -> Flow {
        let (port, owner, outlet) = (cx.port(), self.owner, &self.outlet);
        let news = |what: &dyn Describe| cx.send(owner, &(atom!("straw"), port, what));
        let (sent, ended) = match &mut self.state {
            State::Hello(_, node, told @ Told::No) => {
                (say(told, news(&(atom!("hello"), node.as_str()))), false)
            }
            State::Open(_, node, told @ Told::No) => (
                say(told, news(&(atom!("open"), node.as_str(), outlet))),
                false,
            ),
            State::Over(reason, undelivered) => {
                let sent = news(&(atom!("closed"), *reason, *undelivered));
                (retry(sent), true)
            }
            _ => return Flow::Continue,
        };
        match (sent, ended) {
            (false, _) => {
                self.bell.ring();
                Flow::Continue
            }
            (true, true) => Flow::Terminate,
            (true, false) => Flow::Continue,
        }
    }
}

/// Notes that the owner was told; false if that has to be tried again.
fn say(told: &mut Told, sent: Result<(), SendError>) -> bool {
    let sent = retry(sent);
    if sent {
        *told = Told::Yes;
    }
    sent
}

fn retry(sent: Result<(), SendError>) -> bool {
    !matches!(sent, Err(SendError::Build(_)))
}
