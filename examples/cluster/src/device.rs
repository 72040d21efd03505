//! A device node: a VM with the ports of the simulated board.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::code::modules;
use crate::process::{Running, start};
use crate::{Rate, Site, trace};

/// What fingers do on the device's board.
#[derive(Debug, Clone, Copy)]
pub struct Board {
    /// How many events there are.
    pub events: u64,
    /// How fast they come.
    pub rate: Rate,
}

/// What the device runs on.
#[derive(Debug, Clone)]
pub enum Machine {
    /// Erlang/OTP, with what else its code path begins with.
    Otp(Vec<PathBuf>),
    /// AtomVM, as the folder of a bundle, the executable, and its libraries.
    AtomVm {
        /// What `just atomvm-bundle` leaves.
        bundle: PathBuf,
        /// The VM.
        executable: PathBuf,
        /// The archive of its libraries.
        library: PathBuf,
    },
}

/// A device node, killed when it is dropped.
#[derive(Debug)]
pub struct Device {
    name: String,
    machine: Machine,
    board: Board,
    running: Running,
}

impl Device {
    /// Starts a node of this name, before the `@`.
    ///
    /// # Errors
    ///
    /// If it cannot be started; a node that starts and then ends is told by the hub.
    pub fn start(site: &Site, name: &str, machine: Machine, board: Board) -> io::Result<Self> {
        let running = run(site, name, &machine, board)?;
        Ok(Self {
            name: name.to_owned(),
            machine,
            board,
            running,
        })
    }

    /// The node's name.
    #[must_use]
    pub fn node(&self) -> String {
        format!("{}@localhost", self.name)
    }

    /// The end of the node, as sudden as `kill -9`.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// The same node again, with its board as at first.
    ///
    /// # Errors
    ///
    /// As [`Device::start`].
    pub fn start_again(&mut self, site: &Site) -> io::Result<()> {
        self.kill();
        self.running = run(site, &self.name, &self.machine, self.board)?;
        Ok(())
    }

    /// The process's number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.running.id()
    }
}

fn run(site: &Site, name: &str, machine: &Machine, board: Board) -> io::Result<Running> {
    let recording = recording(&site.folder, board)?;
    let mut command = match machine {
        Machine::Otp(path) => {
            let mut erl = site.erl(&format!("{name}@localhost"));
            erl.args(["-noinput", "-hidden"]);
            for folder in path {
                erl.arg("-pa").arg(folder);
            }
            erl
        }
        Machine::AtomVm {
            bundle,
            executable,
            library,
        } => {
            let mut vm = crate::process::bound(executable);
            site.environment(&mut vm);
            vm.env("CLUSTER_NODE", name).current_dir(bundle);
            // The first has the function that is started: `cluster_atomvm` by its name.
            vm.args(site.code.for_atomvm()?);
            vm.args(modules(bundle, "beam")?).arg(library);
            vm
        }
    };
    command.env("SIM_TRACE", recording);
    command.env("SIM_SPEED", board.rate.speed());
    command.stdin(Stdio::null());
    command.stdout(site.log(name)?).stderr(site.log(name)?);
    start(&mut command)
}

/// Writes what the board's fingers do, once for all devices with such a board.
fn recording(folder: &Path, board: Board) -> io::Result<PathBuf> {
    let name = match board.rate {
        Rate::Unpaced => format!("{}.csv", board.events),
        Rate::Paced(rate) => format!("{}-{rate}.csv", board.events),
    };
    let path = folder.join(name);
    if !path.exists() {
        fs::write(&path, trace(board.events, board.rate))?;
    }
    Ok(path)
}
