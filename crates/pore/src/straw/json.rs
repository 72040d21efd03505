//! Envelopes in JSON.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use avm_term::etf::Limits;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Reject;

/// `{"addr": Name, "msg": Message}`; other keys are not looked at, and these come once each.
#[derive(Deserialize, Serialize)]
pub(super) struct Envelope<'a> {
    #[serde(borrow)]
    pub(super) addr: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) msg: &'a RawValue,
}

/// Reads a payload.
pub(super) fn open(payload: &[u8]) -> Result<Envelope<'_>, Reject> {
    // A list of two would do for serde.
    if !payload.trim_ascii_start().starts_with(b"{") {
        return Err(Reject::NoEnvelope);
    }
    serde_json::from_slice(payload).map_err(|_| Reject::NoEnvelope)
}

/// Writes a payload; `None` if the message is no JSON.
pub(super) fn close(name: &str, message: &str) -> Option<Vec<u8>> {
    let envelope = Envelope {
        addr: Cow::Borrowed(name),
        msg: serde_json::from_str(message).ok()?,
    };
    serde_json::to_vec(&envelope).ok()
}

/// Whether well-formed JSON is nested no deeper and has no more elements than it may; a pair of an
/// object is one element.
pub(super) fn is_within(text: &str, limits: &Limits<'_>) -> bool {
    let (mut depth, mut elements) = (0_usize, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                elements += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => elements += 1,
            _ => {}
        }
        if depth > limits.depth || elements > limits.elements {
            return false;
        }
    }
    true
}
