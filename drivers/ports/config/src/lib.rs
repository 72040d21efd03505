//! What ports share: configurations, and a board's reasons in Erlang's words.
//!
//! [`DisplayConfig`] is the configuration of a display, a resource that the display port makes and
//! the touch port takes.
//!
//! [`board_error`] and its like turn the errors of boards and classes into reasons, so that a
//! bus that fails has the same name behind every port.
//!
//! | what failed | reason |
//! |---|---|
//! | the part is open already | `busy` |
//! | I2C or SPI | `{bus, Kind}`, the kinds of `embedded-hal` in snake case |
//! | a pin, a pulse width | `{pin, other}`, `{pwm, other}` |
//! | a codec that does not follow its clocks | `no_lock` |
//! | a sample path | `{path, Code}` |
//! | an option that the part cannot do | `{bad_option, Name, Value}` |
//! | another part answers | `{wrong_part, Id}` |
//! | the board's own settings | `{config, Text}` |
//! | the host has no more of something | `{no_resources, Text}` |
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod display;
mod reason;

pub use display::{DISPLAY_CONFIGS, DisplayConfig};
pub use reason::{board_error, i2c_atom, spi_atom, unsupported};
