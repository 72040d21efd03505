//! Rings of bytes.

use core::sync::atomic::AtomicU8;
use core::sync::atomic::Ordering::Relaxed;

use super::RingCorrupt;
use super::index::{Cursor, Indices};

/// The end of a byte ring that writes. There is one; it is not `Clone`.
#[derive(Debug)]
pub struct Sender<'m> {
    bytes: &'m [AtomicU8],
    cursor: Cursor<'m>,
}

/// The end of a byte ring that reads. There is one; it is not `Clone`.
#[derive(Debug)]
pub struct Receiver<'m> {
    bytes: &'m [AtomicU8],
    cursor: Cursor<'m>,
}

impl<'m> Sender<'m> {
    pub(super) fn new(bytes: &'m [AtomicU8], indices: &Indices<'m>) -> Result<Self, RingCorrupt> {
        let cursor = indices.cursor(true)?;
        Ok(Self { bytes, cursor })
    }

    /// Bytes that there is room for.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn room(&mut self) -> Result<usize, RingCorrupt> {
        Ok(self.cursor.ready()? as usize)
    }

    /// Writes as many bytes as there is room for, and says how many: 0 when the ring is full.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call. Nothing was written.
    pub fn write(&mut self, data: &[u8]) -> Result<usize, RingCorrupt> {
        let mut written = 0;
        for (byte, ahead) in data.iter().zip(0..self.cursor.ready()?) {
            if let Some(place) = self.bytes.get(self.cursor.place(ahead)) {
                place.store(*byte, Relaxed);
                written = ahead + 1;
            }
        }
        if written > 0 {
            self.cursor.publish(written);
        }
        Ok(written as usize)
    }
}

impl<'m> Receiver<'m> {
    pub(super) fn new(bytes: &'m [AtomicU8], indices: &Indices<'m>) -> Result<Self, RingCorrupt> {
        let cursor = indices.cursor(false)?;
        Ok(Self { bytes, cursor })
    }

    /// Bytes that can be read.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call.
    pub fn available(&mut self) -> Result<usize, RingCorrupt> {
        Ok(self.cursor.ready()? as usize)
    }

    /// Reads as many bytes as there are and `data` has room for, and says how many: 0 when the
    /// ring is empty. Each byte is loaded once, so `data` does not change under whoever checks it.
    ///
    /// # Errors
    ///
    /// The peer's index cannot be; so on every later call. Nothing was read.
    pub fn read(&mut self, data: &mut [u8]) -> Result<usize, RingCorrupt> {
        let mut read = 0;
        for (byte, ahead) in data.iter_mut().zip(0..self.cursor.ready()?) {
            if let Some(place) = self.bytes.get(self.cursor.place(ahead)) {
                *byte = place.load(Relaxed);
                read = ahead + 1;
            }
        }
        if read > 0 {
            self.cursor.publish(read);
        }
        Ok(read as usize)
    }
}

/// One domain's end of two byte rings: it writes one and reads the other.
#[derive(Debug)]
pub struct ByteEnd<'m> {
    sender: Sender<'m>,
    receiver: Receiver<'m>,
}

impl<'m> ByteEnd<'m> {
    pub(super) fn new(sender: Sender<'m>, receiver: Receiver<'m>) -> Self {
        Self { sender, receiver }
    }

    /// What [`Sender::write`] does.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn write(&mut self, data: &[u8]) -> Result<usize, RingCorrupt> {
        self.sender.write(data)
    }

    /// What [`Receiver::read`] does.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn read(&mut self, data: &mut [u8]) -> Result<usize, RingCorrupt> {
        self.receiver.read(data)
    }

    /// Bytes that can be read, and bytes that there is room for: LING's `{In, Out}`.
    ///
    /// # Errors
    ///
    /// One of the peer's indices cannot be.
    pub fn avail(&mut self) -> Result<(usize, usize), RingCorrupt> {
        Ok((self.receiver.available()?, self.sender.room()?))
    }

    /// The two ends, for two tasks.
    pub fn split(self) -> (Sender<'m>, Receiver<'m>) {
        (self.sender, self.receiver)
    }
}
