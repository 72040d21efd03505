//! The audio port, on QEMU's codec.

extern crate alloc;

use board_qemu_mps2_an385::Board;
use emulated_ports::{Fault, Script};
use port_audio::Audio;

use crate::flash::flash;

/// One second's worth would be a long log; this is enough for every register.
const TONE: &str = "{play_buffer, #{data => <<1,0,2,0,3,0,4,0,5,0,6,0,7,0,8,128>>}}";

/// Opens, plays and stops; the log of the bus is compared outside.
pub(crate) fn sound(script: &mut Script) -> Result<(), Fault> {
    play(script, 200)
}

/// The same with another volume, which the log has to show.
pub(crate) fn sound_seeded(script: &mut Script) -> Result<(), Fault> {
    play(script, 201)
}

fn play(script: &mut Script, volume: u8) -> Result<(), Fault> {
    let refused = "#{sample_rate => 44100}";
    script.refuse::<Audio<Board>>(refused, "{bad_option,sample_rate,44100}")?;
    let refused = "#{sample_rate => 48000, bit_depth => 24}";
    script.refuse::<Audio<Board>>(refused, "{bad_option,bit_depth,24}")?;
    let port = script.open::<Audio<Board>>("#{sample_rate => 48000, volume => 128}")?;
    let set = alloc::format!("{{set_volume, #{{volume => {volume}}}}}");
    script.expect(port, &set, "ok")?;
    script.expect(port, TONE, "ok")?;
    let _printed = script.wait();
    let _printed = script.call(port, "get_stats");
    script.expect(port, "stop", "ok")
}

/// Nobody at the codec's address: told by name, and the board's other parts
/// are not harmed.
pub(crate) fn sound_absent(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| {
        let options = "#{sample_rate => 48000}";
        script.refuse::<Audio<Board>>(options, "{no_device,wm8750,26}")
    })?;
    flash(script)
}
