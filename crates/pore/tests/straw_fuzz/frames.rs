//! What must be true of every stream, however it is cut into pieces.

use fuzz_testing::{Random, Verdict};
use pore::straw::{Deframer, FrameError};

use crate::weighed;

/// The longest frame.
const MOST: u32 = 64;
/// What splitting may take besides the frames that it hands out.
const MOST_MEMORY: usize = 4096;

/// Frames of a stream that comes in pieces, and why it ended.
pub(crate) type Splitter = fn(&[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>);

pub(crate) fn ours(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    split(&mut Deframer::new(MOST), pieces)
}

fn split(frames: &mut Deframer, pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let mut found = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            match frames.next(rest) {
                Ok((taken, payload)) => {
                    found.extend(payload.map(<[u8]>::to_vec));
                    rest = &rest[taken..];
                }
                Err(error) => return (found, Some(error)),
            }
        }
    }
    (found, None)
}

/// Splitters with a fault each.
pub(crate) const SEEDED: [(&str, Splitter); 4] = [
    ("a frame of one byte too many passes", longer),
    ("a length that comes in pieces is forgotten", forgets),
    ("room is made for what is announced", makes_room),
    ("an empty frame is none", loses_empty),
];

fn longer(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let (found, error) = split(&mut Deframer::new(MOST + 1), pieces);
    let as_agreed = error.map(|error| match error {
        FrameError::TooLong { length, .. } => FrameError::TooLong { length, most: MOST },
        FrameError::OutOfMemory => error,
    });
    (found, as_agreed)
}

fn forgets(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let mut found = Vec::new();
    for piece in pieces {
        let (more, error) = ours(&[piece]);
        found.extend(more);
        if error.is_some() {
            return (found, error);
        }
    }
    (found, None)
}

fn makes_room(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    if let Some(header) = pieces.first().and_then(|piece| piece.first_chunk::<4>()) {
        let length = u32::from_be_bytes(*header) as usize;
        std::hint::black_box(Vec::<u8>::with_capacity(length.min(1 << 20)));
    }
    ours(pieces)
}

fn loses_empty(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let (mut found, error) = ours(pieces);
    found.retain(|payload| !payload.is_empty());
    (found, error)
}

/// Good streams.
pub(crate) fn corpus() -> Vec<Vec<u8>> {
    let stream = |lengths: &[u8]| {
        let frames = lengths.iter().map(|length| {
            let mut frame = vec![0, 0, 0, *length];
            frame.extend((0..*length).map(|at| at ^ length));
            frame
        });
        frames.flatten().collect()
    };
    vec![
        stream(&[0]),
        stream(&[1, 0, 2]),
        stream(&[64, 64, 0, 63]),
        stream(&[5; 20]),
        stream(&[0; 30]),
    ]
}

/// The frames of a stream that is there whole.
fn expected(mut stream: &[u8]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let mut found = Vec::new();
    while let Some((header, rest)) = stream.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*header);
        if length > MOST {
            let error = FrameError::TooLong { length, most: MOST };
            return (found, Some(error));
        }
        let Some((payload, rest)) = rest.split_at_checked(length as usize) else {
            break;
        };
        found.push(payload.to_vec());
        stream = rest;
    }
    (found, None)
}

/// Cuts a stream into pieces, and splits it both ways.
pub(crate) fn check(split: Splitter, stream: &[u8], seed: u64) -> Verdict {
    let (mut random, mut pieces) = (Random::new(seed), Vec::new());
    let mut rest = stream;
    while !rest.is_empty() {
        let most = [4, 200][random.below(2)];
        let length = (random.below(most) + 1).min(rest.len());
        let (piece, more) = rest.split_at(length);
        pieces.push(piece);
        rest = more;
    }
    let wanted = expected(stream);
    let most = MOST_MEMORY + 32 * stream.len();
    let (found, taken) = weighed(most, || split(&pieces));
    if taken > most {
        return Verdict::Wrong(format!("{taken} bytes of memory"));
    }
    if found != wanted {
        return Verdict::Wrong(format!("{found:?} instead of {wanted:?}"));
    }
    if found.1.is_some() {
        Verdict::Refused
    } else {
        Verdict::Good
    }
}
