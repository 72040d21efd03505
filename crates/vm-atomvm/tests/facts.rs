//! The C shim for microcontrollers states what `vm_atomvm::layout` states.
//!
//! `c/avm_vm.c` is compiled with a firmware, where no test can run. Here its text is held against
//! the layouts: what Rust has as a constant is asserted there with the same number, and what Rust
//! reads from it stands there under the same names and in the same order.

use std::collections::BTreeMap;

use vm_atomvm::layout::Layout;

const SHIM: &str = include_str!("../c/avm_vm.c");
const FACTS: &str = include_str!("../src/platform/mcu/facts.rs");

/// Facts that no microcontroller needs, each with the reason.
const UNUSED: [(&str, &str); 16] = [
    ("context_size", "contexts are made by the VM"),
    ("context_flags", "nothing reads them"),
    ("mailbox_size", "what is looked at is mailbox_pointers"),
    ("signal_", "no signal is made"),
    ("listener_", "the shim has its platform's own listener"),
    ("monitor_", "the VM is given no place for a monitor"),
    ("tag_port", "a tag of the version"),
    ("atom_", "atoms are asked for by name"),
    ("header_small_negative", "a tag of the version"),
    ("header_int64_negative", "a tag of the version"),
    ("header_map_2", "a tag of the version"),
    ("map_", "the same in both versions, and built by functions"),
    (
        "binary_",
        "the same in both versions, and built by functions",
    ),
    ("refc_binary_min", "all binaries are made on the heap"),
    (
        "resource_binary_size",
        "what is looked at is resource_binary_data",
    ),
    ("header_binary_9", "a size, with tag_heap_binary"),
];

/// The arguments of each use of a macro in the shim.
fn uses(of: &str) -> impl Iterator<Item = (&str, &str)> {
    SHIM.lines().filter_map(move |line| {
        let arguments = line.trim().strip_prefix(of)?.strip_prefix('(')?;
        let arguments = arguments.trim_end_matches([' ', '\\']).strip_suffix(')')?;
        arguments.split_once(", ")
    })
}

/// What is asserted: the last argument.
fn fixed() -> BTreeMap<&'static str, usize> {
    let number = |text: &str| match text.strip_prefix("0x") {
        Some(digits) => usize::from_str_radix(digits, 16),
        None => text.parse(),
    };
    let fact = |(name, rest): (&'static str, &'static str)| {
        let (_, stated) = rest.rsplit_once(", ").expect("three arguments");
        (name, number(stated).expect("a number"))
    };
    uses("FIXED")
        .filter(|(name, _)| *name != "name")
        .map(fact)
        .collect()
}

fn found() -> Vec<&'static str> {
    let names = uses("FOUND").map(|(name, _)| name);
    names.filter(|name| *name != "name").collect()
}

#[test]
fn what_is_asserted_is_what_rust_has() {
    let fixed = fixed();
    for layout in [Layout::v0_6(4), Layout::v0_7(4)] {
        let facts: BTreeMap<_, _> = layout.facts().collect();
        for (name, stated) in &fixed {
            assert_eq!(facts.get(name), Some(stated), "{name}");
        }
    }
    assert!(fixed.len() > 40, "{}", fixed.len());
}

#[test]
fn what_is_read_stands_in_the_same_order() {
    let declared = FACTS.split_once("facts! {").expect("the list").1;
    let declared = declared.split_once('}').expect("its end").0;
    let declared: Vec<_> = declared
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(declared, found());
}

#[test]
fn no_fact_is_left_out() {
    let (fixed, found) = (fixed(), found());
    for (name, _) in Layout::v0_7(4).facts() {
        let unused = || {
            UNUSED
                .iter()
                .any(|(beginning, _)| name.starts_with(beginning))
        };
        assert!(
            fixed.contains_key(name) || found.contains(&name) || unused(),
            "{name} is neither asserted nor read nor said to be unused"
        );
    }
}
