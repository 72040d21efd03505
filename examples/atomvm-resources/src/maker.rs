//! The port that makes resources.

use std::sync::atomic::{AtomicUsize, Ordering};

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{BINARIES, Counters, NoMemory, ResourceArc, ResourceBinary, ResourceRef};
use avm_term::{FromTerm, IntoTerm, Pid, Term, atom};

use crate::probe::{Aligned, PLAIN, PROBES, Plain, Probe};

/// The port. It keeps nothing.
#[derive(Debug)]
pub(crate) struct Maker;

/// No options.
#[derive(Debug, FromTerm)]
pub(crate) struct Options {}

/// What to make.
#[derive(FromTerm)]
pub(crate) enum Request<'a> {
    /// Answers a [`Probe`].
    Make(Make),
    /// Answers so many [`Plain`]s in a list, which hold them.
    MakePlain(Many),
    /// Makes and drops so many [`Plain`]s that never are terms.
    MakeAndDrop(Many),
    /// Answers an [`Aligned`].
    MakeAligned,
    /// Answers two probes, the first of which holds the second, and the port nothing.
    MakeNested(Make),
    /// Answers a binary of these bytes that a resource owns, and the whole once more.
    MakeBinary(Data<'a>),
    /// Answers a probe whose text is the same in five terms of one reply.
    MakeFive(Make),
    /// Answers the number of a probe.
    Read(OfProbe<'a>),
    /// Answers the number of a plain value.
    ReadPlain(OfPlain<'a>),
    /// Answers whether an aligned value lies where it should.
    ReadAligned(OfAligned<'a>),
    /// Answers `{Created, Alive, Dropped}` of probes.
    CountProbes,
    /// The same of plain values.
    CountPlain,
    /// The same of the owners of binaries.
    CountBinaries,
    /// Answers how many owners of bytes were dropped.
    DroppedBytes,
}

/// A probe's number, and whom it tells.
#[derive(Debug, FromTerm)]
pub(crate) struct Make {
    number: u32,
    #[avm(default)]
    tell: Option<Pid>,
}

/// How many.
#[derive(Debug, FromTerm)]
pub(crate) struct Many {
    count: u32,
}

/// Bytes.
#[derive(Debug, FromTerm)]
pub(crate) struct Data<'a> {
    data: &'a [u8],
}

/// A probe.
#[derive(Debug, FromTerm)]
pub(crate) struct OfProbe<'a> {
    resource: ResourceRef<'a, Probe>,
}

/// A plain value; what else the map says is for the test of what is in it.
#[derive(Debug, FromTerm)]
pub(crate) struct OfPlain<'a> {
    resource: ResourceRef<'a, Plain>,
    #[avm(default)]
    also: Option<Term<'a>>,
}

/// An aligned value.
#[derive(Debug, FromTerm)]
pub(crate) struct OfAligned<'a> {
    resource: ResourceRef<'a, Aligned>,
}

/// Bytes whose drop is counted.
struct Bytes(Box<[u8]>);

static DROPPED_BYTES: AtomicUsize = AtomicUsize::new(0);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        DROPPED_BYTES.fetch_add(1, Ordering::Relaxed);
    }
}

impl Port for Maker {
    const NAME: &'static str = "maker";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Make(make) => answer(call, probe(&make)),
            Request::MakePlain(Many { count }) => answer(
                call,
                (0..count.into()).map(plain).collect::<Result<Vec<_>, _>>(),
            ),
            Request::MakeAndDrop(Many { count }) => {
                answer(call, (0..count.into()).try_for_each(|n| plain(n).map(drop)))
            }
            Request::MakeAligned => answer(call, ResourceArc::new(Aligned(7))),
            Request::MakeNested(make) => answer(call, nested(&make)),
            Request::MakeBinary(Data { data }) => answer(call, binary(data)),
            Request::MakeFive(make) => answer(
                call,
                probe(&make).map(|p| (p.clone(), p.clone(), (p.clone(), p.clone()), p)),
            ),
            Request::Read(of) => call.reply(&Ok::<_, ()>(of.resource.number)),
            Request::ReadPlain(of) => call.reply(&Ok::<_, ()>((of.resource.0, of.also))),
            Request::ReadAligned(of) => {
                call.reply(&Ok::<_, ()>((of.resource.0, is_aligned(&of.resource))))
            }
            Request::CountProbes => call.reply(&counts(&PROBES)),
            Request::CountPlain => call.reply(&counts(&PLAIN)),
            Request::CountBinaries => call.reply(&counts(&BINARIES)),
            Request::DroppedBytes => call.reply(&DROPPED_BYTES.load(Ordering::Relaxed)),
        }
    }
}

/// Answers `{ok, Value}`, or that there is no memory.
fn answer<T: IntoTerm, E>(call: Call<'_>, made: Result<T, NoMemory<E>>) -> Flow {
    call.reply(&made.map_err(|_| atom!("out_of_memory")))
}

fn probe(make: &Make) -> Result<ResourceArc<Probe>, NoMemory<Probe>> {
    ResourceArc::new(Probe::new(make.number, make.tell))
}

fn plain(number: u64) -> Result<ResourceArc<Plain>, NoMemory<Plain>> {
    ResourceArc::new(Plain(number))
}

type Pair = (ResourceArc<Probe>, ResourceArc<Probe>);

fn nested(make: &Make) -> Result<Pair, NoMemory<Probe>> {
    let inner = ResourceArc::new(Probe::new(make.number + 1, make.tell))?;
    let mut outer = Probe::new(make.number, make.tell);
    outer.inner = Some(inner.clone());
    Ok((ResourceArc::new(outer)?, inner))
}

type Binary = ResourceBinary<Bytes>;

/// A binary of all bytes, and one of all but the first and the last.
fn binary(data: &[u8]) -> Result<(Binary, Option<Binary>), NoMemory<Bytes>> {
    let all = ResourceBinary::new(Bytes(data.into()))?;
    let part = all.slice(1..data.len().saturating_sub(1));
    Ok((all, part))
}

fn is_aligned(value: &Aligned) -> bool {
    std::ptr::from_ref(value)
        .addr()
        .is_multiple_of(align_of::<Aligned>())
}

fn counts(counters: &Counters) -> (usize, usize, usize) {
    let counts = counters.counts();
    (counts.created, counts.alive, counts.dropped)
}
