//! T3 and T14: membranes that negotiate, and peers that fail them.

mod closing;
mod faults;
mod fsm;
mod glare;
mod handshake;
mod lies;
mod local;
mod owners;
mod world;
