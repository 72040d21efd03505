//! All of some bytes through a pore, asleep where it has to wait.

use std::time::Duration;

use example_support::Error;
use pore::membrane::unix::{Name, Settings, UnixError, UnixPore, Wanted};
use pore::ring::Closed;

/// How long anything may take here.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// 1 MiB each way.
pub(crate) const SETTINGS: Settings = Settings {
    order: 20,
    timeout: LONG,
    ..Settings::DEFAULT
};

/// The names of the pores: one for bytes, one for messages.
pub(crate) fn names(name: &str) -> Result<[Name; 2], Error> {
    let hidden = |what: &str| Name::hidden(format!("{name}/{what}"));
    let both = [hidden("bytes"), hidden("messages")];
    let [bytes, messages] = both.map(|name| name.map_err(|error| Error::Input(error.to_string())));
    Ok([bytes?, messages?])
}

pub(crate) fn over(closed: Closed) -> Error {
    Error::Flawed(format!("the pore is over: {closed}"))
}

pub(crate) fn none(error: UnixError) -> Error {
    Error::Flawed(format!("there is no pore: {error}"))
}

/// Waits for what is wanted; it has to come.
pub(crate) fn wait(pore: &mut UnixPore, wanted: Wanted) -> Result<(), Error> {
    match pore.wait(wanted, Some(LONG)).map_err(over)? {
        true => Ok(()),
        false => Err(Error::Late("a ring of the other process")),
    }
}

/// A quarter of it, so that few rings are needed.
const ROOM: Wanted = Wanted {
    filled: 0,
    free: (1 << SETTINGS.order) / 4,
};

/// Writes all of it.
pub(crate) fn send(pore: &mut UnixPore, bytes: &[u8]) -> Result<(), Error> {
    let mut rest = bytes;
    loop {
        let written = pore.write(rest).map_err(over)?;
        rest = rest.get(written..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(());
        }
        wait(pore, ROOM)?;
    }
}

/// Writes all of these slots.
pub(crate) fn send_slots(pore: &mut UnixPore, mut slots: &[[u8; 16]]) -> Result<(), Error> {
    loop {
        let written = pore.link().producer.write_slots(slots).map_err(over)?;
        slots = slots.get(written..).unwrap_or_default();
        if slots.is_empty() {
            return Ok(());
        }
        wait(pore, ROOM)?;
    }
}

/// Reads until it is full.
pub(crate) fn receive(pore: &mut UnixPore, bytes: &mut [u8]) -> Result<(), Error> {
    let mut at = 0;
    while let Some(rest) = bytes.get_mut(at..).filter(|rest| !rest.is_empty()) {
        match pore.read(rest).map_err(over)? {
            0 => wait(pore, Wanted::INPUT)?,
            count => at += count,
        }
    }
    Ok(())
}

/// Sends numbers.
pub(crate) fn send_words<const N: usize>(
    pore: &mut UnixPore,
    words: [u64; N],
) -> Result<(), Error> {
    send(pore, words.map(u64::to_le_bytes).as_flattened())
}

/// Receives numbers.
pub(crate) fn receive_words<const N: usize>(pore: &mut UnixPore) -> Result<[u64; N], Error> {
    let mut words = [[0; 8]; N];
    receive(pore, words.as_flattened_mut())?;
    Ok(words.map(u64::from_le_bytes))
}
