//! The port that listens: peers that come, and what they may send to.

use std::os::fd::AsFd;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use avm_port::{Bell, Call, EventContext, Flow, OpenContext, PortError};
use avm_resource::{Counters, Resource, ResourceArc};
use avm_term::{Pid, SendError, Term, atom};
use pore::doorbell::{Doorbell, Watch};
use pore::membrane::unix::{Endpoint, UnixError, UnixPore};
use pore::ring::State;
use pore::straw::ExportError;

use crate::names::{Names, with_text};
use crate::options::{self, Options, Request};
use crate::reason::Reason;

/// The arrivals that there were and are.
pub static ARRIVALS: Counters = Counters::new();

/// Peers that are taken in one turn.
const AT_ONCE: usize = 16;
/// How long a node without descriptors or memory waits for some.
const PAUSE: Duration = Duration::from_millis(50);

/// A pore that a peer has asked for and nobody uses yet. Unused, it is closed.
#[derive(Debug)]
pub struct Arrival(Mutex<Option<UnixPore>>);

impl Resource for Arrival {
    const NAME: &'static str = "straw_arrival";

    fn counters() -> &'static Counters {
        &ARRIVALS
    }
}

impl Arrival {
    /// The pore; once.
    pub(crate) fn take(&self) -> Option<UnixPore> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A node's name, for as long as the port is open.
#[derive(Debug)]
pub(crate) struct Listener {
    endpoint: Endpoint,
    names: ResourceArc<Names>,
    owner: Pid,
    bell: Bell,
    watch: Watch,
    /// What the owner could not be told for want of memory.
    owed: Option<ResourceArc<Arrival>>,
    /// A pore that there was no memory to hand on.
    kept: Option<UnixPore>,
}

impl Listener {
    pub(crate) fn open(
        node: &str,
        options: &Options<'_>,
        cx: &OpenContext<'_>,
    ) -> Result<Self, PortError> {
        let name = options::socket(node)?;
        let names = ResourceArc::try_new(Names::new(options.most_names as usize))?;
        let bell = cx.bell()?;
        let bound = Endpoint::bind(&name, options.settings());
        let endpoint = bound.map_err(|error| Reason::of_unix(error).error())?;
        let watch = watch(&endpoint, bell)?;
        Ok(Self {
            endpoint,
            names,
            owner: cx.owner(),
            bell,
            watch,
            owed: None,
            kept: None,
        })
    }

    pub(crate) fn call(&mut self, request: &Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::GetNames => call.reply(&(atom!("ok"), &self.names)),
            Request::Export { name, pid } => {
                match with_text(*name, |name| self.names.export(name, *pid)) {
                    Some(Ok(())) => call.reply(&()),
                    Some(Err(ExportError::Full)) => call.error(&atom!("full")),
                    Some(Err(ExportError::OutOfMemory)) => call.error(&atom!("out_of_memory")),
                    Some(Err(ExportError::Name)) | None => call.error(&atom!("bad_name")),
                }
            }
            Request::Unexport { name } => self.unexport(*name, call),
            _ => call.error(&atom!("not_a_straw")),
        }
    }

    fn unexport(&mut self, name: Term<'_>, call: Call<'_>) -> Flow {
        match with_text(name, |name| self.names.unexport(name)) {
            Some(true) => call.reply(&()),
            Some(false) => call.error(&atom!("not_found")),
            None => call.error(&atom!("bad_name")),
        }
    }

    pub(crate) fn event(&mut self, cx: EventContext<'_>) -> Flow {
        let paused = self.welcome(cx).is_err();
        self.sleep(paused);
        Flow::Continue
    }

    /// Hands on those that have come. An error if there are no descriptors or memory for now.
    fn welcome(&mut self, cx: EventContext<'_>) -> Result<(), NoRoom> {
        for _ in 0..AT_ONCE {
            self.hand_on(cx)?;
            match self.endpoint.accept(Some(Duration::ZERO)) {
                Ok(pore) => self.kept = Some(pore),
                Err(UnixError::Timeout(State::Unknown)) => return Ok(()),
                Err(UnixError::NoDescriptors | UnixError::NoRoom) => return Err(NoRoom),
                // That peer has been told; the others are not concerned.
                Err(_) => {}
            }
        }
        self.hand_on(cx)?;
        self.bell.ring();
        Ok(())
    }

    /// Tells the owner of who has come.
    fn hand_on(&mut self, cx: EventContext<'_>) -> Result<(), NoRoom> {
        if let Some(pore) = self.kept.take() {
            match ResourceArc::new(Arrival(Mutex::new(Some(pore)))) {
                Ok(arrival) => self.owed = Some(arrival),
                Err(no_memory) => {
                    self.kept = no_memory.0.take();
                    return Err(NoRoom);
                }
            }
        }
        let Some(arrival) = &self.owed else {
            return Ok(());
        };
        let news = (atom!("straw"), cx.port(), (atom!("arrival"), arrival));
        match cx.send(self.owner, &news) {
            Err(SendError::Build(_)) => Err(NoRoom),
            Ok(()) | Err(SendError::NoProcess) => {
                self.owed = None;
                Ok(())
            }
        }
    }

    /// Has the bell rung for whoever comes next.
    fn sleep(&mut self, paused: bool) {
        let until = paused.then(|| Instant::now() + PAUSE);
        let watched = match watch(&self.endpoint, self.bell) {
            Ok(watch) if !paused => {
                self.watch = watch;
                match self.endpoint.deadline() {
                    Some(deadline) => self.watch.rearm_until(deadline),
                    None => Ok(()),
                }
            }
            // Looked at again by time alone: who waits would ring on and on.
            _ => {
                let _watched = self.watch.remove(self.endpoint.as_fd());
                self.watch
                    .rearm_until(until.unwrap_or_else(|| Instant::now() + PAUSE))
            }
        };
        if watched.is_err() {
            self.bell.ring();
        }
    }
}

/// There are no descriptors, or there is no memory.
struct NoRoom;

fn watch(endpoint: &Endpoint, bell: Bell) -> Result<Watch, PortError> {
    let watch = Watch::new(&endpoint.fds(), move || bell.ring());
    watch.map_err(|_| PortError::new(atom!("no_descriptors")))
}
