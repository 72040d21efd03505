//! The process: opens all ports, and has them work together.

use avm_term::{PortId, Value};
use board_support::{HasAudio, HasPanel, HasSpi, HasTouch};
use display::{Screen, Setup};
use example_support::{Error, Process, Progress, command, options};
use flash::{Flash, Identity};
use port_touch::Touch;
use stream::Taker;
use stream_port::Stream;
use tone::{Player, Sound};

use crate::together::{Ports, Together};
use crate::{Account, Watch, sheet};

/// The flash's clock, at most.
const FLASH_HZ: u32 = 20_000_000;

/// Blocks that the ADC fills, and samples in a second: less than a second of
/// them, of which the pool holds an eighth.
pub(crate) const BLOCKS: u32 = 48;
const ADC_HZ: u32 = 32_000;

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
    /// How often samples were late, in words.
    pub late: String,
    /// What the flash says it is.
    pub identity: Identity,
    /// Blocks that came out of the ADC, every sample of them right.
    pub blocks: u64,
    /// Every ring, table and resource, after all ports were closed.
    pub account: Account,
}

impl Outcome {
    /// Whether all went through, nothing is left, and the board has nothing to
    /// complain of.
    ///
    /// # Errors
    ///
    /// [`Error::Flawed`] that says all that is wrong.
    pub fn check(&self, sound: &Sound, board: &impl Watch) -> Result<(), Error> {
        let mut flaws: Vec<String> = self.account.flaws().collect();
        let all = sound.frames() as u64;
        if self.frames != all {
            flaws.push(format!("{} of {all} frames were played", self.frames));
        }
        flaws.extend(board.complaints());
        match flaws.is_empty() {
            true => Ok(()),
            false => Err(Error::Flawed(flaws.join("; "))),
        }
    }
}

/// Opens the four ports of the board `B` and a stream, sends an icon through
/// the flash, lets fingers draw while a sound is played and blocks are
/// streamed, and closes the ports.
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
    let setup = Setup::lying(B::SIZE);
    let mut screen = Screen::open::<B>(&mut process, &setup)?;
    screen.draw(&mut process, &sheet::paper())?;
    let mut flash = Flash::open::<B>(&mut process, FLASH_HZ)?;
    progress.show("the flash");
    let identity = through_flash(&mut process, &mut flash, &mut screen)?;
    let player = Player::open::<B>(process.vm(), sound, volume)?;
    let touch = open_touch::<B>(&mut process, &screen, setup.orientation > 0)?;
    let (stream, taker) = open_stream(&mut process)?;
    let ports = Ports {
        screen,
        flash,
        player,
        touch,
        stream,
        taker,
    };
    let mut all = Together::new(process, ports, sound);
    all.play(board, progress)?;
    all.end(identity)
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
/// are pixels of what is seen. The touch panel's long side is the panel's,
/// which is turned or not.
fn open_touch<B: HasTouch>(
    process: &mut Process,
    screen: &Screen,
    is_turned: bool,
) -> Result<PortId, Error> {
    let config = screen.config(process)?;
    let touch = process.open::<Touch<B>>(&options([
        ("display", config),
        ("swap_xy", is_turned.into()),
        ("invert_x", is_turned.into()),
    ]))?;
    process.order(touch, &next_message())?;
    Ok(touch)
}

/// Asks the touch port for one message, and no more until the process has
/// time for another: what comes meanwhile waits in the ring.
pub(crate) fn next_message() -> Value {
    command("subscribe", [("active", Value::atom("once"))])
}

/// Opens the stream of an ADC, which is a thread, and starts it; each block is
/// checked as it comes.
fn open_stream(process: &mut Process) -> Result<(PortId, Taker), Error> {
    let stream = process.open::<Stream<stream::Board>>(&options([]))?;
    let mut taker = Taker::new(process.vm(), stream, true);
    taker.subscribe(process.vm(), true.into())?;
    let run = [("blocks", BLOCKS.into()), ("rate_hz", ADC_HZ.into())];
    process.order(stream, &command("start", run))?;
    Ok((stream, taker))
}
