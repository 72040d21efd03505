//! A codec that loses its registers while it plays.

use class_audio::{AudioError, AudioEvent, Playback};

use crate::bench::Told::{
    Asked, CodecConfigure, Mute, PathConfigure, PowerDown, PowerUp, Start, Stop, Volume,
};
use crate::bench::{Bench, FAILED, Interrupt, MONO_16, Playing, Told, open};

struct Stage {
    player: Playing<64>,
    interrupt: Interrupt<64>,
    bench: Bench,
}

impl Stage {
    fn new() -> Self {
        let (player, interrupt, _bell, bench) = open::<64>(MONO_16);
        let opened = [
            CodecConfigure,
            PathConfigure,
            Start,
            PowerUp,
            Volume(128),
            Mute(false),
        ];
        assert_eq!(bench.told(), opened);
        Self {
            player,
            interrupt,
            bench,
        }
    }

    /// A quarter of a second is played; what the codec is told when the writer
    /// comes next, and what he is told.
    fn quarter(&mut self) -> (Vec<Told>, Option<AudioEvent>) {
        self.interrupt.on_event(&mut [0; 2 * 2_000]);
        let event = self.player.next_event();
        (self.bench.told(), event)
    }

    fn lose(&self) {
        self.bench.0.lock().expect("no panic").lost = true;
    }

    fn kill(&self, dead: bool) {
        self.bench.0.lock().expect("no panic").dead = dead;
    }
}

#[test]
fn it_is_asked_four_times_a_second_and_no_more() {
    let mut stage = Stage::new();
    for _ in 0..10 {
        stage.interrupt.on_event(&mut [0; 2 * 399]);
        assert_eq!(stage.player.next_event(), None);
        assert_eq!(stage.player.write(&[]), 0);
    }
    assert_eq!(stage.bench.told(), [Asked], "once in 3990 frames");
    assert_eq!(stage.quarter(), (vec![Asked], None));
    assert_eq!(stage.player.next_event(), None);
    assert_eq!(stage.bench.told(), []);
}

#[test]
fn it_is_set_up_again_as_it_was() {
    let mut stage = Stage::new();
    assert_eq!(stage.player.set_volume(7), Ok(()));
    stage.bench.told();
    stage.lose();
    let revived = vec![Asked, CodecConfigure, PowerUp, Volume(7), Mute(false)];
    assert_eq!(stage.quarter(), (revived, None));
    assert_eq!(stage.player.stats().codec_resets, 1);
    assert_eq!(stage.quarter(), (vec![Asked], None));
    // What is written after that is played.
    assert_eq!(stage.player.write(&[5, 6]), 2);
    let mut half = [0; 2];
    stage.interrupt.on_event(&mut half);
    assert_eq!(half, [5, 6]);
}

#[test]
fn whoever_writes_after_a_long_silence_finds_a_codec_that_sounds() {
    let mut stage = Stage::new();
    stage.interrupt.on_event(&mut [0; 2 * 60_000]);
    stage.lose();
    assert_eq!(stage.player.write(&[5, 6]), 2);
    let revived = [Asked, CodecConfigure, PowerUp, Volume(128), Mute(false)];
    assert_eq!(stage.bench.told(), revived);
}

#[test]
fn a_pause_stays_one() {
    let mut stage = Stage::new();
    assert_eq!(stage.player.pause(), Ok(()));
    stage.bench.told();
    stage.lose();
    let revived = vec![Asked, CodecConfigure, PowerUp, Volume(128), Mute(true)];
    assert_eq!(stage.quarter(), (revived, None));
    assert_eq!(stage.player.resume(), Ok(()));
    assert_eq!(stage.bench.told(), [Mute(false)]);
}

#[test]
fn the_second_time_is_told_once_and_it_stays_quiet() {
    let mut stage = Stage::new();
    stage.lose();
    stage.quarter();
    stage.lose();
    let given_up = vec![Asked, Mute(true), PowerDown];
    assert_eq!(stage.quarter(), (given_up, Some(AudioEvent::CodecReset)));
    assert_eq!(stage.quarter(), (vec![], None));
    let reset = Err(AudioError::CodecReset);
    assert_eq!(stage.player.set_volume(9), reset);
    assert_eq!(stage.player.pause(), reset);
    assert_eq!(stage.player.resume(), reset);
    assert_eq!(stage.bench.told(), []);
    assert_eq!(stage.player.stats().codec_resets, 1);
    // Whoever waits for room still gets it.
    assert_eq!(stage.player.write(&[1; 100]), 64);
    let Stage { player, bench, .. } = stage;
    drop(player);
    assert_eq!(bench.told(), [Mute(true), PowerDown, Stop]);
}

#[test]
fn a_supply_that_takes_its_time_is_waited_for() {
    let mut stage = Stage::new();
    stage.lose();
    // The bus answers what it is asked, and then fails.
    stage.bench.0.lock().expect("no panic").fault = Some(1);
    assert_eq!(stage.quarter(), (vec![Asked, CodecConfigure], None));
    stage.kill(true);
    for _ in 0..6 {
        assert_eq!(stage.quarter(), (vec![CodecConfigure], None));
    }
    assert_eq!(stage.player.stats().codec_resets, 0);
    stage.kill(false);
    let revived = vec![CodecConfigure, PowerUp, Volume(128), Mute(false)];
    assert_eq!(stage.quarter(), (revived, None));
    assert_eq!(stage.player.stats().codec_resets, 1);
}

#[test]
fn a_supply_that_stays_away_is_told() {
    let mut stage = Stage::new();
    stage.lose();
    stage.bench.0.lock().expect("no panic").fault = Some(4);
    let almost = vec![Asked, CodecConfigure, PowerUp, Volume(128), Mute(false)];
    assert_eq!(stage.quarter(), (almost, None));
    stage.kill(true);
    for _ in 0..6 {
        assert_eq!(stage.quarter().1, None);
    }
    assert_eq!(stage.quarter().1, Some(AudioEvent::CodecReset));
    assert_eq!(stage.player.set_volume(9), Err(AudioError::CodecReset));
}

#[test]
fn a_bus_that_fails_says_nothing_about_the_registers() {
    let mut stage = Stage::new();
    stage.kill(true);
    for _ in 0..20 {
        assert_eq!(stage.quarter(), (vec![Asked], None));
    }
    assert_eq!(stage.player.set_volume(9), Err(FAILED));
    stage.kill(false);
    assert_eq!(stage.player.set_volume(9), Ok(()));
}
