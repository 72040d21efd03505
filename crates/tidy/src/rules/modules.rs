//! How a module begins.

use crate::manifest;
use crate::{Fault, Rule, Seed, Tree};

/// Every module begins with a tagline.
pub const TAGLINE: Rule = Rule {
    name: "tagline",
    fix: "begin the file with one line of less than 80 columns that says what it is: \
          `//!` in Rust, `%%` in Erlang, `//` or `/*` in C",
    check: tagline,
    seeds: TAGLINE_SEEDS,
};

/// What runs on a microcontroller is `no_std`, and is built for one.
pub const NO_STD: Rule = Rule {
    name: "no-std",
    fix: "put `#![no_std]` at the head of src/lib.rs, and the package as `-p NAME` into the \
          justfile's line `no_std :=`, or `no_std_atomvm :=` beside AtomVM, so that it is built \
          for the three targets",
    check: no_std,
    seeds: NO_STD_SEEDS,
};

fn tagline(tree: &Tree) -> Vec<Fault> {
    let starts: [(&str, &[&str]); 4] = [
        ("rs", &["//! "]),
        ("erl", &["%% ", "%%% "]),
        ("c", &["// ", "/* ", "/** "]),
        ("h", &["// ", "/* ", "/** "]),
    ];
    let mut faults = Vec::new();
    for (extension, wanted) in starts {
        for (path, text) in tree.with_extension(extension) {
            let first = text.lines().next().unwrap_or_default();
            if !wanted.iter().any(|start| first.starts_with(start)) {
                let says = format!("does not begin with `{}`", wanted[0].trim());
                faults.push(Fault::new(path, 1, says));
            } else if first.chars().count() >= 80 {
                faults.push(Fault::new(path, 1, "the tagline has 80 columns or more"));
            }
        }
    }
    faults
}

/// What goes between the processes of an operating system.
const HOSTED: &str = "drivers/ports/straw";

/// What the counts and the emulated runs build for their cores by themselves.
const BUILT_ELSEWHERE: [&str; 5] = [
    "crates/count/",
    "crates/emulated/",
    "crates/vm-host",
    "boards/platforms/rp2040",
    "examples/atomvm-firmware/",
];

/// True for a line that makes the crate `no_std`, in tests or without.
fn makes_no_std(line: &str) -> bool {
    let line = line.trim();
    line == "#![no_std]" || (line.starts_with("#![cfg_attr(") && line.ends_with("no_std)]"))
}

fn no_std(tree: &Tree) -> Vec<Fault> {
    let justfile = tree.text("justfile").unwrap_or_default();
    let lines = justfile.lines().filter(|line| line.starts_with("no_std"));
    let built: Vec<_> = lines
        .flat_map(|line| line.split(['"', '\'', ' ']))
        .collect();
    let mut faults = Vec::new();
    for member in manifest::members(tree) {
        let elsewhere = |folder: &&str| member.folder.starts_with(*folder);
        if BUILT_ELSEWHERE.iter().any(elsewhere) || member.folder == HOSTED {
            continue;
        }
        let path = member.file("src/lib.rs");
        let Some(text) = tree.text(&path) else {
            continue;
        };
        let is = text.lines().any(makes_no_std);
        let listed = built.contains(&member.name.as_str());
        if !is && (listed || member.folder.starts_with("drivers/")) {
            faults.push(Fault::new(&path, 1, "no `#![no_std]`"));
        } else if is && !listed {
            faults.push(Fault::new(
                &path,
                1,
                "`no_std`, but never built for a microcontroller",
            ));
        }
    }
    faults
}

const TAGLINE_SEEDS: &[Seed] = &[
    Seed::bad(&[("a/src/lib.rs", "use b;\n//! Late.")], "a/src/lib.rs:1"),
    Seed::bad(&[("a/src/lib.rs", "")], "a/src/lib.rs:1"),
    Seed::bad(&[("a/src/a.erl", "-module(a).")], "a/src/a.erl:1"),
    Seed::bad(
        &[(
            "a/src/lib.rs",
            "//! A tagline that does not know when to stop and so runs over the edge of the screen.",
        )],
        "a/src/lib.rs:1",
    ),
    Seed::good(&[
        ("a/src/lib.rs", "//! Short."),
        ("a.erl", "%% Short.\n"),
        ("a.c", "// Short."),
    ]),
];

const DRIVER: (&str, &str) = ("drivers/a/Cargo.toml", "[package]\nname = \"a\"");

const NO_STD_SEEDS: &[Seed] = &[
    Seed::bad(
        &[DRIVER, ("drivers/a/src/lib.rs", "//! A.\n")],
        "drivers/a/src/lib.rs:1",
    ),
    Seed::bad(
        &[
            DRIVER,
            ("drivers/a/src/lib.rs", "//! A.\n#![no_std]"),
            ("justfile", "no_std := '-p b'"),
        ],
        "drivers/a/src/lib.rs:1",
    ),
    Seed::good(&[
        DRIVER,
        (
            "drivers/a/src/lib.rs",
            "//! A.\n#![cfg_attr(not(test), no_std)]",
        ),
        ("justfile", "no_std := '-p b -p a'"),
    ]),
];
