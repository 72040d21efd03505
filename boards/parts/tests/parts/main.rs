//! Parts on a platform that a test holds in its hands, and lets fail.

mod audio;
mod chips;
mod fake;
mod shared;
mod sharing;
mod spi;
mod sweep;
mod touch;
mod touch_lines;
mod world;
