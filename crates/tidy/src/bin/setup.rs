//! Installs what the tests need on Debian 12, where it is missing.
//!
//! Looks for each tool by the file it is used as, so that a tool from
//! elsewhere counts too. Rust itself, rustfmt and clippy are never installed:
//! the toolchain on the machine is the one that is tested. `rebar3` is one file,
//! but its package wants a browser's engine for Erlang's windows: it is unpacked
//! below the target folder and not installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// How to see that a package is there.
enum Sign {
    /// A command in `PATH`.
    Command(&'static str),
    /// A file at this place.
    File(&'static str),
    /// In this folder, an entry with this beginning.
    Entry(&'static str, &'static str),
    /// A module that `python3` can import.
    Python(&'static str),
}

/// Debian's packages and their signs.
const WANTED: &[(&str, Sign)] = &[
    ("valgrind", Sign::Command("valgrind")),
    ("spin", Sign::Command("spin")),
    ("erlang-base", Sign::Command("erlc")),
    (
        "erlang-dev",
        Sign::File("/usr/lib/erlang/usr/include/erl_nif.h"),
    ),
    ("erlang-dialyzer", Sign::Command("dialyzer")),
    ("erlang-edoc", Sign::Entry("/usr/lib/erlang/lib", "edoc-")),
    ("elixir", Sign::Command("mix")),
    ("git", Sign::Command("git")),
    ("rustc-web", Sign::File("/usr/bin/rustc")),
    ("cargo-web", Sign::File("/usr/bin/cargo")),
    (
        "rust-web-src",
        Sign::File("/usr/lib/rustlib/src/rust/library/core/src/lib.rs"),
    ),
    ("binutils-arm-none-eabi", Sign::Command("arm-none-eabi-ld")),
    (
        "binutils-riscv64-unknown-elf",
        Sign::Command("riscv64-unknown-elf-ld"),
    ),
    ("gcc-arm-none-eabi", Sign::Command("arm-none-eabi-gcc")),
    (
        "libnewlib-arm-none-eabi",
        Sign::File("/usr/lib/arm-none-eabi/include/stdlib.h"),
    ),
    (
        "gcc-riscv64-unknown-elf",
        Sign::Command("riscv64-unknown-elf-gcc"),
    ),
    (
        "picolibc-riscv64-unknown-elf",
        Sign::File("/usr/lib/picolibc/riscv64-unknown-elf/include/stdlib.h"),
    ),
    ("qemu-system-arm", Sign::Command("qemu-system-arm")),
    ("qemu-system-misc", Sign::Command("qemu-system-riscv32")),
    ("nodejs", Sign::Command("node")),
    ("npm", Sign::Command("npm")),
    ("python3-venv", Sign::Python("ensurepip")),
];

/// Debian's package that is unpacked and not installed; its command is called the same.
const UNPACKED: &str = "rebar3";

/// Cargo's own tools, which come with the toolchain.
const COMPONENTS: &[&str] = &["fmt", "clippy"];

fn main() -> ExitCode {
    for component in COMPONENTS {
        let mut cargo = Command::new("cargo");
        if !succeeds(cargo.args([component, "--version"]).stdout(Stdio::null())) {
            eprintln!("setup: `cargo {component}` is missing; it belongs to the Rust toolchain");
            return ExitCode::FAILURE;
        }
    }
    if !install_missing() {
        return ExitCode::FAILURE;
    }
    if !in_path(UNPACKED) && !unpack(UNPACKED) {
        println!("setup: {UNPACKED} could not be fetched; what needs it is skipped");
    }
    ExitCode::SUCCESS
}

/// Installs what is missing, all at once.
fn install_missing() -> bool {
    let missing: Vec<&str> = WANTED
        .iter()
        .filter(|(_, sign)| !is_there(sign))
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        println!("setup: all {} tools are there", WANTED.len());
        return true;
    }
    println!("setup: installing {}", missing.join(" "));
    let installed = install(&missing);
    if !installed {
        eprintln!("setup: apt-get could not install {}", missing.join(" "));
    }
    installed
}

/// Puts a package's files where the Erlang library's check looks for them, if they are not there.
fn unpack(package: &str) -> bool {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| tidy::tree::root().join("target"));
    let tools = target.join("erlang/tools");
    if tools.join("usr/bin").join(package).exists() {
        return true;
    }
    if fs::create_dir_all(&tools).is_err() {
        return false;
    }
    println!("setup: unpacking {package}");
    let mut fetch = Command::new("apt-get");
    fetch.args(["download", "-qq", package]).current_dir(&tools);
    let mut open = Command::new("sh");
    open.args(["-c", "dpkg -x \"$0\"_*.deb .", package]);
    succeeds(fetch.stderr(Stdio::null())) && succeeds(open.current_dir(&tools))
}

fn is_there(sign: &Sign) -> bool {
    match *sign {
        Sign::Command(name) => in_path(name),
        Sign::File(path) => Path::new(path).exists(),
        Sign::Entry(folder, beginning) => has_entry(Path::new(folder), beginning),
        Sign::Python(module) => imports(module),
    }
}

fn in_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

fn has_entry(folder: &Path, beginning: &str) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name());
    names.any(|name| name.to_string_lossy().starts_with(beginning))
}

fn imports(module: &str) -> bool {
    let import = format!("import {module}");
    let mut python = Command::new("python3");
    succeeds(python.args(["-c", &import]).stderr(Stdio::null()))
}

fn install(packages: &[&str]) -> bool {
    let options = ["install", "-y", "--no-install-recommends"];
    succeeds(apt_get().args(["update", "-qq"])) && succeeds(apt_get().args(options).args(packages))
}

/// `apt-get` as root: directly, or by sudo.
fn apt_get() -> Command {
    let root = Command::new("id").arg("-u").output();
    if root.is_ok_and(|id| id.stdout.trim_ascii() == b"0") {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        return apt;
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    sudo
}

fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
