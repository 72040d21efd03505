//! The ports of this workspace as one library that AtomVM loads.
//!
//! AtomVM's generic_unix platform loads `./avm_NAME_port_driver.so` for a port called NAME, and
//! calls `NAME_create_port`. `just atomvm-bundle DIR` leaves the library in DIR under that name,
//! beside the Erlang library. The board is the one that the workspace's `board` names.

mod traced;

use board::Board;
use port_touch::Touch;
use traced::Traced;

vm_atomvm::export_port!(touch_create_port, Traced<Touch<Board>>);
