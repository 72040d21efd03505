//! The port: requests, each carried out before it is answered.

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_resource::{ResourceArc, ResourceRef};
use avm_term::vm::OutOfMemory;
use avm_term::{FromTerm, Term, atom};
use board_support::{BoardError, HasPanel};
use class_panel::{Panel, PanelError};
use port_config::{DisplayConfig, board_error, unsupported};

use crate::color::Color;
use crate::draw::{self, Blit, Frame, Label};
use crate::options::Options;
use crate::scene::{Refusal, Scene};

/// The panel of the board `B`, as a port.
pub struct Display<B: HasPanel> {
    panel: B::Panel,
    config: ResourceArc<DisplayConfig>,
}

/// What the port is asked.
#[derive(Clone, Debug, FromTerm)]
pub enum Request<'a> {
    /// Changes the brightness.
    SetBacklight {
        /// 0, which is off, to 255.
        level: u8,
    },
    /// The configuration, as a resource.
    GetConfig,
    /// What a configuration says.
    ReadConfig {
        /// Of any display.
        config: ResourceRef<'a, DisplayConfig>,
    },
    /// Fills the panel.
    Fill {
        /// Of all of it.
        color: Color,
    },
    /// Fills a rectangle.
    Rect(Frame),
    /// Writes text.
    Text(Label),
    /// Copies pixels.
    Blit(Blit<'a>),
    /// Shows a display list as AtomGL has them.
    Update(Term<'a>),
}

impl<B: HasPanel> Port for Display<B> {
    const NAME: &'static str = "display";
    /// A whole panel takes tens of milliseconds on most buses.
    const BLOCKS: bool = true;
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, _: OpenContext<'_>) -> Result<Self, PortError> {
        // First what takes memory, so that the panel does not light up for nothing.
        let config = ResourceArc::try_new(options.config())?;
        let opened = B::panel(options.panel()).and_then(|mut panel| {
            panel.set_backlight(options.backlight)?;
            Ok(panel)
        });
        let panel = opened.map_err(|error| options.refused(error))?;
        Ok(Self { panel, config })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        let panel = &mut self.panel;
        let done = match request {
            Request::GetConfig => return call.reply(&(atom!("ok"), &self.config)),
            Request::ReadConfig { config } => return call.reply(&(atom!("ok"), &*config)),
            Request::SetBacklight { level } => {
                let done = panel.set_backlight(level);
                if done.is_ok() {
                    self.config.set_backlight(level);
                }
                done
            }
            Request::Fill { color } => draw::fill(panel, color),
            Request::Rect(frame) => frame.draw(panel),
            Request::Text(label) => label.draw(panel),
            Request::Blit(blit) if blit.data.len() as u64 != blit.expected() => {
                let (bytes, expected) = (blit.data.len(), blit.expected());
                return call.error(&(atom!("bad_data_size"), bytes, expected));
            }
            Request::Blit(blit) => blit.draw(panel),
            Request::Update(list) => match Scene::read(list, panel.geometry()) {
                Ok(scene) => scene.show(panel),
                Err(refusal) => return refuse(call, refusal),
            },
        };
        answer(call, done)
    }
}

/// `ok`, or `{error, Reason}`.
fn answer(call: Call<'_>, done: Result<(), PanelError>) -> Flow {
    match done {
        Ok(()) => call.reply(&()),
        Err(error) => call.error(&board_error(BoardError::from(error), unsupported)),
    }
}

fn refuse(call: Call<'_>, refusal: Refusal<'_>) -> Flow {
    match refusal {
        Refusal::Term(reason, term) => call.error(&(reason, term)),
        Refusal::OutOfMemory => call.error(&PortError::from(OutOfMemory)),
    }
}
