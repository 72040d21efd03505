//! Every fault at every step: what the tests of drivers have in common.

use std::boxed::Box;
use std::sync::Once;
use std::vec::Vec;
use std::{eprintln, panic, println, thread};

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, Value};

use crate::fault::{Fault, PLANTED_PANIC};
use crate::vm::Vm;
use crate::world::{self, host};

/// One run of a driver, which [`sweep`] makes anew for each step at which a fault can be planted.
pub trait Trial: Sized {
    /// The VM that the driver's port runs on, and nothing else.
    fn vm(&mut self) -> &mut Vm;

    /// Uses the driver, always in the same way; keeps what came of it. Asserts nothing that a
    /// fault may change.
    fn play(&mut self);

    /// Asserts what holds where nothing went wrong.
    fn unharmed(&mut self);

    /// Ends every port that is still open, and asserts that the hardware is as it was.
    fn close(&mut self);

    /// Drops the VM; what must hold after that can be asserted here.
    fn end(self) {}
}

/// Plays the trial with a fault at step 1, at step 2, and so on, until a step is not reached any
/// more. Prints how many were, and returns it, for the test to hold against what it expects.
///
/// `check` asserts what must hold after the fault; after the run without one,
/// [`Trial::unharmed`] does. Each time the port is closed then, and the sweep itself asserts that
/// no port is open, no heap and, once all processes have ended, no resource is left, and that the
/// VM still runs a port. A failure names the step on standard error.
///
/// Panics with [`PLANTED_PANIC`] are not reported from the first sweep of a program on; all
/// others are.
///
/// ```
/// # use avm_port::{Call, Flow, OpenContext, Port, PortError};
/// # use avm_term::FromTerm;
/// # struct Lamp;
/// # #[derive(FromTerm)]
/// # enum Request { Read }
/// # #[derive(FromTerm)]
/// # struct Options {}
/// # impl Port for Lamp {
/// #     const NAME: &'static str = "lamp";
/// #     type Options<'a> = Options;
/// #     type Request<'a> = Request;
/// #     fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> { Ok(Lamp) }
/// #     fn call(&mut self, Request::Read: Request, call: Call<'_>) -> Flow { call.reply(&7) }
/// # }
/// use vm_host::{Fault, Trial, Vm, sweep};
///
/// #[derive(Default)]
/// struct Run {
///     vm: Vm,
///     answers: Vec<String>,
/// }
///
/// impl Trial for Run {
///     fn vm(&mut self) -> &mut Vm {
///         &mut self.vm
///     }
///
///     fn play(&mut self) {
///         match self.vm.open::<Lamp>("#{}") {
///             Ok(lamp) => {
///                 self.answers.push(self.vm.call(lamp, "read").to_string());
///                 self.answers.push(self.vm.close(lamp).to_string());
///             }
///             Err(reason) => self.answers.push(reason.to_string()),
///         }
///     }
///
///     fn unharmed(&mut self) {
///         assert_eq!(self.answers, ["7", "ok"]);
///     }
///
///     fn close(&mut self) {} // `play` has, wherever it opened one.
/// }
///
/// let points = sweep("allocation", Run::default, |_| Fault::Allocation, |run| {
///     let told = |answer: &String| answer.contains("out_of_memory");
///     assert!(run.answers.iter().any(told), "{:?}", run.answers);
/// });
/// assert!(points >= 3, "{points}");
/// ```
#[must_use = "a sweep of no steps has shown nothing"]
pub fn sweep<T: Trial>(
    what: &str,
    new: impl Fn() -> T,
    fault: impl Fn(&T) -> Fault,
    check: impl Fn(&mut T),
) -> u64 {
    let plant = |trial: &mut T, step| {
        let fault = fault(trial);
        trial.vm().inject(fault, step);
    };
    sweep_with(what, new, plant, |trial| trial.vm().lift_fault(), check)
}

/// Does as [`sweep`], with faults that the VM knows nothing of, such as those of a simulated part:
/// `plant` plants one at a step, and `is_spared` tells after the run that it was not reached.
#[must_use = "a sweep of no steps has shown nothing"]
pub fn sweep_with<T: Trial>(
    what: &str,
    new: impl Fn() -> T,
    plant: impl Fn(&mut T, u64),
    is_spared: impl Fn(&mut T) -> bool,
    check: impl Fn(&mut T),
) -> u64 {
    hush_planted_panics();
    let mut step = 1;
    loop {
        let _named = Step { what, step };
        let mut trial = new();
        plant(&mut trial, step);
        trial.play();
        let is_spared = is_spared(&mut trial);
        if is_spared {
            trial.unharmed();
        } else {
            check(&mut trial);
        }
        trial.close();
        trial.vm().assert_nothing_is_left();
        trial.end();
        if is_spared {
            println!("{what}: {} points", step - 1);
            return step - 1;
        }
        step += 1;
    }
}

/// Names the step where an assertion fails.
struct Step<'a> {
    what: &'a str,
    step: u64,
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{} at step {}", self.what, self.step);
        }
    }
}

impl Vm {
    /// Ends all processes; panics unless everything went with them, and the VM goes on.
    fn assert_nothing_is_left(&mut self) {
        let open = host().ports_where(|extra| extra.vm == self.id);
        assert!(open.is_empty(), "a port is still open");
        assert_eq!(self.open_heaps(), 0, "a heap is still open");
        let processes: Vec<u64> = self.world(|world| world.processes.keys().copied().collect());
        for process in processes {
            self.exit(world::pid(process), "normal");
        }
        assert_eq!(self.resources_alive(), 0, "{:?}", self.resources());
        let owner = self.spawn();
        let witness = self.open_by::<Witness>(owner, "#{}").expect("memory");
        let answer = self.call_by(owner, witness, "{echo, 7}");
        assert_eq!(answer, Value::from(7), "the VM does not run ports any more");
        self.exit(owner, "normal");
    }
}

/// A port that nothing is wrong with.
struct Witness;

#[derive(FromTerm)]
struct NoOptions {}

#[derive(FromTerm)]
enum Request {
    Echo(u8),
}

impl Port for Witness {
    const NAME: &'static str = "vm_host_witness";
    type Options<'a> = NoOptions;
    type Request<'a> = Request;

    fn open(_: NoOptions, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, Request::Echo(number): Request, call: Call<'_>) -> Flow {
        call.reply(&number)
    }
}

/// Panics that a test plants are no news; all others are.
fn hush_planted_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if info.payload_as_str() != Some(PLANTED_PANIC) {
                report(info);
            }
        }));
    });
}
