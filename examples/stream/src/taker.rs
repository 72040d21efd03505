//! A process that takes blocks, checks them, and lets go of them or not.

use avm_term::{Pid, PortId, Value};
use example_support::{Error, command};
use vm_host::Vm;

use crate::Block;

/// A process that a port sends its blocks to.
#[derive(Debug)]
pub struct Taker {
    process: Pid,
    port: PortId,
    name: Value,
    lets_go: bool,
    /// The number of the sample that comes next in the run.
    next: u64,
    taken: Taken,
}

/// What a process has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Blocks.
    pub blocks: u64,
    /// Samples in them, every one right.
    pub samples: u64,
    /// Samples that are missing between the blocks.
    pub missing: u64,
}

impl Taker {
    /// Starts a process that lets go of each block when it has checked it, or else keeps all.
    pub fn new(vm: &mut Vm, port: PortId, lets_go: bool) -> Self {
        let name = vm.port_value(port);
        Self {
            process: vm.spawn(),
            port,
            name: name.unwrap_or_else(|| Value::atom("closed")),
            lets_go,
            next: 0,
            taken: Taken::default(),
        }
    }

    /// Subscribes with so much credit, to the first block of a run.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if the port does not answer `ok`.
    pub fn subscribe(&mut self, vm: &mut Vm, active: Value) -> Result<(), Error> {
        self.next = 0;
        let request = command("subscribe", [("active", active)]).to_string();
        let answer = vm.call_by(self.process, self.port, &request);
        match answer.as_atom() {
            Some("ok") => Ok(()),
            _ => Err(Error::Answer { request, answer }),
        }
    }

    /// Takes what has come; tells how much that is by now.
    ///
    /// # Errors
    ///
    /// As [`Block::from_message`], and [`Error::Flawed`] for a block that comes before its time.
    pub fn take(&mut self, vm: &mut Vm) -> Result<Taken, Error> {
        for message in vm.mailbox(self.process) {
            if let Some(block) = Block::from_message(&message, &self.name)? {
                self.note(block)?;
            }
        }
        if self.lets_go {
            vm.collect(self.process);
        }
        Ok(self.taken)
    }

    /// Ends the process, and with it all that it kept.
    pub fn end(self, vm: &mut Vm) {
        vm.exit(self.process, "normal");
    }

    fn note(&mut self, block: Block) -> Result<(), Error> {
        let (first, next) = (block.first, self.next);
        let missing = first.checked_sub(next).ok_or_else(|| {
            Error::Flawed(format!(
                "a block begins at sample {first}, not after {next}"
            ))
        })?;
        self.next = first + block.samples;
        self.taken.blocks += 1;
        self.taken.samples += block.samples;
        self.taken.missing += missing;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_counted_and_steps_back_refused() {
        let mut vm = Vm::new();
        let port = PortId::from_raw(0);
        let mut taker = Taker::new(&mut vm, port, true);
        let mut note = |first| {
            let noted = taker.note(Block { first, samples: 10 });
            noted.map(|()| taker.taken.missing)
        };
        assert_eq!(note(0).ok(), Some(0));
        assert_eq!(note(10).ok(), Some(0));
        assert_eq!(note(50).ok(), Some(30));
        assert!(matches!(note(50), Err(Error::Flawed(_))));
        assert_eq!(taker.taken.samples, 30);
    }
}
