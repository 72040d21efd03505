//! The SPI port, on QEMU's flashes.

use board_qemu_mps2_an385::Board;
use emulated_ports::{Fault, Script};
use port_spi::Spi;

/// Asks for the identification, and for the three bytes more that QEMU gives.
const READ_ID: &str = "{transfer, #{write => <<159>>, read => 6}}";

/// The flash that belongs there.
pub(crate) fn flash(script: &mut Script) -> Result<(), Fault> {
    script.refuse::<Spi<Board>>("#{mode => 4}", "{bad_option,mode,4}")?;
    script.refuse::<Spi<Board>>(
        "#{bit_order => lsb_first}",
        "{bad_option,bit_order,lsb_first}",
    )?;
    script.thrice(|script| {
        let port = script.open::<Spi<Board>>("#{clock_hz => 1000000}")?;
        script.expect(port, READ_ID, "{ok,<<239,80,20,0,0,0>>}")?;
        script.close(port)
    })
}

/// A flash of another make, which is told by what it says.
pub(crate) fn flash_of_another_make(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Spi<Board>>("#{}", "{wrong_part,8224}"))
}

/// No flash at all.
pub(crate) fn flash_absent(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Spi<Board>>("#{}", "{wrong_part,0}"))
}
