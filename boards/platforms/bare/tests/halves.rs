//! Halves of a buffer: the one that was played is overwritten, and no other.

use std::sync::atomic::Ordering;

use class_audio::{Channels, Depth, Format, PathEvent};
use platform_bare::{Halves, slots};

/// Two halves of two frames.
type Buffer = Halves<16>;

fn format(depth: Depth, channels: Channels) -> Format {
    Format {
        rate_hz: 48_000,
        depth,
        channels,
    }
}

fn words(buffer: &Buffer, depth: Depth) -> Vec<u16> {
    let words = buffer.words(depth).iter();
    words.map(|word| word.load(Ordering::Relaxed)).collect()
}

#[test]
fn each_event_overwrites_the_half_that_it_frees() {
    assert_eq!(Buffer::FRAMES, 2);
    let buffer = Buffer::new();
    let stereo = format(Depth::Bits16, Channels::Stereo);
    buffer.fill(PathEvent::Complete, stereo, &[1, 0, 2, 0, 3, 0, 4, 0]);
    assert_eq!(words(&buffer, Depth::Bits16), [0, 0, 0, 0, 1, 2, 3, 4]);
    buffer.fill(PathEvent::Half, stereo, &[5, 0, 6, 0, 7, 0, 8, 0]);
    assert_eq!(words(&buffer, Depth::Bits16), [5, 6, 7, 8, 1, 2, 3, 4]);
    buffer.silence();
    assert_eq!(words(&buffer, Depth::Bits16), [0; 8]);
}

#[test]
fn wide_samples_are_two_words_the_upper_first() {
    let buffer = Buffer::new();
    let mono = format(Depth::Bits24, Channels::Mono);
    buffer.fill(PathEvent::Complete, mono, &[1, 2, 3, 4, 5, 6]);
    let expected = [
        0x0302, 0x0100, 0x0302, 0x0100, 0x0605, 0x0400, 0x0605, 0x0400,
    ];
    assert_eq!(words(&buffer, Depth::Bits24)[..8], [0; 8]);
    assert_eq!(words(&buffer, Depth::Bits24)[8..], expected);
}

#[test]
fn more_frames_than_a_half_has_stay_in_their_half() {
    for depth in [Depth::Bits16, Depth::Bits24, Depth::Bits32] {
        let buffer = Buffer::new();
        let stereo = format(depth, Channels::Stereo);
        buffer.fill(PathEvent::Half, stereo, &[0xAA; 100]);
        let words = words(&buffer, depth);
        let (first, second) = words.split_at(words.len() / 2);
        assert!(first.iter().all(|word| *word != 0));
        assert!(second.iter().all(|word| *word == 0));
        buffer.fill(PathEvent::Complete, stereo, &[0x55; 100]);
        assert_eq!(buffer.words(depth)[0].load(Ordering::Relaxed), first[0]);
    }
}

#[test]
fn bytes_are_two_slots_a_frame() {
    let mut bytes = [0; 8];
    slots(
        format(Depth::Bits16, Channels::Mono),
        &[1, 2, 3, 4],
        &mut bytes,
    );
    assert_eq!(bytes, [1, 2, 1, 2, 3, 4, 3, 4]);
    slots(
        format(Depth::Bits32, Channels::Stereo),
        &[9; 80],
        &mut bytes,
    );
    assert_eq!(bytes, [9; 8], "what does not fit is left out");
}
