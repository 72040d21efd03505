//! Frames of all lengths, however they come in, in proportion to their bytes.

use pore::straw::{Closed, Deframer, FrameError, Straw, Terms};
use proptest::prelude::*;

use crate::common::{Tube, drain, exports, frame};

/// Payloads of the frames that a stream holds, which comes in these pieces.
fn payloads(most: u32, pieces: &[&[u8]]) -> Result<Vec<Vec<u8>>, FrameError> {
    let mut frames = Deframer::new(most);
    let mut found = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        while !rest.is_empty() {
            let (taken, payload) = frames.next(rest)?;
            assert!(taken > 0, "it makes progress");
            found.extend(payload.map(<[u8]>::to_vec));
            rest = &rest[taken..];
        }
    }
    Ok(found)
}

#[test]
fn t11_frames_of_no_one_and_most_bytes_split_at_every_byte() {
    const MOST: usize = 300;
    let data: Vec<u8> = (0..MOST).map(|n| n as u8).collect();
    let expected = [&data[..0], &data[..1], &data[..], &data[..0], &data[..2]];
    let stream: Vec<u8> = expected.iter().flat_map(|data| frame(data)).collect();
    for split in 0..=stream.len() {
        let (one, other) = stream.split_at(split);
        assert_eq!(
            payloads(300, &[one, other]).unwrap(),
            expected,
            "at {split}"
        );
    }
    let bytes: Vec<&[u8]> = stream.chunks(1).collect();
    assert_eq!(payloads(300, &bytes).unwrap(), expected);
}

#[test]
fn t11_one_byte_too_many_ends_the_straw() {
    for length in [301, 302, 1 << 20, u32::MAX] {
        let mut stream = frame(b"first");
        stream.extend(length.to_be_bytes());
        stream.extend(vec![0; 400]);
        let error = FrameError::TooLong { length, most: 300 };
        assert_eq!(payloads(300, &[&stream]), Err(error));

        let terms = Terms {
            max_frame: 300,
            ..Terms::DEFAULT
        };
        let mut straw = Straw::new(Tube::of(&stream), terms);
        for _ in 0..3 {
            let (_, turn) = drain(&mut straw, &exports());
            assert_eq!(turn, Err(Closed::Frame(error)));
        }
        assert_eq!(straw.closed(), Some(Closed::Frame(error)));
        // What came before was looked at.
        assert_eq!(straw.stats().rejects.total(), 1);
        assert!(straw.send_term("shell", "more").is_err());
    }
}

#[test]
fn t11_a_claim_takes_no_memory() {
    let mut frames = Deframer::new(u32::MAX);
    assert_eq!(frames.next(&u32::MAX.to_be_bytes()), Ok((4, None)));
    assert_eq!(frames.next(b"only this"), Ok((9, None)));
    assert_eq!((frames.pending(), frames.copied()), (13, 9));
}

/// LING's way: all that waits is flattened for each frame. Bytes copied.
fn flattened(stream: &[u8]) -> u64 {
    let (mut buffer, mut copied) = (stream.to_vec(), 0);
    while let Some(header) = buffer.first_chunk::<4>() {
        let end = 4 + u32::from_be_bytes(*header) as usize;
        buffer = buffer[end..].to_vec();
        copied += buffer.len() as u64;
    }
    copied
}

#[test]
fn t11_a_backlog_is_worked_off_in_linear_time() {
    for count in [100_u64, 1000, 10_000] {
        let mut sender = Straw::new(Tube::of(b""), Terms::DEFAULT);
        let mut sent = 0;
        while sent < count {
            match sender.send_term("shell", &sent) {
                Ok(()) => sent += 1,
                Err(_) => assert!(drain(&mut sender, &exports()).1.is_ok()),
            }
        }
        assert!(drain(&mut sender, &exports()).1.is_ok());
        let stats = sender.stats();
        // Into the queue and out of it.
        assert_eq!(stats.copied_out, 2 * stats.written);

        let stream: Vec<u8> = sender.pipe().output.drain(..).collect();
        let mut receiver = Straw::new(Tube::of(&stream), Terms::DEFAULT);
        let (delivered, _) = drain(&mut receiver, &exports());
        assert_eq!(delivered.len() as u64, count);
        let stats = receiver.stats();
        assert_eq!(stats.read, stream.len() as u64);
        // Into the inbox, and once more what a piece ended in.
        assert!(stats.copied_in < 2 * stats.read, "{stats:?}");
        // The same measure of the old way sees it.
        if count >= 1000 {
            assert!(flattened(&stream) > 100 * stats.copied_in);
        }
    }
}

#[test]
fn t11_a_long_frame_in_small_pieces_is_copied_twice_at_most() {
    let payload = vec![b' '; 1 << 20];
    let mut tube = Tube::of(&frame(&payload));
    tube.step = 7;
    let mut straw = Straw::new(tube, Terms::DEFAULT);
    let (delivered, turn) = drain(&mut straw, &exports());
    assert!(delivered.is_empty() && turn.is_ok());
    let stats = straw.stats();
    assert_eq!((stats.frames, stats.rejects.total()), (1, 1));
    assert!(stats.copied_in <= 2 * stats.read);
}

proptest! {
    #[test]
    fn t11_any_frames_in_any_pieces(
        lengths in prop::collection::vec(0_usize..40, 0..20),
        cuts in prop::collection::vec(1_usize..30, 1..20),
    ) {
        let expected: Vec<Vec<u8>> = lengths
            .iter()
            .enumerate()
            .map(|(at, length)| vec![at as u8; *length])
            .collect();
        let stream: Vec<u8> = expected.iter().flat_map(|data| frame(data)).collect();
        let mut pieces = Vec::new();
        let mut rest = &stream[..];
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, more) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = more;
        }
        prop_assert_eq!(payloads(40, &pieces).unwrap(), expected);
    }
}
