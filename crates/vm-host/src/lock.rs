//! Tables that one looks at after the other.

#[cfg(not(feature = "std"))]
mod single;
#[cfg(feature = "std")]
mod threads;

#[cfg(not(feature = "std"))]
pub(crate) use single::{Guard, Lock};
#[cfg(feature = "std")]
pub(crate) use threads::{Guard, Lock};
