//! Queuing what is to be sent.

use core::fmt;

use avm_term::etf::{self, EncodeError};
use avm_term::{BuildError, Builder, IntoTerm, tuple};

use super::{Format, HEADER_BYTES, MAX_NAME, Pipe, Straw, json};

/// Why a message was not queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SendError {
    /// More is queued than the high water says; a [`Turn`](super::Turn) tells when to try again.
    Busy,
    /// The envelope is longer than a frame may be.
    TooLong,
    /// The straw is of the other format.
    Format,
    /// The name is empty or too long.
    Name,
    /// The term has no encoding, or there is no memory for it.
    Term(EncodeError),
    /// The text is not JSON.
    Json,
    /// There is no memory for it.
    OutOfMemory,
    /// The straw is closed.
    Closed,
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "too much is queued",
            Self::TooLong => "the envelope is longer than a frame may be",
            Self::Format => "the straw is of the other format",
            Self::Name => "a name has 1 to 255 bytes",
            Self::Term(error) => return error.fmt(f),
            Self::Json => "the text is not JSON",
            Self::OutOfMemory => "no memory for the message",
            Self::Closed => "the straw is closed",
        })
    }
}

impl core::error::Error for SendError {}

/// The atom of a text, on the wire only.
struct Name<'a>(&'a str);

impl IntoTerm for Name<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.existing_atom(self.0)
    }
}

impl<P: Pipe> Straw<P> {
    /// Queues `{envelope, Name, Message}`.
    ///
    /// # Errors
    ///
    /// Nothing was queued, for the reason said.
    pub fn send_term<M: IntoTerm + ?Sized>(
        &mut self,
        name: &str,
        message: &M,
    ) -> Result<(), SendError> {
        self.may_send(Format::Erlang, name)?;
        let envelope = tuple!("envelope", Name(name), message);
        let mut room = etf::size(&envelope).map_err(SendError::Term)?;
        if room > self.terms.max_frame as usize {
            return Err(SendError::TooLong);
        }
        loop {
            self.scratch.clear();
            let reserved = self.scratch.try_reserve(room);
            reserved.map_err(|_| SendError::OutOfMemory)?;
            self.scratch.resize(room, 0);
            match etf::encode_at_end(&envelope, &mut self.scratch) {
                Ok(payload) => {
                    let start = room - payload.len();
                    return self.queue_scratch(start);
                }
                // While it is written, some needs more room than when it is there.
                Err(EncodeError::Full) if room < self.terms.max_frame as usize * 2 => room *= 2,
                Err(error) => return Err(SendError::Term(error)),
            }
        }
    }

    /// Queues `{"addr": Name, "msg": Message}`, the message being any JSON value.
    ///
    /// # Errors
    ///
    /// Nothing was queued, for the reason said.
    pub fn send_json(&mut self, name: &str, message: &str) -> Result<(), SendError> {
        self.may_send(Format::Json, name)?;
        self.scratch = json::close(name, message).ok_or(SendError::Json)?;
        self.queue_scratch(0)
    }

    fn may_send(&self, format: Format, name: &str) -> Result<(), SendError> {
        if self.closed.is_some() {
            return Err(SendError::Closed);
        }
        if self.busy {
            return Err(SendError::Busy);
        }
        if self.terms.format != format {
            return Err(SendError::Format);
        }
        if name.is_empty() || name.len() > MAX_NAME {
            return Err(SendError::Name);
        }
        Ok(())
    }

    fn queue_scratch(&mut self, start: usize) -> Result<(), SendError> {
        let payload = self.scratch.get(start..).unwrap_or_default();
        let length = u32::try_from(payload.len())
            .ok()
            .filter(|length| *length <= self.terms.max_frame)
            .ok_or(SendError::TooLong)?;
        let whole = HEADER_BYTES + payload.len();
        let reserved = self.queue.try_reserve(whole);
        reserved.map_err(|_| SendError::OutOfMemory)?;
        self.queue.extend(length.to_be_bytes());
        self.queue.extend(payload);
        self.stats.queued_frames += 1;
        self.stats.copied_out += whole as u64;
        self.busy = self.queue.len() >= self.terms.water.high;
        Ok(())
    }
}
