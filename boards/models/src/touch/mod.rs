//! Touch controllers.

mod cst816s;
mod ft6x36;
mod gt911;
mod hand;
mod mounted;
mod tt21100;
mod xpt2046;

pub use cst816s::Cst816s;
pub use ft6x36::Ft6x36;
pub use gt911::{Gt911, Gt911Address};
pub use mounted::Mounted;
pub use tt21100::Tt21100;
pub use xpt2046::{Plate, Xpt2046};
