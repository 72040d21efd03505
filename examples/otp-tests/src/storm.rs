//! A port whose bell many threads ring, and one that blocks.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use avm_port::{Bell, Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, IntoTerm, Pid, Term, atom};
use isr_ring::Doorbell as _;

/// No options.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {}

/// A port whose bell is rung by threads of its own.
pub(crate) struct Storm {
    bell: Bell,
    rung: Arc<AtomicU64>,
    seen: u64,
    events: u64,
    tell: Option<Pid>,
    threads: Vec<JoinHandle<()>>,
}

/// What it is asked.
#[derive(Debug, FromTerm)]
pub(crate) enum StormRequest<'a> {
    /// Has so many threads ring so often each; answers at once.
    Storm(Rings),
    /// Waits for the threads; answers what they rang, what of it was seen, and in how many events.
    Calm,
    /// Has every event tell this process what was seen by then.
    Tell(Told),
    /// Answers how many pairs of a map were read.
    Pairs(Pairs<'a>),
}

/// A map.
#[derive(Debug, FromTerm)]
pub(crate) struct Pairs<'a> {
    map: Term<'a>,
}

/// How many threads, and how often each rings.
#[derive(Debug, FromTerm)]
pub(crate) struct Rings {
    threads: u32,
    rings: u32,
}

/// Who is told.
#[derive(Debug, FromTerm)]
pub(crate) struct Told {
    process: Pid,
}

/// What was counted.
#[derive(Debug, IntoTerm)]
struct Counts {
    rung: u64,
    seen: u64,
    events: u64,
}

impl Port for Storm {
    const NAME: &'static str = "storm";
    type Options<'a> = Options;
    type Request<'a> = StormRequest<'a>;

    fn open(_: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self {
            bell: cx.bell()?,
            rung: Arc::default(),
            seen: 0,
            events: 0,
            tell: None,
            threads: Vec::new(),
        })
    }

    fn call(&mut self, request: StormRequest<'_>, call: Call<'_>) -> Flow {
        match request {
            StormRequest::Storm(Rings { threads, rings }) => {
                for _ in 0..threads {
                    self.threads.push(self.ringer(rings));
                }
                call.reply(&())
            }
            StormRequest::Calm => {
                self.join();
                call.reply(&Counts {
                    rung: self.rung.load(Ordering::SeqCst),
                    seen: self.seen,
                    events: self.events,
                })
            }
            StormRequest::Tell(told) => {
                self.tell = Some(told.process);
                call.reply(&())
            }
            StormRequest::Pairs(Pairs { map }) => call.reply(&map.map().map(|pairs| pairs.count())),
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.events += 1;
        self.seen = self.rung.load(Ordering::SeqCst);
        if let Some(process) = self.tell {
            let _ = cx.send(process, &(atom!("seen"), self.seen));
        }
        Flow::Continue
    }
}

impl Storm {
    fn ringer(&self, rings: u32) -> JoinHandle<()> {
        let (bell, rung) = (self.bell, Arc::clone(&self.rung));
        thread::spawn(move || {
            for _ in 0..rings {
                rung.fetch_add(1, Ordering::SeqCst);
                bell.ring();
            }
        })
    }

    fn join(&mut self) {
        self.threads.drain(..).for_each(|thread| {
            let _ = thread.join();
        });
    }
}

/// Half of the time the threads are left alone: their bell outlives the port.
impl Drop for Storm {
    fn drop(&mut self) {
        if self.events.is_multiple_of(2) {
            self.join();
        }
    }
}

/// A port whose callbacks take long.
pub(crate) struct Blocking;

/// What it is asked.
#[derive(Debug, FromTerm)]
pub(crate) enum BlockingRequest {
    /// Sleeps; answers the name of the thread that did.
    Sleep(Sleep),
}

/// How long.
#[derive(Debug, FromTerm)]
pub(crate) struct Sleep {
    ms: u64,
}

impl Port for Blocking {
    const NAME: &'static str = "blocking";
    const BLOCKS: bool = true;
    type Options<'a> = Options;
    type Request<'a> = BlockingRequest;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, BlockingRequest::Sleep(sleep): BlockingRequest, call: Call<'_>) -> Flow {
        thread::sleep(Duration::from_millis(sleep.ms));
        call.reply(&(atom!("ok"), this_thread()))
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        thread::sleep(Duration::from_millis(20));
        eprintln!("avm: blocking dropped on {}", this_thread());
    }
}

/// What the system calls the thread.
fn this_thread() -> String {
    let name = fs::read_to_string("/proc/thread-self/comm").unwrap_or_default();
    name.trim_end().to_owned()
}
