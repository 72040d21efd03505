//! The SPI port, on a flash.

use alloc::string::ToString;

use board_pico_restouch_lcd_3_5::Board;
use emulated_ports::{Fault, Script};
use port_spi::Spi;

const READ_ID: &str = "{transfer, #{write => <<159>>, read => 3}}";

/// What is not enabled is not written; what is, in a while.
const BEFORE: [(&str, &str); 5] = [
    (
        "{transfer, #{write => <<2,0,0,16,1,2,3>>, read => 0}}",
        "{ok,<<>>}",
    ),
    (
        "{transfer, #{write => <<3,0,0,16>>, read => 3}}",
        "{ok,<<255,255,255>>}",
    ),
    ("{transfer, #{write => <<6>>, read => 0}}", "{ok,<<>>}"),
    (READ_STATUS, "{ok,<<2>>}"),
    (
        "{transfer, #{write => <<2,0,0,16,222,173,190,239>>, read => 0}}",
        "{ok,<<>>}",
    ),
];
const READ_STATUS: &str = "{transfer, #{write => <<5>>, read => 1}}";
const READ_BACK: &str = "{transfer, #{write => <<3,0,0,15>>, read => 6}}";
/// Readings of the status, at most, until what was programmed is.
const LOOKS: usize = 100;

/// The flash, from its identification to what was written.
pub(crate) fn flash(script: &mut Script) -> Result<(), Fault> {
    identify(script, "{ok,<<239,64,21>>}")
}

/// The same, on a flash of another make.
pub(crate) fn flash_seeded(script: &mut Script) -> Result<(), Fault> {
    identify(script, "{ok,<<239,64,22>>}")
}

fn identify(script: &mut Script, id: &str) -> Result<(), Fault> {
    script.refuse::<Spi<Board>>("#{mode => 4}", "{bad_option,mode,4}")?;
    script.refuse::<Spi<Board>>(
        "#{bit_order => lsb_first}",
        "{bad_option,bit_order,lsb_first}",
    )?;
    script.thrice(|script| {
        let port = script.open::<Spi<Board>>("#{clock_hz => 1000000}")?;
        script.expect(port, READ_ID, id)?;
        script.close(port)
    })?;
    let port = script.open::<Spi<Board>>("#{clock_hz => 8000000, mode => 3}")?;
    for (request, answer) in BEFORE {
        script.expect(port, request, answer)?;
    }
    let busy =
        (0..LOOKS).take_while(|_| script.call(port, READ_STATUS).to_string() == "{ok,<<1>>}");
    let busy = busy.count();
    (1..LOOKS)
        .contains(&busy)
        .then_some(())
        .ok_or(Fault::Answer)?;
    script.expect(port, READ_BACK, "{ok,<<255,222,173,190,239,255>>}")?;
    script.close(port)
}

/// No flash: the line is pulled up.
pub(crate) fn flash_absent(script: &mut Script) -> Result<(), Fault> {
    let port = script.open::<Spi<Board>>("#{}")?;
    script.expect(port, READ_ID, "{ok,<<255,255,255>>}")?;
    script.close(port)
}
