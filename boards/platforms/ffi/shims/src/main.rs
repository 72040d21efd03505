//! Compiles the shims, and links them with whole firmware libraries.
//!
//! Each shim is compiled with the headers of its platform where a variable
//! names them, and always with stand-ins, which are prototypes. Then the Rust
//! library of a board's ports, without `compiler_builtins`, is linked with the
//! shim as far as it goes, and what is left undefined must be in the list of
//! what the platform provides (`symbols/`). What its interrupts enter is linked
//! alone, and must have no way to panic.
#![forbid(unsafe_code)]

mod compile;
mod headers;
mod interrupts;
mod link;
mod platform;

use std::path::Path;
use std::process::ExitCode;

use tools::Failure;

use compile::Objects;
use platform::{PLATFORMS, Platform};

const HELP: &str = "\
Compiles the shims of avm_board.h and links them with the ports of a board.

Usage: cargo run -p platform-ffi-shims [-- compile]

  compile    does not build and link the Rust libraries

With the platforms' own headers too, where these are set:

  PICO_SDK_PATH                 the Pico SDK
  IDF_PATH                      ESP-IDF
  STM32_HAL_DRIVER_F4_PATH, STM32_CMSIS_DEVICE_F4_PATH, STM32_CMSIS_CORE_PATH
  ATOMVM_SRC                    AtomVM: its headers, for the ports and vm-atomvm

Needs, on Debian 12: gcc-arm-none-eabi, libnewlib-arm-none-eabi,
gcc-riscv64-unknown-elf, picolibc-riscv64-unknown-elf, rustc-web, cargo-web,
rust-web-src.
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let links = match args[..] {
        [] => true,
        ["compile"] => false,
        _ => {
            print!("{HELP}");
            return ExitCode::FAILURE;
        }
    };
    match run(links) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("shims: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(links: bool) -> Result<(), Failure> {
    let programs = PLATFORMS.map(|platform| (platform.compiler, platform.packages));
    tools::require(&programs)?;
    let place = tools::workplace("shims")?;
    for platform in PLATFORMS {
        let mut made = compile::with_stand_ins(platform, &place)?;
        match compile::with_headers(platform, &place)? {
            Some(objects) => made = objects,
            None => println!(
                "{:8} SKIPPED: real headers, because {} is not set",
                platform.name, platform.variable
            ),
        }
        if links {
            link(platform, made, &place)?;
        }
    }
    Ok(())
}

/// Links what was compiled last with the Rust library.
fn link(platform: &Platform, mut made: Objects, place: &Path) -> Result<(), Failure> {
    match compile::of_the_vm(platform, &made, place)? {
        Some(objects) => made.objects.extend(objects),
        None => println!(
            "{:8} SKIPPED: AtomVM's side, because ATOMVM_SRC or {} is not set, or has no such platform",
            platform.name, platform.variable
        ),
    }
    let library = link::library(platform, place)?;
    link::check(platform, &made, &library, place)?;
    link::check_seeded(platform, &made, &library, place)?;
    interrupts::check(platform, &library, place)
}
