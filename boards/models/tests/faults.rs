//! What goes wrong on a board, on a machine: told, counted, and of no harm to
//! the rest of it.

use std::time::{Duration, Instant};

use board_models::{
    Amplifier, Bench, CodecHealth, Es8311, Ft6x36, Machine, Setup, Soldered, Soldering, Speed,
    Trace,
};
use board_parts::{Audio, AudioPlace, Touch, TouchPlace, TouchWiring};
use board_support::{BoardError, Device, Edge, I2cWires, I2sWires, Pin, Platform};
use chip_es8311::{Address, MasterClock};
use class_audio::{AudioEvent, Channels, Depth, Doorbell, Format, Playback};
use class_touch::{PanelSize, TouchEvent, TouchKind, TouchStream};
use embedded_hal::i2c::ErrorKind;

const SDA: Pin = Pin::gpio(8);
const INTERRUPT: Pin = Pin::gpio(3);

const SIZE: PanelSize = PanelSize {
    width: 480,
    height: 320,
};

struct Models<const TEST: u8>;

impl<const TEST: u8> Soldered for Models<TEST> {
    fn solder(board: &mut Soldering) {
        let i2c = board.i2c(Pin::gpio(8), Pin::gpio(18));
        let touch = board.on_i2c(i2c, Ft6x36::new());
        board.fingers(&touch, Pin::gpio(3), SIZE);
        let codec = board.on_i2c(i2c, Es8311::new(CodecHealth::Well));
        let i2s = board.i2s(
            Some(Pin::gpio(2)),
            Pin::gpio(17),
            Pin::gpio(45),
            Pin::gpio(15),
        );
        board.on_i2s(i2s, &codec);
        let amplifier = board.beside(Amplifier::always_on("ns4150b"));
        board.on_i2s(i2s, &amplifier);
    }
}

type Here<const TEST: u8> = Machine<Models<TEST>>;

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: SDA,
    scl: Pin::gpio(18),
    hz: 400_000,
};

const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(2)),
    bclk: Pin::gpio(17),
    ws: Pin::gpio(45),
    dout: Pin::gpio(15),
};

const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

const FT6X36: Device = Device::new("ft6x36", 0x38);
const ES8311: Device = Device::new("es8311", 0x18);

type Panel<P> = Touch<P, chip_ft6x36::Ft6x36<<P as Platform>::I2c>, 64>;
type Codec<P> = chip_es8311::Es8311<<P as Platform>::I2c, <P as Platform>::Delay>;

fn touch<P: Platform>(place: &'static TouchPlace<64>) -> Result<Panel<P>, BoardError> {
    let claim = place.claim()?;
    let chip = chip_ft6x36::Ft6x36::open(P::i2c(&I2C)?, chip_ft6x36::Config::default());
    let chip = chip.map_err(|error| FT6X36.touch_error(error))?;
    claim.open(
        TouchWiring::new(INTERRUPT, Edge::Falling, SIZE),
        chip,
        Silent,
    )
}

fn audio<P: Platform>(
    place: &'static AudioPlace<4096>,
) -> Result<Audio<P, Codec<P>, 4096>, BoardError> {
    let claim = place.claim()?;
    let clock = MasterClock::Times(256);
    let codec = Codec::<P>::new(P::i2c(&I2C)?, P::delay(), Address::CeLow, clock);
    claim.open(&I2S, (codec, Some(ES8311)), (CD, 191), Silent)
}

/// A finger that comes down now, and is lifted in an hour.
fn still(bench: &Bench) {
    let rows = [
        TouchEvent::new(0, TouchKind::Down, 0, 9, 9),
        TouchEvent::new(3_600_000_000, TouchKind::Up, 0, 9, 9),
    ];
    bench.set_up(Some(Setup {
        trace: Trace::from_rows(&rows).expect("a trace"),
        speed: Speed::REAL_TIME,
        out: None,
    }));
}

/// Drains until the panel has been read so often.
fn drain_until<T: TouchStream>(touch: &mut T, done: impl Fn(&T) -> bool) -> Vec<TouchEvent> {
    let (mut events, mut batch) = (Vec::new(), [TouchEvent::new(0, TouchKind::Up, 0, 0, 0); 8]);
    let start = Instant::now();
    while !done(touch) {
        assert!(start.elapsed() < Duration::from_secs(20), "it never was");
        let drained = touch.drain(&mut batch);
        events.extend_from_slice(&batch[..drained]);
    }
    events
}

#[test]
fn an_absent_part_is_named_and_the_others_work() {
    static TOUCH: TouchPlace<64> = TouchPlace::new();
    static AUDIO: AudioPlace<4096> = AudioPlace::new();
    let bench = Here::<1>::bench();
    still(bench);
    bench.set_absent(SDA, 0x38, true);
    let absent = BoardError::NoDevice {
        name: "ft6x36",
        address: 0x38,
    };
    assert_eq!(touch::<Here<1>>(&TOUCH).map(drop), Err(absent));
    drop(audio::<Here<1>>(&AUDIO).expect("the codec is there"));
    assert!(bench.is_closed() && bench.restless().is_empty());

    bench.set_absent(SDA, 0x38, false);
    bench.set_absent(SDA, 0x18, true);
    let absent = BoardError::NoDevice {
        name: "es8311",
        address: 0x18,
    };
    assert_eq!(audio::<Here<1>>(&AUDIO).map(drop), Err(absent));
    let mut panel = touch::<Here<1>>(&TOUCH).expect("the panel is there");
    let events = drain_until(&mut panel, |panel| panel.faults().reads > 0);
    assert_eq!(events.len(), 1);
    drop(panel);
    assert!(bench.is_closed());
    assert_eq!(bench.complaints(), [""; 0]);
}

#[test]
fn another_part_is_refused_and_a_bus_held_low_is_an_error() {
    static TOUCH: TouchPlace<64> = TouchPlace::new();
    let bench = Here::<2>::bench();
    still(bench);
    bench.part(|part: &mut Ft6x36| part.poke(0xA8, 0x79));
    let other = touch::<Here<2>>(&TOUCH).map(drop);
    assert!(matches!(
        other,
        Err(BoardError::WrongPart {
            expected: "ft6x36",
            ..
        })
    ));
    bench.part(|part: &mut Ft6x36| part.poke(0xA8, 0x11));
    bench.hold_i2c_low(SDA, true);
    let held = touch::<Here<2>>(&TOUCH).map(drop);
    assert_eq!(held, Err(BoardError::Bus(ErrorKind::Bus)));
    bench.hold_i2c_low(SDA, false);
    drop(touch::<Here<2>>(&TOUCH).expect("it is let go"));
    assert!(bench.is_closed());
}

#[test]
fn a_line_that_floats_is_throttled_and_every_fall_is_counted() {
    static TOUCH: TouchPlace<64> = TouchPlace::new();
    const FALLS: u32 = 20_000;
    let bench = Here::<3>::bench();
    still(bench);
    let mut panel = touch::<Here<3>>(&TOUCH).expect("it opens");
    drain_until(&mut panel, |panel| panel.faults().reads == 1);
    bench.rattle(INTERRUPT, FALLS);
    let counted = |panel: &Panel<Here<3>>| {
        let faults = panel.faults();
        faults.reads + faults.missed + faults.throttled
    };
    drain_until(&mut panel, |panel| counted(panel) == FALLS + 1);
    let faults = panel.faults();
    assert!(faults.throttled > FALLS - 100, "{faults:?}");
    assert!(faults.reads < 100, "{faults:?}");
}

#[test]
fn a_bus_that_fails_in_mid_flight_costs_the_reports_and_is_counted() {
    static TOUCH: TouchPlace<64> = TouchPlace::new();
    let bench = Here::<4>::bench();
    let mut rows = vec![TouchEvent::new(0, TouchKind::Down, 0, 0, 0)];
    let moves = (1..50).map(|x| TouchEvent::new(8_000 * u64::from(x), TouchKind::Move, 0, x, 0));
    rows.extend(moves);
    bench.set_up(Some(Setup {
        trace: Trace::from_rows(&rows).expect("a trace"),
        speed: Speed::UNPACED,
        out: None,
    }));
    let mut panel = touch::<Here<4>>(&TOUCH).expect("it opens");
    bench.fail_i2c(
        SDA,
        &[(10, ErrorKind::Bus), (20, ErrorKind::ArbitrationLoss)],
    );
    let over = |_: &Panel<Here<4>>| bench.fingers().is_some_and(|fingers| fingers.is_finished());
    let mut events = drain_until(&mut panel, over);
    events.extend(drain_until(&mut panel, |panel| {
        let stats = panel.stats();
        stats.delivered == stats.offered
    }));
    let faults = panel.faults();
    assert_eq!((faults.bus, faults.reads), (2, 50));
    assert_eq!(events.len(), 48);
}

#[test]
fn a_codec_that_browns_out_is_set_up_again_once() {
    static AUDIO: AudioPlace<4096> = AudioPlace::new();
    let bench = Here::<5>::bench();
    still(bench);
    let mut codec = audio::<Here<5>>(&AUDIO).expect("it opens");
    let powered = || bench.part(|codec: &mut Es8311| codec.is_powered()) == Some(true);
    let play = |codec: &mut Audio<Here<5>, Codec<Here<5>>, 4096>, until: &dyn Fn() -> bool| {
        let (start, mut told) = (Instant::now(), None);
        while !until() && told.is_none() {
            assert!(start.elapsed() < Duration::from_secs(20), "it never was");
            codec.write(&[1, 2, 3, 4].repeat(64));
            told = codec
                .next_event()
                .filter(|event| *event == AudioEvent::CodecReset);
            std::thread::sleep(Duration::from_millis(1));
        }
        told
    };
    assert!(powered());
    bench.brown_out::<Es8311>();
    assert!(!powered());
    assert_eq!(play(&mut codec, &powered), None);
    assert!(powered());
    bench.brown_out::<Es8311>();
    assert_eq!(play(&mut codec, &|| false), Some(AudioEvent::CodecReset));
    drop(codec);
    assert!(bench.is_closed() && bench.restless().is_empty());
}

#[test]
fn a_fault_at_every_transaction_of_bring_up_leaves_nothing_open() {
    static TOUCH: TouchPlace<64> = TouchPlace::new();
    static AUDIO: AudioPlace<4096> = AudioPlace::new();
    let bench = Here::<6>::bench();
    still(bench);
    let kinds = [ErrorKind::Bus, ErrorKind::ArbitrationLoss];
    let refused = |kind: ErrorKind, error: Option<BoardError>| {
        assert_eq!(error, Some(BoardError::Bus(kind)));
        assert!(bench.is_closed(), "{kind:?}");
    };
    let points = bench.sweep_i2c(
        SDA,
        &kinds,
        || touch::<Here<6>>(&TOUCH),
        |_, kind, opened| refused(kind, opened.err()),
    );
    assert!(points >= 4, "{points}");
    let points = bench.sweep_i2c(
        SDA,
        &kinds,
        || audio::<Here<6>>(&AUDIO),
        |_, kind, opened| refused(kind, opened.err()),
    );
    assert!(points >= 40, "{points}");
    // The one failure is over, so the codec was put to rest.
    assert!(bench.restless().is_empty());
}
