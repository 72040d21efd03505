//! One peer: offers, pages that are met, answers.

use core::time::Duration;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Instant;

use rustix::io::Errno;

use super::leavings::{Received, Socket};
use super::offer::{Message, Offer, answer};
use super::socket::{self, DESCRIPTORS, Incoming};
use super::{
    Bell, Name, Peer, Refusal, Settings, UnixError, UnixLink, UnixPore, Violation, check, epoch,
};
use crate::doorbell::{Bells, TimerFd};
use crate::memory::{OwnMapping, PeerMapping};
use crate::ring::{Opening, State};

/// How long a full queue of a peer is waited for before it is tried again.
const AGAIN: Duration = Duration::from_millis(2);

/// A pore that is being negotiated with one peer. Whoever drops it tells the peer by that alone.
#[derive(Debug)]
pub struct Negotiation {
    socket: Socket,
    peer: Peer,
    settings: Settings,
    deadline: Instant,
    epoch: u32,
    mine: Arc<OwnMapping>,
    /// Where this side waits.
    bells: Bells<TimerFd>,
    /// What the peer offered, once it has.
    offer: Option<Offer>,
    opening: Option<Opening<Arc<OwnMapping>, Arc<PeerMapping>, Bell>>,
    /// Both have met in the pages, and the peer was told.
    link: Option<UnixLink>,
    /// The peer has told that both have met.
    accepted: bool,
}

/// How far a negotiation is.
#[derive(Debug)]
#[must_use = "what is dropped is given up"]
#[expect(
    clippy::large_enum_variant,
    reason = "both are moved once, and neither is kept"
)]
pub enum Step {
    /// It needs to hear of the peer.
    Waiting(Negotiation),
    /// Both have the pore.
    Done(UnixPore),
}

/// Negotiates with the endpoint of this name, and waits for it for as long as the settings say.
///
/// # Errors
///
/// Why there is no pore; [`UnixError::NotFound`] if nobody has the name.
pub fn connect(name: &Name, settings: Settings) -> Result<UnixPore, UnixError> {
    Negotiation::begin(name, settings)?.finish()
}

impl Negotiation {
    /// Goes to the endpoint of this name. That takes no time, unless many others do so.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it.
    pub fn begin(name: &Name, settings: Settings) -> Result<Self, UnixError> {
        let deadline = socket::after(settings.timeout);
        loop {
            match Self::try_begin(name, settings)? {
                Some(begun) => return Ok(begun.until(deadline)),
                None if Instant::now() < deadline => sleep(AGAIN),
                None => return Err(UnixError::Timeout(State::Initialising)),
            }
        }
    }

    /// Goes to the endpoint of this name without waiting for the others that do so; `None` if there
    /// are too many of them, who then tries again later.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it.
    pub fn try_begin(name: &Name, settings: Settings) -> Result<Option<Self>, UnixError> {
        let address = name.address()?;
        settings.check()?;
        let deadline = socket::after(settings.timeout);
        let socket = socket::socket()?;
        match rustix::net::connect(&socket, &address) {
            Ok(()) => Self::with(socket, settings, deadline).map(Some),
            Err(Errno::AGAIN) => Ok(None),
            // There is a socket of this name, for something else.
            Err(Errno::PROTOTYPE) => Err(UnixError::NotFound),
            Err(error) => Err(error.into()),
        }
    }

    /// With another time that it is up at.
    fn until(self, deadline: Instant) -> Self {
        Self { deadline, ..self }
    }

    /// Begins with whoever is at the other end of a socket.
    pub(super) fn with(
        socket: OwnedFd,
        settings: Settings,
        deadline: Instant,
    ) -> Result<Self, UnixError> {
        let socket = Socket::from(socket);
        let told = |error: UnixError| refuse(&socket, error);
        let peer = Peer::of(&socket).map_err(told)?;
        if !settings.access.allows(&peer) {
            return Err(told(UnixError::Denied(peer)));
        }
        let (mine, bells) = resources(&settings).map_err(told)?;
        let negotiation = Self {
            socket,
            peer,
            settings,
            deadline,
            epoch: epoch::next(),
            mine: Arc::new(mine),
            bells,
            offer: None,
            opening: None,
            link: None,
            accepted: false,
        };
        negotiation.send_offer()?;
        Ok(negotiation)
    }

    fn send_offer(&self) -> Result<(), UnixError> {
        let told = self.settings.told();
        let offer = Offer {
            order: self.settings.order,
            features: told.features,
            max_frame: told.max_frame,
            epoch: self.epoch,
        };
        let fds: [_; DESCRIPTORS] = [
            self.mine.as_fd(),
            self.bells.data.as_fd(),
            self.bells.space.as_fd(),
        ];
        // A peer that is gone may have said why, which is read later.
        let _is_there = socket::send(&self.socket, &offer.encode(), &fds)?;
        Ok(())
    }

    /// Who the peer is.
    pub fn peer(&self) -> Peer {
        self.peer
    }

    /// When the time is up.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// What to poll, to be read from, for the next [`step`](Self::step).
    pub fn fds(&self) -> [BorrowedFd<'_>; 3] {
        let Bells { data, space } = &self.bells;
        [self.socket.as_fd(), data.as_fd(), space.as_fd()]
    }

    /// Does what can be done now. Never waits.
    ///
    /// # Errors
    ///
    /// Why nothing comes of it; the peer is told, and all is let go of.
    pub fn step(mut self) -> Result<Step, UnixError> {
        match self.advance() {
            Ok(false) => Ok(Step::Waiting(self)),
            Ok(true) => self.done(),
            Err(error) => Err(refuse(&self.socket, error)),
        }
    }

    /// Waits until it is done, or the time is up.
    ///
    /// # Errors
    ///
    /// As [`step`](Self::step).
    pub fn finish(mut self) -> Result<UnixPore, UnixError> {
        loop {
            self = match self.step()? {
                Step::Done(pore) => return Ok(pore),
                Step::Waiting(negotiation) => negotiation,
            };
            socket::wait(&self.fds(), Some(self.deadline))?;
        }
    }

    /// What this side waits for: the offer, to meet in the pages, the answer.
    pub fn state(&self) -> State {
        match (&self.opening, &self.link) {
            (None, None) => State::InitWait,
            (Some(_), _) => State::Initialised,
            (None, Some(_)) => State::Connected,
        }
    }

    /// True once both have the pore.
    fn advance(&mut self) -> Result<bool, UnixError> {
        self.bells.data.clear();
        self.bells.space.clear();
        loop {
            self.meet()?;
            if self.link.is_some() && self.accepted {
                return Ok(true);
            }
            match socket::receive(&self.socket)? {
                Incoming::Nothing => break,
                Incoming::Gone => return Err(UnixError::Gone(self.state())),
                Incoming::Message(bytes, fds) => self.take(Message::decode(&bytes)?, fds)?,
            }
        }
        if Instant::now() >= self.deadline {
            return Err(UnixError::Timeout(self.state()));
        }
        Ok(false)
    }

    fn take(&mut self, message: Message, fds: Received) -> Result<(), UnixError> {
        let is_offer = matches!(message, Message::Offer(_));
        if fds.len() != if is_offer { DESCRIPTORS } else { 0 } {
            return Err(Violation::Descriptors(fds.len() as u32).into());
        }
        match message {
            Message::Offer(_) if self.offer.is_some() => Err(Violation::Twice.into()),
            Message::Offer(offer) => self.open(offer, fds),
            Message::Answer(Err(refusal)) => Err(UnixError::Refused(refusal)),
            Message::Answer(Ok(())) if self.offer.is_none() => Err(Violation::Early.into()),
            Message::Answer(Ok(())) if self.accepted => Err(Violation::Twice.into()),
            Message::Answer(Ok(())) => {
                self.accepted = true;
                Ok(())
            }
        }
    }

    /// Maps what the peer offers, and begins in its own pages.
    fn open(&mut self, offer: Offer, fds: Received) -> Result<(), UnixError> {
        offer.check(self.settings.most_order)?;
        if self.settings.rights.with_peer(offer.features).is_none() {
            return Err(UnixError::Rights);
        }
        let [region, data, space] = fds.taken(|[region, data, space]| {
            check::region(region, offer.order)?;
            check::bell(data)?;
            Ok(check::bell(space)?)
        })?;
        let bells = Bells {
            data: Bell::new(TimerFd::of_peer(data)?, &self.bells.data),
            space: Bell::new(TimerFd::of_peer(space)?, &self.bells.space),
        };
        let region = PeerMapping::new(region)?;
        let (mine, peer) = (Arc::clone(&self.mine), Arc::new(region));
        let config = self.settings.told();
        let opening = Opening::with_epoch(mine, peer, bells, config, self.epoch);
        self.opening = Some(opening.map_err(Violation::Open)?);
        self.offer = Some(offer);
        Ok(())
    }

    /// Looks into the peer's pages, and tells it once both have met.
    fn meet(&mut self) -> Result<(), UnixError> {
        let (Some(mut opening), Some(offer)) = (self.opening.take(), self.offer) else {
            return Ok(());
        };
        if !opening.poll().map_err(Violation::Open)? {
            self.opening = Some(opening);
            return Ok(());
        }
        let link = opening.link().map_err(|_| Violation::Mismatch)?;
        if !offer.is_of(link.peer(), link.producer.half.epoch) {
            return Err(Violation::Mismatch.into());
        }
        self.link = Some(link);
        let _is_there = socket::send(&self.socket, &answer(None), &[])?;
        Ok(())
    }

    fn done(self) -> Result<Step, UnixError> {
        let link = self.link.ok_or(UnixError::Gone(State::Connected))?;
        let rights = self.settings.rights.with_peer(link.peer().features);
        let life = (self.peer, self.epoch);
        let pore = UnixPore::new(link, self.bells, self.socket, life, rights);
        Ok(Step::Done(pore))
    }
}

/// A region and bells; with a failure, nothing is left of them.
fn resources(settings: &Settings) -> Result<(OwnMapping, Bells<TimerFd>), UnixError> {
    let mine = OwnMapping::new(settings.order)?;
    let (data, space) = (TimerFd::new()?, TimerFd::new()?);
    Ok((mine, Bells { data, space }))
}

/// Tells the peer why, if it is there.
fn refuse(socket: &Socket, error: UnixError) -> UnixError {
    let refusal: Option<Refusal> = error.refusal();
    if refusal.is_some() {
        // If it cannot be told, it sees the socket close.
        let _told = socket::send(socket, &answer(refusal), &[]);
    }
    error
}
