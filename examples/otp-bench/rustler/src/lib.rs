//! The NIFs of `otp-bench` as rustler's users write them.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustler::types::list::ListIterator;
use rustler::{Atom, Error, NifMap, NifRecord, NifResult, Resource, ResourceArc, Term};

mod atoms {
    rustler::atoms! { ok, touch, width, height, rotation, inverted, speed_hz }
}

#[rustler::nif]
fn noop() -> Atom {
    atoms::ok()
}

const EVENTS: usize = 64;

#[derive(Clone, Copy, NifRecord)]
#[tag = "touch"]
struct Event {
    x: u16,
    y: u16,
    pressure: u8,
    time_us: u64,
}

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

#[rustler::nif]
fn events() -> &'static [Event] {
    static STROKE: [Event; EVENTS] = stroke();
    black_box(&STROKE)
}

#[derive(NifMap)]
struct Settings {
    width: u16,
    height: u16,
    rotation: u16,
    inverted: bool,
    speed_hz: u32,
}

impl Settings {
    fn sum(&self) -> u64 {
        let inverted = u64::from(self.inverted);
        let rest = [self.width, self.height, self.rotation].map(u64::from);
        u64::from(self.speed_hz) + 2 * rest[0] + 3 * rest[1] + 5 * rest[2] + inverted
    }
}

/// Of an option that occurs twice the first counts.
#[derive(Default)]
struct Read {
    width: Option<u16>,
    height: Option<u16>,
    rotation: Option<u16>,
    inverted: Option<bool>,
    speed_hz: Option<u32>,
}

impl Read {
    fn add(&mut self, name: Atom, value: Term<'_>) -> NifResult<()> {
        if name == atoms::width() {
            set(&mut self.width, value)
        } else if name == atoms::height() {
            set(&mut self.height, value)
        } else if name == atoms::rotation() {
            set(&mut self.rotation, value)
        } else if name == atoms::inverted() {
            set(&mut self.inverted, value)
        } else if name == atoms::speed_hz() {
            set(&mut self.speed_hz, value)
        } else {
            Err(Error::BadArg)
        }
    }

    fn finish(self) -> Option<Settings> {
        Some(Settings {
            width: self.width?,
            height: self.height?,
            rotation: self.rotation?,
            inverted: self.inverted?,
            speed_hz: self.speed_hz?,
        })
    }
}

fn set<'a, T: rustler::Decoder<'a>>(into: &mut Option<T>, value: Term<'a>) -> NifResult<()> {
    if into.is_none() {
        *into = Some(value.decode()?);
    }
    Ok(())
}

#[rustler::nif]
fn options(list: ListIterator<'_>) -> NifResult<u64> {
    let mut read = Read::default();
    for option in list {
        let (name, value) = option.decode::<(Atom, Term)>()?;
        read.add(name, value)?;
    }
    read.finish()
        .map(|settings| settings.sum())
        .ok_or(Error::BadArg)
}

/// As rustler reads maps: it lets names pass that it does not know.
#[rustler::nif]
fn options_map(settings: Settings) -> u64 {
    settings.sum()
}

struct Cell {
    number: u32,
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

impl Drop for Cell {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

#[rustler::resource_impl]
impl Resource for Cell {}

#[rustler::nif]
fn new(number: u32) -> ResourceArc<Cell> {
    ResourceArc::new(Cell { number })
}

#[rustler::nif]
fn get(cell: ResourceArc<Cell>) -> u32 {
    cell.number
}

#[rustler::nif]
fn dropped() -> usize {
    DROPPED.load(Ordering::Relaxed)
}

rustler::init!("bench_rustler");
