//! A pipe, from the first process to the second.

use std::fs::File;
use std::io::{Read, Write};

use example_support::Error;

use crate::sockets::failed;
use crate::way::Way;

/// One end of a pipe; the other process has the other one.
pub(crate) struct Pipe(pub(crate) File);

impl Way for Pipe {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.0.write_all(message).map_err(failed)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        self.0.read_exact(message).map_err(failed)
    }
}
