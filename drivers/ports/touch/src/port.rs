//! The port: requests, and events when the bell rings.

use avm_port::{
    Active, Call, Delivery, EventContext, Flow, OpenContext, Port, PortError, Subscription,
};
use avm_term::{FromTerm, PortId, StaticAtom, atom};
use board_support::HasTouch;
use class_touch::TouchStream;
use port_config::{board_error, unsupported};

use crate::geometry::Options;
use crate::queue::Queue;
use crate::term::{Counts, Events};

/// Events in one message to a subscriber, at most.
const BATCH: usize = 64;

/// The touch panel of the board `B`, as a port.
pub struct Touch<B: HasTouch> {
    queue: Queue<B::Touch>,
    subscription: Option<Subscription>,
}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request {
    /// All events that wait.
    ReadEvents,
    /// The ring's counts.
    GetStats,
    /// What went wrong before the ring.
    GetFaults,
    /// Sends the events to the caller as they come. The last subscriber is the only one.
    Subscribe(Subscribe),
    /// Sends no more, whoever asks.
    Unsubscribe,
}

/// How to subscribe.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Subscribe {
    /// How many messages to send.
    #[avm(default)]
    pub active: Active,
}

impl<B: HasTouch> Port for Touch<B> {
    const NAME: &'static str = "touch";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let opened = B::touch(cx.bell()?);
        let stream = opened.map_err(|error| board_error(error, unsupported))?;
        Ok(Self {
            queue: Queue::new(stream, options)?,
            subscription: None,
        })
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        match request {
            Request::ReadEvents => self.read_events(call),
            Request::GetStats => {
                let stats = Counts::stats(self.queue.stats(), self.queue.held());
                call.reply(&(atom!("stats"), stats))
            }
            Request::GetFaults => {
                let faults = Counts::faults(self.queue.stream().faults());
                call.reply(&(atom!("faults"), faults))
            }
            Request::Subscribe(Subscribe { active }) => {
                let cx = call.context();
                if let Some(last) = &mut self.subscription {
                    // A notice that it is still owed comes before anything new.
                    let _ = last.is_active(cx, &passive(cx));
                }
                self.subscription = Some(Subscription::new(call.caller(), active));
                let flow = call.reply(&());
                // What waits already has rung its bell, and will not ring again.
                self.deliver(cx);
                flow
            }
            Request::Unsubscribe => {
                self.subscription = None;
                call.reply(&())
            }
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.deliver(cx);
        Flow::Continue
    }
}

impl<B: HasTouch> Touch<B> {
    fn read_events(&mut self, call: Call<'_>) -> Flow {
        let events = self.queue.fill_all();
        if events.is_empty() {
            return call.reply(&atom!("no_events"));
        }
        let (count, reply) = (events.len(), (atom!("events"), Events(events)));
        // Events whose reply cannot be made stay for the next reader.
        if call.try_reply(&reply).is_ok() {
            self.queue.delivered(count);
        }
        Flow::Continue
    }

    /// Sends what waits to the subscriber, as far as its credit goes.
    fn deliver(&mut self, cx: EventContext<'_>) {
        let Some(subscription) = &mut self.subscription else {
            return;
        };
        let notice = passive(cx);
        while subscription.is_active(cx, &notice) {
            let events = self.queue.fill(BATCH);
            if events.is_empty() {
                return;
            }
            let batch = events.get(..BATCH).unwrap_or(events);
            let (count, message) = (batch.len(), (atom!("touch"), cx.port(), Events(batch)));
            match subscription.deliver(cx, &message, &notice) {
                Delivery::Sent | Delivery::SentLast => self.queue.delivered(count),
                // What waits in the ring will not ring again, so the port does it.
                Delivery::Failed => return cx.port().wake(),
                Delivery::Passive => return,
            }
        }
    }
}

/// The notice that a count is used up.
fn passive(cx: EventContext<'_>) -> (&'static StaticAtom, PortId) {
    (atom!("touch_passive"), cx.port())
}
