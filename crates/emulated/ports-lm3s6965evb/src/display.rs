//! What the display port is asked to draw.

use emulated_ports::{Fault, Script, is_there, print};
use port_display::Display;

use crate::board::Lm3s6965;

const OPTIONS: &str = "#{width => 128, height => 64}";

/// Options that are wrong, and what the port says to them.
const WRONG: [(&str, &str); 4] = [
    ("#{height => 64}", "{missing_option,width}"),
    ("#{width => 240, height => 64}", "{bad_option,width,240}"),
    ("#{width => 128, height => 65}", "{bad_option,height,65}"),
    (
        "#{width => 128, height => 64, depth => 24}",
        "{bad_option,depth,24}",
    ),
];

/// What is drawn, in order: greys from black to white, a frame over the edge,
/// letters, and a picture of four pixels.
const DRAWN: [&str; 6] = [
    "{fill, #{color => 16#000000}}",
    "{rect, #{x => 3, y => 5, width => 100, height => 20, color => 16#FFFFFF}}",
    "{rect, #{x => 5, y => 7, width => 95, height => 15, color => 16#888888}}",
    "{rect, #{x => 120, y => -4, width => 20, height => 10, color => 16#FF0000}}",
    "{text, #{x => 8, y => 36, text => \"Rust\", color => 16#00FF00}}",
    "{blit, #{x => 101, y => 41, width => 2, height => 2, data => <<255,255,0,31,7,224,8,33>>}}",
];

/// Draws, and stays until the picture was taken.
pub(crate) fn display(script: &mut Script) -> Result<(), Fault> {
    draw(script, None)
}

/// The same, and one pixel that nobody asked for.
pub(crate) fn display_seeded(script: &mut Script) -> Result<(), Fault> {
    let wrong = "{rect, #{x => 63, y => 31, width => 1, height => 1, color => 16#FFFFFF}}";
    draw(script, Some(wrong))
}

fn draw(script: &mut Script, more: Option<&str>) -> Result<(), Fault> {
    for (options, reason) in WRONG {
        script.refuse::<Display<Lm3s6965>>(options, reason)?;
    }
    script.thrice(|script| {
        let port = script.open::<Display<Lm3s6965>>(OPTIONS)?;
        script.refuse::<Display<Lm3s6965>>(OPTIONS, "busy")?;
        script.close(port)
    })?;
    let port = script.open::<Display<Lm3s6965>>(OPTIONS)?;
    for request in DRAWN.into_iter().chain(more) {
        script.expect(port, request, "ok")?;
    }
    let short = "{blit, #{x => 0, y => 0, width => 2, height => 2, data => <<1>>}}";
    script.expect(port, short, "{error,{bad_data_size,1,8}}")?;
    print(format_args!("drawn"));
    while !is_there(c"taken") {}
    script.close(port)
}
