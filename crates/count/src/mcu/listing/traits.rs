//! What may be found in code, and by which instructions it shows.

/// Something to look for in code.
pub(super) struct Trait {
    /// The heading of its column.
    pub(super) heading: &'static str,
    /// The function of the image in which it was seeded.
    pub(super) seeded: Option<&'static str>,
    /// Whether a core without compare-and-swap cannot have it.
    pub(super) needs_cas: bool,
    /// Whether an instruction, its mnemonic and its operands, shows it.
    pub(super) shows: fn(&str, &str) -> bool,
}

/// A way to the panic handler.
pub(super) const PANIC: Trait = Trait {
    heading: "panic",
    seeded: Some("seeded_panic"),
    needs_cas: false,
    shows: |_, operands| operands.contains("<count_panicked>"),
};

/// A division, by an instruction or by a function of the runtime.
pub(super) const DIVISION: Trait = Trait {
    heading: "division",
    seeded: Some("seeded_division"),
    needs_cas: false,
    shows: |name, operands| {
        let callee = operands.contains("<__") && has_any(operands, &["div", "mod"]);
        callee || begins_with(name, &["udiv", "sdiv", "div", "rem"])
    },
};

/// The masking of interrupts.
pub(super) const CRITICAL: Trait = Trait {
    heading: "critical",
    seeded: Some("seeded_critical_section"),
    needs_cas: false,
    shows: |name, operands| {
        begins_with(name, &["cpsid"]) || (name.starts_with("csr") && operands.contains("mstatus"))
    },
};

/// An atomic read-modify-write.
pub(super) const EXCLUSIVE: Trait = Trait {
    heading: "exclusive",
    seeded: Some("seeded_exclusive"),
    needs_cas: true,
    shows: |name, _| begins_with(name, &["ldrex", "strex", "lr.w", "sc.w", "amo"]),
};

/// A copy by a function of the runtime.
pub(super) const COPY: Trait = Trait {
    heading: "memcpy",
    seeded: Some("seeded_copy"),
    needs_cas: false,
    shows: |_, operands| has_any(operands, &["memcpy", "memmove"]),
};

/// A memory barrier, which a ring needs.
const BARRIER: Trait = Trait {
    heading: "barrier",
    seeded: None,
    needs_cas: false,
    shows: |name, _| begins_with(name, &["dmb", "fence"]),
};

/// All columns.
pub(super) const TRAITS: [Trait; 6] = [PANIC, DIVISION, CRITICAL, EXCLUSIVE, COPY, BARRIER];

/// What no call of our ring may contain.
pub(super) const FORBIDDEN: [Trait; 4] = [PANIC, DIVISION, CRITICAL, EXCLUSIVE];

fn has_any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// Compares the beginning: a conditional instruction has a suffix, `udivne`.
fn begins_with(name: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| name.starts_with(part))
}
