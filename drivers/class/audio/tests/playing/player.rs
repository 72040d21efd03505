//! In which order a player tells codec and path what, and what if they fail.

use crate::bench::Told::{
    CodecConfigure, Mute, PathConfigure, PowerDown, PowerUp, Start, Stop, Volume,
};
use crate::bench::{Bench, FAILED, MONO_16, open, parts};
use class_audio::{AudioStats, Playback, Player};

const OPENING: [crate::bench::Told; 6] = [
    CodecConfigure,
    PathConfigure,
    Start,
    PowerUp,
    Volume(128),
    Mute(false),
];
const CLOSING: [crate::bench::Told; 3] = [Mute(true), PowerDown, Stop];

#[test]
fn the_clocks_run_before_power_is_up_and_until_it_is_down() {
    let (player, _interrupt, _bell, bench) = open::<64>(MONO_16);
    assert_eq!(bench.told(), OPENING);
    drop(player);
    assert_eq!(bench.told(), CLOSING);
}

#[test]
fn closing_gives_the_parts_back_and_they_open_again() {
    let (player, _interrupt, _bell, bench) = open::<64>(MONO_16);
    bench.told();
    let (parts, closed) = player.close();
    assert_eq!(closed, Ok(()));
    assert_eq!(bench.told(), CLOSING, "and not again by the drop");
    let again = Player::open(parts.expect("all of them"), MONO_16, 3);
    assert!(again.is_ok());
    assert_eq!(bench.told()[4], Volume(3));
}

#[test]
fn every_step_of_opening_fails_once_and_leaves_all_quiet() {
    for nth in 0..OPENING.len() {
        let (parts, _interrupt, _bell, bench) = parts::<64>(MONO_16);
        bench.0.lock().expect("fresh").fault = Some(nth);
        let failed = Player::open(parts, MONO_16, 128);
        let (error, parts) = failed.expect_err("a step failed");
        assert_eq!(error, FAILED);
        let told = bench.told();
        assert_eq!(told[..=nth], OPENING[..=nth]);
        // A codec that did not let itself be set up is left alone.
        let after: &[_] = if nth == 0 { &[] } else { &CLOSING };
        assert_eq!(told[nth + 1..], *after);
        assert!(Player::open(parts, MONO_16, 128).is_ok(), "the next time");
    }
}

#[test]
fn every_step_of_closing_fails_once_and_all_are_tried() {
    for nth in 0..CLOSING.len() {
        let (player, _interrupt, _bell, bench) = open::<64>(MONO_16);
        bench.told();
        bench.0.lock().expect("no panic").fault = Some(nth);
        let (parts, closed) = player.close();
        assert_eq!(closed, Err(FAILED));
        assert!(parts.is_some());
        assert_eq!(bench.told(), CLOSING);
    }
}

#[test]
fn pause_resume_and_volume() {
    let (mut player, _interrupt, _bell, bench) = open::<64>(MONO_16);
    bench.told();
    assert_eq!(player.set_volume(0), Ok(()));
    assert_eq!(player.pause(), Ok(()));
    assert_eq!(player.pause(), Ok(()), "harmless");
    assert_eq!(player.resume(), Ok(()));
    assert_eq!(
        bench.told(),
        [Volume(0), Mute(true), Mute(true), Mute(false)]
    );
    type Call = fn(&mut crate::bench::Playing<64>) -> Result<(), class_audio::AudioError>;
    let calls: [Call; 3] = [|p| p.set_volume(9), |p| p.pause(), |p| p.resume()];
    for call in calls {
        bench.0.lock().expect("no panic").fault = Some(0);
        assert_eq!(call(&mut player), Err(FAILED));
        bench.told();
    }
}

/// A codec that cannot be muted is silent all the same, because nothing is
/// played; one that cannot be unmuted plays nothing that would be lost.
#[test]
fn what_waits_is_kept_when_a_mute_fails() {
    let (mut player, mut interrupt, _bell, bench) = open::<64>(MONO_16);
    bench.told();
    assert_eq!(player.write(&[1, 1, 2, 2]), 4);
    let mut half = [9; 4];
    for call in [Playback::pause, Playback::resume] {
        bench.0.lock().expect("no panic").fault = Some(0);
        assert_eq!(call(&mut player), Err(FAILED));
        bench.told();
        interrupt.on_event(&mut half);
        assert_eq!((half, player.stats().queued_bytes), ([0; 4], 4));
    }
    assert_eq!(player.resume(), Ok(()));
    interrupt.on_event(&mut half);
    assert_eq!(half, [1, 1, 2, 2]);
}

#[test]
fn a_fresh_player_has_counted_nothing() {
    let (player, _interrupt, _bell, _bench): (_, _, _, Bench) = open::<48>(MONO_16);
    let nothing = AudioStats {
        capacity_bytes: 48,
        ..AudioStats::default()
    };
    assert_eq!(player.stats(), nothing);
    assert_eq!(player.format(), MONO_16);
}
