//! All parts at once: two on one bus, sound meanwhile.

use alloc::format;

use board_pico_restouch_lcd_3_5::Board;
use emulated_ports::{Fault, Script};
use port_audio::Audio;
use port_display::Display;
use port_touch::Touch;

use crate::sound::samples;
use crate::touch::follow_while;

/// Bytes of samples that are queued before the fingers come.
const QUEUED: u32 = 800;

/// Draws as fast as it can while fingers come and samples are played.
pub(crate) fn together(script: &mut Script) -> Result<(), Fault> {
    at_once(script, |_| None)
}

/// The same, with letters that nobody expects.
pub(crate) fn together_seeded(script: &mut Script) -> Result<(), Fault> {
    let letters = "{text, #{x => 100, y => 100, text => <<\"A\">>, color => 16#FFFFFF}}";
    at_once(script, |nth| (nth == 9).then_some(letters))
}

fn at_once(script: &mut Script, more: impl Fn(u32) -> Option<&'static str>) -> Result<(), Fault> {
    let panel = script.open::<Display<Board>>("#{width => 320, height => 480}")?;
    script.expect(panel, "{fill, #{color => 16#102030}}", "ok")?;
    let sound = script.open::<Audio<Board>>("#{sample_rate => 44100}")?;
    script.expect(sound, "pause", "ok")?;
    let data = format!("{{play_buffer, #{{data => <<{}>>}}}}", samples(QUEUED, 3));
    script.expect(sound, &data, "ok")?;
    script.expect(sound, "resume", "ok")?;
    let mut nth = 0;
    follow_while::<Touch<Board>>(script, "#{}", |script| {
        nth += 1;
        let (x, y, color) = (
            nth * 37 % 300,
            nth * 61 % 450,
            nth * 0x0003_0507 & 0x00FF_FFFF,
        );
        let place = format!("x => {x}, y => {y}, width => 20, height => 30");
        script.expect(
            panel,
            &format!("{{rect, #{{{place}, color => {color}}}}}"),
            "ok",
        )?;
        more(nth).map_or(Ok(()), |request| script.expect(panel, request, "ok"))
    })?;
    script.expect(sound, "stop", "ok")?;
    script.close(panel)
}
