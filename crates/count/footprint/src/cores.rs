//! A pore between two cores, that find each other through a table.

use pore::any::{AnyPore, Avail, Opens, Wanted};
use pore::doorbell::Mailbox;
use pore::membrane::Reason;
use pore::membrane::table::{Knock, Patience, Rule, Side, Table, TableError, TablePore};
use pore::ring::Closed;

use crate::register::Register;

/// Two ports, with rings of 256 bytes.
type Ports = Table<2, 64>;
type Bell = Mailbox<&'static Register>;
type Own = Side<'static, Bell, 2, 64>;
type Asks = Knock<'static, 'static, Bell, 2, 64>;
type Pore = TablePore<'static, 'static, Bell, 2, 64>;

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_cores_register")]
static REGISTER: Register = Register::new();

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores")]
static TABLE: Ports = Table::new([Rule::open_to_both(1), Rule::open_to_both(2).written_by(0)]);

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_begin")]
extern "C" fn begin(core: u8, patience: &Patience, begun: &mut Result<Own, TableError>) {
    *begun = Side::new(&TABLE, core, Mailbox::new(&REGISTER, 1), *patience);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_tick")]
extern "C" fn tick(side: &'static Own, now: u64) {
    side.tick(now);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_open")]
extern "C" fn open(
    side: &'static Own,
    port: u32,
    opens: bool,
    asks: &mut Result<Asks, TableError>,
) {
    *asks = if opens {
        side.open(port)
    } else {
        side.accept(port)
    };
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_poll")]
extern "C" fn poll(asks: &mut Asks, pore: &mut Result<Option<Pore>, Reason>) {
    *pore = asks.poll_open();
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_write")]
extern "C" fn write(pore: &mut Pore, bytes: &[u8; 64], written: &mut Result<usize, Closed>) {
    *written = AnyPore::write(pore, bytes);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_read")]
extern "C" fn read(pore: &mut Pore, bytes: &mut [u8; 64], read: &mut Result<usize, Closed>) {
    *read = AnyPore::read(pore, bytes);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_wait")]
extern "C" fn wait(pore: &mut Pore, wanted: &Wanted, is_there: &mut Result<bool, Closed>) {
    pore.heard();
    *is_there = pore.notify_when(*wanted);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_avail")]
extern "C" fn avail(pore: &mut Pore, avail: &mut Result<Avail, Closed>) {
    *avail = pore.avail();
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_cores_end")]
extern "C" fn end(pore: &mut Option<Pore>, drops: bool) {
    if drops {
        *pore = None;
    } else if let Some(pore) = pore {
        pore.close();
    }
}
