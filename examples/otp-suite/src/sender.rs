//! A port whose threads, not the VM's, send messages and ring its bell.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use avm_nif::nif;
use avm_port::{Bell, Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_resource::ResourceArc;
use avm_term::{FromTerm, Pid, atom};
use isr_ring::Doorbell as _;

use crate::held::Metal;
use crate::watch::watch_port;

/// Threads that have not ended yet.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// A port whose threads send. `BLOCKS` is the port's.
pub(crate) struct Sender<const BLOCKS: bool> {
    bell: Bell,
    threads: Vec<JoinHandle<()>>,
    kept: Option<ResourceArc<Metal<0>>>,
    joins: bool,
}

/// No options but whether the threads are joined when the port is dropped.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {
    joins: bool,
}

/// What it is asked.
#[derive(FromTerm)]
pub(crate) enum SenderRequest {
    /// Has threads send messages to the caller; answers at once.
    Storm(Storm),
    /// Keeps a value until the port ends.
    Keep(Keep),
    /// Works for so long before it answers.
    Work(Work),
    /// Has a value monitor this port and tell the caller; answers its number.
    Watch,
}

/// How many threads, and how many messages of each.
#[derive(Debug, FromTerm)]
pub(crate) struct Storm {
    threads: u32,
    messages: u32,
}

/// What is kept.
#[derive(FromTerm)]
pub(crate) struct Keep {
    resource: ResourceArc<Metal<0>>,
}

/// How long.
#[derive(Debug, FromTerm)]
pub(crate) struct Work {
    ms: u64,
}

impl<const B: bool> Port for Sender<B> {
    const NAME: &'static str = "sender";
    const BLOCKS: bool = B;
    type Options<'a> = Options;
    type Request<'a> = SenderRequest;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self {
            bell: cx.bell()?,
            threads: Vec::new(),
            kept: None,
            joins: options.joins,
        })
    }

    fn call(&mut self, request: SenderRequest, call: Call<'_>) -> Flow {
        match request {
            SenderRequest::Storm(storm) => {
                let to = call.caller();
                for thread in 0..storm.threads {
                    self.threads.extend(self.sender(to, thread, storm.messages));
                }
                call.reply(&())
            }
            SenderRequest::Keep(keep) => {
                self.kept = Some(keep.resource);
                call.reply(&())
            }
            SenderRequest::Work(work) => {
                thread::sleep(Duration::from_millis(work.ms));
                call.reply(&())
            }
            SenderRequest::Watch => {
                let watching = watch_port(call.context().port(), call.caller());
                call.reply(&watching)
            }
        }
    }

    fn event(&mut self, _: EventContext<'_>) -> Flow {
        Flow::Continue
    }
}

impl<const B: bool> Sender<B> {
    /// Each message tells how long it is and what its bytes come to.
    fn sender(&self, to: Pid, thread: u32, messages: u32) -> Option<JoinHandle<()>> {
        let bell = self.bell;
        THREADS.fetch_add(1, Ordering::SeqCst);
        let send = move || {
            for nth in 0..messages {
                let bytes = payload(thread, nth);
                let sum: u64 = bytes.iter().copied().map(u64::from).sum();
                let message = (
                    atom!("storm"),
                    thread,
                    nth,
                    bytes.len(),
                    sum,
                    bytes.as_slice(),
                );
                let _ = to.send(&message);
                bell.ring();
            }
            THREADS.fetch_sub(1, Ordering::SeqCst);
        };
        let started = thread::Builder::new().spawn(send);
        if started.is_err() {
            THREADS.fetch_sub(1, Ordering::SeqCst);
        }
        started.ok()
    }
}

/// Some bytes: within the heap of a process, and outside of it.
fn payload(thread: u32, nth: u32) -> Vec<u8> {
    let length = (thread * 37 + nth * 13) % 200;
    (0..length).map(|at| (at + nth) as u8).collect()
}

/// Without `joins` the threads are left alone: they send on, and their bell outlives the port.
impl<const B: bool> Drop for Sender<B> {
    fn drop(&mut self) {
        if self.joins {
            self.threads.drain(..).for_each(|thread| {
                let _ = thread.join();
            });
        }
    }
}

/// `sender_threads()`: how many threads there are.
#[nif]
pub(crate) fn sender_threads() -> usize {
    THREADS.load(Ordering::SeqCst)
}
