//! What is seen and heard under `SIM_OUT`, by a reckoning that knows no port.

use example_testing::{Heard, Picture};

use crate::trace::{self, Row};
use crate::vm::{Program, Vm, vm};

/// The first of the pixels that the program copies.
fn pixels(count: u32) -> Vec<u16> {
    let pixel = |n: u32| u16::try_from(n * 40_503 % 65_536).expect("sixteen bits");
    (1..=count).map(pixel).collect()
}

/// What `display_picture` draws, on a picture of this size.
fn picture(width: i32, height: i32) -> Picture {
    let mut picture = Picture::new(width as usize, height as usize, 0x10_20_30);
    picture.rect([20, 30], [50, 60], 0xFF_80_40);
    picture.rect([0, 0], [15, 15], 0x00_FF_00);
    picture.rect([width - 5, height - 7], [5, 7], 0x00_00_FF);
    picture.blit([100, 40], 32, &pixels(32 * 64));
    picture.blit([-3, height - 4], 8, &pixels(64));
    picture.blit([width - 4, -3], 8, &pixels(64));
    picture.text([60, 150], "Hi", 0xFF_FF_FF);
    picture.text([60, 170], "\u{c4}", 0xFF_FF_FF);
    picture.text([-4, 200], "H", 0xFF_00_00);
    picture.text([width - 6, 200], "H", 0xFF_00_00);
    picture
}

fn shows(vm: &Vm, [turns, end]: [&str; 2], width: i32, height: i32) {
    let run = vm.run(Program {
        defines: &[("ORIENTATION", turns), ("END", end)],
        ..Program::new("display_picture")
    });
    run.assert_transcript("close = ok\n");
    let mut seen = Picture::read(&run.folder.join("out/panel.png"));
    assert_eq!(seen.difference(&picture(width, height)), None, "{turns}");
    // And one pixel that differs would be seen.
    seen.set(77, 33, 0xFFFF);
    assert!(seen.difference(&picture(width, height)).is_some());
}

#[test]
fn the_picture_is_what_was_drawn() {
    let Some(vm) = vm() else { return };
    shows(vm, ["0", "close"], 240, 320);
    shows(vm, ["1", "kill"], 320, 240);
    shows(vm, ["3", "leave"], 320, 240);
}

/// What `audio_sound` plays once.
fn samples(bits: u32) -> Vec<i32> {
    let sample = |n: i32| (n * 40_503 % 65_536 - 32_768) << (bits - 16);
    (1..=12_000).map(sample).collect()
}

/// A sample at a volume: the codec's register is -95.5 dB at 0, and half a dB a step.
fn heard(sample: i32, volume: u8, bits: u32) -> i32 {
    let decibel = f64::from(volume) / 2.0 - 95.5;
    let most = 2_f64.powi(bits as i32 - 1);
    let loud = f64::from(sample) * 10_f64.powf(decibel / 20.0);
    loud.round().clamp(-most, most - 1.0) as i32
}

#[test]
fn the_sound_is_what_was_played() {
    let Some(vm) = vm() else { return };
    for (bits, channels, end) in [
        (16, 2, "close"),
        (24, 1, "kill"),
        (32, 2, "leave"),
        (16, 1, "close"),
    ] {
        let volumes = [191, 128, 255, 64];
        let run = vm.run(Program {
            defines: &[
                ("DEPTH", &bits.to_string()),
                ("CHANNELS", &channels.to_string()),
                ("VOLUMES", &format!("{volumes:?}")),
                ("END", end),
            ],
            speed: "0",
            ..Program::new("audio_sound")
        });
        let frames = volumes.len() * 12_000 / channels;
        run.assert_transcript(&format!("played = {{{frames},0}}\nclose = ok\n"));
        let sound = Heard::read(&run.folder.join("out/speaker.wav"));
        let (rate, depth) = (sound.rate_hz, u32::from(sound.bits));
        assert_eq!(
            (rate, depth, sound.channels as usize),
            (32_000, bits, channels)
        );
        let expected: Vec<i32> = volumes
            .iter()
            .flat_map(|volume| {
                samples(bits)
                    .into_iter()
                    .map(|sample| heard(sample, *volume, bits))
            })
            .collect();
        assert_eq!(sound.find(&expected), Ok(0), "{bits} {channels}");
    }
}

/// Where a display of 240 by 320, turned so, has what a touch panel of 480 by 320 has at a place.
fn on_display(row: &Row, turns: u8) -> (u16, u16) {
    let scaled = |place: u16, from: f64, to: f64| {
        let exact = f64::from(place) * (to - 1.0) / (from - 1.0);
        exact.round() as u16
    };
    let (x, y) = (scaled(row.x, 480.0, 240.0), scaled(row.y, 320.0, 320.0));
    match turns {
        0 => (x, y),
        1 => (y, 239 - x),
        2 => (239 - x, 319 - y),
        _ => (319 - y, x),
    }
}

#[test]
fn touch_is_scaled_to_a_display_that_may_be_closed() {
    let Some(vm) = vm() else { return };
    for (turns, held) in [(0, "open"), (1, "closed"), (2, "open"), (3, "closed")] {
        let mut trace = trace::two_fingers(21 + u64::from(turns), 200, 1_000);
        let (text, events) = (trace::csv(&trace), trace.len().to_string());
        let run = vm.run(Program {
            module: "touch_display",
            defines: &[
                ("EVENTS", &events),
                ("ORIENTATION", &turns.to_string()),
                ("DISPLAY", held),
            ],
            trace: Some(&text),
            speed: "0",
        });
        for row in &mut trace {
            (row.x, row.y) = on_display(row, turns);
        }
        let rows: String = trace.iter().map(|row| row.text() + "\n").collect();
        let foreign = "foreign = [{error,bad_resource}]\n";
        run.assert_transcript(&format!("{foreign}{rows}close = ok\nconfig = {turns}\n"));
    }
}

/// Samples at a pace that no port keeps up with: what is late is silence, and counted.
#[test]
fn what_is_late_is_told_and_counted() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program {
        speed: "500",
        ..Program::new("audio_underrun")
    });
    run.assert_transcript("play = ok\nunderrun = true\ncounts_agree = true\nstop = ok\n");
}
