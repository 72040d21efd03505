//! What the path plays, frame for frame, and what is told about it.

use std::thread;

use crate::bench::{MONO_16, Playing, format, open};
use class_audio::AudioEvent::{Drained, Room, Underrun};
use class_audio::{AudioEvent, Channels, Depth, EVENTS, PathEvent, Playback, PlaybackCounters};

fn events<const N: usize>(player: &mut Playing<N>) -> Vec<AudioEvent> {
    std::iter::from_fn(|| player.next_event()).collect()
}

#[test]
fn what_is_written_is_played_and_then_silence() {
    let (mut player, mut interrupt, bell, _bench) = open::<16>(MONO_16);
    let mut half = [9; 6];
    interrupt.on_event(&mut half);
    assert_eq!(
        (half, events(&mut player)),
        ([0; 6], vec![]),
        "no underrun yet"
    );
    assert_eq!(player.write(&[1, 2, 3, 4, 5, 6, 7, 8]), 8);
    interrupt.on_event(&mut half);
    assert_eq!(half, [1, 2, 3, 4, 5, 6]);
    assert_eq!(bell.rings(), 0);
    interrupt.on_event(&mut half);
    assert_eq!(half, [7, 8, 0, 0, 0, 0]);
    interrupt.on_event(&mut half);
    assert_eq!(events(&mut player), [], "the last frame is being played");
    interrupt.on_event(&mut half);
    assert_eq!((events(&mut player), bell.rings()), (vec![Drained], 1));
    interrupt.on_event(&mut half);
    assert_eq!(events(&mut player), [], "told once");
    let stats = player.stats();
    assert_eq!((stats.played_frames, stats.idle_frames), (4, 3 + 2 + 9));
    assert_eq!((stats.underruns, stats.drained), (0, 1));
}

#[test]
fn the_end_of_a_half_is_the_end_of_the_music() {
    let (mut player, mut interrupt, _bell, _bench) = open::<16>(MONO_16);
    assert_eq!(player.write(&[1; 4]), 4);
    interrupt.on_event(&mut [0; 4]);
    assert_eq!(events(&mut player), [], "not yet known");
    interrupt.on_event(&mut [0; 4]);
    assert_eq!(events(&mut player), [], "not yet played");
    interrupt.on_event(&mut [0; 4]);
    assert_eq!(events(&mut player), [Drained]);
}

#[test]
fn what_comes_while_the_last_frame_is_played_goes_on() {
    let (mut player, mut interrupt, _bell, _bench) = open::<16>(MONO_16);
    for _ in 0..3 {
        assert_eq!(player.write(&[1; 4]), 4);
        interrupt.on_event(&mut [0; 4]);
        interrupt.on_event(&mut [0; 4]);
        assert_eq!(events(&mut player), []);
    }
    // A pause does not stop the halves.
    assert_eq!(player.pause(), Ok(()));
    interrupt.on_event(&mut [0; 4]);
    assert_eq!(events(&mut player), [Drained]);
    let stats = player.stats();
    assert_eq!((stats.drained, stats.underruns), (1, 0));
}

#[test]
fn a_write_that_comes_short_is_told_of_room_once() {
    let (mut player, mut interrupt, bell, _bench) = open::<8>(MONO_16);
    let music: Vec<u8> = (1..=20).collect();
    assert_eq!(player.write(&music), 8, "what fits");
    assert_eq!(player.write(&music[8..]), 0, "nothing fits");
    interrupt.on_event(&mut [0; 2]);
    assert_eq!((events(&mut player), bell.rings()), (vec![Room], 1));
    interrupt.on_event(&mut [0; 2]);
    assert_eq!(events(&mut player), [], "for both writes, once");
    assert_eq!(player.write(&music[8..]), 4);
    interrupt.on_event(&mut [0; 2]);
    assert_eq!(events(&mut player), [Room]);
    assert_eq!(player.write(&music[12..14]), 2, "all that was asked");
    interrupt.on_event(&mut [0; 2]);
    assert_eq!(events(&mut player), []);
}

/// The ring runs empty while the writer owes more: the gap is exact, wherever
/// in a half it begins, however many halves it lasts, wherever the ring wraps.
#[test]
fn an_underrun_at_every_position() {
    let music: Vec<u8> = (1..=40).collect();
    for (half, gap, before) in (0..9 * 3 * 8).map(|n| (1 + n % 9, 1 + n / 9 % 3, n / 27)) {
        let (mut player, mut interrupt, bell, _bench) = open::<16>(MONO_16);
        // Moves the ring's ends on, and is drained.
        assert_eq!(player.write(&music[..2 * before]), 2 * before);
        interrupt.on_event(&mut vec![0; 2 * before + 2]);
        events(&mut player);
        bell.rings();
        assert_eq!(player.write(&music), 16, "it owes the rest");
        let mut played = Vec::new();
        for _ in 0..8 / half + gap {
            let mut buffer = vec![9; 2 * half];
            interrupt.on_event(&mut buffer);
            played.extend_from_slice(&buffer);
        }
        assert_eq!(played[..16], music[..16]);
        assert!(played[16..].iter().all(|byte| *byte == 0));
        let silent = (8 / half + gap) * half - 8;
        assert_eq!((events(&mut player), bell.rings()), (vec![Room], 1));
        let stats = player.stats();
        let counted = (stats.underruns, stats.underrun_frames);
        assert_eq!(counted, (1, silent as u32), "{half} {gap} {before}");
        assert_eq!(player.write(&music[16..]), 16);
        interrupt.on_event(&mut vec![9; 2 * half]);
        assert_eq!(events(&mut player)[0], Underrun(silent as u32));
    }
}

#[test]
fn what_is_owed_can_be_given_up() {
    let (mut player, mut interrupt, _bell, _bench) = open::<4>(MONO_16);
    assert_eq!(player.write(&[1; 6]), 4);
    interrupt.on_event(&mut [0; 6]);
    assert_eq!(events(&mut player), [Room]);
    assert_eq!(player.write(&[]), 0);
    interrupt.on_event(&mut [0; 6]);
    assert_eq!(events(&mut player), [Underrun(1)]);
    interrupt.on_event(&mut [0; 6]);
    assert_eq!(events(&mut player), [Drained]);
    let stats = player.stats();
    assert_eq!((stats.underrun_frames, stats.idle_frames), (1, 3 + 3));
}

#[test]
fn a_paused_playback_keeps_what_waits() {
    let (mut player, mut interrupt, _bell, _bench) = open::<16>(MONO_16);
    assert_eq!(player.write(&[1, 2, 3, 4]), 4);
    assert_eq!(player.pause(), Ok(()));
    let mut half = [9; 4];
    interrupt.on_event(&mut half);
    assert_eq!((half, player.stats().queued_bytes), ([0; 4], 4));
    assert_eq!(player.resume(), Ok(()));
    interrupt.on_event(&mut half);
    assert_eq!((half, player.stats().idle_frames), ([1, 2, 3, 4], 2));
}

#[test]
fn frames_are_never_torn() {
    let stereo_24 = format(Depth::Bits24, Channels::Stereo);
    let (mut player, mut interrupt, _bell, _bench) = open::<20>(stereo_24);
    let music: Vec<u8> = (1..=30).collect();
    assert_eq!(player.write(&music[..5]), 0, "no whole frame");
    assert_eq!(player.write(&music), 18, "three of them");
    let mut half = [9; 16];
    interrupt.on_event(&mut half);
    assert_eq!(half[..12], music[..12]);
    assert_eq!(half[12..], [0; 4], "no whole frame fits");
    interrupt.on_event(&mut [9; 5]);
    assert_eq!(player.stats().queued_bytes, 6);
    assert_eq!(player.stats().idle_frames, 0);
}

#[test]
fn either_half_of_a_whole_buffer() {
    let (mut player, mut interrupt, _bell, _bench) = open::<16>(MONO_16);
    assert_eq!(player.write(&[1, 2, 3, 4]), 4);
    let mut buffer = [9; 4];
    interrupt.on_path_event(PathEvent::Complete, &mut buffer);
    assert_eq!(buffer, [9, 9, 1, 2]);
    interrupt.on_path_event(PathEvent::Half, &mut buffer);
    assert_eq!(buffer, [3, 4, 1, 2]);
}

#[test]
fn events_that_nobody_takes_are_counted_and_the_bell_rings_for_the_first() {
    let (mut player, mut interrupt, bell, _bench) = open::<16>(MONO_16);
    for _ in 0..EVENTS + 3 {
        assert_eq!(player.write(&[1, 1]), 2);
        for _ in 0..3 {
            interrupt.on_event(&mut [0; 4]);
        }
    }
    assert_eq!(bell.rings(), 1);
    assert_eq!(player.stats().lost_events, 3);
    assert_eq!(player.stats().drained, EVENTS as u32 + 3);
    assert_eq!(events(&mut player), [Drained; EVENTS]);
    assert_eq!(player.write(&[1, 1]), 2);
    for _ in 0..3 {
        interrupt.on_event(&mut [0; 4]);
    }
    assert_eq!(bell.rings(), 1, "it was empty again");
}

#[test]
fn counters_start_again() {
    let counters = PlaybackCounters::new();
    counters.reset();
    let text = format!("{counters:?}");
    assert_eq!(text, format!("{:?}", PlaybackCounters::default()));
}

/// A writer and an interrupt on threads of their own: every frame once, in
/// order, whole, with silence only between.
#[test]
fn two_threads() {
    const FRAMES: u32 = 40_000;
    let stereo = format(Depth::Bits16, Channels::Stereo);
    let (mut player, mut interrupt, _bell, _bench) = open::<250>(stereo);
    let writer = thread::spawn(move || {
        let music: Vec<u8> = (1..=FRAMES).flat_map(u32::to_le_bytes).collect();
        let mut rest = music.as_slice();
        while !rest.is_empty() {
            let written = player.write(&rest[..rest.len().min(330)]);
            rest = &rest[written..];
            while player.next_event().is_some() {}
            thread::yield_now();
        }
        player
    });
    let mut next = 1;
    let mut halves = 0_u32;
    while next <= FRAMES {
        let mut half = [9; 48];
        interrupt.on_event(&mut half);
        halves += 1;
        let frames = half
            .as_chunks::<4>()
            .0
            .iter()
            .map(|f| u32::from_le_bytes(*f));
        for frame in frames.filter(|frame| *frame != 0) {
            assert_eq!(frame, next);
            next += 1;
        }
    }
    let player = writer.join().expect("it wrote all");
    let stats = player.stats();
    assert_eq!(stats.played_frames, FRAMES);
    let all = stats.played_frames + stats.idle_frames + stats.underrun_frames;
    assert_eq!(
        all,
        halves * 12,
        "every frame of every half is accounted for"
    );
}
