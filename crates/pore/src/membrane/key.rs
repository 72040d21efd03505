//! Which pore: a peer and a port; and where it is negotiated.

use alloc::format;
use alloc::string::String;

use super::store::DomId;

/// Tells the pores between two domains apart. Port 0 is the one that LING's straws have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(pub u32);

/// One pore, as one side calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The other domain.
    pub peer: DomId,
    /// Which of the pores that both have.
    pub port: Port,
}

impl Key {
    /// The name of its directory: `5`, or `5-7` for port 7.
    fn directory(peer: DomId, port: Port) -> String {
        match port {
            Port(0) => format!("{peer}"),
            Port(port) => format!("{peer}-{port}"),
        }
    }

    /// The key of a directory, if that is how it is called.
    pub(super) fn from_directory(name: &str) -> Option<Self> {
        let (peer, port) = match name.split_once('-') {
            None => (name, 0),
            Some((peer, port)) => (peer, port.parse().ok().filter(|port| *port != 0)?),
        };
        let key = Self {
            peer: DomId(peer.parse().ok()?),
            port: Port(port),
        };
        // Neither zeros in front nor a sign.
        (Self::directory(key.peer, key.port) == name).then_some(key)
    }

    /// Where the passive side writes.
    pub(super) fn warts(passive: DomId, active: DomId, port: Port) -> String {
        let name = Self::directory(active, port);
        format!("/local/domain/{passive}/data/warts/{name}")
    }

    /// Where the active side writes.
    pub(super) fn straw(passive: DomId, active: DomId, port: Port) -> String {
        let name = Self::directory(passive, port);
        format!("/local/domain/{active}/data/straw/{name}")
    }
}
