//! What interrupts: edges, ticks and the way of samples.

use board_support::{Edge, Feed, Handler};
use class_audio::{Format, SamplePath};
use platform_bare::Role;

use crate::claims::{Claim, Wires, claim, claim_wires};
use crate::{Fault, sys};

/// An interrupt at edges of a pin. After its drop the handler does not run.
pub struct FfiInterrupt {
    // Dropped in this order: the interrupt, then the pin.
    _handle: sys::EdgeHandle,
    claim: Claim,
}

impl core::fmt::Debug for FfiInterrupt {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiInterrupt")
            .field("pin", &self.claim.number())
            .finish_non_exhaustive()
    }
}

impl FfiInterrupt {
    pub(crate) fn open(pin: u16, edge: Edge, handler: Handler) -> Result<Self, Fault> {
        let claim = claim(pin, Role::Edge)?;
        sys::pin_input(pin)?;
        let edges = match edge {
            Edge::Falling => 1,
            Edge::Rising => 2,
            Edge::Both => 3,
        };
        Ok(Self {
            _handle: sys::EdgeHandle::open(pin, edges, handler)?,
            claim,
        })
    }
}

/// A clock that ticks. After its drop the handler does not run.
pub struct FfiTicker {
    _handle: sys::TickerHandle,
}

impl core::fmt::Debug for FfiTicker {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiTicker").finish_non_exhaustive()
    }
}

impl FfiTicker {
    pub(crate) fn open(period_us: u32, handler: Handler) -> Result<Self, Fault> {
        let handle = sys::TickerHandle::open(period_us.max(1), handler)?;
        Ok(Self { _handle: handle })
    }
}

/// The way of samples. Dropping it stops it.
pub struct FfiSamples {
    // Dropped in this order.
    handle: sys::SamplesHandle,
    wires: Wires<4>,
}

impl core::fmt::Debug for FfiSamples {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiSamples")
            .field("wires", &self.wires)
            .finish_non_exhaustive()
    }
}

impl FfiSamples {
    pub(crate) fn open(wires: &sys::I2sWires, feed: Feed) -> Result<Self, Fault> {
        let pins = claim_wires([wires.mclk, wires.bclk, wires.ws, wires.dout])?;
        Ok(Self {
            handle: sys::SamplesHandle::open(wires, feed)?,
            wires: pins,
        })
    }
}

impl SamplePath for FfiSamples {
    type Error = Fault;

    fn configure(&mut self, format: Format) -> Result<(), Self::Error> {
        let (bits, channels) = (format.depth.bits(), format.channels.count());
        self.handle.configure(format.rate_hz, bits, channels)
    }

    fn start(&mut self) -> Result<(), Self::Error> {
        self.handle.start()
    }

    fn stop(&mut self) -> Result<(), Self::Error> {
        self.handle.stop()
    }
}
