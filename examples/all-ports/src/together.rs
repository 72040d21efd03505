//! The ports together: what comes out of one goes into another.

use std::ops::Range;
use std::time::{Duration, Instant};

use avm_term::PortId;
use display::Screen;
use example_support::{Error, Process, Progress, TICK};
use flash::{Flash, Identity};
use stream::Taker;
use tone::{Player, Sound};
use touch_trace::events;

use crate::account::Account;
use crate::run::{BLOCKS, next_message};
use crate::{Outcome, Pen, Watch, rows, sheet};

/// How long nothing may happen before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Open ports.
pub(crate) struct Ports {
    pub(crate) screen: Screen,
    pub(crate) flash: Flash,
    pub(crate) player: Player,
    pub(crate) touch: PortId,
    pub(crate) stream: PortId,
    /// Who takes the stream's blocks.
    pub(crate) taker: Taker,
}

impl Ports {
    /// All of them.
    fn ids(&self) -> [PortId; 5] {
        let (screen, flash) = (self.screen.port(), self.flash.port());
        [self.touch, screen, self.player.port(), flash, self.stream]
    }
}

/// A process with open ports.
pub(crate) struct Together {
    pub(crate) process: Process,
    pub(crate) ports: Ports,
    pen: Pen,
    /// How many bytes of sound there are.
    pub(crate) sound: usize,
    /// How many bytes a frame of it has.
    pub(crate) frame: usize,
    /// How far the bar of each part of the sound reaches.
    bars: Vec<u16>,
    /// Bars that have been drawn as heard.
    heard: usize,
    /// Events that came.
    pub(crate) events: usize,
    /// Blocks that came.
    pub(crate) blocks: u64,
}

impl Together {
    pub(crate) fn new(process: Process, ports: Ports, sound: &Sound) -> Self {
        Self {
            process,
            ports,
            pen: Pen::new(sheet::WIDTH, sheet::SHEET),
            sound: sound.bytes.len(),
            frame: sound.format.frame_bytes(),
            bars: sheet::heights(&sound.envelope(sheet::BARS)),
            heard: 0,
            events: 0,
            blocks: 0,
        }
    }

    /// Draws what the fingers do while the sound is played and blocks come,
    /// until all are over.
    pub(crate) fn play(
        &mut self,
        board: &impl Watch,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        self.draw_bars(0..sheet::BARS, false)?;
        let mut seen = (Instant::now(), 0, 0);
        loop {
            // Asked before the events: what came before the end is among them.
            let over = board.is_over();
            let still = !self.draw_events()?;
            let quiet = self.go_on()?;
            if over && still && quiet {
                return Ok(());
            }
            if still {
                self.process.vm().wait(TICK);
            }
            let queued = self.ports.player.played().queued_bytes;
            self.draw_heard(queued)?;
            let (events, sound) = (self.events, self.sound);
            progress.show(format_args!(
                "{events} events, {queued} of {sound} bytes of sound"
            ));
            if !over || (seen.1, seen.2) != (queued, self.blocks) {
                seen = (Instant::now(), queued, self.blocks);
            } else if seen.0.elapsed() > PATIENCE {
                return Err(Error::Late("the end of the sound, or of the stream"));
            }
        }
    }

    /// Draws what the next message says that the fingers did, and asks for
    /// another; `false` if none has come.
    fn draw_events(&mut self) -> Result<bool, Error> {
        let name = self.process.name(self.ports.touch);
        let messages = self.process.messages();
        let is_some = !messages.is_empty();
        for message in messages {
            let events = events(&message, &name).ok_or(Error::Message(message))?;
            self.events += events.len();
            for event in events {
                for draw in self.pen.follow(&event) {
                    self.ports.screen.draw(&mut self.process, &draw)?;
                }
            }
            self.process.order(self.ports.touch, &next_message())?;
        }
        Ok(is_some)
    }

    /// Sends sound and takes blocks; `true` once all of the sound has been
    /// heard, and all blocks have come or are lost.
    fn go_on(&mut self) -> Result<bool, Error> {
        let vm = self.process.vm();
        let silent = self.ports.player.step(vm)?;
        self.blocks = self.ports.taker.take(vm)?.blocks;
        if !silent {
            return Ok(false);
        }
        let counts = self.process.stats(self.ports.stream)?;
        let [filled, lost] = counts.all(["filled", "overruns"])?;
        Ok(filled + lost == u64::from(BLOCKS) && self.blocks == filled)
    }

    fn draw_heard(&mut self, queued: usize) -> Result<(), Error> {
        let heard = queued * sheet::BARS / self.sound.max(1);
        let from = std::mem::replace(&mut self.heard, heard);
        self.draw_bars(from..heard, true)
    }

    fn draw_bars(&mut self, which: Range<usize>, is_heard: bool) -> Result<(), Error> {
        for nth in which {
            let bar = sheet::bar(nth, self.bars[nth], is_heard);
            self.ports.screen.draw(&mut self.process, &bar)?;
        }
        Ok(())
    }

    /// Takes the counts, closes the ports, and sees what is left.
    pub(crate) fn end(mut self, identity: Identity) -> Result<Outcome, Error> {
        let counts = self.process.stats(self.ports.player.port())?;
        let (frames, late) = (counts.get("played_frames")?, tone::late(&counts)?);
        let mut account = rows::streams(&mut self)?;
        let ids = self.ports.ids();
        for port in ids {
            self.process.close(port)?;
        }
        account.push(rows::ports(&mut self.process, &ids));
        account.extend(rows::resources(&mut self.process));
        account.reverse();
        Ok(Outcome {
            events: self.events,
            strokes: self.pen.strokes(),
            drawn: self.ports.screen.drawn(),
            frames,
            late,
            identity,
            blocks: self.blocks,
            account: Account(account),
        })
    }
}
