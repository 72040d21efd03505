//! A side of a pore between two cores: the rings, and how they meet and part.

use pore::doorbell::Mailbox;
use pore::memory::{Ended, OwnRegion, Region};
use pore::ring::{Closed, Config, Link, OpenError, Opening, Wake};

use crate::register::Register;

/// 1 KiB of data each.
type Mine = OwnRegion<'static, 256>;
type Peer = &'static Region<256>;
type Bell = Mailbox<&'static Register>;

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_register")]
static REGISTER: Register = Register::new();

/// This side's region.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore")]
static MINE: Region<256> = Region::new();

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_pore_ended")]
static ENDED: Ended = Ended::new();

// In a section of its own, so that it is not merged with what others need.
// SAFETY: it is all zeros at first, as that section is.
#[unsafe(link_section = ".bss.footprint_pore_peer")]
static PEER: Region<256> = Region::new();

type Waiting = Opening<Mine, Peer, Bell>;
type Side = Link<Mine, Peer, Bell>;

/// Begins an epoch.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_open")]
extern "C" fn open(config: &Config, opened: &mut Result<Waiting, OpenError>) {
    let mine = OwnRegion::new(&MINE, &ENDED);
    *opened = Waiting::new(mine, &PEER, Mailbox::new(&REGISTER, 1), *config);
}

/// Looks for the peer.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_poll")]
extern "C" fn poll(opening: &mut Waiting, met: &mut Result<bool, OpenError>) {
    *met = opening.poll();
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_link")]
extern "C" fn link(opening: &mut Option<Waiting>, side: &mut Option<Side>) {
    *side = opening.take().and_then(|opening| opening.link().ok());
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_write")]
extern "C" fn write(side: &mut Side, bytes: &[u8; 64], written: &mut Result<usize, Closed>) {
    *written = side.producer.write(bytes);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_read")]
extern "C" fn read(side: &mut Side, bytes: &mut [u8; 64], read: &mut Result<usize, Closed>) {
    *read = side.consumer.read(bytes);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_notify_free")]
extern "C" fn notify_free(side: &mut Side, count: u32, wake: &mut Result<Wake, Closed>) {
    *wake = side.producer.notify_when(count);
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_notify_filled")]
extern "C" fn notify_filled(side: &mut Side, count: u32, wake: &mut Result<Wake, Closed>) {
    *wake = side.consumer.notify_when(count);
}

/// Lets go, or begins anew.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_finish")]
extern "C" fn finish(side: &mut Option<Side>, again: &mut Option<Waiting>, config: &Config) {
    let Some(mut side) = side.take() else {
        return;
    };
    side.close();
    *again = side.reopen(*config).ok();
}

/// A read that trusts what it is told: the way to a panic that must be seen.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_pore_seeded")]
extern "C" fn seeded(bytes: &[u8; 64], told: usize) -> u8 {
    bytes[told]
}
