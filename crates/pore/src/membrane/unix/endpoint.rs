//! A name that others can connect to.

use core::time::Duration;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;
use std::time::Instant;
use std::vec::Vec;

use rustix::io::Errno;
use rustix::net::{Shutdown, SocketAddrUnix, accept_with, bind, listen, shutdown};

use super::leavings::Socket;
use super::socket::{self, FLAGS};
use super::{Name, Negotiation, Settings, Step, UnixError, UnixPore};
use crate::ring::State;

/// Peers that are negotiated with at the same time; more of them wait in the system's queue.
const AT_ONCE: usize = 16;
/// Peers that wait in the system's queue; more of them try again.
const QUEUE: i32 = 64;
/// How long another process may hold the folder of a socket.
const FOLDER_HELD: Duration = Duration::from_secs(1);

/// A name that others can connect to, for as long as this is.
#[derive(Debug)]
pub struct Endpoint {
    socket: OwnedFd,
    name: Name,
    settings: Settings,
    waiting: Vec<Negotiation>,
    /// The socket in the file system, by device and number, if that is where it is.
    file: Option<(u64, u64)>,
}

impl Endpoint {
    /// Takes a name. A path that a process left when it died is taken over.
    ///
    /// # Errors
    ///
    /// [`UnixError::NameTaken`] if another endpoint has it, or another file is there.
    pub fn bind(name: &Name, settings: Settings) -> Result<Self, UnixError> {
        Self::bind_within(name, settings, FOLDER_HELD)
    }

    /// As [`bind`](Self::bind), for who does not wait: not for another process either that is about
    /// to take a path in the same folder.
    ///
    /// # Errors
    ///
    /// As [`bind`](Self::bind); [`UnixError::Timeout`] in state `Initialising` for who may try again.
    pub fn try_bind(name: &Name, settings: Settings) -> Result<Self, UnixError> {
        Self::bind_within(name, settings, Duration::ZERO)
    }

    fn bind_within(name: &Name, settings: Settings, held: Duration) -> Result<Self, UnixError> {
        let address = name.address()?;
        settings.check()?;
        let socket = socket::socket()?;
        let file = match name {
            Name::Hidden(_) => {
                bind(&socket, &address)?;
                listen(&socket, QUEUE)?;
                None
            }
            Name::Path(path) => Some(bind_path(&socket, &address, path, held)?),
        };
        Ok(Self {
            socket,
            name: name.clone(),
            settings,
            waiting: Vec::new(),
            file,
        })
    }

    /// What it is called.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// How many peers are being negotiated with.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Waits for a peer, for at most so long, and negotiates with all that come: one that does not
    /// answer holds up nobody.
    ///
    /// # Errors
    ///
    /// Why one peer got no pore: the endpoint goes on, and so do the other peers.
    /// [`UnixError::Timeout`] in state `Unknown` if nobody came so far.
    pub fn accept(&mut self, timeout: Option<Duration>) -> Result<UnixPore, UnixError> {
        let until = timeout.map(socket::after);
        loop {
            self.welcome()?;
            if let Some(pore) = self.step()? {
                return Ok(pore);
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return Err(UnixError::Timeout(State::Unknown));
            }
            self.wait(until)?;
        }
    }

    /// Begins with those that have come.
    fn welcome(&mut self) -> Result<(), UnixError> {
        while self.waiting.len() < AT_ONCE {
            let socket = match accept_with(&self.socket, FLAGS) {
                Ok(socket) => socket,
                Err(Errno::AGAIN | Errno::INTR | Errno::CONNABORTED) => break,
                Err(error) => return Err(error.into()),
            };
            let deadline = socket::after(self.settings.timeout);
            let begun = Negotiation::with(socket, self.settings, deadline)?;
            self.waiting.push(begun);
        }
        Ok(())
    }

    /// Lets each one do what it can, up to the first that is done or has failed.
    fn step(&mut self) -> Result<Option<UnixPore>, UnixError> {
        for index in (0..self.waiting.len()).rev() {
            match self.waiting.swap_remove(index).step()? {
                Step::Done(pore) => return Ok(Some(pore)),
                Step::Waiting(negotiation) => self.waiting.push(negotiation),
            }
        }
        Ok(None)
    }

    /// What to poll, to be read from, for the next [`accept`](Self::accept) without time.
    pub fn fds(&self) -> Vec<BorrowedFd<'_>> {
        let mut fds: Vec<_> = self.waiting.iter().flat_map(Negotiation::fds).collect();
        if self.waiting.len() < AT_ONCE {
            fds.push(self.socket.as_fd());
        }
        fds
    }

    /// When the time of the first of the peers that are negotiated with is up.
    pub fn deadline(&self) -> Option<Instant> {
        self.waiting.iter().map(Negotiation::deadline).min()
    }

    fn wait(&self, until: Option<Instant>) -> Result<(), UnixError> {
        let until = [until, self.deadline()].into_iter().flatten().min();
        socket::wait(&self.fds(), until)?;
        Ok(())
    }
}

/// Takes a path: at most one process of those that want it at the same time does.
fn bind_path(
    socket: &OwnedFd,
    address: &SocketAddrUnix,
    path: &Path,
    held: Duration,
) -> Result<(u64, u64), UnixError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = File::open(folder.unwrap_or(Path::new(".")))?;
    // Held until it can be connected to, which is how others see that it is taken.
    lock(&folder, held)?;
    match bind(socket, address) {
        Err(Errno::ADDRINUSE) if is_left(address, path)? => {
            fs::remove_file(path)?;
            bind(socket, address)?;
        }
        bound => bound?,
    }
    listen(socket, QUEUE)?;
    Ok(numbers(path)?)
}

fn lock(folder: &File, held: Duration) -> Result<(), UnixError> {
    let until = socket::after(held);
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => {
                return Err(UnixError::Timeout(State::Initialising));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Whether the path is a socket that nobody listens at any more.
fn is_left(address: &SocketAddrUnix, path: &Path) -> Result<bool, UnixError> {
    let probe = socket::socket()?;
    let nobody = rustix::net::connect(&probe, address) == Err(Errno::CONNREFUSED);
    Ok(nobody && fs::symlink_metadata(path)?.file_type().is_socket())
}

/// Which file it is.
fn numbers(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::symlink_metadata(path)?;
    Ok((found.dev(), found.ino()))
}

impl AsFd for Endpoint {
    /// What can be read from when somebody comes.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        // Nobody comes any more. What those sent that came goes the way of all they sent.
        let _no_more = shutdown(&self.socket, Shutdown::Read);
        while let Ok(socket) = accept_with(&self.socket, FLAGS) {
            drop(Socket::from(socket));
        }
        if let (Name::Path(path), Some(file)) = (&self.name, self.file)
            && numbers(path).is_ok_and(|found| found == file)
        {
            // If it stays, whoever takes the name next removes it.
            let _removed = fs::remove_file(path);
        }
    }
}
