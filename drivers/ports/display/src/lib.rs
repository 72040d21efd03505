//! The display port: draws what Erlang asks for.
//!
//! [`Display`] is generic over the board; it knows no controller and no VM. Text and shapes are
//! drawn by embedded-graphics, straight to the panel.
//!
//! | request | reply |
//! |---|---|
//! | `{set_backlight, #{level => 0..255}}` | `ok` |
//! | `get_config` | `{ok, Resource}` |
//! | `{read_config, #{config => Resource}}` | `{ok, #{width, height, depth, orientation, backlight}}` |
//! | `{fill, #{color}}` | `ok` |
//! | `{rect, #{x, y, width, height, color}}` | `ok`; the rectangle is filled |
//! | `{text, #{x, y, text, color}}` | `ok`; what is behind the letters stays |
//! | `{blit, #{x, y, width, height, data}}` | `ok` |
//!
//! `x` and `y`, from -32768 to 32767, are the upper left corner, from the upper left of the panel
//! as it is turned; `width` and `height` are 0 to 65535. What lies outside the panel is clipped.
//!
//! `color` is `16#RRGGBB`; the panel shows the upper 5, 6 and 5 bits. `text` is Unicode: a binary
//! of UTF-8, or a list; see [`avm_term::Text`]. Letters are 10 by 20 pixels and those of ISO
//! 8859-1, the rest is shown as `?`; a line feed starts a new line. `data` is a binary of the
//! pixels, row by row, each two bytes, red 5, green 6 and blue 5 bits, the more significant byte
//! first; any other number of bytes is `{error, {bad_data_size, Bytes, Expected}}`, and nothing is
//! drawn.
//!
//! Options: `width` and `height` (required), the panel's size as its maker meant it; `depth` (16),
//! which can only be 16; `orientation` (0), quarter turns clockwise; `backlight` (128). What the
//! panel's memory held is what it shows at first, noise after power-up: who minds opens it with
//! `backlight` 0, and sets the level after the first `fill`.
//!
//! The configuration is a resource; it may be held by any port and process, also after the
//! display is closed.
//!
//! ```
//! use port_display::Display;
//!
//! let mut vm = vm_host::Vm::new();
//! let port = vm.open::<Display<board_sim::Board>>("#{width => 240, height => 320}").unwrap();
//! let text = "{text, #{x => 10, y => 10, text => \"Hello\", color => 16#00FF00}}";
//! assert_eq!(vm.call(port, text).to_string(), "ok");
//! assert_eq!(vm.close(port).to_string(), "ok");
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod canvas;
mod color;
mod draw;
mod options;
mod port;

pub use color::Color;
pub use draw::{Blit, Frame, Label};
pub use options::Options;
pub use port::{Display, Request};
