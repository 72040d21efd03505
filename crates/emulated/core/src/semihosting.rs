//! Output and exit status by the emulator (ARM's semihosting, also on RISC-V).
#![expect(unsafe_code, reason = "lends memory to the emulator")]

use core::fmt::{self, Write};

use crate::cpu::semihost;

/// Writes the bytes up to a zero.
const SYS_WRITE0: usize = 0x04;
/// Ends the emulator with a status.
const SYS_EXIT_EXTENDED: usize = 0x20;
/// The reason for an end by the program itself.
const APPLICATION_EXIT: usize = 0x2_0026;

/// Opens a file of the host.
const SYS_OPEN: usize = 0x01;
/// Closes it.
const SYS_CLOSE: usize = 0x02;
/// To read bytes.
const READ_BINARY: usize = 1;

/// Bytes that are written at once, the zero at their end included.
const ROOM: usize = 128;

/// Text on its way to the emulator.
struct Text {
    bytes: [u8; ROOM],
    used: usize,
}

impl Text {
    fn flush(&mut self) {
        self.bytes[self.used] = 0;
        self.used = 0;
        // SAFETY: the bytes end in a zero and live until the emulator returns.
        unsafe { semihost(SYS_WRITE0, self.bytes.as_ptr().expose_provenance()) };
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            // The last one is for the zero.
            if self.used == ROOM - 1 {
                self.flush();
            }
            self.bytes[self.used] = byte;
            self.used += 1;
        }
        Ok(())
    }
}

/// Prints a line.
pub fn print(line: fmt::Arguments<'_>) {
    let mut text = Text {
        bytes: [0; ROOM],
        used: 0,
    };
    // Writing to the emulator cannot fail.
    let _ = writeln!(text, "{line}");
    text.flush();
}

/// Whether the emulator finds a file of that name, which is how it is told
/// that something outside is done.
pub fn is_there(name: &core::ffi::CStr) -> bool {
    let text = name.as_ptr().expose_provenance();
    let block = [text, READ_BINARY, name.count_bytes()];
    // SAFETY: the block is a name that ends in a zero, a mode, and a length.
    let file = unsafe { semihost(SYS_OPEN, block.as_ptr().expose_provenance()) };
    let is_open = file != usize::MAX;
    if is_open {
        let block = [file];
        // SAFETY: the block is a file that was opened.
        unsafe { semihost(SYS_CLOSE, block.as_ptr().expose_provenance()) };
    }
    is_open
}

/// Ends the run; the emulator exits with `status`.
pub fn exit(status: u8) -> ! {
    let block = [APPLICATION_EXIT, usize::from(status)];
    loop {
        // SAFETY: the block is a reason and a status, as the operation asks.
        unsafe { semihost(SYS_EXIT_EXTENDED, block.as_ptr().expose_provenance()) };
    }
}
