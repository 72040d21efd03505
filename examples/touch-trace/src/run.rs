//! The process: opens the port of a board, and takes what it is sent.

use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use board_support::HasTouch;
use class_touch::TouchEvent;
use example_support::{Process, TICK, command, options};
use port_touch::Touch;

use crate::Error;
use crate::event::{Counts, FaultCounts, events};

/// What can be seen of a replaying panel without its port: for measuring.
pub trait Spectator {
    /// Times that the interrupt line fell.
    fn interrupt_count(&self) -> usize;
    /// When it fell, each time.
    fn interrupts(&self) -> Vec<Instant>;
    /// Bus transactions, those of bring-up included.
    fn transactions(&self) -> u32;
    /// Whether the recording is over: no event comes any more.
    fn is_finished(&self) -> bool;
    /// Whether the recording broke off: no event comes any more, and it will
    /// never be over.
    fn has_ended_early(&self) -> bool;
}

/// How the process takes events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// As they come.
    Prompt,
    /// One message, and then none for as long as this many interrupts take. Not
    /// for a panel whose fingers wait for the process: both would wait.
    Busy(usize),
}

/// An event, and when the process had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The event.
    pub event: TouchEvent,
    /// When its message was taken out of the mailbox.
    pub at: Instant,
}

/// What the process had when the recording was over.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The board's name.
    pub board: &'static str,
    /// All events, in order.
    pub received: Vec<Received>,
    /// The counts when the last event had come, and some were still waiting.
    pub counts_at_end: Counts,
    /// The counts when none waited any more.
    pub counts: Counts,
    /// What went wrong before the ring.
    pub faults: FaultCounts,
    /// When the interrupt line fell, each time.
    pub interrupts: Vec<Instant>,
    /// Bus transactions.
    pub transactions: u32,
}

/// Opens the touch port of the board `B`, takes events until the recording is
/// over and none is left, and closes the port. `progress` is told now and then
/// how many events have come.
///
/// # Errors
///
/// If the port does not open, or does not keep its promises, or the recording
/// breaks off.
pub fn run<B: HasTouch>(
    panel: &impl Spectator,
    reader: Reader,
    progress: &mut dyn FnMut(usize),
) -> Result<Outcome, Error> {
    let mut process = Reading::open::<B>()?;
    match reader {
        Reader::Prompt => process.read_promptly(panel, progress)?,
        Reader::Busy(interrupts) => process.read_seldom(panel, interrupts, progress)?,
    }
    let counts_at_end = process.counts()?;
    process.read_rest()?;
    let outcome = Outcome {
        board: B::NAME,
        counts_at_end,
        counts: process.counts()?,
        faults: process.faults()?,
        interrupts: panel.interrupts(),
        transactions: panel.transactions(),
        received: process.received,
    };
    process.process.close(process.port)?;
    Ok(outcome)
}

/// Whether the recording is over.
fn is_over(panel: &impl Spectator) -> Result<bool, Error> {
    if panel.has_ended_early() {
        return Err(Error::EndedEarly {
            interrupts: panel.interrupt_count(),
        });
    }
    Ok(panel.is_finished())
}

/// A process that has one port.
struct Reading {
    process: Process,
    port: PortId,
    name: Value,
    received: Vec<Received>,
}

impl Reading {
    fn open<B: HasTouch>() -> Result<Self, Error> {
        let mut process = Process::new();
        let port = process.open::<Touch<B>>(&options([]))?;
        let name = process.name(port);
        Ok(Self {
            process,
            port,
            name,
            received: Vec::new(),
        })
    }

    fn read_promptly(
        &mut self,
        panel: &impl Spectator,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), Error> {
        self.subscribe("true")?;
        // Asked before waiting: what came before the end has rung its bell.
        let mut finished = false;
        while !finished {
            finished = is_over(panel)?;
            let pause = if finished { Duration::ZERO } else { TICK };
            self.process.vm().wait(pause);
            self.take_messages()?;
            progress(self.received.len());
        }
        Ok(())
    }

    fn read_seldom(
        &mut self,
        panel: &impl Spectator,
        pause: usize,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(), Error> {
        while !is_over(panel)? {
            self.subscribe("once")?;
            self.take_messages()?;
            progress(self.received.len());
            let until = panel.interrupt_count() + pause;
            while panel.interrupt_count() < until && !is_over(panel)? {
                // The port is awake meanwhile, and may not send.
                self.process.vm().wait(TICK);
            }
        }
        Ok(())
    }

    /// Takes what waits, a message at a time.
    fn read_rest(&mut self) -> Result<(), Error> {
        let mut before = usize::MAX;
        while self.received.len() != before {
            before = self.received.len();
            self.subscribe("once")?;
            self.take_messages()?;
        }
        Ok(())
    }

    fn subscribe(&mut self, active: &str) -> Result<(), Error> {
        let request = command("subscribe", [("active", Value::atom(active))]);
        Ok(self.process.order(self.port, &request)?)
    }

    fn take_messages(&mut self) -> Result<(), Error> {
        let messages = self.process.messages();
        let at = Instant::now();
        for message in messages {
            let events = events(&message, &self.name);
            let events = events.ok_or(example_support::Error::Message(message))?;
            self.received
                .extend(events.into_iter().map(|event| Received { event, at }));
        }
        Ok(())
    }

    fn counts(&mut self) -> Result<Counts, Error> {
        self.ask("get_stats", Counts::from_answer)
    }

    fn faults(&mut self) -> Result<FaultCounts, Error> {
        self.ask("get_faults", FaultCounts::from_answer)
    }

    fn ask<T>(&mut self, request: &str, read: fn(&Value) -> Option<T>) -> Result<T, Error> {
        let answer = self.process.call(self.port, &Value::atom(request))?;
        let read = read(&answer);
        let wrong = || example_support::Error::Answer {
            request: request.into(),
            answer,
        };
        Ok(read.ok_or_else(wrong)?)
    }
}
