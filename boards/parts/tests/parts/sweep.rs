//! The n-th thing that a platform is asked fails, for every n: nothing stays
//! half open, and it opens again.

use board_support::{BoardError, Platform};
use class_audio::Playback;
use class_spi::SpiQueue;

use crate::chips::{Bell, fingers, power_on};
use crate::touch::{PULSES, adds_up, drain, edge_after};
use crate::world::{self, is_closed, set_pin, tick};
use crate::{audio, chips, fake, spi, touch};

/// Lives a part's life again and again, with one fault at another step each
/// time, until there is no such step any more.
fn sweep(bell: &Bell, mut live: impl FnMut() -> Result<(), BoardError>) -> u32 {
    for nth in 1.. {
        world::fail_at(Some(nth));
        let lived = live();
        let over = world::steps() < nth;
        world::fail_at(None);
        assert!(is_closed(), "step {nth}: {lived:?}");
        assert!(!bell.is_hung(), "step {nth}: the bell is kept");
        assert_eq!(live(), Ok(()), "after step {nth}");
        assert!(is_closed());
        if over {
            assert_eq!(lived, Ok(()), "without a fault");
            return nth - 1;
        }
    }
    unreachable!("a life has so many steps")
}

#[test]
fn touch_in_every_wiring() {
    let wirings = [PULSES, PULSES.level(), PULSES.polled(10_000)];
    let steps = wirings.map(|wiring| {
        power_on();
        let (place, bell) = (touch::place::<64>(), Bell::default());
        sweep(&bell, || {
            let mut touch = touch::open(place, wiring, &bell)?;
            fingers(&[(1, 1)]);
            set_pin(chips::IRQ, false);
            drain(&mut touch);
            fingers(&[]);
            set_pin(chips::IRQ, true);
            edge_after(10_000);
            tick();
            drain(&mut touch);
            tick();
            drain(&mut touch);
            assert!(adds_up(class_touch::TouchStream::stats(&touch)));
            Ok(())
        })
    });
    assert!(steps.iter().all(|steps| *steps >= 4), "{steps:?}");
}

#[test]
fn sound() {
    let (place, bell) = (audio::place(), Bell::default());
    let steps = sweep(&bell, || {
        let mut audio = audio::open(place, &bell)?;
        audio.write(&[1; 8]);
        world::play(&mut [0; 4]);
        // A codec that fails says so, and can be asked again.
        let _volume = audio.set_volume(1);
        let _paused = audio.pause();
        let _resumed = audio.resume();
        Ok(())
    });
    assert_eq!(steps, 2 + 6 + 3 + 3, "opening, parts, use and close");
}

#[test]
fn a_device_on_spi() {
    let (place, bell) = (spi::place(), Bell::default());
    let steps = sweep(&bell, || {
        let mut spi = spi::open(place, &bell)?;
        spi.submit(1, &[1], 1).expect("there is room");
        assert_eq!(spi::answers(&mut spi).len(), 1, "an answer, or an error");
        Ok(())
    });
    assert_eq!(steps, 3);
}

#[test]
fn while_one_fails_the_others_work() {
    power_on();
    let (places, bell) = (
        (touch::place::<64>(), spi::place(), audio::place()),
        Bell::default(),
    );
    let mut touch = touch::open(places.0, PULSES, &bell).expect("no fault yet");
    for nth in 1..=8 {
        world::fail_at(Some(nth));
        let failed = audio::open(places.2, &bell);
        assert!(failed.is_err(), "{nth}");
        world::fail_at(None);
        let mut spi = spi::open(places.1, &bell).expect("no fault");
        spi.submit(1, &[], 1).expect("there is room");
        assert_eq!(spi::answers(&mut spi), [(1, Ok(vec![1]))]);
        fingers(&[(nth as u8, 1)]);
        edge_after(10_000);
        assert_eq!(drain(&mut touch).len(), 1, "{nth}");
    }
    assert!(fake::Fake::now_us() > 0);
}

/// Against the contract, but not a reason to give a ring's end away twice.
#[test]
fn a_handler_that_lingers_keeps_its_part_busy() {
    power_on();
    let (touch_place, audio_place, bell) = (touch::place::<64>(), audio::place(), Bell::default());
    let open_both = || {
        let touch = touch::open(touch_place, PULSES, &bell).map(drop);
        (touch, audio::open(audio_place, &bell).map(drop))
    };
    world::with(|world| world.lingers = true);
    assert_eq!(open_both(), (Ok(()), Ok(())));
    let busy = Err(BoardError::Busy);
    assert_eq!(open_both(), (busy, busy));
    assert_eq!(open_both(), (busy, busy), "nor is it lost");
    edge_after(10_000);
    world::let_go();
    assert!(is_closed() && !bell.is_hung());
    assert_eq!(open_both(), (Ok(()), Ok(())));
}
