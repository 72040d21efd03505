//! A queue, its rings and its worker, on a device that answers by a rule.

mod bench;
mod edges;
mod model;
mod wires;
