//! The configuration of a display, as a resource.

use core::sync::atomic::{AtomicU8, Ordering};

use avm_resource::{Counters, Resource};
use avm_term::{BuildError, Builder, IntoTerm};
use class_panel::{Geometry, Orientation};

/// The configurations of displays that there were and are.
pub static DISPLAY_CONFIGS: Counters = Counters::new();

/// What a display is, for whoever asks: the display port makes it, and other ports and processes
/// may hold it, also after the port.
///
/// Only the brightness changes, by one writer, so an atomic is all the locking there is.
///
/// As a term it is `#{width, height, depth, orientation, backlight}`, the size being that of the
/// panel as its maker meant it.
#[derive(Debug)]
pub struct DisplayConfig {
    geometry: Geometry,
    orientation: Orientation,
    backlight: AtomicU8,
}

impl DisplayConfig {
    /// Bits of a pixel.
    pub const DEPTH: u8 = 16;

    /// A display of a size as its maker meant it, and turned, and as bright.
    pub const fn new(geometry: Geometry, orientation: Orientation, backlight: u8) -> Self {
        Self {
            geometry,
            orientation,
            backlight: AtomicU8::new(backlight),
        }
    }

    /// The size as the panel's maker meant it.
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// How the picture is turned on the panel.
    pub fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// How bright it is now: 0, which is off, to 255.
    pub fn backlight(&self) -> u8 {
        self.backlight.load(Ordering::Relaxed)
    }

    /// Notes how bright it is; the display port calls this.
    pub fn set_backlight(&self, level: u8) {
        self.backlight.store(level, Ordering::Relaxed);
    }
}

impl Resource for DisplayConfig {
    const NAME: &'static str = "display_config";

    fn counters() -> &'static Counters {
        &DISPLAY_CONFIGS
    }
}

impl IntoTerm for DisplayConfig {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        Settings::from(self).build(b)
    }
}

/// The map that a configuration is.
#[derive(IntoTerm)]
struct Settings {
    width: u16,
    height: u16,
    depth: u8,
    orientation: u8,
    backlight: u8,
}

impl From<&DisplayConfig> for Settings {
    fn from(config: &DisplayConfig) -> Self {
        Self {
            width: config.geometry.width,
            height: config.geometry.height,
            depth: DisplayConfig::DEPTH,
            orientation: config.orientation.quarter_turns(),
            backlight: config.backlight(),
        }
    }
}
