//! A node, and what it says.

use std::io;
use std::process::Stdio;
use std::time::{Duration, Instant};

use cluster::{Lines, Machine, Running, bound, modules, start};

use crate::Place;

/// How long a node may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A node, killed when it is dropped.
#[derive(Debug)]
pub struct Node {
    running: Running,
    lines: Lines,
}

impl Node {
    /// Starts the node whose program is the module `straw_NAME`.
    ///
    /// # Errors
    ///
    /// If the VM does not start.
    pub fn start(place: &Place, name: &str, machine: &Machine) -> io::Result<Self> {
        let mut command = match machine {
            Machine::Otp(path) => {
                let program = std::env::var_os("ERL").unwrap_or_else(|| "erl".into());
                let mut erl = bound(program);
                erl.args(["-noshell", "-noinput", "-kernel", "logger_level", "none"]);
                erl.arg("-pa").arg(place.avm_port.join("ebin"));
                erl.arg("-pa").arg(&place.ebin).args(path);
                erl.args(["-s", &format!("straw_{name}")]);
                erl.env("ERL_CRASH_DUMP_BYTES", "0");
                erl
            }
            Machine::AtomVm {
                bundle,
                executable,
                library,
            } => {
                let mut vm = bound(executable);
                // The first is started.
                for module in [format!("straw_{name}"), "straw_node".into()] {
                    vm.arg(place.ebin.join(format!("{module}.beam")));
                }
                vm.args(modules(bundle, "beam")?).arg(library);
                vm.current_dir(bundle);
                vm
            }
        };
        command.stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut running = start(&mut command)?;
        let output = running.child.stdout.take();
        let output = output.ok_or_else(|| io::Error::other("no output"))?;
        let lines = Lines::of(output);
        Ok(Self { running, lines })
    }

    /// Waits until the node says something that begins so, and returns it.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub fn wait_for(&self, what: &str) -> io::Result<String> {
        let until = Instant::now() + PATIENCE;
        let mut said = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.next(left) else {
                let says = format!("no {what:?} came, but {said:?}");
                return Err(io::Error::other(says));
            };
            if line.starts_with(what) {
                return Ok(line);
            }
            said.push(line);
        }
    }

    /// Kills it, as `kill -9` does.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// The process's number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.running.id()
    }
}
