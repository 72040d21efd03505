//! Plays a sound, a buffer at a time, as the port has room.

use std::collections::VecDeque;

use avm_term::{Pid, PortId, Value};
use board_support::HasAudio;
use example_support::{Counts, Error, command, tagged};
use port_audio::Audio;
use vm_host::Vm;

use crate::Sound;

/// Bytes of a buffer, at most.
const BUFFER: usize = 8 << 10;

/// Buffers that the port may have to wait for room with, so that the next one
/// is there when it has room.
const AHEAD: usize = 2;

/// A process that plays a sound and waits until it has been heard.
///
/// It sends another buffer whenever the port has queued all of one, so the ring
/// sets the pace and never overflows.
#[derive(Debug)]
pub struct Player {
    process: Pid,
    port: PortId,
    name: Value,
    buffers: std::vec::IntoIter<Vec<u8>>,
    /// Buffers whose answers are owed, in order.
    sent: VecDeque<Sent>,
    drained: bool,
    played: Played,
}

/// A buffer that the port has not queued yet, as far as is known.
#[derive(Debug)]
struct Sent {
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
            sent: VecDeque::new(),
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
    /// and the port has told after that that it has been played.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] and [`Error::Message`] if the port does not keep its
    /// promises.
    pub fn step(&mut self, vm: &mut Vm) -> Result<bool, Error> {
        loop {
            self.send_next(vm);
            vm.run();
            let messages = vm.mailbox(self.process);
            if messages.is_empty() {
                break;
            }
            for message in messages {
                self.hear(message)?;
            }
        }
        for sent in &mut self.sent {
            sent.waits = true;
        }
        let is_sent = self.sent.is_empty() && self.buffers.as_slice().is_empty();
        Ok(is_sent && self.drained && self.is_empty(vm)?)
    }

    /// Sends as many buffers as may wait.
    fn send_next(&mut self, vm: &mut Vm) {
        while self.sent.len() < AHEAD
            && let Some(buffer) = self.buffers.next()
        {
            let bytes = buffer.len();
            let request = command("play_buffer", [("data", Value::Binary(buffer))]);
            // Answers come in order, so it needs no name.
            let _pending = vm.start_call_with(self.process, self.port, request);
            let waits = false;
            self.sent.push_back(Sent { bytes, waits });
        }
    }

    /// Takes a message. What the port tells of the time before a buffer is
    /// queued is not of the end.
    fn hear(&mut self, message: Value) -> Result<(), Error> {
        match told(&message, &self.name) {
            Some(Told::Queued) => {
                let first = self.sent.pop_front().ok_or(Error::Message(message))?;
                self.played.queued_bytes += first.bytes;
                self.played.buffers += 1;
                self.played.waited += usize::from(first.waits);
                self.drained = false;
            }
            Some(Told::Drained) => self.drained = true,
            Some(Told::Underrun(frames)) => self.played.underrun_frames += frames,
            None => return Err(unheard(message)),
        }
        Ok(())
    }

    /// Whether nothing is left in the ring: what was told at the moment of a
    /// write may still have been of the time before.
    fn is_empty(&mut self, vm: &mut Vm) -> Result<bool, Error> {
        let answer = vm.call_by(self.process, self.port, "get_stats");
        let counts = Counts::from_answer("stats", &answer).ok_or_else(|| Error::Answer {
            request: "get_stats".into(),
            answer,
        })?;
        self.drained = counts.get("queued_bytes")? == 0;
        Ok(self.drained)
    }
}

/// The error of a message that was not promised.
fn unheard(message: Value) -> Error {
    match message.as_tuple() {
        Some([Value::Reference(_), answer]) => Error::Answer {
            request: "play_buffer".into(),
            answer: answer.clone(),
        },
        _ => Error::Message(message),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Told {
    Queued,
    Drained,
    Underrun(u64),
}

/// `{Ref, ok}`, `{audio, Port, drained}` or `{audio, Port, {underrun, Frames}}`.
fn told(message: &Value, port: &Value) -> Option<Told> {
    let (tag, from, what) = match message.as_tuple()? {
        [Value::Reference(_), ok] if ok.as_atom() == Some("ok") => return Some(Told::Queued),
        [tag, from, what] => (tag, from, what),
        _ => return None,
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
    fn an_answer_is_ok_or_wrong() {
        assert_eq!(read("{#Ref<0.7>, ok}"), Some(Told::Queued));
        let wrong: Value = "{#Ref<0.7>, {error, {bad_frame_size, 3, 4}}}"
            .parse()
            .expect("a term");
        assert_eq!(told(&wrong, &Value::Port(4)), None);
        assert_eq!(
            unheard(wrong).to_string(),
            "play_buffer was answered by {error,{bad_frame_size,3,4}}"
        );
    }
}
