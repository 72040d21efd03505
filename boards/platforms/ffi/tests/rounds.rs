//! Ten thousand rounds under a storm of interrupts, and a fault at every call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::{env, process, thread};

use board_support::{BoardError, Edge, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_audio::{Channels, Depth, Format, SamplePath};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use embedded_hal::i2c::I2c;
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::SpiDevice;
use platform_ffi::Ffi;
use platform_ffi_mock::{Mock, alone};

const BUS: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::gpio(4),
    scl: Pin::gpio(5),
    hz: 100_000,
};
const DEVICE: SpiWires = SpiWires {
    controller: 0,
    sck: Pin::gpio(10),
    mosi: Pin::gpio(11),
    miso: None,
    cs: Pin::gpio(9),
    max_hz: 1_000_000,
};
const STYLE: SpiConfig = SpiConfig {
    clock_hz: 1_000_000,
    mode: MODE_0,
    bit_order: BitOrder::MsbFirst,
};
const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(2)),
    bclk: Pin::gpio(26),
    ws: Pin::gpio(27),
    dout: Pin::gpio(28),
};
const CD: Format = Format {
    rate_hz: 48_000,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// What a handler may touch as long as it is there.
struct Alive {
    alive: Arc<AtomicBool>,
    calls: Arc<AtomicU64>,
}

impl Alive {
    /// Is there at its end too, however long it takes.
    fn touch(&self) {
        self.check();
        if self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(8) {
            thread::yield_now();
        }
        self.check();
    }

    /// A handler that runs after its drop has no other way to be seen.
    fn check(&self) {
        if !self.alive.load(Ordering::SeqCst) {
            eprintln!("a handler ran after its drop");
            process::abort();
        }
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.alive.store(false, Ordering::SeqCst);
    }
}

fn alive(calls: &Arc<AtomicU64>) -> Alive {
    let alive = Arc::new(AtomicBool::new(true));
    let calls = calls.clone();
    Alive { alive, calls }
}

/// Opens one of each, uses it and drops it.
fn round(calls: &Arc<AtomicU64>) -> Result<(), BoardError> {
    let (edge, tick, play) = (alive(calls), alive(calls), alive(calls));
    let mut bus = Ffi::i2c(&BUS)?;
    let other = Ffi::i2c(&BUS)?;
    let mut device = Ffi::spi(&DEVICE, STYLE)?;
    let reset = Ffi::output(Pin::gpio(15), true)?;
    let interrupt = Ffi::on_edge(Pin::gpio(6), Edge::Both, Box::new(move |_| edge.touch()))?;
    let ticker = Ffi::every(10, Box::new(move |_| tick.touch()))?;
    let mut light = Ffi::pwm(Pin::gpio(13), 1_000)?;
    let mut path = Ffi::samples(&I2S, Box::new(move |_| play.touch()))?;
    // What these say is not a matter of opening.
    let _ = path.configure(CD).and_then(|()| path.start());
    let _ = bus.write(0x38, &[0, 1]);
    let _ = device.write(&[1, 2, 3]);
    let _ = light.set_duty_cycle(3);
    drop((interrupt, bus, path, other, device, reset, ticker, light));
    Ok(())
}

fn at_rest(mock: &Mock) {
    assert_eq!((mock.open_handles(), mock.contexts()), (0, 0));
    assert_eq!(mock.violations(), 0);
    let driven: Vec<u16> = (0..256).filter(|pin| mock.pin(*pin).is_some()).collect();
    assert_eq!(driven, []);
}

/// Fewer under valgrind, by `ROUNDS`.
fn rounds() -> u32 {
    let told = env::var("ROUNDS").ok().and_then(|text| text.parse().ok());
    told.unwrap_or(10_000)
}

/// Set, a close does not wait for the handler that runs.
const FORGETS: &str = "FORGETS_TO_WAIT";

/// In a process of its own, because it ends by a signal.
#[test]
fn a_close_that_does_not_wait_is_seen() {
    let this = env::current_exe().expect("a test's own file");
    let seeded = process::Command::new(this)
        .args(["ten_thousand_rounds_in_a_storm", "--exact"])
        .env(FORGETS, "1")
        .env("ROUNDS", "10000")
        .output()
        .expect("the test runs");
    assert!(!seeded.status.success());
}

#[test]
fn ten_thousand_rounds_in_a_storm() {
    let mock = alone();
    let calls = Arc::new(AtomicU64::new(0));
    mock.forget_to_wait(env::var_os(FORGETS).is_some());
    mock.storm(true);
    let mut done = 0;
    while done < rounds() || calls.load(Ordering::Relaxed) == 0 {
        mock.set_register(0x38, 0, 0);
        round(&calls).expect("everything opens");
        done += 1;
        if done % 100 == 0 {
            // The log of SPI would fill up.
            at_rest(&mock);
            mock.storm(false);
            mock.clear_log();
            mock.storm(true);
        }
    }
    mock.storm(false);
    at_rest(&mock);
    println!(
        "{done} rounds, {} calls of handlers",
        calls.load(Ordering::Relaxed)
    );
}

#[test]
fn a_fault_at_every_call_leaves_nothing_open() {
    let mock = alone();
    let calls = Arc::new(AtomicU64::new(0));
    round(&calls).expect("everything opens");
    let points = mock.calls();
    for status in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 77, -1] {
        for point in 1..=points {
            mock.set_register(0x38, 0, 0);
            mock.fail_at(point, status);
            let _ = round(&calls);
            at_rest(&mock);
        }
        mock.clear_log();
    }
    round(&calls).expect("everything opens again");
    println!("{points} calls, each failing in twelve ways");
}

#[test]
fn two_threads_share_a_bus() {
    let mock = alone();
    mock.set_register(0x38, 0, 0);
    let open = || {
        for _ in 0..rounds().min(2_000) {
            let mut bus = Ffi::i2c(&BUS).expect("shared, whoever is first");
            bus.read(0x38, &mut [0]).expect("it answers");
        }
    };
    thread::scope(|scope| {
        scope.spawn(open);
        scope.spawn(open);
    });
    assert_eq!(mock.open_handles(), 0);
}
