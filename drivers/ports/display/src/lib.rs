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
//! | `{update, Items}` | `ok`; a display list as AtomGL has them, see below |
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
//! # Display lists
//!
//! `Items` are those of AtomGL's `docs/primitives.md` (github.com/atomvm/atomgl, commit d15bdb5),
//! the first above all:
//!
//! - `{rect, X, Y, Width, Height, Color}`
//! - `{text, X, Y, default16px, Color, Background, Text}`: letters in cells of 8 by 16 pixels
//! - `{image, X, Y, Background, Image}`
//! - `{scaled_cropped_image, X, Y, Width, Height, Background, FromX, FromY, ScaleX, ScaleY, [],
//!   Image}`
//!
//! `Background` is a colour or `transparent`. `Image` is `{rgba8888, Width, Height, Bytes}`, with
//! four bytes a pixel; where it is not opaque it is mixed with the background, and without one
//! left out. Columns, rows and sizes are from -1,048,576 to 1,048,576. What no item covers stays.
//!
//! All of the list is read before anything is drawn: an item, a font, a format or an option that
//! there is not is `{error, {unsupported_item, Item}}`, and an item with a value of a wrong type
//! or size `{error, {bad_item, Item}}`. Each pixel is sent once, so nothing flickers. For the time
//! of the request that takes some bytes for each item and each letter on the panel.
//!
//! # Opening
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

extern crate alloc;

mod canvas;
mod color;
mod draw;
mod image;
mod item;
mod letters;
mod options;
mod port;
mod scene;

pub use color::Color;
pub use draw::{Blit, Frame, Label};
pub use options::Options;
pub use port::{Display, Request};
