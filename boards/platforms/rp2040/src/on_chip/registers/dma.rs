//! Two DMA channels that play two halves in turn into a state machine.

use core::ptr;
use core::sync::atomic::AtomicU32;

use super::Block;

/// Words of a half.
pub(in super::super) const HALF: usize = 256;

/// A half that is played.
pub(in super::super) type Half = [AtomicU32; HALF];

const DMA: usize = 0x5000_0000;
const CHANNEL: usize = 0x40;
// Registers of a channel (datasheet, 2.5.7).
const READ_ADDR: usize = 0x00;
const WRITE_ADDR: usize = 0x04;
const TRANS_COUNT: usize = 0x08;
const CTRL_TRIG: usize = 0x0c;
/// `CTRL`, without starting.
const AL1_CTRL: usize = 0x10;
// Registers of all channels.
const INTE0: usize = 0x404;
const INTS0: usize = 0x40c;
const CHAN_ABORT: usize = 0x444;

/// `CTRL`: enabled, words, the read address counts up, no wrapping.
const CTRL: u32 = 1 | 2 << 2 | 1 << 4;
const CHAIN_TO: u32 = 11;
/// `CTRL`: paced by what state machine 0 of PIO 0 takes, number 0.
const TREQ_SEL: u32 = 15;
const TREQ_PIO0_TX0: u32 = 0;
const BUSY: u32 = 1 << 24;
/// Both channels, as bits.
const BOTH: u32 = 3;
/// The FIFO of state machine 0 of PIO 0.
const TXF0: usize = 0x5020_0010;

/// Looks at a channel that is aborted: more than its last transfer can take.
const LOOKS: u32 = 1_000;

fn read(offset: usize) -> u32 {
    let register = ptr::with_exposed_provenance::<u32>(DMA + offset);
    // SAFETY: a register of the DMA block, aligned; reading changes no memory.
    unsafe { register.read_volatile() }
}

fn write(offset: usize, value: u32) {
    let register = ptr::with_exposed_provenance_mut::<u32>(DMA + offset);
    // SAFETY: a register of the DMA block, aligned. Channels are given the
    // FIFO, which is no memory, to write to, and a half, which is played for
    // ever and made of atomics, to read; so no write changes memory.
    unsafe { register.write_volatile(value) }
}

/// Address of a half. Its words are atomics, for what plays them is no thread.
fn address(half: &'static Half) -> u32 {
    ptr::from_ref(half).expose_provenance() as u32
}

/// Plays the first half, then both in turn. Each end is an interrupt, after
/// which the half is to be [armed](rearm) again.
pub(in super::super) fn start(halves: [&'static Half; 2]) {
    for (nth, half) in halves.into_iter().enumerate() {
        let channel = nth * CHANNEL;
        let next = 1 - nth as u32;
        write(channel + READ_ADDR, address(half));
        write(channel + WRITE_ADDR, TXF0 as u32);
        write(channel + TRANS_COUNT, HALF as u32);
        let ctrl = CTRL | next << CHAIN_TO | TREQ_PIO0_TX0 << TREQ_SEL;
        write(channel + AL1_CTRL, ctrl);
    }
    write(INTS0, BOTH);
    write(INTE0, BOTH);
    write(CTRL_TRIG, read(AL1_CTRL));
}

/// Which halves have been played since they were last asked for.
pub(in super::super) fn played() -> [bool; 2] {
    let bits = read(INTS0) & BOTH;
    write(INTS0, bits);
    [bits & 1 != 0, bits & 2 != 0]
}

/// Lets the channel begin at the start of its half, when its turn comes.
pub(in super::super) fn rearm(nth: usize, half: &'static Half) {
    write((nth & 1) * CHANNEL + READ_ADDR, address(half));
}

/// Stops both. No interrupt of theirs comes any more.
pub(in super::super) fn stop() {
    write(INTE0, 0);
    for channel in [0, CHANNEL] {
        // Not chained, so that the end of one does not start the other.
        write(channel + AL1_CTRL, 0);
    }
    write(CHAN_ABORT, BOTH);
    let is_busy = || {
        [0, CHANNEL]
            .iter()
            .any(|channel| read(channel + AL1_CTRL) & BUSY != 0)
    };
    let mut looks = 0;
    while looks < LOOKS && is_busy() {
        looks += 1;
    }
    // An abort may look like an end (erratum RP2040-E13).
    write(INTS0, BOTH);
}

const _: () = assert!(Block::PIO.base + 0x10 == TXF0);
