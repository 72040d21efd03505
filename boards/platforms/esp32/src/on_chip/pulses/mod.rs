//! Pulses of a width, where esp-hal has a driver for them.

#[cfg(feature = "pulses")]
mod ledc;
#[cfg(not(feature = "pulses"))]
mod none;

#[cfg(feature = "pulses")]
pub use ledc::Pulses;
#[cfg(not(feature = "pulses"))]
pub use none::Pulses;
