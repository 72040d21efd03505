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

/// Bytes of a line, the zero at its end included.
const LINE: usize = 128;

/// A line; what does not fit is cut off.
struct Line {
    bytes: [u8; LINE],
    used: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            // The last two are for the end of the line and the zero.
            if self.used < LINE - 2 {
                self.bytes[self.used] = byte;
                self.used += 1;
            }
        }
        Ok(())
    }
}

/// Prints a line.
pub fn print(text: fmt::Arguments<'_>) {
    let mut line = Line {
        bytes: [0; LINE],
        used: 0,
    };
    // Writing to a line cannot fail.
    let _ = line.write_fmt(text);
    line.bytes[line.used] = b'\n';
    // SAFETY: the bytes end in a zero and live until the emulator returns.
    unsafe { semihost(SYS_WRITE0, line.bytes.as_ptr().expose_provenance()) };
}

/// Ends the run; the emulator exits with `status`.
pub fn exit(status: u8) -> ! {
    let block = [APPLICATION_EXIT, usize::from(status)];
    loop {
        // SAFETY: the block is a reason and a status, as the operation asks.
        unsafe { semihost(SYS_EXIT_EXTENDED, block.as_ptr().expose_provenance()) };
    }
}
