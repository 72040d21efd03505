//! What a request holds is gone after the callback.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, Term};

struct Keeper {
    kept: Option<Term<'static>>,
}

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request<'a> {
    Keep(Term<'a>),
}

impl Port for Keeper {
    const NAME: &'static str = "keeper";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self { kept: None })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        let Request::Keep(term) = request;
        self.kept = Some(term);
        call.reply(&())
    }
}

fn main() {}
