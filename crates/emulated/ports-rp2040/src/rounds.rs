//! All parts opened and closed again and again, in turn and at once.

use board_pico_restouch_lcd_3_5::Board;
use emulated_ports::{Fault, Script};
use port_audio::Audio;
use port_display::Display;
use port_spi::Spi;
use port_touch::Touch;

use crate::bench::Bench;

/// Rounds between two looks at the memory.
const ROUNDS: u32 = 4;

/// Nothing is left of any round, in memory or open.
pub(crate) fn rounds(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| {
        for _ in 0..ROUNDS {
            round(script)?;
        }
        Ok(())
    })
}

fn round(script: &mut Script) -> Result<(), Fault> {
    let panel = script.open::<Display<Board>>("#{width => 320, height => 480}")?;
    let touch = script.open::<Touch<Board>>("#{}")?;
    let sound = script.open::<Audio<Board>>("#{}")?;
    let flash = script.open::<Spi<Board>>("#{}")?;
    let bench = script.open::<Touch<Bench>>("#{}")?;
    script.refuse::<Spi<Board>>("#{}", "busy")?;
    script.close(touch)?;
    script.expect(
        panel,
        "{rect, #{x => 0, y => 0, width => 2, height => 2, color => 255}}",
        "ok",
    )?;
    script.close(bench)?;
    script.expect(sound, "stop", "ok")?;
    script.close(panel)?;
    script.close(flash)
}

/// Panics, which whoever runs it has to notice.
pub(crate) fn panic_seeded(script: &mut Script) -> Result<(), Fault> {
    let flash = script.open::<Spi<Board>>("#{}")?;
    script.close(flash)?;
    panic!("on purpose");
}

/// Never ends, which whoever runs it has to notice.
pub(crate) fn silence_seeded(script: &mut Script) -> Result<(), Fault> {
    let _flash = script.open::<Spi<Board>>("#{}")?;
    loop {
        emulated_core::wait();
    }
}
