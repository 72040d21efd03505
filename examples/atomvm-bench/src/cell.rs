//! A port that makes and reads resources.
//!
//! `crates/vm-atomvm/bench/c_resource.c` is the same in C.

use std::hint::black_box;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{Resource, ResourceArc, ResourceRef};
use avm_term::{FromTerm, Term, atom};

use crate::touch::Options;

/// The port.
pub(crate) struct ResourceBench;

/// A resource that holds a number.
#[derive(Debug)]
pub(crate) struct Cell {
    number: u32,
}

impl Resource for Cell {
    const NAME: &'static str = "cell";
}

const NUMBER: u32 = 7;
const READS: u32 = 1000;

/// What the port is asked.
#[derive(Debug, FromTerm)]
pub(crate) enum Request<'a> {
    /// Answers a new resource.
    Create,
    /// Answers the number in one.
    Get(ResourceRef<'a, Cell>),
    /// Makes and drops so many that never are terms; answers how many.
    CreateDrop(u32),
    /// Reads one a thousand times; answers the sum.
    GetMany(Term<'a>),
}

impl Port for ResourceBench {
    const NAME: &'static str = "resource_bench";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Create => match ResourceArc::try_new(Cell { number: NUMBER }) {
                Ok(cell) => call.reply(&cell),
                Err(_) => call.error(&atom!("out_of_memory")),
            },
            Request::Get(cell) => call.reply(&cell.number),
            Request::CreateDrop(count) => {
                let mut made = (0..count).map(|_| ResourceArc::try_new(Cell { number: NUMBER }));
                match made.all(|cell| black_box(cell).is_ok()) {
                    true => call.reply(&count),
                    false => call.error(&atom!("out_of_memory")),
                }
            }
            Request::GetMany(term) => match (0..READS).map(|_| read(term)).sum::<Option<u32>>() {
                Some(sum) => call.reply(&sum),
                None => call.error(&atom!("bad_resource")),
            },
        }
    }
}

/// Reads the number in a resource, anew each time.
fn read(term: Term<'_>) -> Option<u32> {
    let cell: ResourceRef<'_, Cell> = black_box(term).get().ok()?;
    Some(cell.number)
}
