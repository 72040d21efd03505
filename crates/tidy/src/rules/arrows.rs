//! Which package may know which: the arrows of docs/architecture.md.
//!
//! The table is read from the top; the first row whose folder matches decides.
//! Dev-dependencies are freer in two ways: tests may use any crate from
//! outside, and the folders in [`Row::tests`] besides those in [`Row::may`]
//! (ports are tested on a VM and on a board; crates are tested on a VM).

use crate::manifest::{self, Dependency, Kind, Manifest};
use crate::{Fault, Rule, Seed, Tree};

/// What packages below one folder may depend on.
#[derive(Debug)]
pub struct Row {
    /// Beginning of the folder's path.
    pub from: &'static str,
    /// Beginnings of the folders of this workspace it may use.
    pub may: &'static [&'static str],
    /// The same, for dev-dependencies only.
    pub tests: &'static [&'static str],
    /// Crates from outside that it may use.
    pub outside: Outside,
}

/// Crates that are not of this workspace. A `*` ends a beginning.
#[derive(Debug)]
pub enum Outside {
    /// Any crate at all.
    Any,
    /// Any crate but those for hardware.
    NoHardware,
    /// Only these, and for a chip the published crate of its own name.
    Only(&'static [&'static str]),
}

const HAL: &str = "embedded-hal*";

/// The arrows.
pub const TABLE: &[Row] = &[
    row("crates/isr-ring", &[], TESTING, Outside::NoHardware),
    row("crates/port-state", &[], &[], Outside::NoHardware),
    row("crates/pore", PORE, PORE_TESTS, Outside::NoHardware),
    row("crates/vm-", CRATES, CRATES, Outside::NoHardware),
    row("crates/tidy", &[], &["crates/"], Outside::NoHardware),
    row("crates/tools", &[], &[], Outside::Only(&[])),
    // The whole of a port is weighed, on a board.
    row("crates/count/footprint", EMULATED, &[], Outside::Only(&[])),
    row("crates/count", COUNTED, CRATES, Outside::NoHardware),
    row("crates/emulated", EMULATED, &[], Outside::Only(FIRMWARE)),
    // The suite names ports and a board, and the VMs that it is run on.
    row(
        "crates/conformance/",
        CONFORMANCE,
        &[],
        Outside::Only(&[HAL]),
    ),
    row("crates/conformance", CONFORMANCE, &[], Outside::NoHardware),
    row("crates/chip-testing", CLASS, &[], Outside::Only(&[HAL])),
    row("crates/", CRATES, CRATE_TESTS, Outside::NoHardware),
    row("drivers/class/", RING, &[], Outside::Only(TRAITS)),
    row("drivers/chips/", CLASS, CHIP_TESTS, Outside::Only(TRAITS)),
    // Its peers may speak JSON.
    row(
        "drivers/ports/straw",
        PORT,
        PORT_TESTS,
        Outside::Only(&["serde_json"]),
    ),
    row(
        "drivers/ports/",
        PORT,
        PORT_TESTS,
        Outside::Only(&["critical-section", "heapless", HAL, "embedded-graphics"]),
    ),
    row(
        "boards/support",
        BOARD_SUPPORT,
        &[],
        Outside::Only(&["heapless", HAL]),
    ),
    row(
        "boards/parts",
        BOARD_SUPPORT_AND_CLASS,
        &["drivers/chips/"],
        Outside::Only(&["critical-section", "heapless", HAL]),
    ),
    // What its models are seen and heard by goes to files.
    row("boards/models", MODELS, BOARD, Outside::Only(HOST)),
    // A tool: it calls compilers.
    row(
        "boards/platforms/ffi/shims",
        &["crates/tools"],
        &[],
        Outside::Only(&[]),
    ),
    row(
        "boards/platforms/",
        PLATFORM,
        &["boards/platforms/"],
        Outside::Any,
    ),
    row("boards/sim", BOARD, &[], Outside::Only(FILES)),
    row("boards/", BOARD, &[], Outside::Only(&["heapless", HAL])),
    row("examples/", &[""], &[""], Outside::Any),
];

/// What classes and chips are about: buses and pins, colours, vectors.
const TRAITS: &[&str] = &["heapless", HAL, "embedded-graphics-core"];
const PORE: &[&str] = &[
    "crates/avm-term",
    "crates/isr-ring",
    "crates/pore",
    "crates/port-state",
];
const PORE_TESTS: &[&str] = &[
    "crates/avm-term",
    "crates/fuzz-testing",
    "crates/isr-ring",
    "crates/loom-testing",
    "crates/pore",
    "crates/port-state",
];
const TESTING: &[&str] = &["crates/fuzz-testing", "crates/loom-testing"];
const CRATE_TESTS: &[&str] = &["crates/fuzz-testing", "crates/vm-"];
const CRATES: &[&str] = &[
    "crates/avm-",
    "crates/isr-ring",
    "crates/pore",
    "crates/port-state",
];
const COUNTED: &[&str] = &[
    "crates/avm-term",
    "crates/count",
    "crates/isr-ring",
    "crates/pore",
    "crates/port-state",
    "crates/tools",
];
/// Firmware is a final artefact: it names a VM and a board.
const EMULATED: &[&str] = &[
    "crates/avm-",
    "crates/emulated",
    "crates/isr-ring",
    "crates/pore",
    "crates/port-state",
    "crates/tools",
    "crates/vm-",
    "boards/",
    "drivers/",
];
const CONFORMANCE: &[&str] = &[
    "crates/avm-",
    "crates/conformance",
    "crates/isr-ring",
    "crates/vm-",
    "boards/sim",
    "boards/support",
    "drivers/class/",
    "drivers/ports/",
];
/// What every firmware brings along.
const FIRMWARE: &[&str] = &[
    "critical-section",
    "embedded-alloc",
    "embedded-graphics",
    HAL,
];
const RING: &[&str] = &["crates/isr-ring"];
const CHIP_TESTS: &[&str] = &["crates/chip-testing", "crates/isr-ring"];
const CLASS: &[&str] = &["drivers/class/"];
const PORT: &[&str] = &[
    "drivers/class/",
    "drivers/ports/config",
    "boards/support",
    "crates/avm-",
    "crates/isr-ring",
    "crates/pore",
    "crates/port-state",
];
const PORT_TESTS: &[&str] = &["crates/vm-", "boards/", "drivers/"];
const BOARD_SUPPORT: &[&str] = &["drivers/class/", "crates/isr-ring"];
const BOARD_SUPPORT_AND_CLASS: &[&str] = &["boards/support", "drivers/class/", "crates/isr-ring"];
const MODELS: &[&str] = BOARD_SUPPORT_AND_CLASS;
/// A platform, and what those over HALs share.
const PLATFORM: &[&str] = &[
    "boards/support",
    "boards/platforms/bare",
    "boards/platforms/esp32",
    "drivers/class/",
    "crates/isr-ring",
];
/// What leaves pictures and sound.
const FILES: &[&str] = &["heapless", HAL, "hound", "png"];
/// The same, and what stands in for masked interrupts on the host.
const HOST: &[&str] = &["critical-section", "heapless", HAL, "hound", "png"];
const BOARD: &[&str] = &[
    "boards/models",
    "boards/parts",
    "boards/platforms/",
    "boards/support",
    "drivers/chips/",
    "drivers/class/",
    "crates/isr-ring",
];

const fn row(
    from: &'static str,
    may: &'static [&'static str],
    tests: &'static [&'static str],
    outside: Outside,
) -> Row {
    Row {
        from,
        may,
        tests,
        outside,
    }
}

/// Every dependency follows an arrow.
pub const ARROWS: Rule = Rule {
    name: "arrows",
    fix: "turn the dependency round, or move the code to where the arrow allows it \
          (docs/architecture.md, 'Direction'; the table is in crates/tidy/src/rules/arrows.rs)",
    check,
    seeds: SEEDS,
};

fn check(tree: &Tree) -> Vec<Fault> {
    let members = manifest::members(tree);
    let mut faults = Vec::new();
    for member in &members {
        let Some(row) = TABLE.iter().find(|row| member.folder.starts_with(row.from)) else {
            faults.push(Fault::new(
                &member.path,
                1,
                "no row of the table is for this folder",
            ));
            continue;
        };
        for dependency in &member.dependencies {
            if !allowed(row, member, dependency, &members) {
                let line = member.line_of(&dependency.alias);
                let says = format!("{} must not know {}", member.name, dependency.package);
                faults.push(Fault::new(&member.path, line, says));
            }
        }
    }
    faults
}

fn allowed(row: &Row, from: &Manifest, to: &Dependency, members: &[Manifest]) -> bool {
    let tests = to.kind == Kind::Dev;
    let Some(member) = members.iter().find(|member| member.name == to.package) else {
        return tests || from_outside(row, from, &to.package);
    };
    let begins = |folder: &&str| member.folder.starts_with(*folder);
    row.may.iter().any(begins) || (tests && row.tests.iter().any(begins))
}

fn from_outside(row: &Row, from: &Manifest, package: &str) -> bool {
    let own_chip = || from.folder.rsplit('/').next() == Some(package);
    match row.outside {
        Outside::Any => true,
        Outside::NoHardware => !like(HAL, package),
        Outside::Only(names) => names.iter().any(|name| like(name, package)) || own_chip(),
    }
}

fn like(name: &str, package: &str) -> bool {
    name.strip_suffix('*')
        .map_or(name == package, |beginning| package.starts_with(beginning))
}

const RING_FILE: (&str, &str) = (
    "crates/isr-ring/Cargo.toml",
    "[package]\nname = \"isr-ring\"",
);
const TERM_FILE: (&str, &str) = (
    "crates/avm-term/Cargo.toml",
    "[package]\nname = \"avm-term\"",
);
const HOST_FILE: (&str, &str) = ("crates/vm-host/Cargo.toml", "[package]\nname = \"vm-host\"");
const CHIP_FILE: (&str, &str) = (
    "drivers/chips/ft6x36/Cargo.toml",
    "[package]\nname = \"chip-ft6x36\"\n[dependencies]\nft6x36 = \"0.6\"\nembedded-hal = \"1\"",
);
const SIM_FILE: (&str, &str) = ("boards/sim/Cargo.toml", "[package]\nname = \"board-sim\"");

const SEEDS: &[Seed] = &[
    Seed::good(&[RING_FILE, TERM_FILE, HOST_FILE, CHIP_FILE, SIM_FILE]),
    Seed::bad(
        &[
            TERM_FILE,
            (
                "crates/isr-ring/Cargo.toml",
                "[package]\nname = \"isr-ring\"\n[dev-dependencies]\navm-term = \"0\"",
            ),
        ],
        "crates/isr-ring/Cargo.toml:4",
    ),
    Seed::bad(
        &[(
            "crates/avm-port/Cargo.toml",
            "[package]\nname = \"avm-port\"\n[dependencies]\nembedded-hal = \"1\"",
        )],
        "crates/avm-port/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            HOST_FILE,
            (
                "crates/avm-port/Cargo.toml",
                "[package]\nname = \"avm-port\"\n[dependencies]\nvm-host = \"0\"",
            ),
        ],
        "crates/avm-port/Cargo.toml:4",
    ),
    Seed::good(&[
        HOST_FILE,
        (
            "crates/avm-port/Cargo.toml",
            "[package]\nname = \"avm-port\"\n[dev-dependencies]\nvm-host = \"0\"",
        ),
    ]),
    Seed::bad(
        &[(
            "drivers/class/touch/Cargo.toml",
            "[package]\nname = \"class-touch\"\n[dependencies]\nmipidsi = \"1\"",
        )],
        "drivers/class/touch/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            RING_FILE,
            (
                "drivers/chips/gt911/Cargo.toml",
                "[package]\nname = \"chip-gt911\"\n[dependencies]\nisr-ring = \"0\"",
            ),
        ],
        "drivers/chips/gt911/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            CHIP_FILE,
            (
                "drivers/ports/touch/Cargo.toml",
                "[package]\nname = \"port-touch\"\n[dependencies]\nchip-ft6x36 = \"0\"",
            ),
        ],
        "drivers/ports/touch/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            (
                "Cargo.toml",
                "[workspace.dependencies]\nboard = { package = \"board-sim\", path = \"boards/sim\" }",
            ),
            SIM_FILE,
            (
                "boards/other/Cargo.toml",
                "[package]\nname = \"board-other\"\n[dev-dependencies]\nboard.workspace = true",
            ),
        ],
        "boards/other/Cargo.toml:4",
    ),
    Seed::bad(
        &[
            TERM_FILE,
            (
                "boards/sim/Cargo.toml",
                "[package]\nname = \"board-sim\"\n[target.'cfg(unix)'.dependencies]\navm-term = \"0\"",
            ),
        ],
        "boards/sim/Cargo.toml:4",
    ),
    Seed::bad(
        &[("elsewhere/Cargo.toml", "[package]\nname = \"elsewhere\"")],
        "elsewhere/Cargo.toml:1",
    ),
];
