//! The ports of the conformance suite as one library that Erlang/OTP loads.
//!
//! In no bundle.

use board::Board;
use conformance_ports::nifs::*;
use conformance_ports::{Broken, Fault, Probe, Witness};
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;

vm_otp::library! {
    ports: [
        Touch<Board>,
        Display<Board>,
        Audio<Board>,
        Spi<Board>,
        Probe,
        Witness,
        "audio_absent" => Audio<Broken<{ Fault::ABSENT }>>,
        "audio_other" => Audio<Broken<{ Fault::OTHER }>>,
        "audio_unlocked" => Audio<Broken<{ Fault::UNLOCKED }>>,
        "audio_broken" => Audio<Broken<{ Fault::BUS }>>,
        "display_broken" => Display<Broken<{ Fault::BUS }>>,
        "spi_broken" => Spi<Broken<{ Fault::BUS }>>,
    ],
    nifs: {
        "conformance" => [area, sum, range, letters, level, swap, refuse, panics, backlight, sixteen],
    },
}
