//! The process that comes, is killed, and comes again.

use std::path::Path;

use example_support::Error;
use pore::membrane::unix::connect;
use pore::ring::Closed;

use crate::bytes::{SETTINGS, names, none, receive_words, send_words};
use crate::straws::End;
use crate::{Options, figures, files};

/// What it sends its file as, and where it leaves the other one.
pub(crate) const FILES: [&str; 2] = ["second.sent", "second.received"];
/// What its own file is made of.
pub(crate) const SEED: u64 = 0x5EC0_17D5;

/// Goes to the first process; its folder is the current one.
pub(crate) fn run(name: &str, options: &Options) -> Result<(), Error> {
    let [bytes, messages] = names(name)?;
    let mut bytes = connect(&bytes, SETTINGS).map_err(none)?;
    let messages = connect(&messages, SETTINGS).map_err(none)?;
    if !options.again {
        let [sent, received] = FILES.map(Path::new);
        files::make(sent, options.mib << 20, SEED)?;
        let (sent, received) = files::exchange(&mut bytes, sent, received)?;
        send_words(&mut bytes, [sent.0, received.0])?;
        let [theirs, mine] = receive_words(&mut bytes)?;
        if (theirs, mine) != (received.0, sent.0) {
            return Err(Error::Flawed("the checksums differ".into()));
        }
    }
    let mut straw = End::answering(messages)?;
    match straw.serve()? {
        Closed::Peer => figures::serve(&mut bytes),
        closed => Err(Error::Flawed(format!("the straw is over: {closed}"))),
    }
}
