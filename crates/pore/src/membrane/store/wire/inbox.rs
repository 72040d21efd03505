//! Messages out of bytes, and bytes out of messages.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::super::{MAX_PAYLOAD, StoreError};
use crate::legacy::{SOCKMSG_BYTES, SockMsg};
use crate::pipe::Pipe;

/// Bytes that wait to be written; with more nothing new is taken up.
const MOST_WAITING: usize = 16 * (SOCKMSG_BYTES + MAX_PAYLOAD);

/// What has come of a message.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    header: Option<SockMsg>,
    bytes: Vec<u8>,
}

impl Inbox {
    /// The next message, if it is whole.
    pub(super) fn next<P: Pipe>(
        &mut self,
        pipe: &mut P,
    ) -> Result<Option<(SockMsg, Vec<u8>)>, StoreError> {
        loop {
            let wanted = match self.header {
                None => SOCKMSG_BYTES,
                Some(header) => header.len as usize,
            };
            if !self.fill(pipe, wanted)? {
                return Ok(None);
            }
            let bytes = core::mem::take(&mut self.bytes);
            if let Some(header) = self.header.take() {
                return Ok(Some((header, bytes)));
            }
            let header = bytes.first_chunk().ok_or(StoreError::Protocol)?;
            let header = SockMsg::from_bytes(header).map_err(|_| StoreError::Protocol)?;
            self.header = Some(header);
        }
    }

    /// Reads until there are so many bytes; false when there are not yet.
    fn fill<P: Pipe>(&mut self, pipe: &mut P, wanted: usize) -> Result<bool, StoreError> {
        while self.bytes.len() < wanted {
            let mut piece = [0; 256];
            let most = piece.len().min(wanted - self.bytes.len());
            let room = piece.get_mut(..most).unwrap_or_default();
            let read = pipe.read(room).map_err(|_| StoreError::Gone)?;
            if read == 0 {
                return Ok(false);
            }
            self.bytes.extend(piece.iter().take(read.min(most)));
        }
        Ok(true)
    }
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    bytes: VecDeque<u8>,
}

impl Outbox {
    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= MOST_WAITING
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn push(&mut self, header: SockMsg, payload: &[u8]) {
        self.bytes.extend(header.to_bytes());
        self.bytes.extend(payload);
    }

    /// Writes what there is room for; how much that was.
    pub(super) fn flush<P: Pipe>(&mut self, pipe: &mut P) -> Result<usize, StoreError> {
        let mut all = 0;
        loop {
            let (ready, _) = self.bytes.as_slices();
            if ready.is_empty() {
                return Ok(all);
            }
            let written = pipe.write(ready).map_err(|_| StoreError::Gone)?;
            let written = written.min(ready.len());
            if written == 0 {
                return Ok(all);
            }
            self.bytes.drain(..written);
            all += written;
        }
    }
}
