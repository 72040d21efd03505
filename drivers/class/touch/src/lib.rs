//! Touch: controllers, contacts, and the events they become.
//!
//! What lies between a touch controller and whoever wants to know what the
//! fingers did:
//!
//! ```text
//! TouchController --Report--> Sampler --TouchEvent--> ring --> TouchStream
//!  a chip driver               ids,                             what a port
//!                              down, move, up                   holds
//! '------------- TouchInterrupt, in the interrupt -----'
//! ```
//!
//! - A chip driver implements [`TouchController`]: one read, one [`Report`].
//! - [`Sampler`] turns reports into [`TouchEvent`]s and puts right what lost
//!   reports left wrong.
//! - [`TouchInterrupt`] ties a controller, a sampler and the producer of a
//!   ring together; a board calls [`TouchInterrupt::on_interrupt`].
//! - [`TouchStream`] is the other end, which a board hands to a port. Dropping
//!   it stops the hardware.
//!
//! Nothing here allocates, waits, or knows a chip, a board or a VM.
#![no_std]
#![forbid(unsafe_code)]

mod contact;
mod error;
mod event;
mod faults;
mod interrupt;
mod sampler;
mod stream;

pub use contact::{Contact, Contacts, MAX_CONTACTS, Phase, Report, TouchController};
pub use error::TouchError;
pub use event::{TouchEvent, TouchKind};
pub use faults::{FaultCounters, Faults};
pub use interrupt::{Reading, TouchInterrupt};
pub use isr_ring::{Doorbell, Stats};
pub use sampler::{Amiss, MAX_EVENTS, PanelSize, Sampler};
pub use stream::TouchStream;
