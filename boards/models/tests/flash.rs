//! The flash as a master sees it, instruction by instruction.

use board_models::{FlashComplaint, SimClock, SimSpi, SpiSettings, W25q80};
use embedded_hal::spi::{MODE_0, MODE_1, MODE_2, MODE_3, Mode, Operation, SpiDevice};
use proptest::prelude::*;

const PAGE_NS: u64 = 700_000;

fn bus(part: W25q80, clock_hz: u32, mode: Mode) -> SimSpi<W25q80> {
    let settings = SpiSettings {
        clock_hz,
        mode,
        gap_ns: 1_000,
    };
    SimSpi::new(part, settings, SimClock::new(), Vec::new())
}

fn flash() -> SimSpi<W25q80> {
    bus(W25q80::new(), 10_000_000, MODE_0)
}

fn send(flash: &mut SimSpi<W25q80>, bytes: &[u8]) {
    flash.write(bytes).expect("no faults");
}

fn ask<const LEN: usize>(flash: &mut SimSpi<W25q80>, bytes: &[u8]) -> [u8; LEN] {
    let mut answer = [0; LEN];
    let mut operations = [Operation::Write(bytes), Operation::Read(&mut answer)];
    flash.transaction(&mut operations).expect("no faults");
    answer
}

fn status(flash: &mut SimSpi<W25q80>) -> u8 {
    let [status] = ask(flash, &[0x05]);
    status
}

/// Polls BUSY, and gives how often it was seen.
fn wait(flash: &mut SimSpi<W25q80>) -> u32 {
    let mut polls = 0;
    while status(flash) & 1 == 1 {
        polls += 1;
        assert!(polls < 10_000_000, "busy for ever");
    }
    polls
}

fn at(code: u8, address: u32) -> Vec<u8> {
    let [_, high, middle, low] = address.to_be_bytes();
    vec![code, high, middle, low]
}

fn change(flash: &mut SimSpi<W25q80>, bytes: &[u8]) {
    send(flash, &[0x06]);
    send(flash, bytes);
    wait(flash);
}

fn program(flash: &mut SimSpi<W25q80>, address: u32, data: &[u8]) {
    change(flash, &[at(0x02, address).as_slice(), data].concat());
}

fn complaints(flash: &SimSpi<W25q80>) -> Vec<FlashComplaint> {
    flash.part(|part| part.complaints().first().to_vec())
}

#[test]
fn it_says_what_it_is() {
    let mut flash = flash();
    assert_eq!(ask(&mut flash, &[0x9F]), [0xEF, 0x40, 0x14]);
    assert_eq!(ask(&mut flash, &[0x90, 0, 0, 0]), [0xEF, 0x13]);
    assert_eq!(ask(&mut flash, &[0x90, 0, 0, 1]), [0x13, 0xEF]);
    assert_eq!(ask(&mut flash, &[0xAB, 0, 0, 0]), [0x13]);
    assert_eq!((status(&mut flash), complaints(&flash)), (0, vec![]));
}

#[test]
fn both_reads_run_over_the_end_to_the_beginning() {
    let contents = (0..W25q80::SIZE).map(|n| (n % 251) as u8).collect();
    let mut flash = bus(W25q80::with_contents(contents), 10_000_000, MODE_3);
    let byte = |address: u32| (address % 251) as u8;
    assert_eq!(ask(&mut flash, &at(0x03, 300)), [300, 301, 302].map(byte));
    let fast = [at(0x0B, W25q80::SIZE - 1), vec![0]].concat();
    let last = byte(W25q80::SIZE - 1);
    assert_eq!(ask(&mut flash, &fast), [last, 0, 1]);
    assert_eq!(complaints(&flash), []);
}

#[test]
fn a_program_needs_the_latch_and_takes_its_time() {
    let mut flash = flash();
    send(&mut flash, &[0x06]);
    assert_eq!(status(&mut flash), 0x02);
    let before = flash.clock().now_ns();
    send(&mut flash, &[0x02, 0, 1, 0, 0xA5]);
    assert_eq!(status(&mut flash), 0x03);
    assert!(wait(&mut flash) > 0);
    assert!(flash.clock().now_ns() - before >= PAGE_NS);
    assert_eq!(status(&mut flash), 0);
    assert_eq!(ask(&mut flash, &at(0x03, 0x100)), [0xA5, 0xFF]);
    assert_eq!(complaints(&flash), []);

    // The latch is down again, and can be put down.
    send(&mut flash, &[0x02, 0, 1, 0, 0]);
    send(&mut flash, &[0x06]);
    send(&mut flash, &[0x04]);
    send(&mut flash, &[0x20, 0, 1, 0]);
    assert_eq!(ask(&mut flash, &at(0x03, 0x100)), [0xA5, 0xFF]);
    let refused = [0x02, 0x20].map(FlashComplaint::NotEnabled);
    assert_eq!(complaints(&flash), refused);
}

#[test]
fn while_busy_it_answers_nothing_but_its_status() {
    let mut flash = flash();
    program(&mut flash, 0, &[0x11]);
    send(&mut flash, &[0x06]);
    send(&mut flash, &[0x20, 0, 0, 0]);
    assert_eq!(ask(&mut flash, &at(0x03, 0)), [0xFF]);
    send(&mut flash, &[0x06]);
    assert_eq!(ask(&mut flash, &[0x9F]), [0xFF; 3]);
    let busy = [0x03, 0x06, 0x9F].map(FlashComplaint::Busy);
    assert_eq!(complaints(&flash), busy);
    // A status that is read on and on sees the end.
    let mut seen = vec![0; 60_000];
    let mut operations = [Operation::Write(&[0x05]), Operation::Read(&mut seen)];
    flash.transaction(&mut operations).expect("no faults");
    assert_eq!((seen[0], seen[59_999]), (0x03, 0));
    assert_eq!(ask(&mut flash, &[0x9F]), [0xEF, 0x40, 0x14]);
}

#[test]
fn erases_take_their_block_and_no_more() {
    for (code, bytes) in [(0x20, 0x1000), (0x52, 0x8000), (0xD8, 0x1_0000)] {
        let part = W25q80::with_contents(vec![0; W25q80::SIZE as usize]);
        let mut flash = bus(part, 10_000_000, MODE_0);
        change(&mut flash, &at(code, 5 * bytes + 77));
        let erased = |n: u32| flash.part(|part| part.memory()[n as usize] == 0xFF);
        let edges = [5 * bytes - 1, 5 * bytes, 6 * bytes - 1, 6 * bytes].map(erased);
        assert_eq!(edges, [false, true, true, false], "{code:#x}");
        assert_eq!(complaints(&flash), []);
    }
    for code in [0xC7, 0x60] {
        let part = W25q80::with_contents(vec![0; W25q80::SIZE as usize]);
        let mut flash = bus(part, 10_000_000, MODE_0);
        change(&mut flash, &[code]);
        assert!(flash.part(|part| part.memory().iter().all(|byte| *byte == 0xFF)));
    }
}

#[test]
fn transactions_that_end_too_early_or_too_late_change_nothing() {
    let contents = vec![0x5A; W25q80::SIZE as usize];
    let mut flash = bus(W25q80::with_contents(contents.clone()), 1_000_000, MODE_0);
    let mut expected = Vec::new();
    let mut try_out = |instruction: u8, bytes: usize, is_long: bool| {
        send(&mut flash, &[0x06]);
        let mut transaction = vec![0; bytes];
        transaction[0] = instruction;
        send(&mut flash, &transaction);
        expected.push(match is_long {
            true => FlashComplaint::Long { instruction, bytes },
            false => FlashComplaint::Short { instruction, bytes },
        });
        assert_eq!(status(&mut flash), 0x02);
    };
    for erase in [0x20, 0x52, 0xD8] {
        (1..4).for_each(|bytes| try_out(erase, bytes, false));
        try_out(erase, 5, true);
    }
    (1..5).for_each(|bytes| try_out(0x02, bytes, false));
    (1..4).for_each(|bytes| try_out(0x03, bytes, false));
    try_out(0xC7, 2, true);
    try_out(0x04, 2, true);
    try_out(0xB9, 2, true);
    assert_eq!(complaints(&flash), expected);
    assert!(flash.part(|part| part.memory() == contents));
}

#[test]
fn powered_down_it_only_wakes_up() {
    let mut flash = flash();
    send(&mut flash, &[0xB9]);
    assert_eq!(ask(&mut flash, &[0x9F]), [0xFF; 3]);
    send(&mut flash, &[0x06]);
    send(&mut flash, &[0xAB]);
    assert_eq!(status(&mut flash), 0);
    let down = [0x9F, 0x06].map(FlashComplaint::PoweredDown);
    assert_eq!(complaints(&flash), down);
}

#[test]
fn modes_and_clocks_that_it_cannot_follow() {
    for mode in [MODE_1, MODE_2] {
        let mut flash = bus(W25q80::new(), 1_000_000, mode);
        assert_eq!(ask(&mut flash, &[0x9F]), [0xFF; 3]);
        assert_eq!(complaints(&flash), [FlashComplaint::Mode(mode)]);
    }
    let hz = 50_000_001;
    let mut flash = bus(W25q80::with_contents(vec![7]), hz, MODE_3);
    assert_eq!(ask(&mut flash, &at(0x03, 0)), [0xFF]);
    assert_eq!(ask(&mut flash, &[0x0B, 0, 0, 0, 0]), [7]);
    let mut faster = bus(W25q80::new(), 104_000_001, MODE_0);
    assert_eq!(ask(&mut faster, &[0x9F]), [0xFF; 3]);
    let slow = FlashComplaint::Clock {
        instruction: 0x03,
        hz,
    };
    assert_eq!(complaints(&flash), [slow]);
    assert_eq!(complaints(&faster).len(), 1);
}

#[test]
fn what_it_does_not_know_it_says() {
    let mut flash = flash();
    let known = [
        0x06, 0x04, 0x05, 0x35, 0x9F, 0x90, 0x03, 0x0B, 0x02, 0x20, 0x52, 0xD8, 0xC7, 0x60, 0xB9,
        0xAB,
    ];
    let unknown: Vec<u8> = (0..=255).filter(|code| !known.contains(code)).collect();
    for code in &unknown {
        assert_eq!(ask(&mut flash, &[*code]), [0xFF; 4]);
    }
    let count = flash.part(|part| part.complaints().count());
    assert_eq!(count, unknown.len());
    assert_eq!(complaints(&flash)[0], FlashComplaint::Unknown(0));
    assert_eq!(complaints(&flash)[0].to_string(), "no instruction 0x00");
    ask::<1>(&mut flash, &at(0x03, W25q80::SIZE));
    assert_eq!(flash.part(|part| part.complaints().count()), count + 1);
}

/// What a driver may do, with legal and illegal addresses.
#[derive(Debug, Clone)]
enum Step {
    Program(u32, Vec<u8>),
    Erase(u8, u32),
    Read(u32, usize),
}

fn steps() -> impl Strategy<Value = Step> {
    // Few pages, so that steps meet.
    let address = (0..4u32, 0..0x300u32).prop_map(|(high, low)| high << 15 | low);
    let data = prop::collection::vec(any::<u8>(), 1..600);
    prop_oneof![
        3 => (address.clone(), data).prop_map(|(at, data)| Step::Program(at, data)),
        1 => (prop::sample::select(&[0x20, 0x52, 0xD8][..]), address.clone())
            .prop_map(|(code, at)| Step::Erase(code, at)),
        2 => (address, 1..2_000usize).prop_map(|(at, len)| Step::Read(at, len)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Against the simplest flash that there can be.
    #[test]
    fn any_steps_come_out_as_in_a_plain_array(steps in prop::collection::vec(steps(), 1..12)) {
        let mut flash = flash();
        let mut plain = vec![0xFFu8; W25q80::SIZE as usize];
        for step in steps {
            match step {
                Step::Program(address, data) => {
                    program(&mut flash, address, &data);
                    let kept = data.len().saturating_sub(256);
                    for (nth, byte) in data.iter().enumerate().skip(kept) {
                        let place = (address as usize + nth) % 256;
                        plain[address as usize / 256 * 256 + place] &= byte;
                    }
                }
                Step::Erase(code, address) => {
                    change(&mut flash, &at(code, address));
                    let size = match code { 0x20 => 0x1000, 0x52 => 0x8000, _ => 0x1_0000 };
                    let start = address as usize & !(size - 1);
                    plain[start..start + size].fill(0xFF);
                }
                Step::Read(address, len) => {
                    let mut got = vec![0; len];
                    let head = at(0x03, address);
                    let mut operations = [Operation::Write(&head), Operation::Read(&mut got)];
                    flash.transaction(&mut operations).expect("no faults");
                    prop_assert_eq!(&got[..], &plain[address as usize..][..len]);
                }
            }
        }
        prop_assert!(flash.part(|part| part.memory() == plain));
        prop_assert_eq!(complaints(&flash), vec![]);
    }
}
