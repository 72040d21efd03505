//! A port that does nothing: what a call costs by itself.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, IntoTerm};

/// Answers.
pub(crate) struct Ping;

#[derive(FromTerm)]
pub(crate) struct Options {}

#[derive(FromTerm)]
pub(crate) enum Request {
    Ping,
}

#[derive(IntoTerm)]
enum Answer {
    Pong,
}

impl Port for Ping {
    const NAME: &'static str = "ping";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        let Request::Ping = request;
        call.reply(&Answer::Pong)
    }
}
