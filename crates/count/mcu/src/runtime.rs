//! What a program without an operating system has to bring along.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::hint::spin_loop;
use core::mem::MaybeUninit;
use core::panic::PanicInfo;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

const HEAP_BYTES: usize = 32 * 1024;

/// A heap that only grows: the tables allocate once, when they are made.
struct Heap {
    /// Bytes handed out so far, at most [`HEAP_BYTES`].
    used: AtomicUsize,
    /// Every allocation is a part of it of its own.
    bytes: UnsafeCell<MaybeUninit<[u8; HEAP_BYTES]>>,
}

#[global_allocator]
static HEAP: Heap = Heap {
    used: AtomicUsize::new(0),
    bytes: UnsafeCell::new(MaybeUninit::uninit()),
};

// SAFETY: the emulator runs one core without interrupts.
unsafe impl Sync for Heap {}

// SAFETY: `used` never shrinks, so no byte is handed out twice.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let base = self.bytes.get().cast::<u8>();
        let free = base.wrapping_add(self.used.load(Ordering::Relaxed));
        let start = free.wrapping_add(free.align_offset(layout.align()));
        let end = (start as usize - base as usize).saturating_add(layout.size());
        if end > HEAP_BYTES {
            return ptr::null_mut();
        }
        self.used.store(end, Ordering::Relaxed);
        start
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    count_panicked()
}

/// The end of every path that panics: the static listing looks for its name.
// SAFETY: the name is used once in this program.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn count_panicked() -> ! {
    loop {
        spin_loop();
    }
}
