//! A port that tells what the board does, and which resources are alive.

use std::fs;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{BINARIES, OTHERS};
use avm_term::{FromTerm, IntoTerm};
use board::Board;
use port_config::DISPLAY_CONFIGS;
use port_spi::SPI_CONFIGS;

use crate::probe;

/// The port, called `witness`. It keeps nothing.
#[derive(Debug)]
pub struct Witness;

/// No options.
#[derive(Debug, FromTerm)]
pub struct Options {}

/// What it is asked.
#[derive(Debug, FromTerm)]
pub enum Request {
    /// Answers a [`Status`].
    Status,
    /// What is seen of the panel: each pixel's 16 bits, row by row, or `undefined` outside.
    Pixels {
        /// Column of the left edge.
        x: u16,
        /// Row of the upper edge.
        y: u16,
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
}

/// The board and the library, at one moment.
#[derive(Debug, IntoTerm)]
struct Status {
    touch: bool,
    display: bool,
    audio: bool,
    spi: bool,
    muted: bool,
    /// Threads of the board's parts.
    threads: usize,
    /// Resources that are not dropped.
    alive: usize,
    /// Probes that are not dropped.
    probes: usize,
    /// What the parts were asked, in this opening or the last, that they do not do.
    complaints: usize,
}

impl Port for Witness {
    const NAME: &'static str = "witness";
    type Options<'a> = Options;
    type Request<'a> = Request;

    fn open(_: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self)
    }

    fn call(&mut self, request: Request, call: Call<'_>) -> Flow {
        if let Request::Pixels {
            x,
            y,
            width,
            height,
        } = request
        {
            return call.reply(&pixels((x, y), (width, height)));
        }
        let counters = [&DISPLAY_CONFIGS, &SPI_CONFIGS, &BINARIES, &OTHERS];
        let complaints = [
            Board::panel_device().status().complaints,
            Board::audio_device().status().complaints,
            Board::spi_device().status().complaints,
        ];
        call.reply(&Status {
            touch: is_idle("touch"),
            display: is_idle("display"),
            audio: is_idle("audio"),
            spi: is_idle("spi"),
            muted: is_muted(),
            threads: threads(),
            alive: counters.iter().map(|of| of.counts().alive).sum(),
            probes: probe::alive(),
            complaints: complaints.iter().sum(),
        })
    }
}

fn pixels((x, y): (u16, u16), (width, height): (u16, u16)) -> Vec<Option<u16>> {
    let Some(picture) = Board::panel_device().picture() else {
        return Vec::new();
    };
    let places = (y..y + height).flat_map(|row| (x..x + width).map(move |column| (column, row)));
    places
        .map(|(column, row)| picture.pixel_565(column, row))
        .collect()
}

/// Whether the part behind a port is closed and quiet: the panel dark and asleep, the codec in
/// standby without clocks, no transaction under way.
pub(crate) fn is_idle(port: &str) -> bool {
    match port {
        "touch" => !Board::device().status().open,
        "display" => Board::panel_device().status().is_idle(),
        "audio" => Board::audio_device().status().is_idle(),
        _ => Board::spi_device().status().is_idle(),
    }
}

/// Whether the codec is muted, which one that does not answer cannot be.
pub(crate) fn is_muted() -> bool {
    Board::audio_device().status().muted
}

/// Threads of this process that the board started, by the names that it gives them.
fn threads() -> usize {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten();
    let names = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.starts_with("sim-")).count()
}
