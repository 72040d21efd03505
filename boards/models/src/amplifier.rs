//! An amplifier or a converter without a control bus.

use class_audio::Format;

use crate::{Clocks, Complaints, Model, SoundPart};

/// An amplifier or a converter without a control bus, such as an NS4168, a
/// MAX98357A or a PCM5101: it plays what comes, while it is switched on.
#[derive(Debug)]
pub struct Amplifier {
    name: &'static str,
    is_on: bool,
    switched: bool,
    clocks: Option<Clocks>,
    complaints: Complaints<String>,
}

impl Amplifier {
    /// One with a switch, which is off.
    #[must_use]
    pub fn switched(name: &'static str) -> Self {
        Self {
            name,
            is_on: false,
            switched: true,
            clocks: None,
            complaints: Complaints::default(),
        }
    }

    /// One that is always on.
    #[must_use]
    pub fn always_on(name: &'static str) -> Self {
        Self {
            is_on: true,
            switched: false,
            ..Self::switched(name)
        }
    }

    /// Its switch.
    pub const fn switch(&mut self, on: bool) {
        if self.switched {
            self.is_on = on;
        }
    }

    /// Whether it is on.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.is_on
    }
}

impl Model for Amplifier {
    fn name(&self) -> &'static str {
        self.name
    }

    fn power_up(&mut self, _now_ns: u64) {}

    fn complaints(&self) -> Complaints<String> {
        self.complaints.clone()
    }

    /// Without a switch it is as quiet as it gets without clocks.
    fn is_at_rest(&self) -> bool {
        self.clocks.is_none() && !(self.is_on && self.switched)
    }
}

impl SoundPart for Amplifier {
    fn set_clocks(&mut self, clocks: Option<Clocks>) {
        if clocks.is_none() && self.is_on && self.switched {
            self.complaints
                .push("the clocks stopped while it was on".into());
        }
        self.clocks = clocks;
    }

    fn gain_for(&mut self, _format: Format) -> f64 {
        if self.is_on && self.clocks.is_some() {
            1.0
        } else {
            0.0
        }
    }
}
