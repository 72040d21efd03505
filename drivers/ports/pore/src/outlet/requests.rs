//! What the owner asks of a pore.

use avm_port::{Call, Flow};
use avm_resource::ResourceArc;
use avm_term::atom;
use pore::any::Avail;
use pore::ring::Closed;

use super::{Outlet, Short, passive, subscription};
use crate::gift::{Gift, Parcel};
use crate::info::Info;
use crate::options::Mode;
use crate::port::Wish;
use crate::reason::{Over, Reason};
use crate::source::End;

/// The most bytes of one reply.
const MAX_READ: usize = 256 * 1024;

impl<E: End> Outlet<E> {
    /// Reads what there is, at most so many bytes.
    pub(crate) fn read(&mut self, most: Option<u32>, call: Call<'_>) -> Flow {
        let cx = call.context();
        self.look_again();
        let most = most.map_or(MAX_READ, |most| MAX_READ.min(most as usize));
        let flow = match self.fill(most) {
            Ok(count) => {
                let bytes = self.held.get(..count).unwrap_or_default();
                // Bytes whose reply cannot be made stay for the next one.
                if call.try_reply(&(atom!("ok"), bytes)).is_ok() {
                    self.delivered(count);
                }
                Flow::Continue
            }
            Err(Short::Memory) => call.error(&atom!("out_of_memory")),
            Err(Short::Over(why)) => call.error(&Over::from(why)),
        };
        self.serve(cx, false);
        flow
    }

    /// Writes as many bytes as fit.
    pub(crate) fn write(&mut self, bytes: &[u8], call: Call<'_>) -> Flow {
        let cx = call.context();
        let mut asked = Some(call);
        // A caller that cannot be told how much was written has written nothing.
        let mut tell = |count| {
            let told = asked
                .take()
                .map(|call| call.try_reply(&(atom!("ok"), count)));
            matches!(told, Some(Ok(())))
        };
        let over = match (self.over, &mut self.end) {
            (None, Some(end)) => end.write(bytes, &mut tell).err(),
            (over, _) => Some(over.unwrap_or(Closed::Here)),
        };
        if let (Some(why), Some(call)) = (over, asked) {
            let _ = call.error(&Over::from(why));
            self.note(why);
            self.serve(cx, false);
        }
        Flow::Continue
    }

    /// How many bytes there are to read, and how many can be written.
    pub(crate) fn avail(&mut self, call: Call<'_>) -> Flow {
        let cx = call.context();
        self.look_again();
        let (filled, free) = self.counts();
        self.irq.seen = filled;
        let flow = match (self.over, &self.end) {
            (Some(why), None) if self.held.is_empty() => call.error(&Over::from(why)),
            _ => call.reply(&(filled, free)),
        };
        self.serve(cx, false);
        flow
    }

    /// Has one `{irq, Pore}` sent once so many bytes are there, or free.
    pub(crate) fn notify_when(&mut self, wish: Wish, call: Call<'_>) -> Flow {
        let cx = call.context();
        self.look_again();
        let (filled, free) = self.counts();
        self.irq.seen = filled;
        let (out, into) = self.facts.capacities();
        let is_now = match wish {
            Wish::In(bytes) => filled >= bytes.get().min(into),
            Wish::Out(bytes) => free >= bytes.get().min(out),
        };
        if is_now {
            let flow = call.reply(&atom!("now"));
            self.serve(cx, false);
            return flow;
        }
        match wish {
            Wish::In(bytes) => self.irq.filled = bytes.get(),
            Wish::Out(bytes) => self.irq.free = bytes.get(),
        }
        // Asked for first: what comes after the answer is held against this wish, not the last.
        self.serve(cx, false);
        match self.over {
            Some(why) => call.error(&Over::from(why)),
            None => call.reply(&atom!("armed")),
        }
    }

    /// How the owner hears of bytes from now on.
    pub(crate) fn set_active(&mut self, mode: Mode, call: Call<'_>) -> Flow {
        let cx = call.context();
        if let Some(last) = &mut self.active {
            // A notice that it is still owed comes before anything new.
            let _ = last.is_active(cx, &passive(cx));
        }
        self.active = subscription(call.caller(), mode);
        self.irq.is_out = false;
        let flow = call.reply(&());
        self.serve(cx, false);
        flow
    }

    pub(crate) fn get_info(&mut self, call: Call<'_>) -> Flow {
        let (filled, free) = self.counts();
        if let Some(end) = &self.end {
            self.facts = end.facts();
        }
        let mut info = Info::new(&self.facts, filled, free);
        if let Some(why) = self.over {
            info.state = atom!("closed");
            info.reason = Some(Reason(why));
        }
        call.reply(&(atom!("ok"), info))
    }

    /// Rings for the peer.
    pub(crate) fn poke(&mut self, call: Call<'_>) -> Flow {
        self.look();
        match (self.over, &mut self.end) {
            (None, Some(end)) => {
                end.poke();
                call.reply(&true)
            }
            (over, _) => call.error(&Over::from(over.unwrap_or(Closed::Here))),
        }
    }

    /// Gives the pore to whoever gets the answer; the port ends.
    pub(crate) fn detach(&mut self, call: Call<'_>) -> Flow {
        let Some(mut end) = self.end.take() else {
            let over = self.over.unwrap_or(Closed::Here);
            return call.error(&Over::from(over));
        };
        end.detach();
        let held = core::mem::take(&mut self.held);
        let over = self.over;
        let parcel = match ResourceArc::new(Gift::new(Parcel { end, held, over })) {
            Ok(gift) => match call.try_reply(&(atom!("ok"), &gift)) {
                Ok(()) => return Flow::Terminate,
                Err(_) => gift.take().ok(),
            },
            Err(avm_resource::NoMemory(gift)) => {
                let _ = call.error(&atom!("out_of_memory"));
                gift.into_parcel()
            }
        };
        self.put_back(parcel)
    }

    /// Nobody got it.
    fn put_back(&mut self, parcel: Option<Parcel<E>>) -> Flow {
        let Some(Parcel { mut end, held, .. }) = parcel else {
            return Flow::Terminate;
        };
        let attached = end.attach(self.bell);
        self.held = held;
        self.end = Some(end);
        match attached {
            Ok(()) => Flow::Continue,
            // It can hear nothing any more, so it is better closed.
            Err(_) => Flow::Terminate,
        }
    }

    /// The owner looks, and is told again of what comes after.
    fn look_again(&mut self) {
        if let Some(end) = &mut self.end {
            // What rang so far is what the owner is about to see.
            end.hear();
        }
        self.irq.is_out = false;
        self.irq.owed = false;
        self.irq.seen = 0;
    }

    /// Bytes to read, those that are held too, and bytes that can be written.
    fn counts(&mut self) -> (u32, u32) {
        let held = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        match self.look() {
            Some(Ok(Avail { filled, free })) => (filled.saturating_add(held), free),
            Some(Err(why)) if held == 0 => {
                self.drained(why);
                (0, 0)
            }
            Some(Err(_)) | None => (held, 0),
        }
    }
}
