//! Firmware, built by Debian's compiler.
//!
//! It comes with the sources of `core` for targets that it does not ship, so
//! nothing is asked of rustup.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Failure, command, output};

/// What is needed to build for Cortex-M and RV32, and the packages.
pub const NEEDED: [(&str, &str); 5] = [
    ("/usr/bin/rustc", "rustc-web"),
    ("/usr/bin/cargo", "cargo-web"),
    (
        "/usr/lib/rustlib/src/rust/library/Cargo.toml",
        "rust-web-src",
    ),
    ("arm-none-eabi-ld", "binutils-arm-none-eabi"),
    ("riscv64-unknown-elf-ld", "binutils-riscv64-unknown-elf"),
];

/// A package that is a static library for a microcontroller.
///
/// One package is built in one call of cargo, so that no package's features
/// reach another's firmware.
#[derive(Clone, Copy, Debug)]
pub struct Firmware<'a> {
    /// The folder of its manifest.
    pub folder: &'a Path,
    /// Its name.
    pub package: &'a str,
    /// The name of the target for rustc.
    pub target: &'a str,
    /// The optimisation level, as TOML has it.
    pub level: &'a str,
}

impl Firmware<'_> {
    /// Builds it below `target_folder`, with `core` and `alloc`, and returns
    /// the archive; whatever an earlier build left is removed.
    ///
    /// # Errors
    ///
    /// It does not build: what the compiler says.
    pub fn build(&self, target_folder: &Path) -> Result<PathBuf, Failure> {
        let release = target_folder.join(self.target).join("release");
        let name = self.package.replace('-', "_");
        let archive = release.join(format!("lib{name}.a"));
        let _ = fs::remove_file(&archive);
        let mut cargo = command("/usr/bin/cargo", ["build", "--release", "--quiet"]);
        cargo
            .args(["-Zbuild-std=core,alloc", "-p", self.package])
            .args(["--target", self.target, "--target-dir"])
            .arg(target_folder)
            .arg(format!("--config=profile.release.opt-level={}", self.level))
            .current_dir(self.folder)
            .env("RUSTC", "/usr/bin/rustc")
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        output(&mut cargo)?;
        Ok(archive)
    }
}
