//! A name that others connect to, and who waits for them.

use avm_port::{Call, Flow, PortError, Reply};
use avm_resource::{NoMemory, ResourceArc};
use avm_term::{atom, now_us};
use heapless::Deque;
use pore::any::AnyPore;

use crate::gift::{Gift, Parcel};
use crate::info::ListenerInfo;
use crate::port::Patience;
use crate::source::{Accepted, End, Source};

/// Pores that wait to be taken; the peers of more wait for theirs.
const READY: usize = 16;
/// Peers that are looked at before other ports have their turn.
const AT_ONCE: usize = 64;
/// When it is tried again if something was lacking.
const AGAIN_US: u64 = 20_000;

/// A name that others connect to.
pub(crate) struct Listener<S: Source> {
    endpoint: S::Endpoint,
    ready: Deque<Parcel<S::End>, READY>,
    waiting: Option<Waiting>,
    refused: u32,
}

/// The owner waits for a peer.
struct Waiting {
    reply: Reply,
    until_us: Option<u64>,
}

impl<S: Source> Listener<S> {
    pub(crate) fn new(mut endpoint: S::Endpoint) -> Self {
        S::sleep(&mut endpoint, true, None);
        Self {
            endpoint,
            ready: Deque::new(),
            waiting: None,
            refused: 0,
        }
    }

    /// Has the caller wait for a peer.
    pub(crate) fn accept(&mut self, Patience(time): Patience, call: Call<'_>) -> Flow {
        if self.waiting.is_some() {
            return call.error(&atom!("busy"));
        }
        let until_us = time.map(|ms| now_us().saturating_add(u64::from(ms) * 1000));
        // A call that could not be deferred has been told so.
        self.waiting = call.defer().ok().map(|reply| Waiting { reply, until_us });
        self.serve();
        Flow::Continue
    }

    pub(crate) fn get_info(&self, call: Call<'_>) -> Flow {
        let info = ListenerInfo {
            state: atom!("listening"),
            ready: self.ready.len(),
            refused: self.refused,
        };
        call.reply(&(atom!("ok"), info))
    }

    /// Takes who has come, answers who waits, and goes to sleep.
    pub(crate) fn serve(&mut self) {
        let failed = self.take();
        self.hand_over();
        let mut until_us = failed.is_some().then(|| now_us().saturating_add(AGAIN_US));
        if let Some(why) = &failed
            && let Some(Waiting { reply, .. }) = self.waiting.take()
        {
            reply.error(why);
        }
        if let Some(Waiting { reply, until_us }) = self.waiting.take() {
            if until_us.is_some_and(|until| until <= now_us()) {
                reply.error(&atom!("timeout"));
            } else {
                self.waiting = Some(Waiting { reply, until_us });
            }
        }
        let patience = self.waiting.as_ref().and_then(|waiting| waiting.until_us);
        until_us = [until_us, patience].into_iter().flatten().min();
        let peers = failed.is_none() && !self.ready.is_full();
        S::sleep(&mut self.endpoint, peers, until_us);
    }

    /// Takes who has come; what is lacking to take more.
    fn take(&mut self) -> Option<PortError> {
        for _ in 0..AT_ONCE {
            if self.ready.is_full() {
                return None;
            }
            match S::accept(&mut self.endpoint) {
                Accepted::Nobody => return None,
                Accepted::Refused => self.refused = self.refused.wrapping_add(1),
                Accepted::Failed(why) => return Some(why),
                Accepted::Pore(end) => {
                    // There is room, as was seen above.
                    let _full = self.ready.push_back(end.into());
                }
            }
        }
        None
    }

    /// Answers who waits, if somebody has come and is still there.
    fn hand_over(&mut self) {
        while self.waiting.is_some()
            && let Some(mut parcel) = self.ready.pop_front()
        {
            if parcel.end.pore().avail().is_err() {
                self.refused = self.refused.wrapping_add(1);
                continue;
            }
            let Some(Waiting { reply, .. }) = self.waiting.take() else {
                return;
            };
            if let Some(parcel) = give(reply, parcel) {
                // There is room, as one was taken out above.
                let _full = self.ready.push_front(parcel);
            }
        }
    }
}

/// Gives a pore to who waits; it comes back if there is no memory for that.
fn give<E: End>(reply: Reply, parcel: Parcel<E>) -> Option<Parcel<E>> {
    match ResourceArc::new(Gift::new(parcel)) {
        Ok(gift) => match reply.try_reply(&(atom!("ok"), &gift)) {
            Ok(()) => None,
            Err(_) => gift.take().ok(),
        },
        Err(NoMemory(gift)) => {
            reply.error(&atom!("out_of_memory"));
            gift.into_parcel()
        }
    }
}
