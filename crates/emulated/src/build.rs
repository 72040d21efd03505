//! From a firmware's package to an image, one handler in each.

use std::fs;
use std::path::{Path, PathBuf};

use tools::{Failure, Firmware, command, output};

use crate::machines::Machine;

/// The name that every way to panic ends in; only whole images define it.
pub(crate) const PANIC: &str = "emulated_panicked";

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// A firmware that is built and not linked.
pub(crate) struct Library<'a> {
    machine: &'a Machine,
    archive: PathBuf,
    /// Where its images go.
    folder: PathBuf,
}

impl<'a> Library<'a> {
    /// Has Debian's cargo build it; whatever an earlier run left is removed.
    pub(crate) fn build(machine: &'a Machine) -> Result<Self, Failure> {
        let work = tools::workplace("emulated")?;
        let folder = work
            .join("images")
            .join(machine.package)
            .join(machine.target);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let firmware = Firmware {
            folder: Path::new(FOLDER),
            package: machine.package,
            target: machine.target,
            level: machine.level,
        };
        let archive = firmware.build(&work.join("cargo"))?;
        Ok(Self {
            machine,
            archive,
            folder,
        })
    }

    /// Links an image; `symbols` are the names that it leaves to the linker.
    pub(crate) fn link(&self, name: &str, symbols: &[(&str, &str)]) -> Result<PathBuf, Failure> {
        let machine = self.machine;
        let image = self.folder.join(format!("{name}.elf"));
        let mut ld = self.ld("image.ld");
        ld.arg(format!("--defsym=EMULATED_CODE={:#x}", machine.code))
            .arg(format!("--defsym=EMULATED_RAM={:#x}", machine.ram))
            .arg(format!("--defsym=EMULATED_RAM_BYTES={}", machine.ram_bytes));
        for (symbol, meaning) in symbols {
            ld.arg(format!("--defsym={symbol}={meaning}"));
        }
        ld.args(["-u", "emulated_main", "-e", "emulated_main"])
            .args([&self.archive, &"-o".into(), &image]);
        output(&mut ld)?;
        Ok(image)
    }

    /// Links a handler and what it reaches, and tells how many bytes that is.
    pub(crate) fn link_alone(&self, handler: &str) -> Result<u32, Failure> {
        let elf = self.folder.join(format!("{handler}-alone.elf"));
        let mut ld = self.ld("handler.ld");
        ld.args(["-u", handler, "-e", handler])
            .args([&self.archive, &"-o".into(), &elf]);
        output(&mut ld)?;
        let size = format!("{}-size", self.machine.binutils);
        let table = output(&mut command(size, [&elf]))?;
        let second = table.lines().nth(1).unwrap_or_default();
        let text = second.split_whitespace().next().unwrap_or_default();
        let bytes = text.parse().ok().filter(|bytes| *bytes > 0);
        bytes.ok_or_else(|| Failure::new(format!("{handler} has no code: {table}")))
    }

    /// The linker, which leaves out all that cannot be reached.
    fn ld(&self, script: &str) -> std::process::Command {
        let name = format!("{}-ld", self.machine.binutils);
        let mut ld = command(name, self.machine.link);
        ld.args(["--gc-sections", "-T"])
            .arg(format!("{FOLDER}/link/{script}"));
        ld
    }
}
