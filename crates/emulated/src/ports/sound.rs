//! The audio port: every byte that the codec gets, and every frame.

use std::time::Instant;

use emulated_suite::Fault;
use tools::Failure;

use super::log::{self, Transaction};
use super::{FLASH, Ports, compare, judge, told};
use crate::run::{Ending, LIMIT};

/// QEMU's codec. Its model calls a function that this machine does not set
/// when sound is due; so none is due in any run.
const CODEC: [&str; 4] = [
    "-device",
    "wm8750,bus=i2c,address=0x1a,audiodev=none",
    "-audiodev",
    "none,id=none,timer-period=4000000000",
];

/// The codec's address.
const ADDRESS: u8 = 0x1A;
/// The register that sends a frame, of the device `i2s`.
const TRANSMIT: u32 = 0x010;

/// Muted, and powered down.
const DOWN: [[u8; 2]; 3] = [[0x0A, 0x08], [0x34, 0x00], [0x32, 0x01]];
/// Set up for 24 bits, which the way of samples refuses afterwards.
const SET_UP: [[u8; 2]; 12] = [
    [0x1E, 0x00],
    [0x0A, 0x08],
    [0x0E, 0x02],
    [0x10, 0x00],
    [0x45, 0x50],
    [0x4B, 0x50],
    [0x14, 0x00],
    [0x17, 0x00],
    [0x04, 0x79],
    [0x07, 0x79],
    [0x50, 0x79],
    [0x53, 0x79],
];
/// Powered up, at the volume 128, and then not muted.
const UP: [[u8; 2]; 6] = [
    [0x33, 0xC0],
    [0x32, 0xC0],
    [0x35, 0xE0],
    [0x14, 0x80],
    [0x17, 0x80],
    [0x0A, 0x00],
];
/// The volume 200.
const VOLUME: [[u8; 2]; 2] = [[0x14, 0xC8], [0x17, 0xC8]];
/// Muted, as the first part of an end.
const MUTED: [u8; 2] = [0x0A, 0x08];

/// What was played: the left sample in the upper half.
const FRAMES: [u32; 4] = [0x0001_0002, 0x0003_0004, 0x0005_0006, 0x0007_8008];

/// Everything that is sent to the codec.
fn expected() -> Vec<Transaction> {
    let mut refused = SET_UP;
    // 24 bits instead of 16.
    refused[2] = [0x0E, 0x0A];
    let all = refused
        .iter()
        .chain([&MUTED])
        .chain(&DOWN)
        .chain(&SET_UP)
        .chain(&UP)
        .chain(&VOLUME)
        .chain([&MUTED])
        .chain(&DOWN);
    all.map(|bytes| (ADDRESS, bytes.to_vec())).collect()
}

pub(super) fn check(ports: &mut Ports<'_>) -> Result<(), Failure> {
    play(ports, "sound", false)?;
    play(ports, "sound_seeded", true)?;
    absent(ports)
}

fn play(ports: &mut Ports<'_>, scenario: &str, is_seeded: bool) -> Result<(), Failure> {
    let run = ports.image(scenario, &CODEC)?.with(&log::ARGS);
    let begin = Instant::now();
    let ending = run.run(LIMIT)?;
    told(scenario, &CODEC, ending, begin);
    judge(scenario, &run, ending, Ending::Status(0))?;
    let log = log::read(&run)?;
    let sent = log::transactions(&log);
    compare("sent to the codec", &sent, &expected(), is_seeded)?;
    let frames = log::written(&log, "i2s", TRANSMIT);
    let heard: Vec<u32> = frames.into_iter().filter(|frame| *frame != 0).collect();
    compare("frames", &heard, &FRAMES.to_vec(), false)?;
    println!(
        "{:<24} {} transactions, {} frames",
        "",
        sent.len(),
        heard.len()
    );
    Ok(())
}

/// Nobody there: the port says so by name, nobody was sent anything, and the
/// flash beside it works.
fn absent(ports: &mut Ports<'_>) -> Result<(), Failure> {
    let run = ports.image("sound_absent", FLASH)?.with(&log::ARGS);
    let begin = Instant::now();
    let ending = run.run(LIMIT)?;
    told("sound_absent", FLASH, ending, begin);
    judge("sound_absent", &run, ending, Ending::Status(0))?;
    let sent = log::transactions(&log::read(&run)?);
    compare("sent to nobody", &sent, &Vec::new(), false)?;
    let failed = Ending::Status(i32::from(Fault::Answer.status()));
    ports.check("sound_absent", &CODEC, failed)
}
