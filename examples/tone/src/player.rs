//! Plays a sound, a buffer at a time, as the port has room.

use avm_term::{Pid, PortId, Value};
use board_support::HasAudio;
use example_support::{Error, command, tagged};
use port_audio::Audio;
use vm_host::{Pending, Vm};

use crate::Sound;

/// Bytes of a buffer, at most.
const BUFFER: usize = 16 << 10;

/// A process that plays a sound and waits until it has been heard.
///
/// It sends the next buffer when the port has queued all of the last one, so
/// the ring sets the pace and never overflows.
#[derive(Debug)]
pub struct Player {
    process: Pid,
    port: PortId,
    name: Value,
    buffers: std::vec::IntoIter<Vec<u8>>,
    last: Option<Sent>,
    drained: bool,
    played: Played,
}

/// A buffer that the port has not queued yet, as far as is known.
#[derive(Debug)]
struct Sent {
    call: Pending,
    bytes: usize,
    waits: bool,
}

/// What the process knows of the playing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Played {
    /// Bytes that the port has queued.
    pub queued_bytes: usize,
    /// Buffers that the port has queued.
    pub buffers: usize,
    /// Buffers of them that did not fit at once, and were answered later.
    pub waited: usize,
    /// Frames of silence that the port told of because samples were late.
    pub underrun_frames: u64,
}

impl Player {
    /// Opens the audio port of the board `B` in a process of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Open`] with the port's reason.
    pub fn open<B: HasAudio>(vm: &mut Vm, sound: &Sound, volume: u8) -> Result<Self, Error> {
        let process = vm.spawn();
        let options = sound.options(volume).to_string();
        let opened = vm.open_by::<Audio<B>>(process, &options);
        let port = opened.map_err(|reason| Error::Open {
            port: "audio",
            reason,
        })?;
        let name = vm.port_value(port);
        let frame = sound.format.frame_bytes();
        let buffers = sound.bytes.chunks(BUFFER / frame * frame);
        let buffers: Vec<Vec<u8>> = buffers.map(<[u8]>::to_vec).collect();
        Ok(Self {
            process,
            port,
            name: name.unwrap_or_else(|| Value::atom("closed")),
            buffers: buffers.into_iter(),
            last: None,
            drained: false,
            played: Played::default(),
        })
    }

    /// The port, to ask for its counts and to close it.
    #[must_use]
    pub fn port(&self) -> PortId {
        self.port
    }

    /// How far the playing is.
    #[must_use]
    pub fn played(&self) -> Played {
        self.played
    }

    /// Goes on as far as that needs no waiting; `true` once all has been sent
    /// and the port has told that it has been played.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] and [`Error::Message`] if the port does not keep its
    /// promises.
    pub fn step(&mut self, vm: &mut Vm) -> Result<bool, Error> {
        while self.send_next(vm)? {}
        // Not before: an answer would be taken for a message.
        self.listen(vm)?;
        let is_sent = self.last.is_none() && self.buffers.as_slice().is_empty();
        Ok(is_sent && self.drained)
    }

    /// Sends a buffer, if the port has queued the last one.
    fn send_next(&mut self, vm: &mut Vm) -> Result<bool, Error> {
        if let Some(last) = &mut self.last {
            if !is_queued(vm.answer(last.call))? {
                last.waits = true;
                return Ok(false);
            }
            self.played.queued_bytes += last.bytes;
            self.played.buffers += 1;
            self.played.waited += usize::from(last.waits);
            self.last = None;
        }
        let Some(buffer) = self.buffers.next() else {
            return Ok(false);
        };
        let bytes = buffer.len();
        let request = command("play_buffer", [("data", Value::Binary(buffer))]);
        let call = vm.start_call(self.process, self.port, &request.to_string());
        self.last = Some(Sent {
            call,
            bytes,
            waits: false,
        });
        Ok(true)
    }

    /// Takes what the port tells its owner.
    fn listen(&mut self, vm: &mut Vm) -> Result<(), Error> {
        for message in vm.mailbox(self.process) {
            match told(&message, &self.name) {
                Some(Told::Drained) => self.drained = true,
                Some(Told::Underrun(frames)) => self.played.underrun_frames += frames,
                None => return Err(Error::Message(message)),
            }
        }
        Ok(())
    }
}

/// Whether a buffer is queued, or still waits.
fn is_queued(answer: Value) -> Result<bool, Error> {
    if answer.as_atom() == Some("ok") {
        return Ok(true);
    }
    match tagged("error", &answer).and_then(Value::as_atom) {
        Some("timeout") => Ok(false),
        _ => Err(Error::Answer {
            request: "play_buffer".into(),
            answer,
        }),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Told {
    Drained,
    Underrun(u64),
}

/// `{audio, Port, drained}` or `{audio, Port, {underrun, Frames}}`.
fn told(message: &Value, port: &Value) -> Option<Told> {
    let [tag, from, what] = message.as_tuple()? else {
        return None;
    };
    if tag.as_atom() != Some("audio") || from != port {
        return None;
    }
    if what.as_atom() == Some("drained") {
        return Some(Told::Drained);
    }
    let frames = tagged("underrun", what)?.as_integer()?;
    frames.try_into().ok().map(Told::Underrun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Told> {
        let message: Value = text.parse().expect("a term");
        told(&message, &Value::Port(4))
    }

    #[test]
    fn only_what_the_port_promises_is_understood() {
        assert_eq!(read("{audio, #Port<0.4>, drained}"), Some(Told::Drained));
        let underrun = read("{audio, #Port<0.4>, {underrun, 17}}");
        assert_eq!(underrun, Some(Told::Underrun(17)));
        for text in [
            "{audio, #Port<0.5>, drained}",
            "{audio, #Port<0.4>, empty}",
            "{audio, #Port<0.4>, {underrun, -1}}",
            "{touch, #Port<0.4>, drained}",
            "{audio, drained}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_answer_is_ok_or_owed_or_wrong() {
        let read = |text: &str| is_queued(text.parse().expect("a term"));
        assert!(matches!(read("ok"), Ok(true)));
        assert!(matches!(read("{error, timeout}"), Ok(false)));
        let wrong = read("{error, {bad_frame_size, 3, 4}}").expect_err("wrong");
        assert_eq!(
            wrong.to_string(),
            "play_buffer was answered by {error,{bad_frame_size,3,4}}"
        );
    }
}
