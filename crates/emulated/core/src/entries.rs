//! What every firmware has: the foreground, and a handler for each purpose.
//!
//! The linker decides which of the handlers the timer's interrupt calls, so an
//! image contains one of them only.
#![expect(unsafe_code, reason = "the end of a panic is up to the linker")]

use core::panic::PanicInfo;

use emulated_suite::Fault;

use crate::semihosting::{exit, print};

unsafe extern "Rust" {
    /// Where every panic ends. An image defines it as one of the functions
    /// below; what is linked only to see whether a handler can panic does not.
    safe fn emulated_panicked(info: &PanicInfo<'_>) -> !;
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    emulated_panicked(info)
}

/// Ends the run with the status of a panic.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_end_panicked")]
extern "C" fn end_panicked() -> ! {
    exit(Fault::Panic.status())
}

/// Says why, and ends the run with the status of a panic.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "emulated_tell_panicked")]
fn tell_panicked(info: &PanicInfo<'_>) -> ! {
    print(format_args!("{info}"));
    exit(Fault::Panic.status())
}

/// Defines the foreground and the handlers of a firmware on one machine.
#[macro_export]
macro_rules! firmware {
    ($machine:expr) => {
        static RING: $crate::suite::Ring = $crate::suite::Ring::new();
        static PROGRESS: $crate::suite::Progress = $crate::suite::Progress::new();
        static SOURCE: $crate::Owned<$crate::suite::Source> = $crate::Owned::empty();

        /// Runs the suite and ends with its verdict.
        // SAFETY: the name is used once in the program.
        #[unsafe(export_name = "emulated_main")]
        extern "C" fn main() -> ! {
            $crate::semihosting::exit(match begin() {
                Ok(()) => 0,
                Err(fault) => {
                    $crate::semihosting::print(format_args!("failed: {fault}"));
                    fault.status()
                }
            })
        }

        fn begin() -> Result<(), $crate::suite::Fault> {
            let (producer, consumer) = RING.split().ok_or($crate::suite::Fault::Split)?;
            let source = $crate::suite::Source::new(producer, &PROGRESS);
            // SAFETY: the timer has not been started.
            unsafe { SOURCE.fill(source) };
            $machine.prepare();
            $crate::unmask();
            $crate::suite::run(&$machine, consumer, &PROGRESS)
        }

        $crate::firmware!(@handler $machine, "sound", |source, machine| {
            source.interrupt(machine, $crate::suite::Source::offer);
        });
        $crate::firmware!(@handler $machine, "seeded_loss", losing);
        $crate::firmware!(@handler $machine, "seeded_order", repeating);
        $crate::firmware!(@handler $machine, "seeded_damage", damaging);
        $crate::firmware!(@handler $machine, "seeded_lateness", dawdling);
        $crate::firmware!(@handler $machine, "seeded_stack", hoarding);
        $crate::firmware!(@handler $machine, "seeded_panic", panicking);
        $crate::firmware!(@handler $machine, "seeded_silence", silent);
    };
    (@handler $machine:expr, $name:literal, $method:ident) => {
        $crate::firmware!(@handler $machine, $name, |source, machine| source.$method(machine));
    };
    (@handler $machine:expr, $name:literal, |$source:ident, $at:ident| $work:expr) => {
        const _: () = {
            // SAFETY: the name is used once in the program.
            #[unsafe(export_name = $name)]
            extern "C" fn handler() {
                let $at = &$machine;
                // SAFETY: one handler is linked into an image, it has one
                // interrupt, and this is the only place where it asks.
                if let Some($source) = unsafe { SOURCE.get() } {
                    $work;
                }
            }
        };
    };
}
