//! Pins, interrupts, ticks, pulses and samples on the mock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use board_support::{BoardError, Edge, I2sWires, Pin, Platform};
use class_audio::{AudioError, Channels, Depth, Format, SamplePath};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{InputPin, OutputPin};
use embedded_hal::pwm::SetDutyCycle;
use platform_ffi::{Fault, Ffi};
use platform_ffi_mock::alone;

const LED: Pin = Pin::gpio(25);
const INT: Pin = Pin::gpio(6);
const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(26),
    ws: Pin::gpio(27),
    dout: Pin::gpio(28),
};
const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// Counts its calls, and that it was dropped.
struct Counter(Arc<AtomicU32>);

impl Drop for Counter {
    fn drop(&mut self) {
        self.0.fetch_add(1_000_000, Ordering::Relaxed);
    }
}

fn counter() -> (Arc<AtomicU32>, Counter) {
    let count = Arc::new(AtomicU32::new(0));
    (count.clone(), Counter(count))
}

fn counted(counter: Counter) -> board_support::Handler {
    Box::new(move |_| {
        counter.0.fetch_add(1, Ordering::Relaxed);
    })
}

fn of(count: &AtomicU32) -> u32 {
    count.load(Ordering::Relaxed)
}

#[test]
fn a_pin_is_driven_until_it_is_dropped() {
    let mock = alone();
    let mut led = Ffi::output(LED, true).expect("a pin");
    assert_eq!(mock.pin(25), Some(true));
    led.set_low().expect("driven");
    assert_eq!(mock.pin(25), Some(false));
    assert_eq!(Ffi::output(LED, true).err(), Some(BoardError::Busy));
    assert_eq!(Ffi::input(LED).err(), Some(BoardError::Busy));
    assert_eq!(mock.pin(25), Some(false));
    drop(led);
    assert_eq!((mock.pin(25), mock.violations()), (None, 0));
    let none = Pin::port('P', 15);
    drop(Ffi::output(none, true).expect("the last there can be"));
}

#[test]
fn a_pin_is_read_and_interrupts() {
    let mock = alone();
    let mut line = Ffi::input(INT).expect("a pin");
    let (count, handler) = counter();
    let interrupt = Ffi::on_edge(INT, Edge::Falling, counted(handler)).expect("beside it");
    assert_eq!(line.is_high(), Ok(true));
    mock.drive(6, false);
    mock.drive(6, true);
    mock.drive(6, false);
    assert_eq!((line.is_low(), of(&count)), (Ok(true), 2));
    let (_, second) = counter();
    let refused = Ffi::on_edge(INT, Edge::Both, counted(second)).err();
    assert_eq!(refused, Some(BoardError::Busy));
    drop(line);
    mock.drive(6, true);
    mock.drive(6, false);
    assert_eq!(of(&count), 3);
    drop(interrupt);
    assert_eq!((of(&count), mock.pin(6)), (1_000_003, None));
    assert_eq!((mock.contexts(), mock.violations()), (0, 0));
}

#[test]
fn a_handler_has_the_time_and_is_dropped_when_refused() {
    let mock = alone();
    let times = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = times.clone();
    let before = Ffi::now_us();
    let tell = move |now| seen.lock().expect("no poison").push(now);
    let ticker = Ffi::every(0, Box::new(tell)).expect("a ticker");
    assert_eq!(mock.tick(), 1);
    Ffi::delay().delay_ms(2_001);
    assert_eq!(mock.tick(), 1);
    drop(ticker);
    assert_eq!(mock.tick(), 0);
    let times = times.lock().expect("no poison");
    assert!(before < times[0] && times[1] >= times[0] + 2_001_000);
    let (count, handler) = counter();
    mock.fail_at(1, 7);
    let refused = Ffi::every(1, counted(handler)).err();
    assert_eq!(refused, Some(BoardError::NoResources("timers")));
    assert_eq!((of(&count), mock.contexts()), (1_000_000, 0));
}

#[test]
fn pulses_have_a_width() {
    let mock = alone();
    let mut light = Ffi::pwm(LED, 1_000).expect("pulses");
    assert_eq!((mock.duty(25), light.max_duty_cycle()), (Some(0), 1_000));
    light.set_duty_cycle_percent(50).expect("a width");
    assert_eq!(mock.duty(25), Some(500));
    light.set_duty_cycle(9_999).expect("the widest");
    assert_eq!(mock.duty(25), Some(1_000));
    mock.fail_at(1, -3);
    assert_eq!(light.set_duty_cycle(1), Err(Fault::Driver(-3)));
    drop(light);
    assert_eq!((mock.duty(25), mock.violations()), (None, 0));
}

#[test]
fn samples_flow_from_start_to_stop() {
    let mock = alone();
    let feed = Box::new(|half: &mut [u8]| half.fill(2));
    let mut path = Ffi::samples(&I2S, feed).expect("a path");
    assert_eq!(mock.play(), None);
    path.configure(CD).expect("a format");
    path.start().expect("it runs");
    path.start().expect("harmless");
    assert_eq!(mock.play(), Some(128));
    path.stop().expect("it stops");
    path.stop().expect("harmless");
    assert_eq!(mock.play(), None);
    let deep = Format {
        depth: Depth::Bits24,
        ..CD
    };
    let fast = Format {
        rate_hz: 400_000,
        ..CD
    };
    let refused = [path.configure(deep), path.configure(fast)];
    let refused = refused.map(|result| result.map_err(AudioError::from));
    assert_eq!(refused, [Err(AudioError::Depth), Err(AudioError::Rate)]);
    let again = Ffi::samples(&I2S, Box::new(|_| ())).err();
    assert_eq!(again, Some(BoardError::Busy));
    path.start().expect("it runs");
    drop(path);
    assert_eq!((mock.open_handles(), mock.violations()), (0, 0));
}
