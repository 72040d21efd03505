//! The port: requests, and blocks when the bell rings.

use avm_port::{
    Active, Call, Delivery, EventContext, Flow, OpenContext, Port, PortError, Subscription,
};
use avm_term::{FromTerm, PortId, StaticAtom, atom};

use crate::adc::{Adc, HasAdc, Run};
use crate::queue::Queue;
use crate::term::{StatsTerm, reason};

/// Messages to the subscriber in one turn, at most; an interrupt that is faster than the port
/// must not keep a scheduler for itself.
const BATCH: usize = 64;

/// The ADC of the board `B`, as a port.
pub struct Stream<B: HasAdc> {
    queue: Queue<B::Adc>,
    subscription: Option<Subscription>,
}

/// There are none.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Options {}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request {
    /// Begins a run.
    Start(Run),
    /// Ends the run. What is filled stays.
    Stop,
    /// Sends the blocks to the caller as they come. The last subscriber is the only one.
    Subscribe(Subscribe),
    /// Sends no more, whoever asks.
    Unsubscribe,
    /// The pool's counts.
    GetStats,
}

/// How to subscribe.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Subscribe {
    /// How many messages to send.
    #[avm(default)]
    pub active: Active,
}

impl<B: HasAdc> Port for Stream<B> {
    const NAME: &'static str = "stream";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let adc = B::adc(cx.bell()?).map_err(|error| PortError::new(reason(error)))?;
        Ok(Self {
            queue: Queue::new(adc),
            subscription: None,
        })
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        match request {
            Request::Start(run) => match self.queue.adc().start(run) {
                Ok(()) => call.reply(&()),
                Err(error) => call.error(&reason(error)),
            },
            Request::Stop => {
                self.queue.adc().stop();
                call.reply(&())
            }
            Request::Subscribe(Subscribe { active }) => self.subscribe(active, call),
            Request::Unsubscribe => {
                self.subscription = None;
                call.reply(&())
            }
            Request::GetStats => {
                let stats = StatsTerm::from(self.queue.stats());
                call.reply(&(atom!("stats"), stats))
            }
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.deliver(cx);
        Flow::Continue
    }
}

impl<B: HasAdc> Stream<B> {
    fn subscribe(&mut self, active: Active, call: Call<'_>) -> Flow {
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

    /// Sends what waits to the subscriber, as far as its credit goes.
    fn deliver(&mut self, cx: EventContext<'_>) {
        let Some(subscription) = &mut self.subscription else {
            return;
        };
        for _ in 0..BATCH {
            if !subscription.is_active(cx, &passive(cx)) {
                return;
            }
            match Self::hand_over(&mut self.queue, subscription, cx) {
                Some(Delivery::Sent | Delivery::SentLast) => {}
                Some(Delivery::Failed) => break,
                Some(Delivery::Passive) | None => return,
            }
        }
        // What waits in the pool will not ring again, so the port does it.
        cx.port().wake();
    }

    /// Sends the oldest block; `None` if there is none. Whatever its size, it takes as long.
    ///
    /// Never inlined, so that what it takes can be counted.
    #[inline(never)]
    fn hand_over(
        queue: &mut Queue<B::Adc>,
        subscription: &mut Subscription,
        cx: EventContext<'_>,
    ) -> Option<Delivery> {
        let Ok(front) = queue.front() else {
            return Some(Delivery::Failed);
        };
        let message = (atom!("stream"), cx.port(), front?);
        let delivery = subscription.deliver(cx, &message, &passive(cx));
        if let Delivery::Sent | Delivery::SentLast = delivery {
            queue.sent();
        }
        Some(delivery)
    }
}

/// The notice that a count is used up.
fn passive(cx: EventContext<'_>) -> (&'static StaticAtom, PortId) {
    (atom!("stream_passive"), cx.port())
}
