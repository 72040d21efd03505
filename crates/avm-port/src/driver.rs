//! Ports whose type has been forgotten, as a VM keeps them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use avm_term::vm::OutOfMemory;
use avm_term::{Env, Pid, PortId, StaticAtom, Term};

use crate::instance::Instance;
use crate::port::{Flow, Port};

/// An open port, or one that is about to open, of any driver. Its callbacks do not unwind.
pub trait AnyPort: Send {
    /// Takes a message from the port's mailbox.
    fn message(&mut self, message: Term<'_>) -> Flow;
    /// Takes the ring of a bell.
    fn event(&mut self, env: Env<'_>) -> Flow;
    /// Why the port ended, once a callback has said [`Flow::Terminate`]: `normal` or `panic`.
    fn exit_reason(&self) -> &'static StaticAtom;
}

/// A driver as a VM's table of drivers holds it.
#[derive(Clone, Copy, Debug)]
pub struct Driver {
    name: &'static str,
    blocks: bool,
    create: fn(PortId, Pid) -> Result<Box<dyn AnyPort>, OutOfMemory>,
}

impl Driver {
    /// The driver that opens ports of type `P`.
    pub const fn of<P: Port>() -> Self {
        Self {
            name: P::NAME,
            blocks: P::BLOCKS,
            create: create::<P>,
        }
    }

    /// The same driver under another name: for a second device of its kind.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The name that Erlang opens it by.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether its callbacks may take long: [`Port::BLOCKS`].
    pub const fn blocks(&self) -> bool {
        self.blocks
    }

    /// Makes a port that waits for its `{'$open', Options}`.
    ///
    /// # Errors
    ///
    /// No memory.
    pub fn create(&self, port: PortId, owner: Pid) -> Result<Box<dyn AnyPort>, OutOfMemory> {
        (self.create)(port, owner)
    }
}

fn create<P: Port>(port: PortId, owner: Pid) -> Result<Box<dyn AnyPort>, OutOfMemory> {
    let instance: Box<[Instance<P>; 1]> = try_box(Instance::new(port, owner))?;
    Ok(instance)
}

/// `Box::new` that does not abort: through a vector, because stable Rust has no `Box::try_new`.
fn try_box<T>(value: T) -> Result<Box<[T; 1]>, OutOfMemory> {
    let mut one = Vec::new();
    one.try_reserve_exact(1).map_err(|_| OutOfMemory)?;
    one.push(value);
    one.into_boxed_slice().try_into().map_err(|_| OutOfMemory)
}

impl<P: Port> AnyPort for [Instance<P>; 1] {
    fn message(&mut self, message: Term<'_>) -> Flow {
        let [instance] = self;
        instance.message(message)
    }

    fn event(&mut self, env: Env<'_>) -> Flow {
        let [instance] = self;
        instance.event(env)
    }

    fn exit_reason(&self) -> &'static StaticAtom {
        let [instance] = self;
        instance.exit_reason()
    }
}
