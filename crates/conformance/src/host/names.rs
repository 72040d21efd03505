//! The ports by their names, which on this VM are types.

use avm_term::{Pid, PortId, Value};
use board::Board;
use conformance_ports::{Broken, Fault, Probe, Witness};
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;
use vm_host::Vm;

/// How a port is begun with: opened with options, or made only.
#[derive(Clone, Copy)]
pub(super) enum Begin<'o> {
    Open(&'o str),
    Create,
}

/// Opens or makes a port of this name.
///
/// # Errors
///
/// The reason.
pub(super) fn begin(vm: &mut Vm, owner: Pid, name: &str, how: Begin<'_>) -> Result<PortId, Value> {
    macro_rules! by_name {
        ($($name:literal => $port:ty,)*) => {
            match name {
                $($name => match how {
                    Begin::Open(options) => vm.open_by::<$port>(owner, options),
                    Begin::Create => vm.create::<$port>(owner),
                },)*
                _ => Err(Value::tuple([Value::atom("no_driver"), Value::atom(name)])),
            }
        };
    }
    by_name! {
        "touch" => Touch<Board>,
        "display" => Display<Board>,
        "audio" => Audio<Board>,
        "spi" => Spi<Board>,
        "probe" => Probe,
        "witness" => Witness,
        "audio_absent" => Audio<Broken<{ Fault::ABSENT }>>,
        "audio_other" => Audio<Broken<{ Fault::OTHER }>>,
        "audio_unlocked" => Audio<Broken<{ Fault::UNLOCKED }>>,
        "audio_broken" => Audio<Broken<{ Fault::BUS }>>,
        "display_broken" => Display<Broken<{ Fault::BUS }>>,
        "spi_broken" => Spi<Broken<{ Fault::BUS }>>,
    }
}
