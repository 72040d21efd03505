//! A file each way at the same time: its length, its bytes, its checksum.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use example_support::Error;
use pore::membrane::unix::{UnixPore, Wanted};

use crate::bytes::{over, wait};

const CHUNK: usize = 64 << 10;

/// What tells files apart: FNV-1a of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sum(pub(crate) u64);

impl Sum {
    pub(crate) const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let next = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3);
        self.0 = bytes.iter().fold(self.0, next);
    }
}

/// Writes a file of so many bytes that no other seed gives.
pub(crate) fn make(path: &Path, bytes: u64, seed: u64) -> Result<(), Error> {
    let told = |error| Error::File(path.into(), error);
    let mut file = io::BufWriter::new(File::create(path).map_err(told)?);
    let mut random = seed | 1;
    for _ in 0..bytes / 8 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        file.write_all(&random.to_le_bytes()).map_err(told)?;
    }
    file.flush().map_err(told)
}

/// The file that goes out.
struct Outgoing {
    file: File,
    left: u64,
    sum: Sum,
    /// What is written next.
    chunk: Vec<u8>,
    at: usize,
    has_ended: bool,
}

impl Outgoing {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let left = file.metadata()?.len();
        let chunk = left.to_le_bytes().to_vec();
        Ok(Self {
            file,
            left,
            sum: Sum::new(),
            chunk,
            at: 0,
            has_ended: false,
        })
    }

    /// What is to be written; empty once all was.
    fn next(&mut self) -> io::Result<&[u8]> {
        if self.at == self.chunk.len() && !self.has_ended {
            self.at = 0;
            self.has_ended = self.left == 0;
            self.chunk.resize(self.left.min(CHUNK as u64) as usize, 0);
            self.file.read_exact(&mut self.chunk)?;
            self.left -= self.chunk.len() as u64;
            self.sum.add(&self.chunk);
            if self.has_ended {
                self.chunk = self.sum.0.to_le_bytes().to_vec();
            }
        }
        Ok(self.chunk.get(self.at..).unwrap_or_default())
    }
}

/// The file that comes in.
struct Incoming {
    file: File,
    /// The length, then the checksum.
    word: Vec<u8>,
    /// Bytes to come, once that is known.
    left: Option<u64>,
    sum: Sum,
}

impl Incoming {
    fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: File::create(path)?,
            word: Vec::new(),
            left: None,
            sum: Sum::new(),
        })
    }

    /// How many bytes are to be read next; 0 once all were.
    fn wants(&self) -> usize {
        match self.left {
            Some(left) if left > 0 => left.min(CHUNK as u64) as usize,
            _ => 8 - self.word.len(),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.left {
            Some(left) if *left > 0 => {
                *left -= bytes.len() as u64;
                self.sum.add(bytes);
                return self.file.write_all(bytes);
            }
            _ => self.word.extend_from_slice(bytes),
        }
        if self.left.is_none() && self.word.len() == 8 {
            self.left = Some(self.said());
            self.word.clear();
        }
        Ok(())
    }

    /// The number that came.
    fn said(&self) -> u64 {
        let word = self.word.first_chunk().copied();
        u64::from_le_bytes(word.unwrap_or_default())
    }
}

/// The checksums of the file that went out, and of the one that came in.
pub(crate) fn exchange(
    pore: &mut UnixPore,
    sent: &Path,
    received: &Path,
) -> Result<(Sum, Sum), Error> {
    let on_sent = |error| Error::File(sent.into(), error);
    let on_received = |error| Error::File(received.into(), error);
    let mut out = Outgoing::open(sent).map_err(on_sent)?;
    let mut into = Incoming::create(received).map_err(on_received)?;
    let mut bytes = vec![0; CHUNK];
    loop {
        let ready = out.next().map_err(on_sent)?;
        let (has_more, wants) = (!ready.is_empty(), into.wants());
        if !has_more && wants == 0 {
            break;
        }
        let written = if has_more {
            pore.write(ready).map_err(over)?
        } else {
            0
        };
        out.at += written;
        let room = bytes.get_mut(..wants).unwrap_or_default();
        let count = if wants > 0 {
            pore.read(room).map_err(over)?
        } else {
            0
        };
        into.take(bytes.get(..count).unwrap_or_default())
            .map_err(on_received)?;
        if written == 0 && count == 0 {
            let (filled, free) = (u32::from(wants > 0), u32::from(has_more));
            wait(pore, Wanted { filled, free })?;
        }
    }
    if into.said() != into.sum.0 {
        return Err(Error::Flawed(
            "the file that came has another checksum".into(),
        ));
    }
    Ok((out.sum, on_disk(received).map_err(on_received)?))
}

fn on_disk(path: &Path) -> io::Result<Sum> {
    let (mut file, mut sum, mut bytes) = (File::open(path)?, Sum::new(), vec![0; CHUNK]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(sum),
            count => sum.add(bytes.get(..count).unwrap_or_default()),
        }
    }
}
