//! From the first instruction to the exit status.

use emulated_core::stack;
use emulated_suite::Fault;

use crate::heap;
use crate::script::Script;

/// Runs a scenario and ends the emulator with its verdict.
pub fn begin(scenario: impl FnOnce(&mut Script) -> Result<(), Fault>) -> ! {
    stack::guard();
    heap::prepare();
    emulated_core::unmask();
    let mut script = Script::new();
    let verdict = scenario(&mut script).and_then(|()| script.end());
    // Whatever was said, it counts for nothing if memory was overwritten.
    let verdict = stack::is_intact()
        .then_some(verdict)
        .unwrap_or(Err(Fault::Stack));
    emulated_core::semihosting::exit(match verdict {
        Ok(()) => 0,
        Err(fault) => {
            crate::print(format_args!("failed: {fault}"));
            fault.status()
        }
    })
}

/// Defines the scenarios of a firmware, each a function of a [`Script`] by the
/// name that the linker is asked for.
#[macro_export]
macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {
        const _: () = {
            unsafe extern "C" {
                /// The scenario of this image.
                safe fn emulated_scenario() -> !;
            }

            // SAFETY: the name is used once in the program.
            #[unsafe(export_name = "emulated_main")]
            extern "C" fn main() -> ! {
                emulated_scenario()
            }
        };
        $(
            const _: () = {
                // SAFETY: the name is used once in the program.
                #[unsafe(export_name = concat!("scenario_", stringify!($name)))]
                extern "C" fn scenario() -> ! {
                    $crate::begin($name)
                }
            };
        )*
    };
}
