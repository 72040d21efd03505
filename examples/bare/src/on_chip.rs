//! What a firmware needs of its own: a heap, an entry, and an end.
#![expect(unsafe_code, reason = "gives memory to the allocator, names the entry")]

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicBool, Ordering};

use embedded_alloc::LlffHeap;

/// Bytes of the heap.
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
pub fn prepare() {
    static IS_PREPARED: AtomicBool = AtomicBool::new(false);
    if IS_PREPARED.load(Ordering::Relaxed) {
        return;
    }
    IS_PREPARED.store(true, Ordering::Relaxed);
    let start = MEMORY.0.get().expose_provenance();
    // SAFETY: the memory is that of a static, as large as told, and given once.
    unsafe { HEAP.init(start, BYTES) };
}

/// There is nobody to tell.
#[panic_handler]
fn panicked(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Defines the entry of a firmware: what runs with a heap, and then forever.
#[macro_export]
macro_rules! firmware {
    ($prepared:expr) => {
        // SAFETY: the start-up code calls it by this name, once.
        #[unsafe(export_name = "main")]
        extern "C" fn entry() -> ! {
            $crate::prepare();
            let prepare: fn(&mut $crate::Firmware) = $prepared;
            let mut firmware = $crate::Firmware::new();
            prepare(&mut firmware);
            loop {
                firmware.run();
            }
        }
    };
}
