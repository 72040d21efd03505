//! Pores between processes of Linux.

mod end;
mod endpoint;
mod opening;
mod reason;

use core::time::Duration;

use avm_port::{Bell, PortError};
use pore::membrane::unix::{self, NameError, Settings};
use pore::ring::Config;

pub use self::end::UnixEnd;
pub use self::endpoint::UnixEndpoint;
pub use self::opening::UnixOpening;
use self::reason::reason;
use crate::options::{Access, Name, Terms};
use crate::source::{Accepted, Source, Step};

/// Pores between processes of Linux, by the membrane of unix sockets.
#[derive(Clone, Copy, Debug)]
pub enum Unix {}

impl Source for Unix {
    type End = UnixEnd;
    type Opening = UnixOpening;
    type Endpoint = UnixEndpoint;

    fn connect(terms: &Terms, bell: Bell) -> Result<UnixOpening, PortError> {
        UnixOpening::begin(name(&terms.name)?, settings(terms), bell)
    }

    fn step(opening: UnixOpening) -> Result<Step<Self>, PortError> {
        opening.step()
    }

    fn listen(terms: &Terms, bell: Bell) -> Result<UnixEndpoint, PortError> {
        UnixEndpoint::bind(&name(&terms.name)?, settings(terms), bell)
    }

    fn accept(endpoint: &mut UnixEndpoint) -> Accepted<UnixEnd> {
        endpoint.accept()
    }

    fn sleep(endpoint: &mut UnixEndpoint, peers: bool, until_us: Option<u64>) {
        endpoint.sleep(peers, until_us);
    }
}

fn name(name: &Name) -> Result<unix::Name, PortError> {
    let name: Result<_, NameError> = match name {
        Name::Hidden(text) => unix::Name::hidden(text.0.as_str()),
        Name::Path(text) => unix::Name::path(text.0.as_str()),
    };
    name.map_err(|error| reason(error.into()))
}

fn settings(terms: &Terms) -> Settings {
    Settings {
        order: terms.order,
        most_order: terms.most_order,
        config: Config {
            max_frame: terms.max_frame,
            ..Config::default()
        },
        timeout: Duration::from_millis(terms.timeout.into()),
        access: match terms.access {
            Access::SameUser => unix::Access::SameUser,
            Access::User(user) => unix::Access::User(user),
            Access::Everyone => unix::Access::Everyone,
        },
        rights: terms.rights,
    }
}
