//! All ways, in the same order in both processes.

use std::cell::RefCell;
use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::rc::Rc;
use std::time::Duration;

use example_support::Error;
use pore::membrane::unix::UnixPore;
use rustix::net::SocketType;

use crate::place::Side;
use crate::pores::{Lent, Looking, OneByOne, Pore, Sleeping, Spinning};
use crate::raw::{Events, Mailboxes, Ring, events};
use crate::shared::{self, Shared};
use crate::sockets::{Bytes, Packets, failed, pair};
use crate::way::{Slow, Way};
use crate::work::{self, Sample, Work};

/// What can be measured.
pub(crate) trait Measured {
    /// The side that measures.
    fn lead(&mut self, work: Work, messages: u64) -> Result<Sample, Error>;

    /// The other side: what the messages add up to, and the doorbells that it rang.
    fn follow(&mut self, work: Work, messages: u64) -> Result<[u64; 2], Error>;

    /// Whether the second process is the other side.
    fn has_second(&self) -> bool {
        true
    }
}

impl<W: Way> Measured for W {
    fn lead(&mut self, work: Work, messages: u64) -> Result<Sample, Error> {
        work::lead(self, work, messages)
    }

    fn follow(&mut self, work: Work, messages: u64) -> Result<[u64; 2], Error> {
        work::follow(self, work, messages)
    }
}

/// One way in one row.
pub(crate) struct Cell {
    pub(crate) work: Work,
    pub(crate) name: &'static str,
    pub(crate) way: Box<dyn Measured>,
}

/// The ways' names; the first of each row is what the others are compared with.
pub(crate) const PORE: &str = "pore";
pub(crate) const LOOKING: &str = "pore, looks for 20 us before it sleeps";
pub(crate) const PACKETS: &str = "`SOCK_SEQPACKET`";

/// What goes to the second process, one after the other.
pub(crate) const FDS: usize = 7;

/// The first process's ends, and the descriptors for the second.
pub(crate) fn ends() -> Result<([OwnedFd; FDS], [OwnedFd; FDS]), Error> {
    let [spun, slept] = [
        shared::file().map_err(failed)?,
        shared::file().map_err(failed)?,
    ];
    let bells = events()?;
    let packets = pair(SocketType::SEQPACKET)?;
    let bytes = pair(SocketType::STREAM)?;
    let (reader, writer) = std::io::pipe().map_err(failed)?;
    let [one, two] = bells;
    let same = |fd: &OwnedFd| fd.try_clone().map_err(failed);
    let theirs = [
        same(&spun)?,
        same(&slept)?,
        same(&one)?,
        same(&two)?,
        packets.1,
        bytes.1,
        reader.into(),
    ];
    let mine = [spun, slept, one, two, packets.0, bytes.0, writer.into()];
    Ok((mine, theirs))
}

/// The same as borrowed.
pub(crate) fn borrowed(fds: &[OwnedFd; FDS]) -> [BorrowedFd<'_>; FDS] {
    fds.each_ref().map(AsFd::as_fd)
}

/// All ways of a side but those of Erlang.
pub(crate) fn cells(
    side: Side,
    fds: [OwnedFd; FDS],
    pores: [UnixPore; 2],
    slow: bool,
) -> Result<Vec<Cell>, Error> {
    let [spun, slept, one, two, packets, bytes, pipe] = fds;
    let [spun, slept] = [Shared::map(spun), Shared::map(slept)].map(|map| map.map(Rc::new));
    let (spun, slept) = (spun.map_err(failed)?, slept.map_err(failed)?);
    let [small, large] = pores.map(|pore| Rc::new(RefCell::new(pore)));
    let (packets, bytes) = (Shares::new(Packets(packets)), Shares::new(Bytes(bytes)));
    let mut cells = Vec::new();
    let mut add = |work, name, way| cells.push(Cell { work, name, way });
    let boxes = Mailboxes::new(spun.clone(), side);
    add(Work::Spin, "shared memory by hand", Box::new(boxes));
    add(
        Work::Spin,
        PORE,
        slowed(Spinning(small.clone()), slow, Work::Spin),
    );
    let boxes = Mailboxes::new(slept, side);
    let by_hand = Shares::new(Events::new(boxes, [one, two]));
    let sleeping = |pore: &Pore| Sleeping(pore.clone());
    for work in [Work::Blocking, Work::Apart] {
        add(
            work,
            "eventfds and shared memory by hand",
            Box::new(by_hand.clone()),
        );
        add(work, PORE, slowed(sleeping(&small), slow, work));
        add(work, PACKETS, Box::new(packets.clone()));
        add(work, "`SOCK_STREAM`", Box::new(bytes.clone()));
    }
    let looking = Looking(sleeping(&small));
    add(Work::Apart, LOOKING, slowed(looking, slow, Work::Apart));
    add(
        Work::Rate,
        "ring by hand, spinning",
        Box::new(Ring::new(spun)),
    );
    add(Work::Rate, PORE, slowed(sleeping(&small), slow, Work::Rate));
    add(
        Work::Rate,
        "pore, one by one",
        Box::new(OneByOne(sleeping(&small))),
    );
    add(Work::Rate, PACKETS, Box::new(packets.clone()));
    add(Work::Large, "`SOCK_STREAM`", Box::new(bytes));
    add(Work::Large, "pore, copied", Box::new(sleeping(&large)));
    add(Work::Large, "pore, lent", Box::new(Lent(sleeping(&large))));
    add(Work::Large, PACKETS, Box::new(packets));
    add(
        Work::Large,
        "pipe",
        Box::new(crate::pipe::Pipe(File::from(pipe))),
    );
    Ok(cells)
}

/// A way, or a slow one in its place.
fn slowed<W: Way + 'static>(way: W, slow: bool, work: Work) -> Box<dyn Measured> {
    if !slow {
        return Box::new(way);
    }
    let by = match work {
        Work::Spin => Duration::from_micros(1),
        Work::Rate => Duration::from_nanos(200),
        Work::Blocking | Work::Apart | Work::Large => Duration::from_micros(20),
    };
    Box::new(Slow { way, by, rings: 0 })
}

/// A way of several rows.
pub(crate) struct Shares<W>(Rc<RefCell<W>>);

impl<W> Shares<W> {
    pub(crate) fn new(way: W) -> Self {
        Self(Rc::new(RefCell::new(way)))
    }
}

impl<W> Clone for Shares<W> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<W: Way> Way for Shares<W> {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.0.borrow_mut().send(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        self.0.borrow_mut().receive(message)
    }
}
