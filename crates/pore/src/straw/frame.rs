//! Frames: a length of four bytes, and a payload of so many.

use alloc::vec::Vec;
use core::fmt;

/// Bytes of a frame's length.
pub const HEADER_BYTES: usize = 4;

/// Why a stream of frames is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameError {
    /// The peer announced more bytes than was agreed.
    TooLong {
        /// What it announced.
        length: u32,
        /// What was agreed.
        most: u32,
    },
    /// There is no memory for the frame.
    OutOfMemory,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length, most } => {
                write!(f, "a frame of {length} bytes; at most {most}")
            }
            Self::OutOfMemory => f.write_str("no memory for the frame"),
        }
    }
}

impl core::error::Error for FrameError {}

/// Makes frames out of bytes, however the bytes come in.
///
/// A frame that came in one piece is lent as it stands there; of another one each byte is copied
/// once. Memory is taken for what has come, never for what was announced.
#[derive(Debug)]
pub struct Deframer {
    most: u32,
    header: [u8; HEADER_BYTES],
    header_length: usize,
    /// What has come of a frame that is longer than what came with it.
    body: Vec<u8>,
    /// True when `body` was lent out whole.
    lent: bool,
    copied: u64,
    error: Option<FrameError>,
}

impl Deframer {
    /// Of frames of at most `most` bytes.
    pub const fn new(most: u32) -> Self {
        Self {
            most,
            header: [0; HEADER_BYTES],
            header_length: 0,
            body: Vec::new(),
            lent: false,
            copied: 0,
            error: None,
        }
    }

    /// Takes bytes up to the end of the next frame: how many it took, and the frame's payload, if
    /// it is whole.
    ///
    /// # Errors
    ///
    /// The frame is too long, or there is no memory for it; so on every later call.
    pub fn next<'s>(
        &'s mut self,
        bytes: &'s [u8],
    ) -> Result<(usize, Option<&'s [u8]>), FrameError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.lent {
            self.lent = false;
            self.body.clear();
        }
        let header = self.take_header(bytes);
        let rest = bytes.get(header..).unwrap_or_default();
        if self.header_length < HEADER_BYTES {
            return Ok((header, None));
        }
        let length = u32::from_be_bytes(self.header);
        let most = self.most;
        if length > most {
            return Err(self.fail(FrameError::TooLong { length, most }));
        }
        let missing = (length as usize).saturating_sub(self.body.len());
        if self.body.is_empty()
            && let Some(whole) = rest.get(..missing)
        {
            self.header_length = 0;
            return Ok((header + missing, Some(whole)));
        }
        let piece = rest.get(..missing).unwrap_or(rest);
        self.keep(piece)?;
        let whole = piece.len() == missing;
        if whole {
            self.header_length = 0;
            self.lent = true;
        }
        Ok((header + piece.len(), whole.then_some(&self.body)))
    }

    /// Bytes of an unfinished frame, its length too.
    pub fn pending(&self) -> usize {
        let body = if self.lent { 0 } else { self.body.len() };
        self.header_length + body
    }

    /// Bytes that were copied because their frame came in pieces.
    pub fn copied(&self) -> u64 {
        self.copied
    }

    fn take_header(&mut self, bytes: &[u8]) -> usize {
        let places = self
            .header
            .get_mut(self.header_length..)
            .unwrap_or_default();
        let mut taken = 0;
        for (place, byte) in places.iter_mut().zip(bytes) {
            *place = *byte;
            taken += 1;
        }
        self.header_length += taken;
        taken
    }

    fn keep(&mut self, piece: &[u8]) -> Result<(), FrameError> {
        if self.body.try_reserve(piece.len()).is_err() {
            return Err(self.fail(FrameError::OutOfMemory));
        }
        self.body.extend_from_slice(piece);
        self.copied += piece.len() as u64;
        Ok(())
    }

    fn fail(&mut self, error: FrameError) -> FrameError {
        self.error = Some(error);
        self.body = Vec::new();
        error
    }
}
