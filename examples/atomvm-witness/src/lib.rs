//! Slow ports and a witness of the board, for tests on AtomVM.
//!
//! In no bundle. The `plain` ports are those of the bundle; each has a slow twin, whose opening and
//! closing take a while in which it can be killed. `witness` tells what the simulated board does,
//! whose parts all of these share, and so must be in their library.
#![forbid(unsafe_code)]

use board::Board;
use conformance_ports::{Slow, Witness};
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;

vm_atomvm::export_port!(witness_create_port, Witness);

vm_atomvm::export_port!(plain_touch_create_port, Touch<Board>);
vm_atomvm::export_port!(plain_display_create_port, Display<Board>);
vm_atomvm::export_port!(plain_audio_create_port, Audio<Board>);
vm_atomvm::export_port!(plain_spi_create_port, Spi<Board>);

vm_atomvm::export_port!(slow_touch_create_port, Slow<Touch<Board>>);
vm_atomvm::export_port!(slow_display_create_port, Slow<Display<Board>>);
vm_atomvm::export_port!(slow_audio_create_port, Slow<Audio<Board>>);
vm_atomvm::export_port!(slow_spi_create_port, Slow<Spi<Board>>);
