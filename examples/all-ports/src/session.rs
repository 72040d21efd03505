//! The process: opens all ports, and has them work together.

use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use board_support::{HasAudio, HasPanel, HasSpi, HasTouch};
use display::{Screen, Setup};
use example_support::{Error, Process, Progress, TICK, command, options};
use flash::{Flash, Identity};
use port_touch::Touch;
use tone::{Player, Sound};
use touch_trace::{Counts, events};

use crate::account::{Account, Home, Row};
use crate::{Pen, Watch, sheet};

/// The panel: 240 x 320, lying on its side.
const PANEL: Setup = Setup {
    width: 240,
    height: 320,
    orientation: 1,
    backlight: 200,
};

/// The flash's clock, at most.
const FLASH_HZ: u32 = 20_000_000;

/// How long nothing may happen before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Events of the fingers that came.
    pub events: usize,
    /// How often a finger came down.
    pub strokes: usize,
    /// How often something was drawn.
    pub drawn: usize,
    /// Frames that were played.
    pub frames: u64,
    /// Frames of silence that were played because samples were late.
    pub late_frames: u64,
    /// What the flash says it is.
    pub identity: Identity,
    /// Every ring, table and resource, after all ports were closed.
    pub account: Account,
}

/// Opens the four ports of the board `B`, lets fingers draw while a sound is
/// played and an icon goes through the flash, and closes the ports.
///
/// # Errors
///
/// What a port says that it does not promise.
pub fn run<B>(
    board: &impl Watch,
    sound: &Sound,
    volume: u8,
    progress: &mut Progress,
) -> Result<Outcome, Error>
where
    B: HasTouch + HasPanel + HasAudio + HasSpi,
{
    let mut process = Process::new();
    let mut screen = Screen::open::<B>(&mut process, &PANEL)?;
    screen.draw(&mut process, &sheet::paper())?;
    let mut flash = Flash::open::<B>(&mut process, FLASH_HZ)?;
    progress.show("the flash");
    let identity = through_flash(&mut process, &mut flash, &mut screen)?;
    let player = Player::open::<B>(process.vm(), sound, volume)?;
    let touch = open_touch::<B>(&mut process, &screen)?;
    let mut session = Session {
        process,
        screen,
        flash,
        player,
        touch,
        pen: Pen::new(sheet::WIDTH, sheet::SHEET),
        bars: sheet::heights(&sound.envelope(sheet::BARS)),
        heard: 0,
        events: 0,
    };
    session.draw_bars(0, false)?;
    session.play(board, sound, progress)?;
    session.end(identity, sound)
}

/// Writes the icon to the flash, reads it back, and draws what was read.
fn through_flash(
    process: &mut Process,
    flash: &mut Flash,
    screen: &mut Screen,
) -> Result<Identity, Error> {
    let identity = flash.identity(process)?;
    let icon: Vec<u8> = sheet::icon()
        .into_iter()
        .flat_map(u16::to_be_bytes)
        .collect();
    flash.erase(process, 0)?;
    flash.program(process, 0, &icon)?;
    let read = flash.read(process, 0, icon.len())?;
    if read != icon {
        return Err(Error::Flawed(
            "the flash holds something else than was written".into(),
        ));
    }
    let (pixels, _) = read.as_chunks();
    let pixels = pixels.iter().map(|pixel| u16::from_be_bytes(*pixel));
    for draw in sheet::caption(pixels.collect(), identity.0) {
        screen.draw(process, &draw)?;
    }
    Ok(identity)
}

/// Opens the touch port with the display's configuration, so that its points
/// are pixels of what is seen. The touch panel's long side is the panel's.
fn open_touch<B: HasTouch>(process: &mut Process, screen: &Screen) -> Result<PortId, Error> {
    let config = screen.config(process)?;
    let touch = process.open::<Touch<B>>(&options([
        ("display", config),
        ("swap_xy", true.into()),
        ("invert_x", true.into()),
    ]))?;
    process.order(touch, &command("subscribe", [("active", true.into())]))?;
    Ok(touch)
}

/// A process with four open ports.
struct Session {
    process: Process,
    screen: Screen,
    flash: Flash,
    player: Player,
    touch: PortId,
    pen: Pen,
    /// How far the bar of each part of the sound reaches.
    bars: Vec<u16>,
    /// Bars that have been drawn as heard.
    heard: usize,
    /// Events that came.
    events: usize,
}

impl Session {
    /// Draws what the fingers do while the sound is played, until both are
    /// over.
    fn play(
        &mut self,
        board: &impl Watch,
        sound: &Sound,
        progress: &mut Progress,
    ) -> Result<(), Error> {
        let (mut over, mut silent) = (false, false);
        let mut last = (Instant::now(), 0, 0);
        while !over || !silent {
            // Asked before waiting: what came before the end has rung its bell.
            over = board.is_over();
            self.process
                .vm()
                .wait(if over { Duration::ZERO } else { TICK });
            self.draw_events()?;
            silent = silent || self.player.step(self.process.vm())?;
            let queued = self.player.played().queued_bytes;
            self.draw_heard(queued * sheet::BARS / sound.bytes.len().max(1))?;
            progress.show(format_args!(
                "{} events, {queued} of {} bytes of sound",
                self.events,
                sound.bytes.len()
            ));
            if (last.1, last.2) != (self.events, queued) {
                last = (Instant::now(), self.events, queued);
            } else if last.0.elapsed() > PATIENCE {
                return Err(Error::Late("the end of the fingers, or of the sound"));
            }
        }
        Ok(())
    }

    /// Draws what the fingers did since the last time. The sound goes on after
    /// each message, because its ring holds less than a hundred milliseconds.
    fn draw_events(&mut self) -> Result<(), Error> {
        let name = self.process.name(self.touch);
        for message in self.process.messages() {
            let events = events(&message, &name).ok_or(Error::Message(message))?;
            self.events += events.len();
            for event in events {
                for draw in self.pen.follow(&event) {
                    self.screen.draw(&mut self.process, &draw)?;
                }
            }
            let _silent = self.player.step(self.process.vm())?;
        }
        Ok(())
    }

    fn draw_heard(&mut self, heard: usize) -> Result<(), Error> {
        if heard <= self.heard {
            return Ok(());
        }
        let from = std::mem::replace(&mut self.heard, heard);
        self.draw_bars(from, true)
    }

    /// Draws bars from one on: up to the last that is heard, or all.
    fn draw_bars(&mut self, from: usize, is_heard: bool) -> Result<(), Error> {
        let to = if is_heard { self.heard } else { sheet::BARS };
        for nth in from..to.min(self.bars.len()) {
            let bar = sheet::bar(nth, self.bars[nth], is_heard);
            self.screen.draw(&mut self.process, &bar)?;
        }
        Ok(())
    }

    /// Takes the counts, closes the ports, and sees what is left.
    fn end(mut self, identity: Identity, sound: &Sound) -> Result<Outcome, Error> {
        let counts = self.process.stats(self.player.port())?;
        let [frames, late_frames] = counts.all(["played_frames", "underrun_frames"])?;
        let mut rows = self.rings(sound)?;
        let (events, strokes, drawn) = (self.events, self.pen.strokes(), self.screen.drawn());
        let ports = [
            self.touch,
            self.player.port(),
            self.screen.port(),
            self.flash.port(),
        ];
        for port in ports {
            self.process.close(port)?;
        }
        rows.splice(0..0, [tables(&mut self.process, &ports)]);
        rows.splice(0..0, resources(&mut self.process));
        Ok(Outcome {
            events,
            strokes,
            drawn,
            frames,
            late_frames,
            identity,
            account: Account(rows),
        })
    }

    /// What went through the rings of the open ports.
    fn rings(&mut self, sound: &Sound) -> Result<Vec<Row>, Error> {
        let answer = self.process.call(self.touch, &Value::atom("get_stats"))?;
        let touch = Counts::from_answer(&answer).ok_or_else(|| Error::Answer {
            request: "get_stats".into(),
            answer,
        })?;
        let audio = self.process.stats(self.player.port())?;
        let names = ["played_frames", "queued_bytes", "capacity_bytes"];
        let [frames, queued, capacity] = audio.all(names)?;
        let frame = sound.format.frame_bytes() as u64;
        let spi = self.flash.counts(&mut self.process)?;
        let [submitted, completed, failed] = spi.all(["submitted", "completed", "failed"])?;
        let [in_flight, limit] = spi.all(["in_flight", "limit"])?;
        let row = |what: &str, [created, alive, dropped, lost]: [u64; 4], note: String| Row {
            home: Home::Ring,
            what: what.into(),
            created,
            alive,
            dropped,
            lost,
            note,
        };
        let Counts {
            high_water,
            capacity: room,
            ..
        } = touch;
        let fingers = [touch.offered, touch.queued, touch.delivered, touch.dropped];
        let bytes = [
            self.player.played().queued_bytes as u64,
            queued,
            frames * frame,
            0,
        ];
        Ok(vec![
            row(
                "touch events",
                fingers.map(u64::from),
                format!("at most {high_water} of {room} waited"),
            ),
            row("audio bytes", bytes, format!("room for {capacity}")),
            row(
                "spi transactions",
                [submitted, in_flight, completed, 0],
                format!(
                    "at most {} of {limit} at once, {failed} failed",
                    self.flash.deepest()
                ),
            ),
        ])
    }
}

/// The ports of the VM: each is a value in a table.
fn tables(process: &mut Process, ports: &[PortId]) -> Row {
    let open = ports.iter().filter(|port| process.vm().is_open(**port));
    let (created, alive) = (ports.len() as u64, open.count() as u64);
    Row {
        home: Home::Table,
        what: "ports".into(),
        created,
        alive,
        dropped: created - alive,
        lost: 0,
        note: String::new(),
    }
}

/// The resources of the VM, once the process holds none any more.
fn resources(process: &mut Process) -> Vec<Row> {
    let main = process.vm().main();
    process.vm().collect(main);
    let counts = process.vm().resources();
    let row = |counts: &vm_host::ResourceCounts| Row {
        home: Home::Resource,
        what: counts.name.into(),
        created: counts.created,
        alive: counts.alive,
        dropped: counts.dropped,
        lost: 0,
        note: String::new(),
    };
    counts.iter().map(row).collect()
}
