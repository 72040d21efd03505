//! A panel that exists once, and is opened by one at a time.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use board_support::BoardError;
use chip_mipidsi::{ColorInversion, ColorOrder, ILI9341Rgb565, MipiPanel, Wires};
use class_panel::{
    DimmedBacklight, Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window,
};
use embedded_hal::spi::MODE_0;

use crate::{
    Complaints, Glass, Ili9341, LcdBacklight, LcdComplaint, LcdPin, Picture, Saved, SimClock,
    SimSpi, SpiFault, SpiSettings,
};

/// The driver that real boards use, on the simulated bus.
type Part = MipiPanel<
    ILI9341Rgb565,
    SimSpi<Ili9341>,
    LcdPin,
    LcdPin,
    DimmedBacklight<LcdBacklight>,
    SimClock,
>;

/// As common modules are: blue first. Their mirrored columns are left out.
const GLASS: Glass = Glass {
    mirrored: false,
    bgr: true,
    inverted: false,
};

/// The bus at its fastest, and what a processor takes between transactions.
const BUS: SpiSettings = SpiSettings {
    clock_hz: 10_000_000,
    mode: MODE_0,
    gap_ns: 1_000,
};

/// What a simulated panel is to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PanelSetup {
    /// Which bus transactions fail, counted from 1 at each opening.
    pub faults: Vec<SpiFault>,
    /// Where `panel.png` is left when the panel is closed.
    pub out: Option<PathBuf>,
}

/// A panel's state, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PanelStatus {
    /// Whether somebody has it open.
    pub open: bool,
    /// Whether the controller is out of sleep.
    pub awake: bool,
    /// Whether the display is switched on.
    pub display_on: bool,
    /// How bright it is lit; 0 is off.
    pub backlight: u8,
    /// Bus transactions of this opening or the last, failed ones too.
    pub transactions: u32,
    /// What the controller was asked that it does not do.
    pub complaints: usize,
    /// What became of `panel.png` at the last close.
    pub saved: Saved,
}

impl PanelStatus {
    /// Whether it is closed, dark and asleep.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        !self.open && !self.awake && !self.display_on && self.backlight == 0
    }
}

/// A simulated panel: 240 x 320, an ILI9341 on SPI.
///
/// It is meant to be a `static`, and exclusive as hardware is: a second
/// [`open`](Self::open) is [`BoardError::Busy`] until the [`SimPanel`] of the
/// first is dropped. Every opening finds a panel that was just powered up.
#[derive(Debug)]
pub struct PanelDevice(Mutex<State>);

#[derive(Debug)]
struct State {
    open: bool,
    saved: Saved,
    /// The part now, or that of the last opening.
    bus: Option<SimSpi<Ili9341>>,
    /// What was seen just before the last close.
    last: Option<Picture>,
}

impl Default for PanelDevice {
    fn default() -> Self {
        Self::new()
    }
}

impl PanelDevice {
    /// A closed panel.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(State {
            open: false,
            saved: Saved::Nothing,
            bus: None,
            last: None,
        }))
    }

    /// Powers the panel up and brings it up over the bus, dark.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the panel is open;
    /// [`BoardError::Unsupported`] for another size than 240 x 320;
    /// [`BoardError::Spi`] if bring-up fails. The panel is closed then.
    pub fn open(
        &'static self,
        setup: PanelSetup,
        config: PanelConfig,
    ) -> Result<SimPanel, BoardError> {
        let Geometry { width, height } = config.geometry;
        if width != Ili9341::COLUMNS {
            return Err(PanelError::Width.into());
        }
        if height != Ili9341::ROWS {
            return Err(PanelError::Height.into());
        }
        let bus = self.power_up(setup.faults)?;
        match bring_up(&bus, config) {
            Ok(part) => Ok(SimPanel {
                device: self,
                bus,
                part: Some(part),
                out: setup.out,
            }),
            Err(error) => {
                self.state().open = false;
                Err(error.into())
            }
        }
    }

    /// What the panel is doing; after its close, what is left.
    #[must_use]
    pub fn status(&self) -> PanelStatus {
        let state = self.state();
        let (open, saved) = (state.open, state.saved);
        let seen = state.bus.as_ref().map(|bus| {
            let transactions = bus.transactions();
            bus.part(|lcd| PanelStatus {
                open,
                awake: lcd.is_awake(),
                display_on: lcd.is_display_on(),
                backlight: lcd.backlight(),
                transactions,
                complaints: lcd.complaints().count(),
                saved,
            })
        });
        seen.unwrap_or_default()
    }

    /// What the controller was asked that it does not do, in this opening or
    /// the last.
    #[must_use]
    pub fn complaints(&self) -> Complaints<LcdComplaint> {
        let state = self.state();
        let bus = state.bus.as_ref();
        bus.map_or_else(Complaints::default, |bus| {
            bus.part(|lcd| lcd.complaints().clone())
        })
    }

    /// What is seen on the open panel; on a closed one, what was seen just
    /// before its close. `None` if it was never open.
    #[must_use]
    pub fn picture(&self) -> Option<Picture> {
        let state = self.state();
        if !state.open {
            return state.last.clone();
        }
        let bus = state.bus.as_ref();
        bus.map(|bus| bus.part(|lcd| lcd.picture()))
    }

    fn power_up(&self, faults: Vec<SpiFault>) -> Result<SimSpi<Ili9341>, BoardError> {
        let mut state = self.state();
        if state.open {
            return Err(BoardError::Busy);
        }
        let bus = SimSpi::new(Ili9341::new(GLASS), BUS, SimClock::new(), faults);
        state.open = true;
        state.saved = Saved::Nothing;
        state.bus = Some(bus.clone());
        Ok(bus)
    }

    /// A spectator that panics spoils nothing, so poison means nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bring_up(bus: &SimSpi<Ili9341>, config: PanelConfig) -> Result<Part, PanelError> {
    let wires = Wires {
        spi: bus.clone(),
        data_command: LcdPin::data_command(bus),
        reset: Some(LcdPin::reset(bus)),
    };
    let backlight = DimmedBacklight(LcdBacklight::new(bus));
    let glass = chip_mipidsi::Glass {
        order: ColorOrder::Bgr,
        inversion: ColorInversion::Normal,
        ..chip_mipidsi::Glass::default()
    };
    MipiPanel::open(ILI9341Rgb565, wires, backlight, bus.clock(), glass, config)
}

/// An open [`PanelDevice`]. Dropping it darkens the panel, puts it to sleep
/// and closes it; what was seen before that goes to `panel.png`, if a folder
/// was named.
pub struct SimPanel {
    device: &'static PanelDevice,
    bus: SimSpi<Ili9341>,
    /// Absent only while this is dropped.
    part: Option<Part>,
    out: Option<PathBuf>,
}

impl SimPanel {
    fn part(&mut self) -> Result<&mut Part, PanelError> {
        self.part.as_mut().ok_or(PanelError::OutOfRange)
    }
}

impl Panel for SimPanel {
    fn geometry(&self) -> Geometry {
        let empty = Geometry {
            width: 0,
            height: 0,
        };
        self.part.as_ref().map_or(empty, Panel::geometry)
    }

    fn set_orientation(&mut self, orientation: Orientation) -> Result<(), PanelError> {
        self.part()?.set_orientation(orientation)
    }

    fn set_backlight(&mut self, level: u8) -> Result<(), PanelError> {
        self.part()?.set_backlight(level)
    }

    fn write(
        &mut self,
        window: Window,
        pixels: impl IntoIterator<Item = Rgb565>,
    ) -> Result<(), PanelError> {
        self.part()?.write(window, pixels)
    }

    fn fill(&mut self, window: Window, color: Rgb565) -> Result<(), PanelError> {
        self.part()?.fill(window, color)
    }
}

impl fmt::Debug for SimPanel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimPanel")
            .field("geometry", &self.geometry())
            .finish_non_exhaustive()
    }
}

impl Drop for SimPanel {
    fn drop(&mut self) {
        let picture = self.bus.part(|lcd| lcd.picture());
        drop(self.part.take());
        let saved = board_models::save(self.out.as_deref(), "panel.png", |path| picture.save(path));
        let mut state = self.device.state();
        state.saved = saved;
        state.last = Some(picture);
        state.open = false;
    }
}
