//! The facts of `vm_atomvm::layout` against AtomVM's own headers.
//!
//! With `ATOMVM_SRC` naming a source tree of AtomVM, `layout_probe.c` is
//! compiled against its headers with gcc, run, and every value it prints is
//! compared: for 64-bit words and, by `-m32`, for 32-bit ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use vm_atomvm::layout::Layout;

/// Configurations of AtomVM that must not move anything relied upon.
const CONFIGURATIONS: [&[&str]; 3] = [
    &["-DHAVE_ATOMIC", "-DAVM_NO_JIT"],
    &["-DAVM_NO_JIT", "-DAVM_NO_SMP"],
    &["-DHAVE_ATOMIC", "-DAVM_NO_JIT", "-DENABLE_ADVANCED_TRACE"],
];

/// One fact on which two sides disagree; `None` where a side does not know it.
#[derive(Debug, PartialEq, Eq)]
struct Mismatch {
    name: String,
    stated: Option<usize>,
    probed: Option<usize>,
}

/// The values that the probe printed, by name.
fn parse(output: &str) -> BTreeMap<String, usize> {
    let fact = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    output
        .lines()
        .map(|line| fact(line).unwrap_or_else(|| panic!("not a fact: {line:?}")))
        .collect()
}

/// Every difference between what is stated and what was probed.
fn compare(layout: &Layout, mut probed: BTreeMap<String, usize>) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for (name, stated) in layout.facts() {
        let probed = probed.remove(name);
        if probed != Some(stated) {
            let (name, stated) = (name.to_owned(), Some(stated));
            found.push(Mismatch {
                name,
                stated,
                probed,
            });
        }
    }
    found.extend(probed.into_iter().map(|(name, value)| {
        let (stated, probed) = (None, Some(value));
        Mismatch {
            name,
            stated,
            probed,
        }
    }));
    found
}

/// What the probe would print for a layout.
fn printed(layout: &Layout) -> BTreeMap<String, usize> {
    layout
        .facts()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Compiles and runs the probe, with one word size and configuration.
fn probe(source: &Path, word: usize, configuration: &[&str]) -> BTreeMap<String, usize> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout_probe.c");
    let name = format!("layout_probe_{word}_{}", configuration.concat());
    let binary = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let target: &[&str] = match word {
        4 => &["-m32", "-malign-double"],
        _ => &["-m64"],
    };
    let status = Command::new("gcc")
        .args(["-O1", "-w", "-o"])
        .arg(&binary)
        .args(target)
        .args(configuration)
        .arg("-I")
        .arg(source.join("src/libAtomVM"))
        .arg("-I")
        .arg(source.join("src/platforms/generic_unix/lib"))
        .arg(here)
        .status()
        .expect("gcc must be installed (gcc-multilib for 32-bit words)");
    assert!(
        status.success(),
        "the probe does not compile for {word}-byte words"
    );
    let output = Command::new(&binary).output().expect("the probe must run");
    assert!(
        output.status.success(),
        "the probe failed: {:?}",
        output.status
    );
    parse(&String::from_utf8(output.stdout).expect("the probe prints ASCII"))
}

/// The layout that is stated for the version a source tree says it is.
fn stated_for(source: &Path, word: usize) -> Layout {
    let file = source.join("version.cmake");
    let text = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let version = text
        .split_once("ATOMVM_BASE_VERSION \"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("version.cmake must set ATOMVM_BASE_VERSION");
    match version.split('.').take(2).collect::<Vec<_>>()[..] {
        ["0", "6"] => Layout::v0_6(word),
        ["0", "7" | "8"] => Layout::v0_7(word),
        _ => panic!("no layout is stated for AtomVM {version}"),
    }
}

/// The source tree to test against; says so if there is none.
fn source() -> Option<PathBuf> {
    let source = std::env::var_os("ATOMVM_SRC").map(PathBuf::from);
    if source.is_none() {
        eprintln!("SKIPPED: set ATOMVM_SRC to a source tree of AtomVM to check its layout");
    }
    source
}

fn check_headers(word: usize) {
    let Some(source) = source() else { return };
    let stated = stated_for(&source, word);
    for configuration in CONFIGURATIONS {
        let found = compare(&stated, probe(&source, word, configuration));
        assert!(found.is_empty(), "{configuration:?}: {found:#?}");
    }
    println!(
        "{} facts hold for {word}-byte words",
        stated.facts().count()
    );
}

#[test]
fn headers_agree_with_64_bit_words() {
    check_headers(8);
}

#[test]
fn headers_agree_with_32_bit_words() {
    check_headers(4);
}

#[test]
fn headers_reject_the_other_version() {
    let Some(source) = source() else { return };
    let other = match stated_for(&source, 8) == Layout::v0_6(8) {
        true => Layout::v0_7(8),
        false => Layout::v0_6(8),
    };
    let found = compare(&other, probe(&source, 8, CONFIGURATIONS[0]));
    let names: Vec<_> = found
        .iter()
        .map(|mismatch| mismatch.name.as_str())
        .collect();
    for name in [
        "context_mailbox",
        "context_native_handler",
        "tag_port",
        "header_map_2",
    ] {
        assert!(names.contains(&name), "{name} must differ: {names:?}");
    }
}

#[test]
fn comparer_accepts_what_agrees() {
    let layout = Layout::v0_7(8);
    assert_eq!(compare(&layout, printed(&layout)), []);
}

#[test]
fn comparer_catches_every_single_wrong_value() {
    for layout in [
        Layout::v0_6(4),
        Layout::v0_6(8),
        Layout::v0_7(4),
        Layout::v0_7(8),
    ] {
        for (name, value) in layout.facts() {
            let mut seeded = printed(&layout);
            seeded.insert(name.to_owned(), value + 1);
            let found = compare(&layout, seeded);
            let expected = Mismatch {
                name: name.to_owned(),
                stated: Some(value),
                probed: Some(value + 1),
            };
            assert_eq!(found, [expected]);
        }
    }
}

#[test]
fn comparer_catches_facts_that_one_side_does_not_know() {
    let layout = Layout::v0_6(8);
    let mut seeded = printed(&layout);
    let value = seeded.remove("context_mailbox");
    seeded.insert("context_letterbox".to_owned(), 1);
    let missing = Mismatch {
        name: "context_mailbox".to_owned(),
        stated: value,
        probed: None,
    };
    let unknown = Mismatch {
        name: "context_letterbox".to_owned(),
        stated: None,
        probed: Some(1),
    };
    assert_eq!(compare(&layout, seeded), [missing, unknown]);
}

#[test]
fn constants_are_those_of_this_target() {
    use vm_atomvm::layout::{V0_6, V0_7};
    assert_eq!(
        (V0_6.word, V0_7.word),
        (size_of::<usize>(), size_of::<usize>())
    );
    assert_ne!(V0_6, V0_7);
}
