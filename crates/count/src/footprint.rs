//! Bytes of flash and RAM: each part linked alone, with all that it reaches.

use std::path::{Path, PathBuf};

use count_peers::rings::IsrRing;
use count_peers::tables::PortState;
use count_peers::{Ring, Table};
use tools::{Failure, Firmware, NEEDED, command, output};

use crate::mcu::{CORTEX_M0, CORTEX_M3, CORTEX_M4, Core, RISCV32};
use crate::readings::{Place, Readings};
use crate::report::{self, Column};

/// The touch port with the terms and the glue to AtomVM.
pub(crate) const TOUCH: &str = "touch port";
/// The same on a board with an FT6x36, beside AtomVM.
pub(crate) const TOUCH_ON_BOARD: &str = "touch port on a board";

/// A part, and the names that it is linked by: code, and memory.
type Part = (&'static str, &'static [&'static str]);

/// A side of a pore: the rings, and how they meet and part.
pub(crate) const PORE: &str = "pore";

const PORE_NAMES: &[&str] = &[
    "footprint_pore_open",
    "footprint_pore_poll",
    "footprint_pore_link",
    "footprint_pore_write",
    "footprint_pore_read",
    "footprint_pore_notify_free",
    "footprint_pore_notify_filled",
    "footprint_pore_finish",
    "footprint_pore",
];

/// A side of a table that two cores find each other through, and a pore between them.
pub(crate) const CORES: &str = "pore by a table";

const CORES_NAMES: &[&str] = &[
    "footprint_cores_begin",
    "footprint_cores_tick",
    "footprint_cores_open",
    "footprint_cores_poll",
    "footprint_cores_write",
    "footprint_cores_read",
    "footprint_cores_wait",
    "footprint_cores_avail",
    "footprint_cores_end",
    "footprint_cores",
];

const PARTS: [Part; 6] = [
    (
        IsrRing::NAME,
        &[
            "footprint_ring_push",
            "footprint_ring_pop",
            "footprint_ring",
        ],
    ),
    (
        PortState::NAME,
        &[
            "footprint_table_insert",
            "footprint_table_get",
            "footprint_table_remove",
            "footprint_table",
        ],
    ),
    (PORE, PORE_NAMES),
    (CORES, CORES_NAMES),
    (TOUCH, &["footprint_touch"]),
    (TOUCH_ON_BOARD, &["footprint_touch_on_board"]),
];

const PLACES: [(Place, &Core); 4] = [
    (Place::CortexM0, &CORTEX_M0),
    (Place::CortexM3, &CORTEX_M3),
    (Place::CortexM4, &CORTEX_M4),
    (Place::Riscv32, &RISCV32),
];

const COLUMNS: [Column; 2] = [("flash", "flash", 0), ("RAM", "RAM", 0)];

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/footprint");

/// Weighs all parts on all cores and prints the tables.
pub(crate) fn measure() -> Result<Readings, Failure> {
    tools::require(&NEEDED)?;
    let mut readings = Readings::default();
    for (place, core) in PLACES {
        let archive = library(core)?;
        for (part, names) in PARTS {
            let elf = link(core, &archive, names)?;
            if [PORE, CORES].contains(&part) && panics(core, &elf)? {
                return Err(Failure::new(format!("{part} can panic on {place}")));
            }
            let sizes = output(command(format!("{}-size", core.binutils), ["-A"]).arg(&elf))?;
            let (flash, ram) = weigh(&sizes);
            if flash == 0 {
                return Err(Failure::new(format!("{part} has no code on {place}")));
            }
            readings.add(place, part, "flash", f64::from(flash));
            readings.add(place, part, "RAM", f64::from(ram));
        }
        let seeded = link(core, &archive, &["footprint_pore_seeded"])?;
        if !panics(core, &seeded)? {
            return Err(Failure::new("the seeded panic went unnoticed"));
        }
        let title = format!("{place}: bytes, optimised for size");
        report::table(&readings, place, &title, &COLUMNS);
    }
    Ok(readings)
}

fn library(core: &Core) -> Result<PathBuf, Failure> {
    let firmware = Firmware {
        folder: Path::new(FOLDER),
        package: "count-footprint",
        target: core.target,
        level: "'z'",
    };
    let archive = firmware.build(&tools::workplace("count")?.join("footprint"))?;
    let ar = format!("{}-ar", core.binutils);
    let members = output(command(&ar, ["t"]).arg(&archive))?;
    // As every firmware does: the C library has `memcpy` and its like already.
    let built_in = members
        .lines()
        .filter(|name| name.starts_with("compiler_builtins"));
    output(command(&ar, ["d"]).arg(&archive).args(built_in))?;
    Ok(archive)
}

/// Links a part. What AtomVM's firmware has stays open.
fn link(core: &Core, archive: &Path, names: &[&str]) -> Result<PathBuf, Failure> {
    let elf = archive.with_file_name("part.elf");
    let mut ld = command(format!("{}-ld", core.binutils), core.link);
    ld.args(["--gc-sections", "--unresolved-symbols=ignore-all", "-T"])
        .arg(format!("{FOLDER}/footprint.ld"));
    for name in names {
        ld.args(["-u", name]);
    }
    ld.args(["-e", names[0]])
        .args([archive, Path::new("-o"), &elf]);
    output(&mut ld)?;
    Ok(elf)
}

/// Whether what was linked has a way to panic.
fn panics(core: &Core, elf: &Path) -> Result<bool, Failure> {
    let names = output(command(format!("{}-nm", core.binutils), ["--demangle"]).arg(elf))?;
    Ok(names.lines().any(|name| name.contains("panic")))
}

/// Flash and RAM of what `size -A` prints: what has a beginning is in both.
fn weigh(sizes: &str) -> (u32, u32) {
    let of = |section: &str| {
        let words = |line: &str| {
            let (name, rest) = line.split_once(' ')?;
            let bytes = rest.split_whitespace().next()?.parse::<u32>().ok()?;
            (name == section).then_some(bytes)
        };
        sizes.lines().find_map(words).unwrap_or(0)
    };
    let (text, data, bss) = (of(".text"), of(".data"), of(".bss"));
    (text + data, data + bss)
}

#[cfg(test)]
mod tests {
    use super::weigh;

    #[test]
    fn what_has_a_beginning_is_in_flash_and_in_ram() {
        let sizes = "part.elf  :\nsection    size        addr\n.text   310   268435456\n\
                     .data   12   536870912\n.bss   1072   536872064\n.debug_str 99 0\nTotal 9\n";
        assert_eq!(weigh(sizes), (322, 1084));
        assert_eq!(weigh(""), (0, 0));
    }
}
