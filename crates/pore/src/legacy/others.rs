//! Heads of rings that only their layout is kept of: vchan's and RPMsg's.

use core::mem::{offset_of, size_of};
use core::sync::atomic::{AtomicU8, AtomicU16, AtomicU32};

/// Bytes of [`VchanHead`].
pub const VCHAN_HEAD_BYTES: usize = 24;
/// Bytes of a [`RpmsgHeader`].
pub const RPMSG_HEADER_BYTES: usize = 16;

/// What a page of Xen's vchan begins with (`xen/include/public/io/libxenvchan.h`).
#[derive(Debug, Default)]
#[repr(C)]
pub struct VchanHead {
    /// The ring from client to server: how far it is read.
    pub left_cons: AtomicU32,
    /// The same: how far it is written.
    pub left_prod: AtomicU32,
    /// The ring from server to client: how far it is read.
    pub right_cons: AtomicU32,
    /// The same: how far it is written.
    pub right_prod: AtomicU32,
    /// Binary logarithm of the left ring's bytes.
    pub left_order: AtomicU16,
    /// Binary logarithm of the right ring's bytes.
    pub right_order: AtomicU16,
    /// 0 closed, 1 open, 2 waiting for the first one: the client.
    pub cli_live: AtomicU8,
    /// The same: the server.
    pub srv_live: AtomicU8,
    /// Bits for what the client wants to be told: 1 written, 2 read.
    pub cli_notify: AtomicU8,
    /// The same: the server.
    pub srv_notify: AtomicU8,
}

/// What a message of RPMsg begins with (Linux `struct rpmsg_hdr`), in little-endian order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RpmsgHeader {
    /// Address of the endpoint that sends.
    pub src: u32,
    /// Address of the endpoint that receives.
    pub dst: u32,
    /// For the transport.
    pub reserved: u32,
    /// Bytes behind the header.
    pub len: u16,
    /// For the transport.
    pub flags: u16,
}

const _: () = {
    assert!(size_of::<VchanHead>() == VCHAN_HEAD_BYTES);
    assert!(offset_of!(VchanHead, left_order) == 16);
    assert!(offset_of!(VchanHead, cli_live) == 20);
    assert!(size_of::<RpmsgHeader>() == RPMSG_HEADER_BYTES);
};

impl RpmsgHeader {
    /// The header as it stands in a buffer.
    pub fn to_bytes(self) -> [u8; RPMSG_HEADER_BYTES] {
        let mut bytes = [0; RPMSG_HEADER_BYTES];
        let words = [self.src, self.dst, self.reserved];
        let halves = u32::from(self.flags) << 16 | u32::from(self.len);
        for (place, word) in bytes
            .chunks_exact_mut(4)
            .zip(words.into_iter().chain([halves]))
        {
            place.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// The header that a buffer begins with, and the bytes that it says are behind it; `None`
    /// where there are not so many.
    pub fn split(buffer: &[u8]) -> Option<(Self, &[u8])> {
        let (head, rest) = buffer.split_first_chunk::<RPMSG_HEADER_BYTES>()?;
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(head.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        let [src, dst, reserved, halves] = words;
        let header = Self {
            src,
            dst,
            reserved,
            len: halves as u16,
            flags: (halves >> 16) as u16,
        };
        Some((header, rest.get(..usize::from(header.len))?))
    }
}
