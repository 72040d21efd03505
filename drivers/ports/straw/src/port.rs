//! The port: one that listens, or one that carries a straw.

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_term::atom;

use crate::link::Link;
use crate::listener::Listener;
use crate::options::{Options, Request};

/// A port that listens for other nodes, or carries a straw to one.
#[derive(Debug)]
pub struct StrawPort(Role);

#[derive(Debug)]
enum Role {
    Listener(Box<Listener>),
    Link(Box<Link>),
}

impl Port for StrawPort {
    const NAME: &'static str = "straw";
    type Options<'a> = Options<'a>;
    type Request<'a> = Request<'a>;

    fn open(options: Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let role = match (options.listen, options.connect, options.arrival) {
            (Some(node), None, None) => {
                Role::Listener(Box::new(Listener::open(node, &options, &cx)?))
            }
            (None, Some(node), None) => Role::Link(Box::new(Link::connect(node, &options, &cx)?)),
            (None, None, Some(arrival)) => {
                Role::Link(Box::new(Link::accept(arrival, &options, &cx)?))
            }
            _ => {
                return Err(PortError::with_atom(
                    atom!("missing_option"),
                    atom!("listen"),
                ));
            }
        };
        Ok(Self(role))
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match &mut self.0 {
            Role::Listener(listener) => listener.call(&request, call),
            Role::Link(link) => link.call(&request, call),
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        match &mut self.0 {
            Role::Listener(listener) => listener.event(cx),
            Role::Link(link) => link.event(cx),
        }
    }
}
