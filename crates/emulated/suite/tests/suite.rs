//! The suite on a machine that is simulated, sound and unsound.

use std::cell::{Cell, RefCell};
use std::fmt;

use emulated_suite::{Fault, Machine, Progress, Ring, SEEDED, Source, run};

/// A core whose clock moves whenever it is looked at.
struct Simulated {
    source: RefCell<Source>,
    handler: fn(&mut Source, &Simulated),
    now: Cell<u32>,
    next: Cell<Option<u32>>,
    is_masked: Cell<bool>,
    /// Counts that every look at the clock takes.
    step: u32,
    /// Whether `mask` holds interrupts back.
    masks: bool,
    stack: u32,
}

impl Simulated {
    /// Interrupts if the time has come, unless the handler is at work.
    fn poll(&self) {
        let is_due = self.next.get().is_some_and(|next| next <= self.now.get());
        if let (true, false, Ok(mut source)) =
            (is_due, self.is_masked.get(), self.source.try_borrow_mut())
        {
            (self.handler)(&mut source, self);
        }
    }
}

impl Machine for Simulated {
    const CLOCK_HZ: u32 = 1_000_000;
    const STACK_BYTES: u32 = 128;

    fn start(&self, period: u32) {
        self.now.set(0);
        self.next.set(Some(period));
    }

    fn stop(&self) {
        self.next.set(None);
    }

    fn clock(&self) -> u32 {
        self.now.set(self.now.get() + self.step);
        self.poll();
        self.now.get()
    }

    fn acknowledge(&self, next: u32) {
        self.next.set(Some(next));
    }

    fn mask(&self) {
        self.is_masked.set(self.masks);
    }

    fn unmask(&self) {
        self.is_masked.set(false);
        self.poll();
    }

    fn wait(&self) {
        self.now.set(self.next.get().unwrap_or(self.now.get()));
    }

    fn interrupt_stack(&self, is_done: impl Fn() -> bool) -> u32 {
        while !is_done() {
            self.wait();
            self.poll();
        }
        self.stack
    }

    fn print(&self, line: fmt::Arguments<'_>) {
        println!("{line}");
    }
}

/// Runs the suite on a machine that `change` may have made unsound.
fn verdict(change: impl FnOnce(&mut Simulated)) -> Result<(), Fault> {
    let ring: &'static Ring = Box::leak(Box::new(Ring::new()));
    let progress: &'static Progress = Box::leak(Box::new(Progress::new()));
    let (producer, consumer) = ring.split().ok_or(Fault::Split)?;
    let mut machine = Simulated {
        source: RefCell::new(Source::new(producer, progress)),
        handler: |source, machine| source.interrupt(machine, Source::offer),
        now: Cell::new(0),
        next: Cell::new(None),
        is_masked: Cell::new(false),
        step: 3,
        masks: true,
        stack: 100,
    };
    change(&mut machine);
    run(&machine, consumer, progress)
}

#[test]
fn a_sound_machine_passes() {
    assert_eq!(verdict(|_| {}), Ok(()));
}

#[test]
fn each_unsound_handler_fails_by_its_own_fault() {
    type Handler = fn(&mut Source, &Simulated);
    let handlers: [(Handler, Fault); 4] = [
        (Source::losing, Fault::Loss),
        (Source::repeating, Fault::Order),
        (Source::damaging, Fault::Damaged),
        (Source::dawdling, Fault::EarlyDrop),
    ];
    for (handler, fault) in handlers {
        assert_eq!(verdict(|machine| machine.handler = handler), Err(fault));
    }
}

#[test]
fn a_handler_that_uses_much_stack_fails() {
    assert_eq!(verdict(|machine| machine.stack = 129), Err(Fault::Stack));
    assert_eq!(verdict(|machine| machine.stack = 0), Err(Fault::Stack));
}

#[test]
fn a_mask_that_holds_nothing_back_fails() {
    assert_eq!(
        verdict(|machine| machine.masks = false),
        Err(Fault::NoBurst)
    );
}

#[test]
fn a_clock_that_never_outruns_the_foreground_fails() {
    let fast = |machine: &mut Simulated| machine.step = 1;
    assert_eq!(verdict(fast), Err(Fault::NeverFull));
}

#[test]
fn each_fault_has_an_exit_status_of_its_own() {
    for fault in SEEDED.iter().filter_map(|seeded| seeded.fault) {
        assert_eq!(Fault::of_status(i32::from(fault.status())), Some(fault));
        assert!(fault.status() > 1, "the emulator's own");
    }
    assert_eq!(Fault::of_status(0), None);
}
