//! The ports of this workspace as one library that AtomVM loads.
