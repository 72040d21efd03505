//! The display port, whose pixels are compared outside.

use alloc::format;

use board_pico_restouch_lcd_3_5::Board;
use emulated_ports::{Fault, Script, is_there, print};
use port_display::Display;

const OPEN: &str = "#{width => 320, height => 480, backlight => 64}";

/// What is drawn: three rectangles, one of them partly outside.
pub(crate) const DRAWN: [(&str, u32); 3] = [
    ("x => 10, y => 20, width => 100, height => 50", 0x00FF_0000),
    (
        "x => 300, y => 460, width => 100, height => 100",
        0x0000_FF00,
    ),
    ("x => 0, y => 479, width => 320, height => 1", 0x0000_00FF),
];

/// Draws, and waits until the picture was looked at.
pub(crate) fn panel(script: &mut Script) -> Result<(), Fault> {
    draw(script, 0)
}

/// The same in other colours, which whoever looks has to notice.
pub(crate) fn panel_seeded(script: &mut Script) -> Result<(), Fault> {
    draw(script, 0x0008_0000)
}

fn draw(script: &mut Script, change: u32) -> Result<(), Fault> {
    let wrong = "#{width => 320, height => 481}";
    script.refuse::<Display<Board>>(wrong, "{bad_option,height,481}")?;
    let port = script.open::<Display<Board>>(OPEN)?;
    script.expect(port, "{fill, #{color => 16#202020}}", "ok")?;
    for (place, color) in DRAWN {
        let rect = format!("{{rect, #{{{place}, color => {}}}}}", color ^ change);
        script.expect(port, &rect, "ok")?;
    }
    script.expect(port, "{set_backlight, #{level => 200}}", "ok")?;
    print(format_args!("drawn"));
    // Pulses of the backlight wake nobody, but the emulator goes on.
    while !is_there(c"seen") {}
    script.close(port)
}
