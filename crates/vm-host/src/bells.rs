//! What wakes ports: from other threads, or from interrupts.

#[cfg(not(feature = "std"))]
mod interrupts;
#[cfg(feature = "std")]
mod threads;

#[cfg(not(feature = "std"))]
pub(crate) use interrupts::{Bell, ring};
#[cfg(feature = "std")]
pub(crate) use threads::{Bell, ring};
