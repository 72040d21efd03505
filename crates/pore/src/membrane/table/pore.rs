//! A port that is being opened, and a pore between two cores.

use super::talk::Talk;
use crate::any::{AnyPore, Avail, Info, Opens, Wanted};
use crate::doorbell::Doorbell;
use crate::membrane::{Breach, Input, Reason};
use crate::memory::{OwnRegion, Region};
use crate::pipe::Pipe;
use crate::ring::{Closed, Link};

/// The rings of a pore between two cores.
pub type TableLink<'s, 't, B, const WORDS: usize> =
    Link<OwnRegion<'s, WORDS>, &'t Region<WORDS>, B>;

/// A port that is being opened. Dropped, it is left.
#[derive(Debug)]
pub struct Knock<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize>(
    Option<Talk<'s, 't, B, PORTS, WORDS>>,
);

/// A pore to the other core. Dropped, it is closed, and its port is free.
///
/// [`heard`](AnyPore::heard) looks how the other core is, after the side [ticked](super::Side::tick).
#[derive(Debug)]
pub struct TablePore<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> {
    link: TableLink<'s, 't, B, WORDS>,
    talk: Talk<'s, 't, B, PORTS, WORDS>,
    /// The peer is gone: what is not there now never will be.
    left: bool,
}

impl<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize>
    Knock<'s, 't, B, PORTS, WORDS>
{
    pub(super) fn new(talk: Talk<'s, 't, B, PORTS, WORDS>) -> Self {
        Self(Some(talk))
    }
}

impl<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> Opens
    for Knock<'s, 't, B, PORTS, WORDS>
{
    type Pore = TablePore<'s, 't, B, PORTS, WORDS>;
    type Error = Reason;

    /// The pore, once both cores have it; then, and after an error, the knock is over.
    fn poll_open(&mut self) -> Result<Option<Self::Pore>, Reason> {
        let Some(talk) = &mut self.0 else {
            return Err(Reason::Here);
        };
        let is_connected = talk.advance();
        if let Some(reason) = talk.over() {
            self.0 = None;
            return Err(reason);
        }
        let Some(mut ring) = talk.ring.take_if(|_| is_connected) else {
            return Ok(None);
        };
        let met = ring.poll();
        if met == Ok(false) && !talk.is_late() {
            talk.ring = Some(ring);
            return Ok(None);
        }
        let (Some(talk), Ok(mut link)) = (self.0.take(), ring.link()) else {
            let lied = Reason::Protocol(Breach::Offer);
            return Err(met.map_or(lied, |_| Reason::TimedOut));
        };
        link.restrict(talk.allowed().with_peer(link.peer().features));
        Ok(Some(TablePore {
            link,
            talk,
            left: false,
        }))
    }
}

impl<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize>
    TablePore<'s, 't, B, PORTS, WORDS>
{
    /// The rings themselves, for what is more than reading and writing: loans, slots.
    pub fn link(&mut self) -> &mut TableLink<'s, 't, B, WORDS> {
        &mut self.link
    }

    /// Why both cores have let go of it, or the other one is no more, if that is known.
    pub fn over(&self) -> Option<Reason> {
        self.talk.over()
    }

    /// The peer is gone: what is wanted is there, or it never will be.
    fn rest(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        if wanted.filled > 0 && self.link.consumer.filled()? > 0 {
            return Ok(true);
        }
        Err(Closed::Gone)
    }
}

impl<B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> AnyPore
    for TablePore<'_, '_, B, PORTS, WORDS>
{
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        AnyPore::write(&mut self.link, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        match AnyPore::read(&mut self.link, bytes) {
            Ok(0) if self.left && !bytes.is_empty() => Err(Closed::Gone),
            read => read,
        }
    }

    fn avail(&mut self) -> Result<Avail, Closed> {
        match self.link.avail() {
            Ok(Avail { filled: 0, .. }) if self.left => Err(Closed::Gone),
            avail => avail,
        }
    }

    fn notify_when(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        let now = self.link.wish(wanted)?;
        if self.left && !now {
            return self.rest(wanted);
        }
        Ok(now)
    }

    fn heard(&mut self) {
        self.talk.advance();
        let gone = matches!(
            self.talk.over(),
            Some(Reason::Gone | Reason::TimedOut | Reason::Protocol(_))
        );
        if gone && !self.left {
            self.left = true;
            // Learns what the peer had read.
            let _over = self.link.producer.free();
            self.link.producer.peer_gone();
        }
    }

    fn info(&self) -> Info {
        let info = self.link.info();
        let gone = self.left.then_some(Closed::Gone);
        Info {
            closed: info.closed.or(gone),
            ..info
        }
    }

    fn poke(&self) {
        self.link.poke();
    }

    fn close(&mut self) {
        self.link.close();
        self.talk.step(Input::Close);
    }
}

impl<B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> Pipe
    for TablePore<'_, '_, B, PORTS, WORDS>
{
    type Error = Closed;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        AnyPore::write(self, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        AnyPore::read(self, bytes)
    }
}

impl<B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> Drop
    for TablePore<'_, '_, B, PORTS, WORDS>
{
    fn drop(&mut self) {
        self.link.close();
    }
}
