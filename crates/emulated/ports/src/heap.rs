//! The heap, which everything that is dropped has to go back to.
#![expect(unsafe_code, reason = "gives memory to the allocator")]

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicBool, Ordering};

use embedded_alloc::LlffHeap;

/// Bytes of it: what the smallest of the machines has to spare.
const BYTES: usize = 32 << 10;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

/// The memory.
///
/// Invariant: nobody but the allocator uses it, once it was given to it.
struct Memory(UnsafeCell<MaybeUninit<[u8; BYTES]>>);

// SAFETY: by the invariant only the allocator uses it, in critical sections.
unsafe impl Sync for Memory {}

static MEMORY: Memory = Memory(UnsafeCell::new(MaybeUninit::uninit()));

/// Gives the memory to the allocator, the first time.
pub(crate) fn prepare() {
    static IS_PREPARED: AtomicBool = AtomicBool::new(false);
    if IS_PREPARED.load(Ordering::Relaxed) {
        return;
    }
    IS_PREPARED.store(true, Ordering::Relaxed);
    let start = MEMORY.0.get().expose_provenance();
    // SAFETY: the memory is that of a static, as large as told, and given once.
    unsafe { HEAP.init(start, BYTES) };
}

/// Bytes in use.
pub(crate) fn used() -> usize {
    HEAP.used()
}
