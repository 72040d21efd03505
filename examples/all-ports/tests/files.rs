//! What is left is what went in, by a reckoning that knows no port.

mod common;

use std::fs;

use common::{SIGNATURE, all_ports, background, heights, place, strokes};
use example_testing::{Heard, Picture};

/// A sound of which no two samples near each other are the same.
fn sound(frames: usize) -> Heard {
    let sample = |nth: usize| {
        let nth = nth as i64 + 1;
        let loud = nth % 9_001 * 3;
        (nth * nth * 1_103_515_245 % (2 * loud + 1) - loud) as i32 | 1
    };
    Heard {
        rate_hz: 44_100,
        bits: 16,
        channels: 2,
        samples: (0..2 * frames).map(sample).collect(),
    }
}

fn chord() -> Vec<i32> {
    let chord = tone::Sound::chord();
    let samples = chord.bytes.chunks_exact(2);
    samples
        .map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]]).into())
        .collect()
}

#[test]
fn without_options_a_signature_and_a_chord() {
    let at = place("default");
    let ran = all_ports(&at, &[], &[]);
    ran.expect_success();
    assert_eq!(ran.line("touch"), "2374 events, 4 strokes");
    assert_eq!(ran.line("audio"), "110250 frames, late: never");

    let heard = Heard::read(&at.join("speaker.wav"));
    assert_eq!(heard.find(&chord()), Ok(0));
    assert_eq!((heard.rate_hz, heard.bits, heard.channels), (44_100, 16, 2));

    let mut expected = background(&heights(&chord()));
    strokes(&mut expected, SIGNATURE);
    let shown = Picture::read(&at.join("panel.png"));
    assert_eq!(shown.difference(&expected), None);

    // And a pixel that differs would be seen, and a finger of another colour.
    let mut wrong = expected.clone();
    wrong.pixels[100 * 320 + 50] ^= 1;
    let found = shown.difference(&wrong).expect("a difference");
    assert_eq!((found.count, found.x, found.y), (1, 50, 100));
    let mut without = background(&heights(&chord()));
    strokes(&mut without, &SIGNATURE.replace(",1,", ",0,"));
    assert!(shown.difference(&without).is_some());
}

#[test]
fn another_trace_and_another_sound() {
    let at = place("other");
    let sent = sound(30_000);
    sent.write(&at.join("sent.wav"));
    let rows = [
        "time_us,kind,id,x,y,pressure",
        "0,down,0,0,0,255",
        "9000,move,0,479,319,10",
        "9000,down,5,470,10,90",
        "18000,move,0,300,310,200",
        "18001,move,5,3,300,1",
        "27000,up,0,299,150,0",
        "27001,up,5,100,150,255",
        "30000,down,0,240,160,128",
        "",
    ];
    let csv = rows.join("\n");
    fs::write(at.join("fingers.csv"), &csv).expect("written");
    let args = [
        "--trace",
        "fingers.csv",
        "--wav",
        "sent.wav",
        "--out",
        "out",
    ];
    let ran = all_ports(&at, &args, &[]);
    ran.expect_success();
    assert_eq!(ran.line("touch"), "8 events, 3 strokes");

    let heard = Heard::read(&at.join("out/speaker.wav"));
    assert_eq!(heard.find(&sent.samples), Ok(0));
    let mut wrong = sent.samples.clone();
    wrong[54_321] += 1;
    assert_eq!(heard.find(&wrong), Err(54_321));

    let mut expected = background(&heights(&sent.samples));
    strokes(&mut expected, &csv);
    let shown = Picture::read(&at.join("out/panel.png"));
    assert_eq!(shown.difference(&expected), None);
    // Any event less is another picture.
    for missing in 1..rows.len() - 1 {
        let others = rows.iter().enumerate().filter(|(nth, _)| *nth != missing);
        let others: Vec<&str> = others.map(|(_, row)| *row).collect();
        let mut picture = background(&heights(&sent.samples));
        strokes(&mut picture, &others.join("\n"));
        assert!(shown.difference(&picture).is_some(), "{}", rows[missing]);
    }
}
