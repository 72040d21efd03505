//! Erases, programs and reads, as a process does by the SPI port.

extern crate alloc;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use emulated_ports::{Fault, PortId, Script};
use port_spi::Spi;

use crate::board::SifiveU;

/// The sector, which is that of the page too: 00 10 00.
const PLACE: &str = "0,16,0";
/// Bytes of a page.
const PAGE: usize = 256;

/// Everything that a flash is for.
pub(crate) fn flash(script: &mut Script) -> Result<(), Fault> {
    work(script, 0)
}

/// The same, where one bit of what was programmed is expected otherwise.
pub(crate) fn flash_seeded(script: &mut Script) -> Result<(), Fault> {
    work(script, 1)
}

fn work(script: &mut Script, wrong: u8) -> Result<(), Fault> {
    script.refuse::<Spi<SifiveU>>("#{mode => 4}", "{bad_option,mode,4}")?;
    script.refuse::<Spi<SifiveU>>("#{clock_hz => 1}", "{bad_option,clock_hz,1}")?;
    script.thrice(|script| {
        let port = script.open::<Spi<SifiveU>>("#{}")?;
        script.refuse::<Spi<SifiveU>>("#{}", "busy")?;
        script.close(port)
    })?;
    let port = script.open::<Spi<SifiveU>>("#{clock_hz => 10000000}")?;
    script.expect(port, &transfer("159", 3), "{ok,<<157,112,25>>}")?;
    let (erased, page) = ([0xFF; PAGE].to_vec(), pattern());
    // Without leave, nothing is programmed.
    erase(script, port)?;
    script.expect(port, &transfer("4", 0), "{ok,<<>>}")?;
    program(script, port, &page)?;
    expect_read(script, port, &erased)?;
    allow(script, port)?;
    program(script, port, &page)?;
    let mut expected = page;
    if let Some(byte) = expected.get_mut(99) {
        *byte ^= wrong;
    }
    expect_read(script, port, &expected)?;
    submitted(script, port, &expected)?;
    erase(script, port)?;
    expect_read(script, port, &erased)?;
    script.close(port)
}

/// Reads by a message that comes later.
fn submitted(script: &mut Script, port: PortId, bytes: &[u8]) -> Result<(), Fault> {
    let request = format!("{{submit, #{{write => <<3,{PLACE}>>, read => {PAGE}}}}}");
    let answer = script.call(port, &request);
    let id = answer
        .as_tuple()
        .and_then(|parts| parts.get(1)?.as_integer());
    let id = id.ok_or(Fault::Answer)?;
    let messages: Vec<String> = script.messages().iter().map(ToString::to_string).collect();
    let done = format!("{{done,{id},{{ok,{}}}}}}}", binary(bytes));
    let is_it = |message: &String| message.starts_with("{spi,") && message.ends_with(&done);
    let came = matches!(&messages[..], [message] if is_it(message));
    came.then_some(()).ok_or(Fault::Answer)
}

/// Bytes of which no two neighbours are the same.
fn pattern() -> Vec<u8> {
    (0..=u8::MAX)
        .map(|nth| nth.wrapping_mul(167) ^ 0x5A)
        .collect()
}

fn binary(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(ToString::to_string).collect();
    format!("<<{}>>", bytes.join(","))
}

fn transfer(write: &str, read: usize) -> String {
    format!("{{transfer, #{{write => <<{write}>>, read => {read}}}}}")
}

fn expect_read(script: &mut Script, port: PortId, bytes: &[u8]) -> Result<(), Fault> {
    let answer = format!("{{ok,{}}}", binary(bytes));
    script.expect(port, &transfer(&format!("3,{PLACE}"), PAGE), &answer)
}

/// Lets the next program or erase be obeyed.
fn allow(script: &mut Script, port: PortId) -> Result<(), Fault> {
    script.expect(port, &transfer("6", 0), "{ok,<<>>}")
}

fn erase(script: &mut Script, port: PortId) -> Result<(), Fault> {
    allow(script, port)?;
    script.expect(port, &transfer(&format!("32,{PLACE}"), 0), "{ok,<<>>}")?;
    wait(script, port)
}

fn program(script: &mut Script, port: PortId, bytes: &[u8]) -> Result<(), Fault> {
    let bytes = binary(bytes);
    let data = bytes.trim_matches(['<', '>']);
    script.expect(
        port,
        &transfer(&format!("2,{PLACE},{data}"), 0),
        "{ok,<<>>}",
    )?;
    wait(script, port)
}

/// Until nothing is under way.
fn wait(script: &mut Script, port: PortId) -> Result<(), Fault> {
    for _ in 0..1_000 {
        let status = script.call(port, &transfer("5", 1)).to_string();
        // Bit 0 is that; QEMU leaves the leave to write, bit 1, where it is.
        if ["{ok,<<0>>}", "{ok,<<2>>}"].contains(&&*status) {
            return Ok(());
        }
    }
    Err(Fault::Answer)
}
