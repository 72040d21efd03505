//! The two messages of a negotiation, as bytes.

use super::{Refusal, Violation};
use crate::layout::{MAGIC, MAX_ORDER, MIN_ORDER};
use crate::ring::PeerConfig;

/// The version of the messages.
const VERSION: u32 = 1;
const OFFER: u32 = 1;
const ANSWER: u32 = 2;
/// Bytes of an offer.
pub(super) const OFFER_BYTES: usize = 32;
/// Bytes of an answer.
pub(super) const ANSWER_BYTES: usize = 20;

/// What a side shares, next to its descriptors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) order: u32,
    pub(super) features: u32,
    pub(super) max_frame: u32,
    pub(super) epoch: u32,
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Message {
    Offer(Offer),
    Answer(Result<(), Refusal>),
}

impl Offer {
    pub(super) fn encode(self) -> [u8; OFFER_BYTES] {
        words([
            MAGIC,
            VERSION,
            OFFER,
            OFFER_BYTES as u32,
            self.order,
            self.features,
            self.max_frame,
            self.epoch,
        ])
    }

    /// Makes sure that there can be such a region, and that this side takes it.
    pub(super) fn check(self, most_order: u32) -> Result<(), Violation> {
        if !(MIN_ORDER..=MAX_ORDER.min(most_order)).contains(&self.order) {
            return Err(Violation::Order(self.order));
        }
        if self.epoch == 0 {
            return Err(Violation::Epoch);
        }
        Ok(())
    }

    /// Whether the pages say the same.
    pub(super) fn is_of(self, config: PeerConfig, epoch: u32) -> bool {
        let says = (config.order, config.features, config.max_frame, epoch);
        says == (self.order, self.features, self.max_frame, self.epoch)
    }
}

/// An answer: 0, or why not.
pub(super) fn answer(refusal: Option<Refusal>) -> [u8; ANSWER_BYTES] {
    let code = refusal.map_or(0, |refusal| refusal as u32);
    words([MAGIC, VERSION, ANSWER, ANSWER_BYTES as u32, code])
}

impl Message {
    /// Reads a message that has so many bytes, and was sent as one.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Violation> {
        let length = bytes.len() as u32;
        let word = |index: usize| -> Result<u32, Violation> {
            let rest = bytes.get(index * 4..).unwrap_or_default();
            let word = rest.first_chunk().ok_or(Violation::Length(length))?;
            Ok(u32::from_le_bytes(*word))
        };
        match (word(0)?, word(1)?) {
            (MAGIC, VERSION) => {}
            (MAGIC, version) => return Err(Violation::Version(version)),
            (magic, _) => return Err(Violation::Magic(magic)),
        }
        let (kind, says) = (word(2)?, word(3)?);
        let wanted = match kind {
            OFFER => OFFER_BYTES,
            ANSWER => ANSWER_BYTES,
            kind => return Err(Violation::Kind(kind)),
        };
        if says as usize != wanted {
            return Err(Violation::Length(says));
        }
        if bytes.len() != wanted {
            return Err(Violation::Length(length));
        }
        if kind == ANSWER {
            let code = word(4)?;
            let refused = || Err(Refusal::from_code(code));
            return Ok(Self::Answer(if code == 0 { Ok(()) } else { refused() }));
        }
        Ok(Self::Offer(Offer {
            order: word(4)?,
            features: word(5)?,
            max_frame: word(6)?,
            epoch: word(7)?,
        }))
    }
}

/// Words as bytes.
fn words<const N: usize, const BYTES: usize>(words: [u32; N]) -> [u8; BYTES] {
    const { assert!(N * 4 == BYTES) };
    let mut bytes = [0; BYTES];
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
        *place = word.to_le_bytes();
    }
    bytes
}
