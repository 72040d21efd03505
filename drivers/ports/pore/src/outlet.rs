//! One end of a pore in the hands of its owner: what comes, and who is told.

mod requests;

use alloc::vec::Vec;

use avm_port::{Bell, Delivery, EventContext, PortError, Subscription};
use avm_term::{Pid, PortId, SendError, StaticAtom, atom};
use pore::any::{AnyPore, Avail, Wanted};
use pore::doorbell::Doorbell;
use pore::ring::Closed;

use crate::gift::Parcel;
use crate::options::Mode;
use crate::reason::Reason;
use crate::source::{End, Facts};

/// The most bytes of one message to the owner.
const CHUNK: usize = 64 * 1024;
/// Messages that are sent before other ports have their turn.
const AT_ONCE: usize = 8;
/// Room that is kept for the next bytes; more is given back.
const KEPT: usize = 64 * 1024;

/// One end of a pore.
pub(crate) struct Outlet<E> {
    owner: Pid,
    bell: Bell,
    /// `None` once it is over and all was read: nothing of it is left then.
    end: Option<E>,
    /// What was known of it then.
    facts: Facts,
    over: Option<Closed>,
    /// The owner was told that it is over.
    told: bool,
    /// Bytes that were read but not delivered; those of a reply or a message that could not be
    /// made wait here, so that none is lost.
    held: Vec<u8>,
    /// Who gets the bytes themselves; without it, who is told of them.
    active: Option<Subscription>,
    irq: Irq,
}

/// `{irq, Pore}`: when it is due, and whether it is out.
struct Irq {
    /// It was sent, and the owner has not looked since.
    is_out: bool,
    /// It could not be sent for want of memory.
    owed: bool,
    /// So many bytes are waited for.
    filled: u32,
    /// So many free bytes are waited for; 0: none.
    free: u32,
    /// So many bytes the owner knows of, and waits for more.
    seen: u32,
}

impl Irq {
    const ARMED: Self = Self {
        is_out: false,
        owed: false,
        filled: 1,
        free: 0,
        seen: 0,
    };
}

/// Why there are no bytes.
enum Short {
    Memory,
    Over(Closed),
}

impl<E: End> Outlet<E> {
    /// An end that is attached already.
    pub(crate) fn new(parcel: Parcel<E>, bell: Bell, owner: Pid, mode: Mode) -> Self {
        let Parcel { end, held, over } = parcel;
        Self {
            owner,
            bell,
            facts: end.facts(),
            end: Some(end),
            over,
            told: false,
            held,
            active: subscription(owner, mode),
            irq: Irq::ARMED,
        }
    }

    /// One that another port had.
    pub(crate) fn attach(
        mut parcel: Parcel<E>,
        bell: Bell,
        owner: Pid,
        mode: Mode,
    ) -> Result<Self, PortError> {
        parcel.end.attach(bell)?;
        // What rang meanwhile is forgotten, and all is looked at soon.
        parcel.end.hear();
        bell.ring();
        Ok(Self::new(parcel, bell, owner, mode))
    }

    /// The port's bell was rung.
    pub(crate) fn event(&mut self, cx: EventContext<'_>) {
        let rung = self.end.as_mut().is_some_and(End::hear);
        self.serve(cx, rung);
    }

    /// Delivers, tells, and goes to sleep.
    pub(crate) fn serve(&mut self, cx: EventContext<'_>, rung: bool) {
        self.look();
        let wants_bytes = self.deliver(cx);
        self.interrupt(cx, rung);
        self.tell(cx);
        let bells = match self.active {
            None => !self.irq.is_out,
            Some(_) => wants_bytes || (self.irq.free > 0 && !self.irq.is_out),
        };
        let rests = self.over.is_some() || self.end.as_mut().is_none_or(|end| end.sleep(bells));
        if !rests {
            // Nobody else will wake it.
            cx.port().wake();
        }
    }

    /// Sees how much there is, and whether it is over, which may be known before all was read.
    fn look(&mut self) -> Option<Result<Avail, Closed>> {
        let pore = self.end.as_mut()?.pore();
        let avail = pore.avail();
        if let Some(why) = pore.info().closed.or(avail.err()) {
            self.note(why);
        }
        Some(avail)
    }

    fn note(&mut self, why: Closed) {
        if why != Closed::Denied {
            self.over.get_or_insert(why);
        }
    }

    /// All was read, and nothing more will come.
    fn drained(&mut self, why: Closed) {
        self.note(why);
        if self.over.is_some()
            && let Some(end) = self.end.take()
        {
            self.facts = end.facts();
        }
    }

    /// Makes sure that some bytes are held, at most so many if there were none; tells how many.
    fn fill(&mut self, most: usize) -> Result<usize, Short> {
        if !self.held.is_empty() {
            return Ok(self.held.len().min(most));
        }
        let Some(end) = &mut self.end else {
            return Err(Short::Over(self.over.unwrap_or(Closed::Here)));
        };
        let filled = match end.pore().avail() {
            Ok(avail) => most.min(avail.filled as usize),
            Err(why) => return Err(self.end_of_input(why)),
        };
        let room = self.held.try_reserve_exact(filled);
        room.map_err(|_| Short::Memory)?;
        self.held.resize(filled, 0);
        match end.pore().read(&mut self.held) {
            Ok(count) => {
                self.held.truncate(count);
                Ok(count)
            }
            Err(why) => {
                self.held.clear();
                Err(self.end_of_input(why))
            }
        }
    }

    fn end_of_input(&mut self, why: Closed) -> Short {
        self.drained(why);
        Short::Over(why)
    }

    /// The first so many of the held bytes have been delivered.
    fn delivered(&mut self, count: usize) {
        self.held.drain(..count.min(self.held.len()));
        if self.held.is_empty() && self.held.capacity() > KEPT {
            self.held = Vec::new();
        }
    }

    /// Sends bytes as far as the owner's credit goes; true if it would take more.
    fn deliver(&mut self, cx: EventContext<'_>) -> bool {
        let Some(mut active) = self.active.take() else {
            return false;
        };
        let notice = passive(cx);
        let mut wants = active.is_active(cx, &notice);
        let mut turns = 0;
        while wants && self.has_bytes(cx) {
            if turns == AT_ONCE {
                cx.port().wake();
                break;
            }
            turns += 1;
            let (count, bytes) = (self.held.len(), self.held.as_slice());
            let message = (atom!("pore"), cx.port(), bytes);
            match active.deliver(cx, &message, &notice) {
                Delivery::Sent | Delivery::SentLast => self.delivered(count),
                Delivery::Failed => {
                    cx.port().wake();
                    break;
                }
                Delivery::Passive => {}
            }
            wants = active.is_active(cx, &notice);
        }
        self.active = Some(active);
        wants
    }

    /// Whether bytes are held; if not, the peer rings once there are.
    fn has_bytes(&mut self, cx: EventContext<'_>) -> bool {
        loop {
            match self.fill(CHUNK) {
                Ok(0) => {}
                Ok(_) => return true,
                Err(Short::Memory) => {
                    cx.port().wake();
                    return false;
                }
                Err(Short::Over(_)) => return false,
            }
            let pore = self.end.as_mut().map(End::pore);
            match pore.map(|pore| pore.notify_when(Wanted::INPUT)) {
                Some(Ok(true)) => {}
                Some(Err(why)) => {
                    self.drained(why);
                    return false;
                }
                Some(Ok(false)) | None => return false,
            }
        }
    }

    /// Sends `{irq, Pore}` if it is due and not out.
    fn interrupt(&mut self, cx: EventContext<'_>, rung: bool) {
        if self.irq.is_out || self.told {
            return;
        }
        let is_there = self.is_filled() | self.is_free();
        // A bell may have rung for the end alone, which has a message of its own.
        let was_called = rung && self.active.is_none() && self.over.is_none();
        if !(is_there || was_called || self.irq.owed) {
            return;
        }
        match cx.send(self.owner, &(atom!("irq"), cx.port())) {
            Err(SendError::Build(_)) => {
                self.irq.owed = true;
                cx.port().wake();
            }
            Ok(()) | Err(SendError::NoProcess) => {
                let free = self.irq.free;
                self.irq = Irq {
                    is_out: true,
                    free,
                    ..Irq::ARMED
                };
            }
        }
    }

    /// Whether as many bytes are there as are waited for; if not, the peer rings once they are.
    fn is_filled(&mut self) -> bool {
        let (None, Some(end)) = (&self.active, &mut self.end) else {
            return false;
        };
        let pore = end.pore();
        let capacity = self.facts.capacities().1;
        let held = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        let wanted = self.irq.filled.min(capacity);
        let wanted = wanted.max(self.irq.seen.saturating_add(1));
        match wanted.saturating_sub(held) {
            0 => true,
            // It is full, and the owner knows.
            wanted if wanted > capacity => false,
            // No more will come, so that any that it does not know of count.
            _ if self.over.is_some() => {
                pore.avail().is_ok_and(|avail| avail.filled > self.irq.seen)
            }
            filled => match pore.notify_when(Wanted { filled, free: 0 }) {
                Ok(there) => there,
                Err(why) => {
                    if held == 0 {
                        self.drained(why);
                    }
                    false
                }
            },
        }
    }

    /// Whether as much is free as is waited for, if anything is.
    fn is_free(&mut self) -> bool {
        let (1.., Some(end)) = (self.irq.free, &mut self.end) else {
            return false;
        };
        let free = self.irq.free;
        let there = end.pore().notify_when(Wanted { filled: 0, free });
        if there != Ok(false) {
            self.irq.free = 0;
        }
        there == Ok(true)
    }

    /// Tells the owner that it is over: at once if it reads by itself, else after all bytes.
    fn tell(&mut self, cx: EventContext<'_>) {
        if self.over.is_some()
            && self.held.is_empty()
            && let Some(Err(why)) = self.end.as_mut().map(|end| end.pore().avail())
        {
            self.drained(why);
        }
        let Some(why) = self.over.filter(|_| !self.told) else {
            return;
        };
        let more = self.end.is_some() || !self.held.is_empty();
        if self.active.is_some() && more && !self.takes_nothing() {
            return;
        }
        match cx.send(self.owner, &(atom!("closed"), cx.port(), Reason(why))) {
            Err(SendError::Build(_)) => cx.port().wake(),
            Ok(()) | Err(SendError::NoProcess) => self.told = true,
        }
    }

    fn takes_nothing(&self) -> bool {
        !self.facts.pore.rights.read
    }
}

/// Who gets the bytes themselves.
fn subscription(owner: Pid, mode: Mode) -> Option<Subscription> {
    match mode {
        Mode::Irq => None,
        Mode::Active(active) => Some(Subscription::new(owner, active)),
    }
}

/// The notice that a count is used up.
fn passive(cx: EventContext<'_>) -> (&'static StaticAtom, PortId) {
    (atom!("pore_passive"), cx.port())
}
