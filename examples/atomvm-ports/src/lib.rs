//! The ports of this workspace as one library that AtomVM loads.
//!
//! AtomVM's generic_unix platform loads `./avm_NAME_port_driver.so` for a port called NAME, and
//! calls `NAME_create_port`. `just atomvm-bundle DIR` leaves the library in DIR under the names of
//! all ports, beside the Erlang library. The board is the one that the workspace's `board` names.

mod traced;

use board::Board;
use port_audio::Audio;
use port_display::Display;
use port_pore::Pore;
use port_pore::unix::Unix;
use port_spi::Spi;
use port_straw::StrawPort;
use port_touch::Touch;
use traced::Traced;

vm_atomvm::export_port!(touch_create_port, Traced<Touch<Board>>);
vm_atomvm::export_port!(display_create_port, Traced<Display<Board>>);
vm_atomvm::export_port!(audio_create_port, Traced<Audio<Board>>);
vm_atomvm::export_port!(pore_create_port, Traced<Pore<Unix>>);
vm_atomvm::export_port!(spi_create_port, Traced<Spi<Board>>);
vm_atomvm::export_port!(straw_create_port, Traced<StrawPort>);
