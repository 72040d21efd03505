//! Envelopes: who a message is for, and the message.

use avm_term::etf::{Atoms, Encoded, Limits, Reader};
use avm_term::{Kind, etf};

use super::{Exports, Format, Reject, json};

/// A message that a peer sent to an exported name. It is well-formed, within the limits, and still
/// the bytes that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// A term in the external term format, without the version byte.
    Term(Encoded<'a>),
    /// JSON text: any one value.
    Json(&'a str),
}

/// What may come in.
#[derive(Clone, Copy, Debug)]
pub struct Inbound<'a, T> {
    /// The names that peers may send to.
    pub exports: &'a Exports<T>,
    /// What messages may hold. Nothing here makes atoms; whoever hands messages to a VM allows
    /// those only that exist there. Of JSON, depth and elements count.
    pub limits: Limits<'a>,
}

impl<'a, T> Inbound<'a, T> {
    /// Messages to these names, nested at most 64 deep, with at most 2 to the 18 elements, and with
    /// no atoms but `true`, `false`, `undefined`, `ok` and `error`.
    pub const fn new(exports: &'a Exports<T>) -> Self {
        const HARMLESS: &[&str] = &["true", "false", "undefined", "ok", "error"];
        let limits = Limits {
            atoms: Atoms::Listed(HARMLESS),
            ..Limits::DEFAULT
        };
        Self { exports, limits }
    }

    /// Reads the envelope that a payload is: what its addressee stands for, and the message.
    ///
    /// # Errors
    ///
    /// Why it is not to be delivered.
    pub fn open<'p>(
        &'p self,
        format: Format,
        payload: &'p [u8],
    ) -> Result<(&'p T, Message<'p>), Reject> {
        match format {
            Format::Erlang => self.open_erlang(payload),
            Format::Json => self.open_json(payload),
        }
    }

    fn open_erlang<'p>(&'p self, payload: &'p [u8]) -> Result<(&'p T, Message<'p>), Reject> {
        // The name of the addressee is only compared, so it may be any.
        let any = Limits {
            atoms: Atoms::Any,
            ..self.limits
        };
        let mut reader = Reader::new(payload, &any).map_err(Reject::of_envelope)?;
        let tuple = reader.read_tagged("envelope", 2);
        let mut inside = tuple.map_err(Reject::of_envelope)?;
        if inside.kind().map_err(Reject::of_envelope)? != Kind::Atom {
            return Err(Reject::NotAName);
        }
        let name = inside.read_atom().map_err(Reject::of_envelope)?;
        let target = self.exports.find(name).ok_or(Reject::UnknownName)?;
        let term = payload.get(inside.offset()..).unwrap_or_default();
        let term = self.message(term).map_err(Reject::of_message)?;
        Ok((target, Message::Term(term)))
    }

    fn message<'p>(&'p self, bytes: &'p [u8]) -> Result<Encoded<'p>, etf::DecodeError> {
        let mut reader = Reader::without_version(bytes, &self.limits)?;
        let term = reader.read()?;
        reader.finish()?;
        Ok(term)
    }

    fn open_json<'p>(&'p self, payload: &'p [u8]) -> Result<(&'p T, Message<'p>), Reject> {
        let envelope = json::open(payload)?;
        let target = self
            .exports
            .get(&envelope.addr)
            .ok_or(Reject::UnknownName)?;
        let text = envelope.msg.get();
        if !json::is_within(text, &self.limits) {
            return Err(Reject::Limit);
        }
        Ok((target, Message::Json(text)))
    }
}
