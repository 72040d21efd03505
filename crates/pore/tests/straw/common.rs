//! A stream in memory, and a straw at either end of it.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use avm_term::Value;
use avm_term::etf::Limits;
use pore::straw::{Closed, Exports, Inbound, Message, Pipe, Straw, Turn};

/// Why a [`Tube`] is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Over;

/// What a straw reads and what it wrote, both to be looked at.
#[derive(Debug)]
pub(crate) struct Tube {
    /// What is to be read.
    pub(crate) input: VecDeque<u8>,
    /// What was written.
    pub(crate) output: VecDeque<u8>,
    /// The most bytes of one read or write.
    pub(crate) step: usize,
    /// How many bytes `output` may hold.
    pub(crate) room: usize,
    /// Reading ends behind the input; writing has ended.
    pub(crate) over: bool,
    /// Each call that moved something: `'w'` or `'r'`.
    pub(crate) calls: String,
}

impl Tube {
    pub(crate) fn of(input: &[u8]) -> Self {
        Self {
            input: input.iter().copied().collect(),
            output: VecDeque::new(),
            step: usize::MAX,
            room: usize::MAX,
            over: false,
            calls: String::new(),
        }
    }
}

impl Pipe for Tube {
    type Error = Over;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Over> {
        if self.over {
            return Err(Over);
        }
        let room = self.room.saturating_sub(self.output.len());
        let count = bytes.len().min(self.step).min(room);
        self.output.extend(&bytes[..count]);
        self.calls.extend((count > 0).then_some('w'));
        Ok(count)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Over> {
        let count = bytes.len().min(self.step).min(self.input.len());
        if count == 0 && self.over {
            return Err(Over);
        }
        for (place, byte) in bytes.iter_mut().zip(self.input.drain(..count)) {
            *place = byte;
        }
        self.calls.extend((count > 0).then_some('r'));
        Ok(count)
    }
}

/// A message as text: a term in Erlang's syntax, or JSON.
pub(crate) fn text(message: Message<'_>) -> String {
    match message {
        Message::Term(term) => {
            let value: Value = term.get(&Limits::DEFAULT).expect("was checked");
            value.to_string()
        }
        Message::Json(text) => text.to_owned(),
    }
}

/// What was delivered, and how the last turn ended.
pub(crate) type Drained<E> = (Vec<(u32, String)>, Result<Turn, Closed<E>>);

/// Runs a straw until nothing moves.
pub(crate) fn drain<P: Pipe>(straw: &mut Straw<P>, exports: &Exports<u32>) -> Drained<P::Error> {
    let inbound = Inbound::new(exports);
    let mut delivered = Vec::new();
    loop {
        let turn = straw.turn(1 << 16, &inbound, |target, message| {
            delivered.push((*target, text(message)));
            ControlFlow::Continue(())
        });
        if !matches!(turn, Ok(Turn { more: true, .. })) {
            return (delivered, turn);
        }
    }
}

/// The names `shell`, 1, and `log`, 2.
pub(crate) fn exports() -> Exports<u32> {
    let mut exports = Exports::new(4);
    exports.export("shell", 1).unwrap();
    exports.export("log", 2).unwrap();
    exports
}

/// A payload behind its length.
pub(crate) fn frame(payload: &[u8]) -> Vec<u8> {
    let mut bytes = (payload.len() as u32).to_be_bytes().to_vec();
    bytes.extend_from_slice(payload);
    bytes
}
