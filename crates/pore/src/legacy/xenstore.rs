//! The ring of Xen's store (`xen/include/public/io/xs_wire.h`).

use core::mem::{offset_of, size_of};
use core::sync::atomic::{AtomicU8, AtomicU32};

use super::index::{Count, Indices};
use super::{ByteEnd, Receiver, RingCorrupt, Sender};

/// Bytes of each of the two rings, all of them used.
pub const XENSTORE_RING_BYTES: usize = 1024;

/// What the store's side writes into `error` when an index of its client cannot be.
pub const XENSTORE_ERROR_RINGIDX: u32 = 2;

const SIZE: u32 = 1024;

/// The page that a client shares with Xen's store.
///
/// Indices run through all 32 bits, and `docs/misc/xenstore-ring.txt` says that nobody may think
/// that they begin at 0.
#[derive(Debug)]
#[repr(C)]
pub struct XenstorePage {
    /// Requests to the store.
    pub req: [AtomicU8; XENSTORE_RING_BYTES],
    /// Replies, and events of watches.
    pub rsp: [AtomicU8; XENSTORE_RING_BYTES],
    /// How far the store has read `req`.
    pub req_cons: AtomicU32,
    /// How far the client has written `req`.
    pub req_prod: AtomicU32,
    /// How far the client has read `rsp`.
    pub rsp_cons: AtomicU32,
    /// How far the store has written `rsp`.
    pub rsp_prod: AtomicU32,
    /// What the store can do besides; 1 is reconnection.
    pub server_features: AtomicU32,
    /// 0 when connected, 1 while the client asks to begin anew.
    pub connection: AtomicU32,
    /// Why the store has stopped: 0 it has not, 1 communication, 2 indices, 3 protocol.
    pub error: AtomicU32,
}

const _: () = {
    assert!(size_of::<XenstorePage>() <= 4096);
    assert!(offset_of!(XenstorePage, req) == 0);
    assert!(offset_of!(XenstorePage, rsp) == 1024);
    assert!(offset_of!(XenstorePage, req_cons) == 2048);
    assert!(offset_of!(XenstorePage, req_prod) == 2052);
    assert!(offset_of!(XenstorePage, rsp_cons) == 2056);
    assert!(offset_of!(XenstorePage, rsp_prod) == 2060);
    assert!(offset_of!(XenstorePage, server_features) == 2064);
    assert!(offset_of!(XenstorePage, connection) == 2068);
    assert!(offset_of!(XenstorePage, error) == 2072);
    assert!(SIZE as usize == XENSTORE_RING_BYTES);
};

/// Which end of the store's ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Writes requests, reads replies.
    Client,
    /// Reads requests, writes replies.
    Store,
}

impl XenstorePage {
    /// A page of zeros.
    pub const fn new() -> Self {
        Self {
            req: [const { AtomicU8::new(0) }; XENSTORE_RING_BYTES],
            rsp: [const { AtomicU8::new(0) }; XENSTORE_RING_BYTES],
            req_cons: AtomicU32::new(0),
            req_prod: AtomicU32::new(0),
            rsp_cons: AtomicU32::new(0),
            rsp_prod: AtomicU32::new(0),
            server_features: AtomicU32::new(0),
            connection: AtomicU32::new(0),
            error: AtomicU32::new(0),
        }
    }

    /// One end of a page that a peer maps too, from where its indices stand. The mapping is lent
    /// for as long as the end lives, so there is no second one of it.
    ///
    /// # Errors
    ///
    /// Two indices are further apart than the ring is long; the store's side tells its client then,
    /// and whenever it finds that later, by the page's `error`.
    pub fn attach<M: AsRef<Self>>(mapping: &mut M, side: Side) -> Result<ByteEnd<'_>, RingCorrupt> {
        (*mapping).as_ref().end(side)
    }

    /// Both ends of a page that nobody else maps: client, store.
    ///
    /// # Errors
    ///
    /// Two indices are further apart than the ring is long.
    pub fn ends(&mut self) -> Result<(ByteEnd<'_>, ByteEnd<'_>), RingCorrupt> {
        Ok((self.end(Side::Client)?, self.end(Side::Store)?))
    }

    fn end(&self, side: Side) -> Result<ByteEnd<'_>, RingCorrupt> {
        let requests = Indices {
            producer: &self.req_prod,
            consumer: &self.req_cons,
            count: Count::Free,
            size: SIZE,
            // The client has no word for that.
            report: (side == Side::Store).then_some((&self.error, XENSTORE_ERROR_RINGIDX)),
        };
        let replies = Indices {
            producer: &self.rsp_prod,
            consumer: &self.rsp_cons,
            ..requests
        };
        let (sends, receives) = match side {
            Side::Client => ((&self.req, &requests), (&self.rsp, &replies)),
            Side::Store => ((&self.rsp, &replies), (&self.req, &requests)),
        };
        Ok(ByteEnd::new(
            Sender::new(sends.0, sends.1)?,
            Receiver::new(receives.0, receives.1)?,
        ))
    }
}

impl Default for XenstorePage {
    fn default() -> Self {
        Self::new()
    }
}

impl AsRef<Self> for XenstorePage {
    fn as_ref(&self) -> &Self {
        self
    }
}
