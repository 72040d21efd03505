//! The chip: its clocks, which are set once, its timers and its time.

use core::cell::RefCell;

use critical_section::Mutex;
use embedded_hal::delay::DelayNs;
use esp_hal::Blocking;
use esp_hal::clock::CpuClock;
use esp_hal::gpio::Io;
use esp_hal::interrupt::{InterruptHandler, Priority};
use esp_hal::time::Instant;
use esp_hal::timer::PeriodicTimer;
use esp_hal::timer::systimer::SystemTimer;

use super::{edges, samples, ticker};

/// A timer that interrupts.
pub(super) type Timer = PeriodicTimer<'static, Blocking>;

/// What is kept of the chip's peripherals.
struct Chip {
    /// Two for tickers, one for samples.
    timers: [Timer; 3],
    _io: Io<'static>,
}

static CHIP: Mutex<RefCell<Option<Chip>>> = Mutex::new(RefCell::new(None));

/// Sets the clocks, as fast as they go, unless they are set.
pub(super) fn start() {
    critical_section::with(|cs| {
        let mut chip = CHIP.borrow_ref_mut(cs);
        if chip.is_none() {
            *chip = Some(chip_that_runs());
        }
    });
}

fn chip_that_runs() -> Chip {
    let config = esp_hal::Config::default().with_cpu_clock(CpuClock::max());
    let peripherals = esp_hal::init(config);
    let system = SystemTimer::new(peripherals.SYSTIMER);
    let mut timers = [
        PeriodicTimer::new(system.alarm0),
        PeriodicTimer::new(system.alarm1),
        PeriodicTimer::new(system.alarm2),
    ];
    let handlers: [extern "C" fn(); 3] = [ticked_0, ticked_1, fed];
    for (timer, handler) in timers.iter_mut().zip(handlers) {
        timer.set_interrupt_handler(InterruptHandler::new(handler, Priority::Priority1));
    }
    let mut io = Io::new(peripherals.IO_MUX);
    io.set_interrupt_handler(InterruptHandler::new(edge, Priority::Priority1));
    Chip { timers, _io: io }
}

/// Does something with a timer: 0 and 1 are for tickers, 2 is for samples.
pub(super) fn with_timer<R>(nth: usize, work: impl FnOnce(&mut Timer) -> R) -> Option<R> {
    critical_section::with(|cs| {
        let mut chip = CHIP.borrow_ref_mut(cs);
        chip.as_mut()?.timers.get_mut(nth).map(work)
    })
}

extern "C" fn ticked_0() {
    with_timer(0, Timer::clear_interrupt);
    ticker::interrupted(0);
}

extern "C" fn ticked_1() {
    with_timer(1, Timer::clear_interrupt);
    ticker::interrupted(1);
}

extern "C" fn fed() {
    with_timer(samples::TIMER, Timer::clear_interrupt);
    samples::interrupted();
}

extern "C" fn edge() {
    edges::interrupted();
}

/// Microseconds since the start.
pub(super) fn now_us() -> u64 {
    Instant::now().duration_since_epoch().as_micros()
}

/// A way to wait: it looks at the time.
#[derive(Debug, Clone, Copy)]
pub struct Wait;

impl DelayNs for Wait {
    fn delay_ns(&mut self, ns: u32) {
        esp_hal::delay::Delay::new().delay_ns(ns);
    }
}
