//! The ports of the conformance suite as one library that AtomVM loads.
//!
//! In no bundle. The real ports are here too, because the witness watches the board that they
//! are on, and a board exists once for each library.
#![forbid(unsafe_code)]

use board::Board;
use conformance_ports::{Broken, Fault, Probe, Witness};
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;

vm_atomvm::export_port!(touch_create_port, Touch<Board>);
vm_atomvm::export_port!(display_create_port, Display<Board>);
vm_atomvm::export_port!(audio_create_port, Audio<Board>);
vm_atomvm::export_port!(spi_create_port, Spi<Board>);

vm_atomvm::export_port!(probe_create_port, Probe);
vm_atomvm::export_port!(witness_create_port, Witness);

vm_atomvm::export_port!(audio_absent_create_port, Audio<Broken<{ Fault::ABSENT }>>);
vm_atomvm::export_port!(audio_other_create_port, Audio<Broken<{ Fault::OTHER }>>);
vm_atomvm::export_port!(
    audio_unlocked_create_port,
    Audio<Broken<{ Fault::UNLOCKED }>>
);
vm_atomvm::export_port!(audio_broken_create_port, Audio<Broken<{ Fault::BUS }>>);
vm_atomvm::export_port!(display_broken_create_port, Display<Broken<{ Fault::BUS }>>);
vm_atomvm::export_port!(spi_broken_create_port, Spi<Broken<{ Fault::BUS }>>);
