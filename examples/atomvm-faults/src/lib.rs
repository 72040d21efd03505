//! A port that commits faults on purpose, for the tests of the others.
//!
//! In no bundle: the tests on AtomVM build it, and see that what it does wrong is caught.

mod fault;
mod starved;

use fault::Fault;

vm_atomvm::export_port!(fault_create_port, Fault);
