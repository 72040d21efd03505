//! Samples on their way from processes to the ring.

use avm_port::{Call, EventContext, Flow, Reply};
use avm_term::{FromTerm, Invalid, OwnedTerm, Pid, SendError, Term, atom};
use class_audio::{AudioEvent, Playback};
use heapless::Deque;

/// Calls that can wait for room at a time.
pub const MAX_WAITING: usize = 8;

/// Bytes of whole frames, as the binary that they came in.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a>(Term<'a>);

impl<'a> FromTerm<'a> for Samples<'a> {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        match term.binary() {
            Some(_) => Ok(Self(term)),
            None => Err(Invalid::Term(term)),
        }
    }
}

impl<'a> Samples<'a> {
    /// The bytes, in place.
    fn bytes(self) -> &'a [u8] {
        self.0.binary().unwrap_or_default()
    }
}

/// An open speaker, and the calls that wait for room in its ring.
pub(crate) struct Player<P> {
    /// Dropped before the calls, so that who waits is told of a speaker that is quiet.
    playback: P,
    waiting: Deque<Waiting, MAX_WAITING>,
    /// Who opened the port.
    owner: Pid,
    /// A message that could not be sent for want of memory.
    owed: Option<AudioEvent>,
}

/// A call whose samples did not all fit.
struct Waiting {
    reply: Reply,
    /// The binary itself; no copy of it where the VM shares binaries.
    samples: OwnedTerm,
    /// Bytes of it that are queued.
    queued: usize,
}

impl Waiting {
    fn rest(&self) -> &[u8] {
        let bytes = self.samples.term().binary().unwrap_or_default();
        bytes.get(self.queued..).unwrap_or_default()
    }
}

impl<P: Playback> Player<P> {
    pub(crate) fn new(playback: P, owner: Pid) -> Self {
        Self {
            playback,
            waiting: Deque::new(),
            owner,
            owed: None,
        }
    }

    pub(crate) fn playback(&mut self) -> &mut P {
        &mut self.playback
    }

    /// Calls that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Queues samples, now or as room comes.
    pub(crate) fn play(&mut self, samples: Samples<'_>, call: Call<'_>) -> Flow {
        let bytes = samples.bytes();
        let frame = self.playback.format().frame_bytes();
        if !bytes.len().is_multiple_of(frame) {
            return call.error(&(atom!("bad_frame_size"), bytes.len(), frame));
        }
        if self.waiting.is_empty() && bytes.len() <= self.vacant() {
            return self.play_at_once(samples, call);
        }
        self.play_later(samples, 0, call)
    }

    /// Bytes that the ring has room for.
    fn vacant(&self) -> usize {
        let stats = self.playback.stats();
        stats.capacity_bytes.saturating_sub(stats.queued_bytes) as usize
    }

    fn play_at_once(&mut self, samples: Samples<'_>, call: Call<'_>) -> Flow {
        let queued = self.playback.write(samples.bytes());
        if queued == samples.bytes().len() {
            return call.reply(&());
        }
        // A ring may not fill the last corner of its room.
        self.play_later(samples, queued, call)
    }

    /// Keeps the call and its samples. Nothing more is queued if there is no room or no memory
    /// for that.
    fn play_later(&mut self, samples: Samples<'_>, queued: usize, call: Call<'_>) -> Flow {
        if self.waiting.is_full() {
            return call.error(&atom!("busy"));
        }
        let Ok(samples) = OwnedTerm::copy_of(samples.0) else {
            return call.error(&atom!("out_of_memory"));
        };
        // A call that could not be deferred has been told so.
        if let Ok(reply) = call.defer() {
            let waiting = Waiting {
                reply,
                samples,
                queued,
            };
            // There is room, as was seen above; without it the reply would be `no_reply`.
            let _refused = self.waiting.push_back(waiting);
            self.feed();
        }
        Flow::Continue
    }

    /// Goes on with what waits, as far as there is room, and answers calls that wait no more.
    pub(crate) fn feed(&mut self) {
        while let Some(first) = self.waiting.front_mut() {
            let rest = first.rest();
            let written = self.playback.write(rest);
            let is_short = written < rest.len();
            first.queued += written;
            if is_short {
                return;
            }
            if let Some(done) = self.waiting.pop_front() {
                done.reply.reply(&());
            }
        }
    }

    /// Tells the owner what the interrupt side says.
    pub(crate) fn tell(&mut self, cx: EventContext<'_>) {
        while let Some(event) = self.owed.take().or_else(|| self.playback.next_event()) {
            let (audio, port) = (atom!("audio"), cx.port());
            let sent = match event {
                AudioEvent::Room => Ok(()),
                AudioEvent::Drained => cx.send(self.owner, &(audio, port, atom!("drained"))),
                AudioEvent::Underrun(frames) => {
                    cx.send(self.owner, &(audio, port, (atom!("underrun"), frames)))
                }
                AudioEvent::CodecReset => {
                    let error = (atom!("error"), atom!("codec_reset"));
                    cx.send(self.owner, &(audio, port, error))
                }
            };
            if let Err(SendError::Build(_)) = sent {
                // The events behind it have rung already, so the port does it.
                self.owed = Some(event);
                return cx.port().wake();
            }
        }
    }

    /// Makes the speaker quiet, then tells who waits.
    pub(crate) fn stop(self) {
        let Self {
            playback, waiting, ..
        } = self;
        drop(playback);
        for call in waiting {
            call.reply.error(&atom!("closed"));
        }
    }
}
