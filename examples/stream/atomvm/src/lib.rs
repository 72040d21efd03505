//! Stream ports with blocks of three sizes, for tests on AtomVM.
//!
//! In no bundle. `stream` has blocks of 1 KiB, which a thread fills; `stream_small` has blocks of
//! 64 bytes and `stream_large` of 64 KiB, which are filled when the port is told to, so that what
//! is counted is the same in each run.
#![forbid(unsafe_code)]

mod boards;

use boards::{Large, Paced, Small};
use stream_port::Stream;

vm_atomvm::export_port!(stream_create_port, Stream<Paced>);
vm_atomvm::export_port!(stream_small_create_port, Stream<Small>);
vm_atomvm::export_port!(stream_large_create_port, Stream<Large>);
