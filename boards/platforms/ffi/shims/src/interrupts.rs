//! What interrupts enter in a whole firmware library has no way to panic.
//!
//! The linker keeps what can be reached from the functions of [`ENTERED`] and
//! drops the rest; a function of Rust's panics must not be in what is kept.

use std::path::{Path, PathBuf};

use tools::{Failure, command, output};

use crate::compile;
use crate::platform::{Platform, shims};

/// A way into the library, by parts of its mangled name.
struct Entry {
    what: &'static str,
    begins: &'static str,
    contains: &'static str,
    ends: &'static str,
    /// How many of them a library with all its ports has, at least.
    least: usize,
}

const fn function(what: &'static str, contains: &'static str, ends: &'static str) -> Entry {
    Entry {
        what,
        begins: "_R",
        contains,
        ends,
        least: 1,
    }
}

const fn closure(what: &'static str, contains: &'static str, least: usize) -> Entry {
    Entry {
        what,
        begins: "_RNC",
        contains,
        ends: "",
        least,
    }
}

/// What a shim calls, and what that calls by a pointer, where the linker does
/// not see whom.
const ENTERED: [Entry; 6] = [
    function("edges and ticks", "12platform_ffi", "12on_interrupt"),
    function("halves of samples", "12platform_ffi", "7on_half"),
    closure("touch", "E6listen", 2),
    closure("playback", "10AudioClaim", 1),
    function("a port's bell", "8avm_port7context", "8Doorbell4ring"),
    function("the VM's bell", "9vm_atomvm7postman", "4ring"),
];

/// Parts of the names that every way to panic goes through.
const PANICS: [&str; 2] = ["4core9panicking", "rust_begin_unwind"];
/// The one of them that the seeded interrupt calls.
const SEEDED_PANIC: &str = "4core9panicking9panic_fmt";
const SEEDED: &str = "seeded_interrupt";

/// Links what interrupts enter, alone: without a panic; and with the seeded
/// interrupt, whose panic is to be noticed.
pub(crate) fn check(platform: &Platform, library: &Path, place: &Path) -> Result<(), Failure> {
    let known = symbols(platform, library)?;
    let entries = entries(platform, &known)?;
    let folder = place.join(platform.name);
    let open = folder.join("interrupts.a");
    let mut objcopy = command(format!("{}objcopy", platform.binutils), [library]);
    objcopy.arg(&open);
    for name in &entries {
        objcopy.arg(format!("--globalize-symbol={name}"));
    }
    output(&mut objcopy)?;

    let names: Vec<&str> = entries.iter().map(String::as_str).collect();
    let kept = link(platform, &names, &[&open], &folder.join("interrupts.o"))?;
    let panics = panics_in(&kept);
    if !panics.is_empty() {
        let panics = panics.join(" ");
        let says = format!("{}: an interrupt can reach {panics}", platform.name);
        return Err(Failure::new(says));
    }
    let seeded = seeded(platform, &names, &known, &folder)?;
    let bad = folder.join("seeded-interrupt.o");
    let kept = link(platform, &[SEEDED], &[&seeded, &open], &bad)?;
    if panics_in(&kept).is_empty() {
        let says = format!("{}: a panic in an interrupt goes unnoticed", platform.name);
        return Err(Failure::new(says));
    }
    println!(
        "{:8} {} functions that interrupts enter: no panic; with a seeded one it is refused",
        platform.name,
        entries.len()
    );
    Ok(())
}

/// The names of [`ENTERED`] in the library.
fn entries(platform: &Platform, known: &[String]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for entry in &ENTERED {
        let before = found.len();
        let is_it = |name: &&String| {
            name.starts_with(entry.begins)
                && name.contains(entry.contains)
                && name.ends_with(entry.ends)
        };
        found.extend(known.iter().filter(is_it).cloned());
        if found.len() - before < entry.least {
            let says = format!(
                "{}: no function for {} in the library",
                platform.name, entry.what
            );
            return Err(Failure::new(says));
        }
    }
    Ok(found)
}

fn seeded(
    platform: &Platform,
    entries: &[&str],
    known: &[String],
    folder: &Path,
) -> Result<PathBuf, Failure> {
    let interrupt = entries.first().copied().unwrap_or_default();
    let panic = known.iter().find(|name| name.contains(SEEDED_PANIC));
    let panic = panic.ok_or_else(|| Failure::new("the library has no panic to seed"))?;
    let mut flags = vec![
        format!("-DINTERRUPT={interrupt}"),
        format!("-DPANIC={panic}"),
    ];
    flags.extend(platform.libc.iter().map(|&flag| flag.to_owned()));
    let source = shims().join("seeded/interrupt.c");
    let objects = compile::compile(platform, &[source], &flags, folder)?;
    let object = objects.into_iter().next();
    object.ok_or_else(|| Failure::new("nothing was compiled"))
}

/// Links what can be reached from `entries`, and returns the names in it.
fn link(
    platform: &Platform,
    entries: &[&str],
    files: &[&Path],
    linked: &Path,
) -> Result<Vec<String>, Failure> {
    let mut ld = platform.partial_ld();
    for name in entries {
        ld.args(["-u", name]);
    }
    output(ld.arg("-o").arg(linked).args(files))?;
    symbols(platform, linked)
}

fn panics_in(names: &[String]) -> Vec<&str> {
    let names = names.iter().map(String::as_str);
    let is_panic = |name: &&str| PANICS.iter().any(|panic| name.contains(panic));
    names.filter(is_panic).collect()
}

/// All names, those within a file too.
fn symbols(platform: &Platform, file: &Path) -> Result<Vec<String>, Failure> {
    let nm = format!("{}nm", platform.binutils);
    let listed = output(command(nm, ["--quiet"]).arg(file))?;
    let last = |line: &str| line.split_whitespace().last().map(str::to_owned);
    let mut names: Vec<String> = listed.lines().filter_map(last).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
