//! Instruction counts of the ring and the table beside their peers.
