//! Transactions that are submitted, and their results as messages.

use std::collections::VecDeque;
use std::time::Instant;

use avm_term::{PortId, Value};
use example_support::{Error, Process, TICK, tagged};

use crate::flash::PATIENCE;

/// What a sequence of submitted reads has brought.
pub(crate) struct Reading {
    port: PortId,
    name: Value,
    /// The ids of those under way, in order.
    ids: VecDeque<i128>,
    bytes: Vec<u8>,
}

impl Reading {
    pub(crate) fn new(port: PortId, name: Value) -> Self {
        Self {
            port,
            name,
            ids: VecDeque::new(),
            bytes: Vec::new(),
        }
    }

    /// How many transactions are.
    pub(crate) fn under_way(&self) -> usize {
        self.ids.len()
    }

    /// Begins a transaction.
    pub(crate) fn submit(&mut self, process: &mut Process, request: &Value) -> Result<(), Error> {
        let id = process.ask(self.port, request)?;
        let id = id.as_integer().ok_or_else(|| Error::Answer {
            request: "submit".into(),
            answer: id,
        })?;
        self.ids.push_back(id);
        Ok(())
    }

    /// All that was read.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Takes the results that have come; waits for one if there is none.
    pub(crate) fn take(&mut self, process: &mut Process) -> Result<(), Error> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            process.vm().run();
            let messages = process.messages();
            let is_some = !messages.is_empty();
            for message in messages {
                let read = self
                    .ids
                    .front()
                    .and_then(|id| done(&message, &self.name, *id));
                let read = read.ok_or(Error::Message(message))?;
                self.bytes.extend(read);
                self.ids.pop_front();
            }
            if is_some {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(Error::Late("the result of a transaction"));
            }
            process.vm().wait(TICK);
        }
    }
}

/// The bytes of `{spi, Port, {done, Id, {ok, Binary}}}`, if it is the result
/// of this transaction: they come in order.
fn done(message: &Value, port: &Value, id: i128) -> Option<Vec<u8>> {
    let [tag, from, done] = message.as_tuple()? else {
        return None;
    };
    let [done, of, result] = done.as_tuple()? else {
        return None;
    };
    let is_it = tag.as_atom() == Some("spi") && from == port;
    let is_next = done.as_atom() == Some("done") && of.as_integer() == Some(id);
    let bytes = tagged("ok", result)?.as_binary()?;
    (is_it && is_next).then(|| bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_next_result_is_taken() {
        let read = |text: &str| done(&text.parse().expect("a term"), &Value::Port(4), 9);
        let good = read("{spi, #Port<0.4>, {done, 9, {ok, <<1, 2>>}}}");
        assert_eq!(good, Some(vec![1, 2]));
        for text in [
            "{spi, #Port<0.4>, {done, 10, {ok, <<1, 2>>}}}",
            "{spi, #Port<0.5>, {done, 9, {ok, <<1, 2>>}}}",
            "{spi, #Port<0.4>, {done, 9, {error, {bus, overrun}}}}",
            "{spi, #Port<0.4>, {gone, 9, {ok, <<1, 2>>}}}",
            "{audio, #Port<0.4>, drained}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
