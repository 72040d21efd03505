//! NIFs beside the same in C and with rustler, on Erlang/OTP.
//!
//! `../c/bench_c.c` and `../rustler` do what these do. `just otp-bench` compares what they answer,
//! then what they cost. The port that is compared with one in C is `../examples/otp_bench_port.rs`.
#![forbid(unsafe_code)]

#[path = "../../atomvm-bench/src/settings.rs"]
mod settings;

use std::hint::black_box;

use avm_nif::{Raise, nif};
use avm_resource::{Counters, Resource, ResourceArc, ResourceRef};
use avm_term::{IntoTerm, List};
use settings::Settings;

/// `noop()`: `ok`.
#[nif]
fn noop() {}

const EVENTS: usize = 64;

/// `{touch, X, Y, Pressure, TimeUs}`.
#[derive(Clone, Copy, Debug, IntoTerm)]
#[avm(tag = "touch")]
struct Event {
    x: u16,
    y: u16,
    pressure: u8,
    time_us: u64,
}

/// The points of a stroke.
const fn stroke() -> [Event; EVENTS] {
    let mut events = [Event {
        x: 100,
        y: 200,
        pressure: 40,
        time_us: 1_000,
    }; EVENTS];
    let mut at = 0;
    while at < EVENTS {
        events[at].x += at as u16;
        events[at].y += at as u16 / 2;
        events[at].pressure += at as u8;
        events[at].time_us += at as u64 * 1_000;
        at += 1;
    }
    events
}

/// `events()`: a list of 64 tuples.
#[nif]
fn events() -> List<'static, Event> {
    static STROKE: [Event; EVENTS] = stroke();
    // Or the compiler would know them.
    List(black_box(&STROKE))
}

/// `options(Proplist)`: what was read.
#[nif]
fn options(settings: Settings) -> u64 {
    settings.sum()
}

/// `options_map(Map)`: what was read.
#[nif]
fn options_map(settings: Settings) -> u64 {
    settings.sum()
}

/// A resource that holds a number.
#[derive(Debug)]
struct Cell {
    number: u32,
}

static CELLS: Counters = Counters::new();

impl Resource for Cell {
    const NAME: &'static str = "cell";

    fn counters() -> &'static Counters {
        &CELLS
    }
}

/// `new(Number)`: a resource.
#[nif]
fn new(number: u32) -> Result<ResourceArc<Cell>, Raise> {
    Ok(ResourceArc::try_new(Cell { number })?)
}

/// `get(Resource)`: its number.
#[nif]
fn get(cell: ResourceRef<'_, Cell>) -> u32 {
    cell.number
}

/// `dropped()`: how many resources are no more.
#[nif]
fn dropped() -> usize {
    CELLS.counts().dropped
}

vm_otp::nif_library!(
    "bench_ours",
    [noop, events, options, options_map, new, get, dropped]
);
