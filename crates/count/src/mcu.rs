//! Instructions on microcontrollers: cross-built, listed, then emulated.

mod build;
mod emulate;
mod listing;

use count_peers::rings::{
    Array, BbqueueAtomic, BbqueueCs, HeaplessQueue, HeaplessSplit, IsrRing, Slow, Torn,
};
use count_peers::tables::{PortState, Slab, SlotMap};
use count_peers::{Ring, Table};
use tools::Failure;

use crate::readings::{Place, Readings};
use crate::report;
use build::Image;
pub(crate) use build::{CORTEX_M0, CORTEX_M3, CORTEX_M4, Core, RISCV32};
use listing::Listing;

/// A ring or table: the prefix of its C functions, and its name.
type Subject = (&'static str, &'static str);

const RINGS: [Subject; 8] = [
    ("isr_ring", IsrRing::NAME),
    ("heapless_split", HeaplessSplit::NAME),
    ("heapless_queue", HeaplessQueue::NAME),
    ("bbqueue_atomic", BbqueueAtomic::NAME),
    ("bbqueue_cs", BbqueueCs::NAME),
    ("array", Array::NAME),
    ("slow", Slow::NAME),
    ("torn", Torn::NAME),
];

const TABLES: [Subject; 3] = [
    ("port_state", PortState::NAME),
    ("slab", Slab::NAME),
    ("slotmap", SlotMap::NAME),
];

/// A place with its core and the optimisation level, as TOML has it.
type Build = (Place, &'static Core, &'static str);

/// What has figures to be held.
pub(crate) const FAST: &[Build] = &[
    (Place::CortexM4, &CORTEX_M4, "3"),
    (Place::CortexM0, &CORTEX_M0, "3"),
    (Place::Riscv32, &RISCV32, "3"),
];

/// What is shown besides.
pub(crate) const SMALL: &[Build] = &[(Place::CortexM4Small, &CORTEX_M4, "'s'")];

/// Measures all rings and tables in some builds and prints the tables.
pub(crate) fn measure(builds: &[Build]) -> Result<Readings, Failure> {
    build::require_tools()?;
    let python = emulate::python()?;
    let mut readings = Readings::default();
    for &(place, core, level) in builds {
        let image = build::image(core, level)?;
        let listing = Listing::read(&image)?;
        listing.show(place, &RINGS);
        listing.check(place)?;
        emulate::measure(&python, place, &image, &mut readings)?;
        code_bytes(place, &image, &mut readings);
        report::rings(&readings, place);
        report::tables(&readings, place);
    }
    Ok(readings)
}

fn code_bytes(place: Place, image: &Image, readings: &mut Readings) {
    for (prefix, name) in RINGS {
        let mut both = 0.0;
        for call in ["push", "pop"] {
            if let Some(symbol) = image.symbol(&format!("{prefix}_{call}")) {
                let bytes = f64::from(symbol.bytes);
                readings.add(place, name, &format!("{call}-code"), bytes);
                both += bytes;
            }
        }
        readings.add(place, name, "both-code", both);
    }
}
