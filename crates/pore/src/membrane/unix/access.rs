//! Who is at the other end, and whether that one may be.

use rustix::process::geteuid;

/// The process at the other end, as the kernel knew it when it connected or bound its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Peer {
    /// Its process; 0 for one that has no number in this one's namespace of processes.
    pub pid: u32,
    /// Its user.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
}

/// Whom a side negotiates with. Both sides look, before anything is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Processes of this process's own user.
    #[default]
    SameUser,
    /// Processes of these users.
    Users(&'static [u32]),
    /// Processes of this user.
    User(u32),
    /// Any process.
    Everyone,
}

impl Access {
    /// Whether this process may be at the other end.
    pub fn allows(self, peer: &Peer) -> bool {
        match self {
            Self::SameUser => peer.uid == geteuid().as_raw(),
            Self::Users(users) => users.contains(&peer.uid),
            Self::User(user) => peer.uid == user,
            Self::Everyone => true,
        }
    }
}
