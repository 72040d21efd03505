//! Ports that only tests open, beside the real ones, for Erlang/OTP.
//!
//! In no bundle. Their sources are those of the test libraries for AtomVM, where they stand in
//! several libraries; here all that shares a board or a resource type is in one.

#[path = "../../stream/atomvm/src/boards.rs"]
mod boards;
#[path = "../../atomvm-faults/src/fault.rs"]
mod fault;
#[path = "../../atomvm-resources/src/keeper.rs"]
mod keeper;
#[path = "../../atomvm-resources/src/late.rs"]
mod late;
#[path = "../../atomvm-resources/src/maker.rs"]
mod maker;
#[path = "../../atomvm-resources/src/probe.rs"]
mod probe;
#[path = "../../atomvm-faults/src/starved.rs"]
mod starved;
mod storm;
#[path = "../../atomvm-ports/src/traced.rs"]
mod traced;

use board::Board;
use boards::{Large, Paced, Small};
use conformance_ports::{Slow, Witness};
use fault::Fault;
use keeper::Keeper;
use maker::Maker;
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;
use storm::{Blocking, Storm};
use stream_port::Stream;
use traced::Traced;

vm_otp::library! {
    ports: [
        Traced<Touch<Board>>,
        Traced<Display<Board>>,
        Traced<Audio<Board>>,
        Traced<Spi<Board>>,
        "plain_touch" => Touch<Board>,
        "plain_display" => Display<Board>,
        "plain_audio" => Audio<Board>,
        "plain_spi" => Spi<Board>,
        "slow_touch" => Slow<Touch<Board>>,
        "slow_display" => Slow<Display<Board>>,
        "slow_audio" => Slow<Audio<Board>>,
        "slow_spi" => Slow<Spi<Board>>,
        Witness,
        Fault,
        Maker,
        Keeper,
        "stream" => Stream<Paced>,
        "stream_small" => Stream<Small>,
        "stream_large" => Stream<Large>,
        Traced<Storm>,
        Traced<Blocking>,
    ],
}
