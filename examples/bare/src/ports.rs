//! The ports of a firmware, and what it makes of what they say.

use alloc::string::{String, ToString};

use avm_port::Port;
use avm_term::{PortId, Value};
use board_support::{HasSpi, HasTouch};
use port_spi::Spi;
use port_touch::Touch;
use vm_host::Vm;

/// The question for its identification that every SPI flash answers.
const READ_ID: &str = "{transfer, #{write => <<159>>, read => 3}}";
/// How often an answer is looked for before it is given up.
const LOOKS: u32 = 1_000_000;

/// A VM with one process, which owns the ports.
#[derive(Debug)]
pub struct Firmware {
    vm: Vm,
    touches: u32,
}

impl Firmware {
    /// Without a port.
    #[must_use]
    pub fn new() -> Self {
        Self {
            vm: Vm::new(),
            touches: 0,
        }
    }

    /// Opens the board's touch panel, and subscribes to it.
    ///
    /// # Errors
    ///
    /// The reason, as Erlang would have it; the other parts work.
    pub fn touch<B: HasTouch>(&mut self) -> Result<(), String> {
        let port = self.open::<Touch<B>>("#{}")?;
        let said = self.vm.call(port, "{subscribe, #{active => true}}");
        said_ok(&said)
    }

    /// Asks the board's SPI flash who it is: the answer as Erlang would have it.
    ///
    /// # Errors
    ///
    /// The reason; the other parts work.
    pub fn flash<B: HasSpi>(&mut self) -> Result<String, String> {
        let port = self.open::<Spi<B>>("#{clock_hz => 1000000}")?;
        let id = self.answer(port, READ_ID);
        said_ok(&self.vm.close(port))?;
        Ok(id.to_string())
    }

    /// Asks a port whose device may take its time.
    fn answer(&mut self, port: PortId, request: &str) -> Value {
        let pending = self.vm.start_call(self.vm.main(), port, request);
        let mut looks = 0;
        loop {
            let answer = self.vm.answer(pending);
            looks += 1;
            if looks == LOOKS || !is_owed(&answer) {
                return answer;
            }
            core::hint::spin_loop();
        }
    }

    /// Runs until all ports are quiet, and counts what fingers did.
    pub fn run(&mut self) -> u32 {
        self.vm.run();
        for message in self.vm.mailbox(self.vm.main()) {
            let events = message.as_tuple().and_then(|parts| parts.get(2)?.as_list());
            let count = events.map_or(0, <[_]>::len);
            self.touches = self.touches.saturating_add(count as u32);
        }
        self.touches
    }

    fn open<P: Port>(&mut self, options: &str) -> Result<PortId, String> {
        let opened = self.vm.open::<P>(options);
        opened.map_err(|reason| reason.to_string())
    }
}

impl Default for Firmware {
    fn default() -> Self {
        Self::new()
    }
}

fn said_ok(said: &Value) -> Result<(), String> {
    let said = said.to_string();
    match said.as_str() {
        "ok" => Ok(()),
        _ => Err(said),
    }
}

/// Whether everything is quiet, and the answer is to come.
fn is_owed(answer: &Value) -> bool {
    *answer == Value::tuple([Value::atom("error"), Value::atom("timeout")])
}
