//! Ports that make, keep and drop resources, for the tests on AtomVM.
//!
//! In no bundle. One library has both ports, `maker` and `keeper`, as one library of real drivers
//! has: a resource of the one is none of the other's only if they are loaded from two files.
#![forbid(unsafe_code)]

mod keeper;
mod late;
mod maker;
mod probe;

use keeper::Keeper;
use maker::Maker;

vm_atomvm::export_port!(maker_create_port, Maker);
vm_atomvm::export_port!(keeper_create_port, Keeper);
