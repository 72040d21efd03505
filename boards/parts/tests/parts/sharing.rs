//! Drivers of real parts on buses that they share, as the platform has it.

use board_parts::{AudioPlace, Follow, PanelPlace, SpiPlace, TouchPlace, TouchWiring};
use board_support::{BoardError, Edge, Pin, Platform};
use chip_es8311::{Address, Es8311, MasterClock};
use chip_ft6x36::{Config, Ft6x36};
use chip_mipidsi::{Glass, ILI9341Rgb565, MipiPanel};
use chip_xpt2046::{Calibration, Xpt2046};
use class_audio::Playback;
use class_panel::{DimmedBacklight, Geometry, Orientation, Panel, PanelConfig, Rgb565, Window};
use class_spi::SpiQueue;
use class_touch::TouchKind::{Down, Up};
use class_touch::TouchStream;

use crate::audio::{FORMAT, I2S};
use crate::chips::{BUS, Bell, IRQ, SIZE};
use crate::fake::Fake;
use crate::spi::{CONFIG, wires};
use crate::touch::{drain, edge_after, kinds};
use crate::world::{is_closed, play, set_pin, tick, with};

static TOUCH: TouchPlace<32> = TouchPlace::new();
static AUDIO: AudioPlace<64> = AudioPlace::new();

/// An FT6236 on which a finger rests, and an ES8311.
fn solder() {
    with(|world| {
        let mut touch = [0; 256];
        (touch[0xA3], touch[0xA8]) = (0x36, 0x11);
        touch[0x02..0x09].copy_from_slice(&[1, 0x80, 33, 0x10, 44, 80, 0]);
        let mut codec = [0; 256];
        (codec[0xFD], codec[0xFE]) = (0x83, 0x11);
        world.parts.extend([(0x38, touch), (0x18, codec)]);
    });
}

fn codec_register(register: usize) -> u8 {
    with(|world| world.parts[&0x18][register])
}

#[test]
fn touch_and_codec_on_one_i2c() -> Result<(), BoardError> {
    solder();
    let bell = Bell::default();
    let open_touch = || {
        let claim = TOUCH.claim()?;
        let chip = Ft6x36::open(Fake::i2c(&BUS)?, Config::default());
        let chip = chip.map_err(|error| BoardError::from(class_touch::TouchError::from(error)))?;
        let wiring = TouchWiring::new(IRQ, Edge::Falling, SIZE);
        claim.open::<Fake, _, _>(wiring, chip, bell.clone())
    };
    let mut touch = open_touch()?;
    let claim = AUDIO.claim()?;
    let (bus, clock) = (Fake::i2c(&BUS)?, MasterClock::BitClock);
    let codec = Es8311::new(bus, Fake::delay(), Address::CeLow, clock);
    let format = class_audio::Format {
        rate_hz: 48_000,
        channels: class_audio::Channels::Stereo,
        ..FORMAT
    };
    let mut audio = claim.open::<Fake, _, _>(&I2S, (codec, None), (format, 99), bell.clone())?;

    let mut seen = Vec::new();
    for level in 0..100 {
        edge_after(10_000);
        assert_eq!(audio.set_volume(level), Ok(()));
        seen.extend(drain(&mut touch));
        assert_eq!(codec_register(0x32), level);
        play(&mut [0; 8]);
        if level == 50 {
            // The finger leaves: the report still has its place, flag "lift".
            with(|world| {
                world.parts.get_mut(&0x38).expect("it is there")[2..4].copy_from_slice(&[0, 0x40])
            });
        }
    }
    assert_eq!((seen[0].kind, seen[0].x, seen[0].y), (Down, 33, 44));
    assert_eq!(seen.last().map(|event| event.kind), Some(Up));
    assert_eq!(touch.faults().reads, 100);

    // One goes, comes back, and the other never noticed.
    drop(touch);
    assert_eq!(audio.set_volume(7), Ok(()));
    let touch = open_touch()?;
    drop(audio);
    assert_eq!(codec_register(0x0D), 0xFC, "powered down");
    drop(touch);
    assert!(is_closed());
    Ok(())
}

const SIZE_PX: Geometry = Geometry {
    width: 240,
    height: 320,
};

/// Answers a frame of conversions: x 2000, y 1000, and a firm touch, or none.
fn xpt2046(words: &mut [u8]) {
    let is_down = with(|world| world.levels.get(&PENIRQ) == Some(&false));
    let results = [1_000, 1_100]
        .into_iter()
        .chain([1_000; 6])
        .chain([2_000; 6])
        .chain([1_000]);
    let results: Vec<u16> = results.collect();
    words.fill(0);
    for (answer, result) in words[1..].chunks_exact_mut(2).zip(results) {
        let result = if is_down { result << 3 } else { 0 };
        answer.copy_from_slice(&result.to_be_bytes());
    }
}

const PENIRQ: Pin = Pin::gpio(17);
const PANEL_CS: u8 = 9;
const TOUCH_CS: u8 = 16;
const SD_CS: u8 = 22;

static PEN: TouchPlace<32> = TouchPlace::new();
static PANEL: PanelPlace = PanelPlace::new();
static SD: SpiPlace<4, 32, 32> = SpiPlace::new();

fn open_panel() -> Result<impl Panel, BoardError> {
    let claim = PANEL.claim()?;
    let wires = chip_mipidsi::Wires {
        spi: Fake::spi(&wires(PANEL_CS), CONFIG)?,
        data_command: Fake::output(Pin::gpio(8), false)?,
        reset: Some(Fake::output(Pin::gpio(15), true)?),
    };
    let light = DimmedBacklight(Fake::pwm(Pin::gpio(13), 1_000)?);
    let config = PanelConfig {
        geometry: SIZE_PX,
        orientation: Orientation::Deg0,
    };
    let (glass, delay) = (Glass::default(), Fake::delay());
    let panel = MipiPanel::open(ILI9341Rgb565, wires, light, delay, glass, config)?;
    Ok(claim.open(panel))
}

#[test]
fn panel_touch_and_sd_on_one_spi() -> Result<(), BoardError> {
    with(|world| world.answers.insert(Pin::gpio(TOUCH_CS), xpt2046));
    with(|world| {
        world
            .answers
            .insert(Pin::gpio(SD_CS), |bytes| bytes.fill(0xFE))
    });
    let bell = Bell::default();
    let mut panel = open_panel()?;
    assert_eq!(open_panel().err(), Some(BoardError::Busy));

    let claim = PEN.claim()?;
    let edges = ((0, 4_095), (0, 4_095), (240, 320));
    let calibration = Calibration::from_edges(edges.0, edges.1, edges.2);
    let spi = Fake::spi(&wires(TOUCH_CS), CONFIG)?;
    let chip = Xpt2046::open(spi, chip_xpt2046::Panel::TYPICAL, calibration);
    let chip = chip.map_err(class_touch::TouchError::from)?;
    let pen = TouchWiring::new(PENIRQ, Edge::Falling, SIZE).polled(10_000);
    assert_eq!(pen.follow, Follow::Polled { period_us: 10_000 });
    let mut touch = claim.open::<Fake, _, _>(pen, chip, bell.clone())?;
    let mut sd = SD
        .claim()?
        .open(Fake::spi(&wires(SD_CS), CONFIG)?, bell.clone())?;

    let mut seen = Vec::new();
    for nth in 0..20_u16 {
        set_pin(PENIRQ, nth % 10 >= 5);
        tick();
        let window = Window::new(nth, nth, 2, 2).expect("not empty");
        assert_eq!(panel.fill(window, Rgb565::new(31, 0, 0)), Ok(()));
        assert_eq!(sd.submit(nth.into(), &[0x40 + nth as u8], 1), Ok(()));
        seen.extend(drain(&mut touch));
        assert!(sd.complete(&mut |done, bytes| {
            assert_eq!((done.id, bytes), (nth.into(), &[0xFE][..]));
        }));
    }
    assert_eq!(kinds(&seen), [Down, Up, Down, Up]);
    assert_eq!((seen[0].x, seen[0].y), (117, 78));
    drop(panel);
    drop(open_panel()?);
    drop((touch, sd));
    assert!(is_closed());
    Ok(())
}
