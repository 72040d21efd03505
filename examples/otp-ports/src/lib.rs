//! The ports of this workspace as one library that Erlang/OTP loads.
//!
//! `just otp-bundle DIR` leaves it in DIR as `avm_port/priv/avm_port_nif.so`, beside the beams of
//! the Erlang library. The board is the one that the workspace's `board` names.

#[path = "../../atomvm-ports/src/traced.rs"]
mod traced;

use board::Board;
use port_audio::Audio;
use port_display::Display;
use port_pore::Pore;
use port_pore::unix::Unix;
use port_spi::Spi;
use port_straw::{StrawPort, queue};
use port_touch::Touch;
use traced::Traced;

vm_otp::library! {
    ports: [
        Traced<Touch<Board>>,
        Traced<Display<Board>>,
        Traced<Audio<Board>>,
        Traced<Pore<Unix>>,
        Traced<Spi<Board>>,
        Traced<StrawPort>,
    ],
    nifs: { "avm_straw" => [queue] },
}
