//! SPI: transactions that are queued and answered in order.
//!
//! A port submits transactions and goes on; something else, typically an
//! interrupt or a DMA, carries them out one after the other and rings when
//! there are answers:
//!
//! ```text
//! SpiClient --SpiRequest, bytes to write--> SpiWorker --> SpiDevice
//!  what a port  <--SpiDone, bytes read-----  in an interrupt,
//!  holds, as SpiQueue                        or beside a DMA
//! ```
//!
//! The device is any [`SpiDevice`](embedded_hal::spi::SpiDevice), so a bus may
//! be shared with others by `embedded-hal-bus`.
//!
//! Nothing here allocates, waits, or knows a chip, a board or a VM.
#![no_std]
#![forbid(unsafe_code)]

mod client;
mod config;
mod error;
mod queue;
mod request;
mod rings;
mod worker;

pub use client::SpiClient;
pub use config::{BitOrder, SpiConfig};
pub use embedded_hal::spi::{MODE_0, MODE_1, MODE_2, MODE_3, Mode, Phase, Polarity};
pub use error::SubmitError;
pub use isr_ring::Doorbell;
pub use queue::{SpiQueue, SpiStats};
pub use request::{SpiDone, SpiRequest};
pub use rings::{BothEnds, ClientEnds, SpiRings, WorkerEnds, reset_rings};
pub use worker::SpiWorker;
