//! A block, as a process sees it.

use avm_term::Value;
use example_support::Error;
use stream_port::wave;

/// A block whose samples are as they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The number of its first sample since the run began.
    pub first: u64,
    /// How many samples it has.
    pub samples: u64,
}

impl Block {
    /// Reads `{stream, Port, Binary}`, and checks every sample; `None` for `{stream_passive,
    /// Port}`.
    ///
    /// # Errors
    ///
    /// [`Error::Message`] for any other message, [`Error::Flawed`] for a wrong sample.
    pub fn from_message(message: &Value, port: &Value) -> Result<Option<Self>, Error> {
        let fields = message.as_tuple().unwrap_or_default();
        let tag = fields.first().and_then(Value::as_atom);
        match (tag, fields) {
            (Some("stream"), [_, from, Value::Binary(bytes)]) if from == port => {
                Self::read(bytes).map(Some)
            }
            (Some("stream_passive"), [_, from]) if from == port => Ok(None),
            _ => Err(Error::Message(message.clone())),
        }
    }

    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let short = || Error::Flawed(format!("a block of {} bytes", bytes.len()));
        let (first, rest) = bytes.split_first_chunk().ok_or_else(short)?;
        let (samples, []) = rest.as_chunks() else {
            return Err(short());
        };
        let first = u64::from_le_bytes(*first);
        for (nth, sample) in (first..).zip(samples) {
            let (got, wanted) = (i16::from_le_bytes(*sample), wave::sample(nth));
            if got != wanted {
                let what = format!("sample {nth} is {got}, not {wanted}");
                return Err(Error::Flawed(what));
            }
        }
        let samples = samples.len() as u64;
        Ok(Self { first, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str, port: u64, bytes: &[u8]) -> Result<Option<Block>, String> {
        let fields = [
            Value::atom(tag),
            Value::Port(port),
            Value::Binary(bytes.to_vec()),
        ];
        let read = Block::from_message(&Value::tuple(fields), &Value::Port(4));
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn every_sample_counts() {
        let mut bytes = [0; 28];
        let first = 1_000_000_000_003;
        assert_eq!(wave::fill(&mut bytes, first), 28);
        let samples = 10;
        assert_eq!(
            read("stream", 4, &bytes),
            Ok(Some(Block { first, samples }))
        );
        for place in 0..28 {
            let mut bytes = bytes;
            bytes[place] ^= 4;
            let error = read("stream", 4, &bytes).expect_err("a flaw");
            assert!(error.starts_with("sample "), "{place}: {error}");
        }
        let error = read("stream", 4, &bytes[..27]).expect_err("half a sample");
        assert_eq!(error, "a block of 27 bytes");
        assert!(read("stream", 4, &bytes[..7]).is_err());
    }

    #[test]
    fn only_what_the_port_promises_is_understood() {
        for (tag, port) in [("stream", 5), ("touch", 4), ("stream_passive", 4)] {
            let error = read(tag, port, &[]).expect_err("no block");
            assert!(error.starts_with("the process was sent {"), "{error}");
        }
        let notice = "{stream_passive, #Port<0.4>}".parse().expect("a term");
        let read = Block::from_message(&notice, &Value::Port(4));
        assert!(matches!(read, Ok(None)));
    }
}
