//! A board on which something goes wrong is told of in the account.

use std::mem;

use all_ports::{Outcome, Watch, run};
use avm_resource::{Resource, ResourceArc};
use board::{
    AudioDevice, AudioSetup, BoardError, FlashDevice, FlashSetup, PanelDevice, PanelSetup,
    SimAudio, SimConfig, SimDevice, SimFlash, SimPanel, SimTouch, Speed,
};
use board_support::{HasAudio, HasPanel, HasSpi, HasTouch};
use class_audio::Format;
use class_panel::PanelConfig;
use class_spi::SpiConfig;
use class_touch::{Doorbell, Faults, PanelSize, Stats, TouchEvent, TouchStream};
use example_support::Progress;
use tone::{Sound, VOLUME};

const RING: usize = 64;
const BYTES: usize = 16 << 10;

static TOUCH: SimDevice<RING> = SimDevice::new();
static PANEL: PanelDevice = PanelDevice::new();
static AUDIO: AudioDevice<BYTES> = AudioDevice::new();
static FLASH: FlashDevice = FlashDevice::new();

/// All is well.
const WELL: u8 = 0;
/// A touch event is swallowed between the ring and the port.
const SWALLOWED: u8 = 1;
/// A resource is never let go of.
const KEPT: u8 = 2;

/// The simulated board as fast as it goes, with one thing wrong.
struct Odd<const HOW: u8>;

/// Its touch panel.
struct OddTouch<const HOW: u8>(SimTouch<RING>, bool);

/// What is kept.
struct Keepsake;

impl Resource for Keepsake {
    const NAME: &'static str = "keepsake";
}

impl<const HOW: u8> board_support::Board for Odd<HOW> {
    const NAME: &'static str = "odd";
}

impl<const HOW: u8> HasTouch for Odd<HOW> {
    type Touch = OddTouch<HOW>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let config = SimConfig {
            speed: Speed::UNPACED,
            ..SimConfig::default()
        };
        TOUCH
            .open(config, doorbell)
            .map(|touch| OddTouch(touch, false))
    }
}

impl<const HOW: u8> TouchStream for OddTouch<HOW> {
    fn drain(&mut self, events: &mut [TouchEvent]) -> usize {
        let drained = self.0.drain(events);
        let swallows = HOW == SWALLOWED && !self.1 && drained > 1;
        self.1 |= swallows;
        drained - usize::from(swallows)
    }

    fn stats(&self) -> Stats {
        self.0.stats()
    }

    fn faults(&self) -> Faults {
        self.0.faults()
    }

    fn size(&self) -> PanelSize {
        self.0.size()
    }
}

impl<const HOW: u8> HasPanel for Odd<HOW> {
    type Panel = SimPanel;

    fn panel(config: PanelConfig) -> Result<SimPanel, BoardError> {
        if HOW == KEPT {
            let keepsake = ResourceArc::try_new(Keepsake);
            mem::forget(keepsake.map_err(|_| BoardError::NoResources("memory"))?);
        }
        PANEL.open(PanelSetup::default(), config)
    }
}

impl<const HOW: u8> HasAudio for Odd<HOW> {
    type Audio = SimAudio<BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let setup = AudioSetup {
            speed: Speed::UNPACED,
            ..AudioSetup::default()
        };
        AUDIO.open(setup, format, volume, doorbell)
    }
}

impl<const HOW: u8> HasSpi for Odd<HOW> {
    type Spi = SimFlash;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let setup = FlashSetup {
            speed: Speed::UNPACED,
            ..FlashSetup::default()
        };
        FLASH.open(setup, config, doorbell)
    }
}

/// The board, with a complaint or without.
struct Sight(Option<&'static str>);

impl Watch for Sight {
    fn is_over(&self) -> bool {
        TOUCH.status().finished
    }

    fn complaints(&self) -> Vec<String> {
        self.0.map(Into::into).into_iter().collect()
    }
}

fn ran<const HOW: u8>(sound: &Sound) -> Outcome {
    let outcome = run::<Odd<HOW>>(&Sight(None), sound, VOLUME, &mut Progress::new());
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

/// What is said to be wrong.
fn flaws(outcome: &Outcome, sound: &Sound, complaint: Option<&'static str>) -> String {
    let checked = outcome.check(sound, &Sight(complaint));
    checked.map_or_else(|error| error.to_string(), |()| "nothing".into())
}

/// One after the other, because there is one of each part.
#[test]
fn whatever_goes_wrong_is_told() {
    let sound = Sound::chord();
    let well = ran::<WELL>(&sound);
    assert_eq!(flaws(&well, &sound, None), "nothing");
    assert_eq!(flaws(&well, &sound, Some("it is hot")), "it is hot");

    let mut short = well.clone();
    short.frames -= 1;
    let said = "110249 of 110250 frames were played";
    assert_eq!(flaws(&short, &sound, None), said);

    let swallowed = ran::<SWALLOWED>(&sound);
    let said = "ring touch events: of 2374, 2373 are gone, 0 lost, and 0 alive";
    assert_eq!(flaws(&swallowed, &sound, None), said);

    let kept = ran::<KEPT>(&sound);
    let said = "resource keepsake: of 1, 0 are gone, 0 lost, and 1 alive";
    assert_eq!(flaws(&kept, &sound, None), said);
}
