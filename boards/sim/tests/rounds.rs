//! Thousands of openings and closings in constant memory.
//!
//! Alone in its program: other tests would be measured with it.
#![cfg(target_os = "linux")]

mod common;

use board_sim::{AudioDevice, AudioSetup, FlashDevice, FlashSetup, SimDevice};
use class_audio::{Channels, Depth, Format, Playback};
use class_spi::{BitOrder, MODE_0, SpiConfig, SpiQueue};
use class_touch::TouchStream;
use common::{BLANK, Rung, slow};

/// Resident pages of this process.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let field = statm.split(' ').nth(1).expect("the second field");
    field.parse().expect("a number of pages")
}

#[test]
fn ten_thousand_rounds_in_constant_memory() {
    static PANEL: SimDevice<8> = SimDevice::new();
    let round = |n: u32| {
        let rung = Rung::default();
        let mut touch = PANEL.open(slow(), rung.clone()).expect("opens");
        while n.is_multiple_of(2) && touch.drain(&mut [BLANK; 8]) == 0 {
            std::thread::yield_now();
        }
        drop(touch);
        assert!(rung.times() <= 1);
    };
    (0..1_000).for_each(round);
    let before = resident();
    (0..10_000).for_each(round);
    let grown = resident().saturating_sub(before);
    assert!(grown < 128, "{grown} pages more after 10,000 rounds");
    sounds_and_flashes();
}

/// The other parts with threads, a thousand times each.
fn sounds_and_flashes() {
    static AUDIO: AudioDevice<1024> = AudioDevice::new();
    static FLASH: FlashDevice = FlashDevice::new();
    let format = Format {
        rate_hz: 8_000,
        depth: Depth::Bits16,
        channels: Channels::Mono,
    };
    let config = SpiConfig {
        clock_hz: 1,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    let round = |n: u32| {
        let setup = AudioSetup::default();
        let mut audio = AUDIO
            .open(setup, format, 0, Rung::default())
            .expect("opens");
        assert_eq!(audio.write(&[1; 64]), 64);
        let setup = FlashSetup::default();
        let mut flash = FLASH.open(setup, config, Rung::default()).expect("opens");
        assert_eq!(flash.submit(n, &[0x9F], 3), Ok(()));
    };
    (0..100).for_each(round);
    let before = resident();
    (0..1_000).for_each(round);
    let grown = resident().saturating_sub(before);
    assert!(grown < 128, "{grown} pages more after 1,000 rounds");
}
