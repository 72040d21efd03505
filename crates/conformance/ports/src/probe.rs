//! A port that does what a test asks of it.

use std::sync::atomic::{AtomicUsize, Ordering};

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError, Reply};
use avm_term::etf::{self, Limits};
use avm_term::{
    BuildError, Builder, FromTerm, IntoTerm, ParseError, Pid, SendError, Term, Value, atom,
};
use isr_ring::Doorbell;

/// As deep as a value may be nested.
const LIMITS: Limits<'static> = Limits {
    depth: avm_term::MAX_DEPTH,
    ..Limits::DEFAULT
};

/// Probes that are open: made by `open`, not dropped yet.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// How many probes there are.
pub(crate) fn alive() -> usize {
    ALIVE.load(Ordering::Relaxed)
}

/// The port, called `probe`.
#[derive(Debug)]
pub struct Probe {
    bell: avm_port::Bell,
    deferred: Vec<Reply>,
    /// What the next event is to do.
    event: Event,
    panics: Panics,
}

/// How to open.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Options {
    /// When it panics unasked.
    #[avm(default)]
    panics: Panics,
    /// The kind of reason that it refuses to open with.
    refuse: Option<Reason>,
}

/// When a probe panics unasked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm)]
#[avm(atoms)]
enum Panics {
    #[default]
    Never,
    /// As it is opened.
    Open,
    /// As it is dropped.
    Drop,
}

/// A reason of each kind that a driver can give.
#[derive(Clone, Copy, Debug, FromTerm)]
#[avm(atoms)]
enum Reason {
    Atom,
    WithAtom,
    WithInteger,
    WithText,
    WithName,
    BadOption,
    BadChoice,
}

/// What an event does.
#[derive(Clone, Copy, Debug, Default)]
enum Event {
    #[default]
    Nothing,
    /// Sends `{probe, Port, event}`.
    Tell(Pid),
    Panic,
    Finish,
}

/// What a probe is asked.
#[derive(Debug, FromTerm)]
pub enum Request<'a> {
    /// Answers `{ok, Value}`.
    Echo {
        /// Any term.
        value: Term<'a>,
    },
    /// Answers `{ok, Term}` of Erlang syntax.
    Make {
        /// The syntax.
        text: &'a [u8],
    },
    /// Answers `{ok, true}` if the term is what the syntax says.
    Same {
        /// Any term.
        value: Term<'a>,
        /// The syntax.
        text: &'a [u8],
    },
    /// Answers `{ok, Text}`: a term in Erlang syntax.
    Text {
        /// Any term.
        value: Term<'a>,
    },
    /// Answers `{ok, Term}` of the external term format.
    ReadEtf {
        /// The bytes.
        etf: &'a [u8],
    },
    /// Answers `{ok, Bytes}` of Erlang syntax.
    WriteEtf {
        /// The syntax.
        text: &'a [u8],
    },
    /// Answers `{ok, Binary}`, whose byte at `N` is `N * 31 rem 251`.
    Bytes {
        /// How many.
        size: usize,
    },
    /// Answers `{ok, true}` if the bytes are those of `Bytes`.
    SameBytes {
        /// The bytes.
        value: &'a [u8],
    },
    /// Answers `{ok, Byte}`; other terms are bad values.
    Byte(u8),
    /// Sends `{probe, Port, Value}`, then answers.
    Tell {
        /// To whom.
        to: Pid,
        /// What.
        value: Term<'a>,
    },
    /// Answers `{error, Reason}` of this kind.
    Fail(Fail),
    /// Drops the call unanswered.
    NoReply,
    /// Answers what no memory is found for.
    AllocFail,
    /// Keeps the call.
    Defer,
    /// Answers all calls that were kept, then this one.
    Release,
    /// Rings its own bell, three times; then the event tells the caller, once.
    Ring,
    /// Panics.
    Panic,
    /// Panics in an event, after the answer.
    PanicLater,
    /// Ends the port, after the answer.
    Finish,
    /// Ends the port in an event, after the answer.
    FinishLater,
}

/// How to fail.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Fail {
    with: Reason,
}

impl Reason {
    fn error(self) -> PortError {
        match self {
            Self::Atom => PortError::new(atom!("no_lock")),
            Self::WithAtom => PortError::with_atom(atom!("bus"), atom!("overrun")),
            Self::WithInteger => PortError::with_integer(atom!("wrong_id"), i64::MIN),
            Self::WithText => PortError::with_text(atom!("config"), "d\u{e9}faut".into()),
            Self::WithName => PortError::with_name(atom!("no_device"), "probe", 17),
            Self::BadOption => PortError::bad_option(atom!("refuse"), 17),
            Self::BadChoice => PortError::bad_choice(atom!("refuse"), atom!("bad_choice")),
        }
    }
}

impl Port for Probe {
    const NAME: &'static str = "probe";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        assert_ne!(options.panics, Panics::Open, "asked to");
        if let Some(reason) = options.refuse {
            return Err(reason.error());
        }
        let bell = cx.bell()?;
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            bell,
            deferred: Vec::new(),
            event: Event::Nothing,
            panics: options.panics,
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Echo { value } => call.reply(&Ok::<_, ()>(value)),
            Request::Make { text } => match parse(text) {
                Ok(value) => call.reply(&Ok::<_, ()>(value)),
                Err(offset) => call.error(&(atom!("syntax"), offset)),
            },
            Request::Same { value, text } => same(value, text, call),
            Request::Text { value } => call.reply(&Ok::<_, ()>(&*value.to_string())),
            Request::ReadEtf { etf } => match etf::decode::<Value>(etf, &LIMITS) {
                Ok(value) => call.reply(&Ok::<_, ()>(value)),
                Err(error) => call.error(&(atom!("etf"), &*error.to_string())),
            },
            Request::WriteEtf { text } => write_etf(text, call),
            Request::Bytes { size } => call.reply(&Ok::<_, ()>(&*pattern(size))),
            Request::SameBytes { value } => {
                call.reply(&Ok::<_, ()>(value == &*pattern(value.len())))
            }
            Request::Byte(byte) => call.reply(&Ok::<_, ()>(byte)),
            Request::Tell { to, value } => tell(to, value, call),
            Request::Fail(Fail { with }) => call.error(&with.error()),
            Request::NoReply => Flow::Continue,
            Request::AllocFail => call.reply(&Unaffordable),
            Request::Defer => {
                self.deferred.extend(call.defer());
                Flow::Continue
            }
            Request::Release => {
                self.deferred.drain(..).for_each(|reply| reply.reply(&()));
                call.reply(&())
            }
            Request::Ring => {
                let caller = call.caller();
                self.later(Event::Tell(caller), call)
            }
            Request::Panic => panic!("asked to"),
            Request::PanicLater => self.later(Event::Panic, call),
            Request::Finish => {
                let _ = call.reply(&());
                Flow::Terminate
            }
            Request::FinishLater => self.later(Event::Finish, call),
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        match core::mem::take(&mut self.event) {
            Event::Nothing => Flow::Continue,
            Event::Tell(to) => {
                let message = (atom!("probe"), cx.port(), atom!("event"));
                // Nobody may be there any more.
                let _ = cx.send(to, &message);
                Flow::Continue
            }
            Event::Panic => panic!("asked to, later"),
            Event::Finish => Flow::Terminate,
        }
    }
}

impl Probe {
    /// Answers, and rings: rings before the event count as one.
    fn later(&mut self, event: Event, call: Call<'_>) -> Flow {
        self.event = event;
        let flow = call.reply(&());
        for _ in 0..3 {
            self.bell.ring();
        }
        flow
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
        assert!(
            self.panics != Panics::Drop || std::thread::panicking(),
            "asked to, at the end"
        );
    }
}

/// Reads Erlang syntax; else the place where it ends to be that.
fn parse(text: &[u8]) -> Result<Value, usize> {
    let text = core::str::from_utf8(text).map_err(|error| error.valid_up_to())?;
    text.parse().map_err(|error: ParseError| error.offset)
}

/// Bytes that do not repeat soon, nor at a power of two.
fn pattern(size: usize) -> Vec<u8> {
    (0..size).map(|n| (n * 31 % 251) as u8).collect()
}

fn same(value: Term<'_>, text: &[u8], call: Call<'_>) -> Flow {
    let seen = match value.get::<Value>() {
        Ok(seen) => seen,
        Err(invalid) => return call.error(&invalid),
    };
    match parse(text) {
        Ok(meant) if meant == seen => call.reply(&Ok::<_, ()>(true)),
        Ok(_) => call.error(&(atom!("seen"), &*seen.to_string())),
        Err(offset) => call.error(&(atom!("syntax"), offset)),
    }
}

fn write_etf(text: &[u8], call: Call<'_>) -> Flow {
    match parse(text).map(|value| etf::to_vec(&value)) {
        Ok(Ok(bytes)) => call.reply(&Ok::<_, ()>(&*bytes)),
        Ok(Err(error)) => call.error(&(atom!("etf"), &*error.to_string())),
        Err(offset) => call.error(&(atom!("syntax"), offset)),
    }
}

fn tell(to: Pid, value: Term<'_>, call: Call<'_>) -> Flow {
    let cx = call.context();
    match cx.send(to, &(atom!("probe"), cx.port(), value)) {
        Ok(()) => call.reply(&()),
        Err(SendError::NoProcess) => call.error(&atom!("noproc")),
        Err(SendError::Build(error)) => call.error(&error),
    }
}

/// A value that is never affordable.
struct Unaffordable;

impl IntoTerm for Unaffordable {
    fn build<B: Builder>(&self, _: &mut B) -> Result<B::Part, BuildError> {
        Err(BuildError::OutOfMemory)
    }
}
