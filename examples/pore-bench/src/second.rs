//! The process that answers and takes, and what both say to each other.

use std::io::{IoSlice, IoSliceMut, Read, Write, stdin};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::thread;

use example_support::Error;
use pore::membrane::unix::{Name, connect};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};

use crate::Options;
use crate::place::{Place, Side};
use crate::pores::{LARGE_PORE, SMALL_PORE, none};
use crate::sockets::{failed, short};
use crate::ways::{Cell, FDS, borrowed, cells};
use crate::work::Work;

/// What the first process says: which cell, and how many messages; nothing, at the end.
pub(crate) type Order = [u64; 2];

/// Where the second process comes to.
pub(crate) fn address(name: &str) -> Result<SocketAddr, Error> {
    SocketAddr::from_abstract_name(name).map_err(failed)
}

/// What the pores are called.
pub(crate) fn names(name: &str) -> Result<[Name; 2], Error> {
    let [small, large] = ["small", "large"].map(|pore| Name::hidden(format!("{name}/{pore}")));
    Ok([small.map_err(failed)?, large.map_err(failed)?])
}

pub(crate) fn say(control: &mut UnixStream, words: [u64; 2]) -> Result<(), Error> {
    let bytes = words.map(u64::to_le_bytes);
    control.write_all(bytes.as_flattened()).map_err(failed)
}

pub(crate) fn hear(control: &mut UnixStream) -> Result<[u64; 2], Error> {
    let mut bytes = [[0; 8]; 2];
    control
        .read_exact(bytes.as_flattened_mut())
        .map_err(failed)?;
    Ok(bytes.map(u64::from_le_bytes))
}

/// Sends the second process's ends.
pub(crate) fn give(control: &UnixStream, fds: &[OwnedFd; FDS]) -> Result<(), Error> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FDS))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let fds = borrowed(fds);
    ancillary.push(SendAncillaryMessage::ScmRights(&fds));
    let sent = sendmsg(
        control,
        &[IoSlice::new(b"e")],
        &mut ancillary,
        SendFlags::NOSIGNAL,
    );
    sent.map(drop).map_err(failed)
}

fn take(control: &UnixStream) -> Result<[OwnedFd; FDS], Error> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FDS))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let mut parts = [IoSliceMut::new(&mut byte)];
    recvmsg(control, &mut parts, &mut ancillary, RecvFlags::CMSG_CLOEXEC).map_err(failed)?;
    let mut fds = Vec::new();
    for message in ancillary.drain() {
        if let RecvAncillaryMessage::ScmRights(more) = message {
            fds.extend(more);
        }
    }
    fds.try_into().map_err(|_| short())
}

/// Ends with the first process, which holds the other end of standard input.
fn end_with_first() {
    thread::spawn(|| {
        let _ended = stdin().read(&mut [0]);
        std::process::exit(1);
    });
}

/// Goes to the first process, and does what it says.
pub(crate) fn run(name: &str, options: &Options) -> Result<(), Error> {
    end_with_first();
    let mut control = UnixStream::connect_addr(&address(name)?).map_err(failed)?;
    let fds = take(&control)?;
    let [small, large] = names(name)?;
    let small = connect(&small, SMALL_PORE).map_err(none)?;
    let large = connect(&large, LARGE_PORE).map_err(none)?;
    let mut place = Place::new(Side::Second, options.unpinned)?;
    let mut cells = cells(Side::Second, fds, [small, large], options.slow)?;
    #[cfg(feature = "iceoryx2")]
    cells.extend(crate::iceoryx::cells(Side::Second, name)?);
    // From here on it misses nothing that is sent.
    say(&mut control, [u64::from(place.is_pinned()), 0])?;
    loop {
        let [index, messages] = hear(&mut control)?;
        let Some(Cell { work, way, .. }) = cells.get_mut(index as usize) else {
            return Ok(());
        };
        place.take(*work);
        let said = way.follow(*work, messages)?;
        say(&mut control, said)?;
    }
}

/// The order to end.
pub(crate) const END: Order = [u64::MAX, 0];

/// Whether a row's messages add up on both sides.
pub(crate) fn agree(work: Work, mine: u64, theirs: u64) -> Result<(), Error> {
    let differ = || Error::Flawed(format!("{}: not every message came as it was", work.name()));
    (mine == theirs).then_some(()).ok_or_else(differ)
}
