//! The port that commits faults.

use std::mem::MaybeUninit;

use avm_port::{Call, Flow, OpenContext, Port, PortError, Reply};
use avm_resource::{Resource, ResourceArc};
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, Pid, Term, atom};

use crate::starved;

/// The port.
#[derive(Debug)]
pub(crate) struct Fault {
    deferred: Vec<Reply>,
    /// What `leak` has not leaked.
    kept: Option<Box<[u64; 32]>>,
}

/// No options.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {}

/// What to do wrong.
#[derive(Debug, FromTerm)]
pub(crate) enum Request<'a> {
    /// Answers `{ok, Value}`.
    Echo(Echo<'a>),
    /// Drops the call unanswered.
    NoReply,
    /// Answers what no memory is found for.
    AllocFail,
    /// Keeps the call.
    Defer,
    /// Answers all calls that were kept.
    Release,
    /// Panics.
    Panic,
    /// Loses a block of memory.
    Leak,
    /// Reads a block that was freed.
    UseAfterFree,
    /// Works with resources while one allocation fails; answers `{ok, {What, Reached}}`.
    Starve(Starve),
    /// Answers how many resources were made for that, are alive, and could not say farewell.
    CountStarved,
    /// Answers a resource of this library, which is none of another's.
    Alien,
    /// Branches on memory that nobody wrote.
    Uninitialised,
}

/// What to echo.
#[derive(Debug, FromTerm)]
pub(crate) struct Echo<'a> {
    value: Term<'a>,
}

/// Which allocation is to fail, and who gets what is sent.
#[derive(Debug, FromTerm)]
pub(crate) struct Starve {
    nth: u32,
    to: Pid,
}

impl Port for Fault {
    const NAME: &'static str = "fault";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self {
            deferred: Vec::new(),
            kept: Some(Box::new([1; 32])),
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Echo(echo) => call.reply(&Ok::<_, ()>(echo.value)),
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
            Request::Panic => panic!("asked to"),
            Request::Leak => {
                // The last pointer to the block is the one that is forgotten here.
                self.kept.take().map(Box::leak);
                call.reply(&())
            }
            Request::UseAfterFree => call.reply(&use_after_free(self.kept.take())),
            Request::Starve(Starve { nth, to }) => call.reply(&starved::run(nth, to)),
            Request::CountStarved => call.reply(&starved::counts()),
            Request::Alien => {
                let alien = ResourceArc::try_new(Alien).map_err(|_| atom!("out_of_memory"));
                call.reply(&alien)
            }
            Request::Uninitialised => call.reply(&branches_on_nothing()),
        }
    }
}

/// A resource.
struct Alien;

impl Resource for Alien {
    const NAME: &'static str = "alien";
}

/// A value that is never affordable.
struct Unaffordable;

impl IntoTerm for Unaffordable {
    fn build<B: Builder>(&self, _: &mut B) -> Result<B::Part, BuildError> {
        Err(BuildError::OutOfMemory)
    }
}

#[expect(unsafe_code, reason = "the fault that a memory checker must catch")]
fn use_after_free(block: Option<Box<[u64; 32]>>) -> u64 {
    let Some(block) = block else { return 0 };
    let freed: *const [u64; 32] = &raw const *block;
    drop(block);
    // SAFETY: none. This is the fault.
    unsafe { freed.cast::<u64>().read_volatile() }
}

#[expect(unsafe_code, reason = "the fault that a memory checker must catch")]
fn branches_on_nothing() -> bool {
    let block: Box<MaybeUninit<u64>> = Box::new_uninit();
    // SAFETY: none. This is the fault.
    let value = unsafe { block.as_ptr().read_volatile() };
    if value == 7 {
        // A call, so that the comparison stays a branch.
        std::thread::yield_now();
    }
    true
}
