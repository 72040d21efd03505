//! Builds the bare firmwares, links them whole, and tells their sizes.
//!
//! A firmware is linked by the scripts of its HAL, into the memory of its chip:
//! what is undefined or too large fails. The handlers of the platform have to
//! stand in the place of the default one, and a link that lacks a symbol has to
//! fail. Nothing is run: no emulator here has these chips.

mod firmwares;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use firmwares::{Bare, FIRMWARES, LIBRARIES};
use tools::{Failure, Firmware, NEEDED, command, output};

const HELP: &str = "\
Builds the bare firmwares, links them whole, and tells their sizes.

Usage: cargo run -p bare-link -- -p PACKAGE ...

Each row is a firmware and its bytes: code and constants, data, and zeroes with
32 KiB of heap among them. Every package that is named must be built.

Needs, on Debian 12: rustc-web, cargo-web, rust-web-src, binutils-arm-none-eabi,
binutils-riscv64-unknown-elf.
";

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// A symbol that no firmware has.
const NO_SYMBOL: &str = "bare_no_such_symbol";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.is_empty() {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let wanted = args.iter().filter(|arg| *arg != "-p");
    match tools::require(&NEEDED).and_then(|()| all(wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn all<'a>(wanted: impl Iterator<Item = &'a String>) -> Result<(), Failure> {
    let folder = tools::workplace("bare")?;
    let mut built = vec!["bare-firmware", "platform-bare", "platform-esp32"];
    for bare in FIRMWARES {
        let sizes = firmware(bare, &folder)?;
        println!("{:<28} {}", bare.package, sizes);
        built.extend([bare.package, bare.platform]);
    }
    for (package, target) in LIBRARIES {
        build(package, target, &folder)?;
        println!("{package:<28} compiled");
        built.push(package);
    }
    for package in wanted {
        if !built.contains(&package.as_str()) {
            return Err(Failure::new(format!(
                "{package} is not among what is built"
            )));
        }
    }
    Ok(())
}

/// Builds a package; the library is where the target's others are.
fn build(package: &str, target: &str, folder: &Path) -> Result<PathBuf, Failure> {
    let firmware = Firmware {
        folder: Path::new(FOLDER),
        package,
        target,
        level: "\"s\"",
    };
    firmware.build(&folder.join("cargo"))
}

/// Builds, links and checks a firmware, and tells its sizes.
fn firmware(bare: &Bare, folder: &Path) -> Result<String, Failure> {
    let archive = build(bare.package, bare.target, folder)?;
    let image = folder.join(format!("{}.elf", bare.package));
    output(ld(bare, &archive)?.arg("-o").arg(&image))?;
    handlers(bare, &image)?;
    let lacking = folder.join("lacking.elf");
    let mut control = ld(bare, &archive)?;
    control.arg(format!("--require-defined={NO_SYMBOL}"));
    if output(control.arg("-o").arg(&lacking)).is_ok() {
        let says = format!("{} links without a symbol that it needs", bare.package);
        return Err(Failure::new(says));
    }
    sizes(bare, &image)
}

/// Bytes of code and constants, of data, and of zeroes.
fn sizes(bare: &Bare, image: &Path) -> Result<String, Failure> {
    let size = format!("{}-size", bare.binutils);
    let table = output(command(size, ["-A"]).arg(image))?;
    let sum = |sections: &[&str]| -> u32 {
        let rows = table.lines().map(|row| row.split_whitespace());
        let sizes = rows.filter_map(|mut row| {
            let is_one = sections.contains(&row.next()?);
            is_one.then(|| row.next()?.parse::<u32>().ok()).flatten()
        });
        sizes.sum()
    };
    let code = sum(&[".vector_table", ".trap", ".rwtext", ".text", ".rodata"]);
    let (data, zeroes) = (sum(&[".data"]), sum(&[".bss"]));
    if code == 0 || zeroes == 0 {
        return Err(Failure::new(format!("{}: no sizes: {table}", bare.package)));
    }
    Ok(format!("{code:>7} {data:>7} {zeroes:>7}"))
}

/// The linker, with the scripts that the HALs' build scripts left.
fn ld(bare: &Bare, archive: &Path) -> Result<Command, Failure> {
    let mut ld = Command::new(format!("{}-ld", bare.binutils));
    ld.args(["--gc-sections", "--no-warn-rwx-segments"]);
    ld.arg("-L").arg(format!("{FOLDER}/{}", bare.folder));
    let release = archive.parent().unwrap_or(archive);
    for made in fs::read_dir(release.join("build"))? {
        let out = made?.path().join("out");
        if out.is_dir() {
            ld.arg("-L").arg(out);
        }
    }
    ld.args(bare.link).arg(archive);
    Ok(ld)
}

/// Whether the handlers are the platform's.
fn handlers(bare: &Bare, image: &Path) -> Result<(), Failure> {
    let table = output(&mut command(format!("{}-nm", bare.binutils), [image]))?;
    let address = |name: &str| {
        let mut rows = table.lines().map(|row| row.split_whitespace());
        rows.find_map(|mut row| {
            let address = row.next()?;
            (row.nth(1)? == name).then_some(address)
        })
    };
    let nobody = address(bare.default_handler);
    for name in bare.handlers {
        let handler = address(name);
        if handler.is_none() || handler == nobody {
            let says = format!("{}: nobody handles {name}", bare.package);
            return Err(Failure::new(says));
        }
    }
    Ok(())
}
