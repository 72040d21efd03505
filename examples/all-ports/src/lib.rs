//! All four ports of a board at once, and what became of all their data.
//!
//! ```text
//! touch --events--> process --rect, text, blit--> display
//! flash <--submit-- process --play_buffer-------> audio
//! ```
//!
//! [`run`] is the example proper: a process that opens the ports of any board
//! which has all of the parts. Its touch panel is told of the display by a
//! resource, so points are pixels; fingers draw; a sound is played meanwhile;
//! an icon goes through the flash, and blocks come out of an ADC. [`main`] is
//! the program around it, and ends with an account of every ring, pool, table
//! and resource.
#![forbid(unsafe_code)]

mod account;
mod args;
mod pen;
mod program;
mod rows;
mod run;
mod seen;
mod sheet;
mod together;
mod watch;

pub use account::{Account, Home, Row};
pub use args::Options;
pub use pen::{INKS, Pen};
pub use program::main;
pub use run::{Outcome, run};
pub use seen::Seen;
pub use sheet::{BARS, HEIGHT, ICON, SHEET, WIDTH, bar, caption, heights, icon, paper};
pub use watch::Watch;
