//! Callbacks may run on different threads, so a port is `Send`.

use std::rc::Rc;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::FromTerm;

struct Local(Rc<u8>);

#[derive(FromTerm)]
struct Options {}

#[derive(FromTerm)]
enum Request {
    Get,
}

impl Port for Local {
    const NAME: &'static str = "local";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self(Rc::new(1)))
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        let Request::Get = request;
        call.reply(&*self.0)
    }
}

fn main() {}
