//! What a firmware's Rust library needs once: memory, and an end for panics.
#![expect(unsafe_code, reason = "implements the unsafe trait of allocators")]

use core::alloc::{GlobalAlloc, Layout};
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use super::{allocate, avm_vm_abort, release, report};

/// AtomVM's own heap, as Rust's.
#[derive(Clone, Copy, Debug)]
pub struct Malloc;

// SAFETY: `allocate` keeps what `GlobalAlloc` asks for, and `release` takes back what it gave.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocate(layout.size(), layout.align()).cast()
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: from `alloc`, with the same layout, by the caller's promise.
        unsafe { release(block.cast(), layout.align()) };
    }
}

/// A line of text that is cut where it has no room.
struct Line {
    bytes: [u8; 160],
    length: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            let Some(place) = self.bytes.get_mut(self.length) else {
                return Err(fmt::Error);
            };
            *place = byte;
            self.length += 1;
        }
        Ok(())
    }
}

/// Says where the panic was, and ends as AtomVM does when it cannot go on.
#[cold]
pub fn panicked(info: &PanicInfo<'_>) -> ! {
    let mut line = Line {
        bytes: [b' '; 160],
        length: 0,
    };
    // Not the message, whose formatting is larger than all of a small port.
    let _ = line.write_str("avm: panic");
    if let Some(place) = info.location() {
        let _ = line.write_str(" at ");
        let _ = line.write_str(place.file());
        let _ = line.write_str(":");
        let _ = write_number(&mut line, place.line());
    }
    let said = line.bytes.get(..line.length).unwrap_or_default();
    report(str::from_utf8(said).unwrap_or("avm: panic"));
    // SAFETY: asks nothing of the caller.
    unsafe { avm_vm_abort() }
}

fn write_number(line: &mut Line, number: u32) -> fmt::Result {
    if number >= 10 {
        write_number(line, number / 10)?;
    }
    let digit = [b'0' + (number % 10) as u8];
    line.write_str(str::from_utf8(&digit).unwrap_or("?"))
}
