//! The NIFs in a real AtomVM for generic_unix, which is linked anew for them.
//!
//! With `ATOMVM_SRC` naming a source tree of AtomVM the shim is compiled against its headers; with
//! `ATOMVM_BUILD`, too, naming what CMake and Ninja made of that tree, the VM is linked once more
//! with the shim and the library, and runs `erl/nif_run.erl`, under valgrind as well.

mod vm;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use vm::{Folder, Linked};
use vm_testing::{Run, has_valgrind, memcheck, skipped};

/// What `nif_run` prints, line by line, if everything is as it says.
const PARTS: [&str; 12] = [
    "numbers",
    "bytes",
    "terms",
    "exceptions",
    "wrong",
    "panics",
    "kept",
    "deep",
    "resources",
    "shared",
    "display",
    "done",
];

/// The panics of a run, each of which is reported once.
const PANICS: usize = 101;

/// The folder that a variable names; `None`, said loudly, if it is not set.
fn named(variable: &str, needs: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    if named.is_none() {
        skipped(needs, variable);
    }
    named
}

/// The parts that were gone through.
fn parts(run: &Run) -> Vec<&str> {
    let lines = run.output.lines().chain(run.errors.lines());
    lines.filter(|line| PARTS.contains(line)).collect()
}

/// How often something is said.
fn count(run: &Run, what: &str) -> usize {
    run.output.matches(what).count() + run.errors.matches(what).count()
}

fn linked(name: &str) -> Option<Linked> {
    let needs = "linking an AtomVM with NIFs";
    let source = named("ATOMVM_SRC", needs)?;
    let build = named("ATOMVM_BUILD", needs)?;
    Some(Folder::new(name).link(&source, &build))
}

#[test]
fn the_shim_compiles_with_the_headers() {
    let Some(source) = named("ATOMVM_SRC", "compiling the shim for NIFs") else {
        return;
    };
    let folder = Folder::new("shim");
    folder.shim(
        &source,
        &["-DAVM_NIF_COLLECTIONS=AVM_NIFS(one) AVM_NIFS(two)"],
    );
    let symbols = folder.symbols("shim.o");
    for wanted in [
        "T avm_vm_raise",
        "T __wrap_platform_nifs_get_nif",
        "U one_get_nif",
        "U two_get_nif",
    ] {
        assert!(symbols.contains(wanted), "{wanted}: {symbols}");
    }
    let refused = folder.compile_shim(&source, &[]);
    assert!(
        refused.contains("AVM_NIF_COLLECTIONS names the collections"),
        "{refused}"
    );
}

#[test]
fn every_nif_works_in_atomvm() {
    let Some(vm) = linked("run") else { return };
    let run = vm.run(Command::new(vm.linked()), "nif_run");
    run.assert_ok();
    assert_eq!(parts(&run), PARTS, "{run}");
    assert_eq!(count(&run, "as asked: "), PANICS, "{run}");
}

#[test]
fn every_nif_is_clean() {
    if !has_valgrind("the memory check of NIFs") {
        return;
    }
    let Some(vm) = linked("clean") else { return };
    let run = vm.run(memcheck(vm.linked()), "nif_short");
    run.assert_ok();
    assert_eq!(parts(&run), PARTS, "{run}");
    assert!(run.report.contains("ERROR SUMMARY: 0 errors"), "{run}");
}

/// An AtomVM that was not linked so has no way to find them: the module's own functions are called.
#[test]
fn an_ordinary_atomvm_has_no_nifs() {
    let Some(vm) = linked("without") else { return };
    let run = vm.run(Command::new(vm.unlinked()), "nif_run");
    assert_eq!(parts(&run), [""; 0], "{run}");
    assert!(count(&run, "undef") > 0, "{run}");
}
