//! A wrong wire is seen: every pin of every board, exchanged with others.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use board_models::{Bench, Ili9341, Machine, Setup, Speed, Trace};
use board_support::{
    BoardError, Edge, Feed, Handler, HasAudio, HasPanel, HasSpi, HasTouch, I2cWires, I2sWires, Pin,
    Platform, SpiWires,
};
use class_audio::{Channels, Depth, Format};
use class_panel::{Orientation, Panel, PanelConfig, Rgb565, Window};
use class_spi::{BitOrder, MODE_0, SpiConfig};
use class_touch::{Doorbell, TouchEvent, TouchKind};

/// The two pins that are exchanged now.
static EXCHANGED: Mutex<Option<(Pin, Pin)>> = Mutex::new(None);

fn exchange(pins: Option<(Pin, Pin)>) {
    *EXCHANGED.lock().unwrap_or_else(PoisonError::into_inner) = pins;
}

fn wired(pin: Pin) -> Pin {
    match *EXCHANGED.lock().unwrap_or_else(PoisonError::into_inner) {
        Some((one, other)) if pin == one => other,
        Some((one, other)) if pin == other => one,
        _ => pin,
    }
}

/// The platform `P`, with two of its pins exchanged: what a board is that has
/// them wrong.
struct Miswired<P>(PhantomData<fn() -> P>);

fn spi_wires(wires: &SpiWires) -> SpiWires {
    SpiWires {
        sck: wired(wires.sck),
        mosi: wired(wires.mosi),
        miso: wires.miso.map(wired),
        cs: wired(wires.cs),
        ..*wires
    }
}

impl<P: Platform> Platform for Miswired<P> {
    type I2c = P::I2c;
    type Spi = P::Spi;
    type Output = P::Output;
    type Input = P::Input;
    type Pwm = P::Pwm;
    type Delay = P::Delay;
    type Interrupt = P::Interrupt;
    type Ticker = P::Ticker;
    type Samples = P::Samples;

    fn now_us() -> u64 {
        P::now_us()
    }

    fn delay() -> P::Delay {
        P::delay()
    }

    fn i2c(wires: &I2cWires) -> Result<P::I2c, BoardError> {
        P::i2c(&I2cWires {
            sda: wired(wires.sda),
            scl: wired(wires.scl),
            ..*wires
        })
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<P::Spi, BoardError> {
        P::spi(&spi_wires(wires), config)
    }

    fn output(pin: Pin, high: bool) -> Result<P::Output, BoardError> {
        P::output(wired(pin), high)
    }

    fn input(pin: Pin) -> Result<P::Input, BoardError> {
        P::input(wired(pin))
    }

    fn pwm(pin: Pin, hz: u32) -> Result<P::Pwm, BoardError> {
        P::pwm(wired(pin), hz)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<P::Interrupt, BoardError> {
        P::on_edge(wired(pin), edge, handler)
    }

    fn every(period_us: u32, handler: Handler) -> Result<P::Ticker, BoardError> {
        P::every(period_us, handler)
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<P::Samples, BoardError> {
        P::samples(
            &I2sWires {
                mclk: wires.mclk.map(wired),
                bclk: wired(wires.bclk),
                ws: wired(wires.ws),
                dout: wired(wires.dout),
                ..*wires
            },
            feed,
        )
    }
}

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

/// Opens a part, uses it a little, looks if it shows, and closes it.
type Use = fn(&Bench) -> Result<(), BoardError>;

/// What is not seen of a part that says nothing of it.
const NOTHING: BoardError = BoardError::NoResources("light");

fn touch<B: HasTouch>(_: &Bench) -> Result<(), BoardError> {
    B::touch(Silent).map(drop)
}

fn panel<B: HasPanel>(bench: &Bench) -> Result<(), BoardError> {
    let mut panel = B::panel(PanelConfig {
        geometry: B::SIZE,
        orientation: Orientation::Deg0,
    })?;
    let window = Window::new(1, 2, 3, 4).expect("not empty");
    let look = || bench.part(|lcd: &mut Ili9341| lcd.picture()).ok_or(NOTHING);
    let is_dark = look()?.backlight() == 0;
    panel.set_backlight(9)?;
    // Another colour than the last time, which the panel may still show.
    static RED: AtomicU8 = AtomicU8::new(0);
    let red = RED.fetch_add(1, Ordering::Relaxed) % 31 + 1;
    panel.fill(window, Rgb565::new(red, 0, 0))?;
    let picture = look()?;
    let corners = [picture.pixel_565(1, 2), picture.pixel_565(3, 5)];
    let is_so = corners == [Some(u16::from(red) << 11); 2];
    (is_dark && is_so).then_some(()).ok_or(NOTHING)
}

fn audio<B: HasAudio>(_: &Bench) -> Result<(), BoardError> {
    let format = Format {
        rate_hz: 44_100,
        depth: Depth::Bits16,
        channels: Channels::Stereo,
    };
    B::audio(format, 200, Silent).map(drop)
}

fn spi<B: HasSpi>(_: &Bench) -> Result<(), BoardError> {
    let config = SpiConfig {
        clock_hz: 1_000_000,
        mode: MODE_0,
        bit_order: BitOrder::MsbFirst,
    };
    B::spi(config, Silent).map(drop)
}

/// What of the board is seen to be wrong when its parts are used, the first of
/// them once more at the end: another may have done it harm.
fn seen(bench: &Bench, parts: &[Use]) -> Vec<String> {
    let before = bench.complaints();
    let errors = parts
        .iter()
        .chain(parts)
        .filter_map(|part| part(bench).err());
    let mut seen: Vec<String> = errors.map(|error| error.to_string()).collect();
    seen.extend(
        bench
            .complaints()
            .into_iter()
            .filter(|c| !before.contains(c)),
    );
    seen
}

/// The pins of a board's source.
fn pins(source: &str) -> Vec<Pin> {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join(" ");
    let arguments = |call: &'static str| {
        let parts = code.split(call).skip(1);
        parts.filter_map(|part| Some(part.split_once(')')?.0.to_owned()))
    };
    let number = |text: &str| text.trim().parse().expect("a number");
    let numbered = arguments("Pin::gpio(").map(|pin| Pin::gpio(number(&pin)));
    let lettered = arguments("Pin::port(").map(|pin| {
        let (letter, nth) = pin.split_once(',').expect("a letter and a number");
        Pin::port(
            letter.trim_matches(['\'', ' ']).parse().expect("a letter"),
            number(nth),
        )
    });
    let mut pins: Vec<Pin> = numbered.chain(lettered).collect();
    pins.sort();
    pins.dedup();
    pins
}

/// With how many of the pins after it a pin is exchanged.
const NEAR: usize = 3;

/// A board on the host.
struct OnHost {
    name: &'static str,
    bench: &'static Bench,
    /// Its `pins.rs`.
    source: &'static str,
    /// A pin where nothing is soldered.
    spare: Pin,
    /// What cannot be seen of it.
    unseen: &'static [&'static str],
}

fn every_wrong_wire(board: &OnHost, parts: &[Use]) {
    let OnHost {
        name,
        bench,
        source,
        spare,
        unseen: known,
    } = board;
    // A finger that rests for an hour.
    let row = |time_us, kind| TouchEvent::new(time_us, kind, 0, 9, 9).with_pressure(90);
    let rows = [row(0, TouchKind::Down), row(3_600_000_000, TouchKind::Up)];
    bench.set_up(Some(Setup {
        trace: Trace::from_rows(&rows).expect("a trace"),
        speed: Speed::REAL_TIME,
        out: None,
    }));
    exchange(None);
    assert_eq!(seen(bench, parts), [""; 0], "{name}: nothing is wrong");
    let pins = pins(source);
    let (mut wrong, mut unseen) = (0, Vec::new());
    for (nth, pin) in pins.iter().enumerate() {
        for other in pins[nth + 1..].iter().take(NEAR).chain([spare]) {
            exchange(Some((*pin, *other)));
            wrong += 1;
            if seen(bench, parts).is_empty() {
                unseen.push(format!("{pin} and {other}"));
            }
        }
    }
    exchange(None);
    assert_eq!(unseen, *known, "{name}");
    assert!(wrong > pins.len());
    println!(
        "{name}: {} pins, {wrong} wrong ways, {} not seen",
        pins.len(),
        known.len()
    );
    // And it is a whole board again.
    assert_eq!(
        seen(bench, parts),
        [""; 0],
        "{name}: nothing is wrong any more"
    );
}

/// A board by its folder, crate and type; a pin where nothing is soldered; its
/// parts; what cannot be seen.
macro_rules! board {
    ($folder:literal, $krate:ident::$board:ident, $spare:expr, $($part:ident)*, $unseen:expr) => {{
        type Host = Machine<$krate::Models>;
        let board = OnHost {
            name: $folder,
            bench: Host::bench(),
            source: include_str!(concat!("../../../boards/", $folder, "/src/pins.rs")),
            spare: $spare,
            unseen: $unseen,
        };
        every_wrong_wire(&board, &[$($part::<$krate::$board<Miswired<Host>>>),*]);
    }};
}

/// One after the other: the exchanged pins are there once.
#[test]
fn every_wrong_wire_is_seen() {
    let gpio = Pin::gpio(33);
    let all: &[&str] = &[];
    board!("esp32-c3", board_esp32_c3::C3, gpio, touch panel audio spi, all);
    board!(
        "esp32-p4-function-ev",
        board_esp32_p4_function_ev::P4FunctionEv,
        gpio,
        touch audio,
        all
    );
    board!("esp32-s3-box-3", board_esp32_s3_box_3::S3Box3, gpio, touch panel audio spi, all);
    board!("m5stack-core2", board_m5stack_core2::Core2, gpio, touch panel audio, all);
    board!(
        "pico-restouch-lcd-3-5",
        board_pico_restouch_lcd_3_5::ResTouch,
        gpio,
        touch panel audio spi,
        // The slot's select holds the reset high, where the panel wants it, and
        // no card is in the slot.
        &["GPIO15 and GPIO22"]
    );
    board!(
        "stm32f407g-disc1",
        board_stm32f407g_disc1::Disc1,
        Pin::port('H', 1),
        touch audio spi,
        // The accelerometer has no model, and the codec's reset is high once it
        // was low, as the codec wants it.
        &["PD4 and PE3"]
    );
}
