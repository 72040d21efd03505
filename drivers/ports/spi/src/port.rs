//! The port: requests, and answers when the bell rings.

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_resource::{ResourceArc, ResourceRef};
use avm_term::{FromTerm, IntoTerm, Pid, SendError, atom};
use board_support::HasSpi;
use class_spi::{SpiDone, SpiQueue};

use crate::options::Options;
use crate::stats::StatsTerm;
use crate::transaction::{Outcome, Refusal, Transaction, Waiter};
use crate::transactions::Transactions;

/// The SPI device of the board `B`, as a port.
pub struct Spi<B: HasSpi> {
    /// Dropped first, so that nothing is under way when callers are told.
    queue: B::Spi,
    waiters: Transactions<Waiter>,
    config: ResourceArc<Options>,
    /// Transactions that did not get as far as the queue, because all waiters' places were taken.
    turned_away: u32,
    /// A result that could not be sent for want of memory: to whom, of which transaction.
    owed: Option<(Pid, u32)>,
}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request<'a> {
    /// Does a transaction, and answers with what it read.
    Transfer(Transaction<'a>),
    /// Begins a transaction, whose result comes as a message.
    Submit(Transaction<'a>),
    /// The configuration, as a resource.
    GetConfig,
    /// What a configuration says.
    ReadConfig {
        /// Of any SPI port.
        config: ResourceRef<'a, Options>,
    },
    /// The counts since the port was opened.
    GetStats,
}

impl<B: HasSpi> Port for Spi<B> {
    const NAME: &'static str = "spi";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let config = ResourceArc::try_new(options)?;
        let opened = B::spi(options.config(), cx.bell()?);
        let queue = opened.map_err(|error| options.refused(error))?;
        let waiters = Transactions::new(queue.in_flight_limit())?;
        Ok(Self {
            queue,
            waiters,
            config,
            turned_away: 0,
            owed: None,
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Transfer(transaction) => self.transfer(&transaction, call),
            Request::Submit(transaction) => self.submit(&transaction, call),
            Request::GetConfig => call.reply(&(atom!("ok"), &self.config)),
            Request::ReadConfig { config } => call.reply(&(atom!("ok"), *config)),
            Request::GetStats => {
                let stats = StatsTerm::of(&self.queue, self.waiters.limit(), self.turned_away);
                call.reply(&(atom!("stats"), stats))
            }
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        while self.pay(cx) {
            let (waiters, owed) = (&mut self.waiters, &mut self.owed);
            let mut take = |done, bytes: &[u8]| *owed = answer(waiters, cx, done, bytes);
            if !self.queue.complete(&mut take) {
                break;
            }
        }
        Flow::Continue
    }
}

impl<B: HasSpi> Spi<B> {
    fn transfer(&mut self, transaction: &Transaction<'_>, call: Call<'_>) -> Flow {
        if let Err(refusal) = transaction.check(self.queue.max_transfer()) {
            return call.error(&refusal);
        }
        let caller = call.caller();
        // A call that could not be deferred has been told so.
        if let Ok(reply) = call.defer()
            && let Err((Waiter::Transfer(reply), refusal)) =
                self.begin(transaction, caller, Waiter::Transfer(reply))
        {
            reply.error(&refusal);
        }
        Flow::Continue
    }

    fn submit(&mut self, transaction: &Transaction<'_>, call: Call<'_>) -> Flow {
        if let Err(refusal) = transaction.check(self.queue.max_transfer()) {
            return call.error(&refusal);
        }
        let caller = call.caller();
        match self.begin(transaction, caller, Waiter::Submit(caller)) {
            Err((_, refusal)) => call.error(&refusal),
            Ok(id) => {
                let told = call.try_reply(&(atom!("ok"), id));
                // Who has no id gets no result: it was told that the call failed.
                if told.is_err()
                    && let Some(waiter) = self.waiters.get_mut(id)
                {
                    *waiter = Waiter::Nobody;
                }
                Flow::Continue
            }
        }
    }

    /// Queues a transaction under a new id; hands the waiter back if there is no room.
    fn begin(
        &mut self,
        transaction: &Transaction<'_>,
        caller: Pid,
        waiter: Waiter,
    ) -> Result<u32, (Waiter, Refusal)> {
        let owner = caller.raw().0 as u64;
        let id = match self.waiters.insert(owner, waiter) {
            Ok(id) => id,
            Err(waiter) => {
                self.turned_away = self.turned_away.wrapping_add(1);
                return Err((waiter, Refusal::Busy));
            }
        };
        let submitted = self.queue.submit(id, transaction.write, transaction.read);
        match submitted {
            Ok(()) => Ok(id),
            Err(error) => {
                let waiter = self.waiters.remove(id).unwrap_or(Waiter::Nobody);
                Err((waiter, transaction.refused(error)))
            }
        }
    }

    /// Sends the result that is owed, if one is. `false`: there is still no memory for it, and
    /// what comes after it must wait.
    fn pay(&mut self, cx: EventContext<'_>) -> bool {
        let Some((to, id)) = self.owed else {
            return true;
        };
        let lost = (atom!("error"), atom!("out_of_memory"));
        if send(cx, to, id, &lost) {
            self.owed = None;
            return true;
        }
        // What waits has rung already, so the port does it.
        cx.port().wake();
        false
    }
}

/// Tells who waits for a transaction what came of it. Returns whom it could not tell: the bytes
/// are lost then, but not the news.
fn answer(
    waiters: &mut Transactions<Waiter>,
    cx: EventContext<'_>,
    done: SpiDone,
    bytes: &[u8],
) -> Option<(Pid, u32)> {
    let outcome = Outcome { done, bytes };
    match waiters.remove(done.id)? {
        Waiter::Transfer(reply) => reply.reply(&outcome),
        Waiter::Submit(to) if !send(cx, to, done.id, &outcome) => return Some((to, done.id)),
        Waiter::Submit(_) | Waiter::Nobody => {}
    }
    None
}

/// Sends a result; `false` if there is no memory for it. A process that is dead is no failure.
fn send<R: IntoTerm>(cx: EventContext<'_>, to: Pid, id: u32, result: &R) -> bool {
    let message = (atom!("spi"), cx.port(), (atom!("done"), id, result));
    !matches!(cx.send(to, &message), Err(SendError::Build(_)))
}
