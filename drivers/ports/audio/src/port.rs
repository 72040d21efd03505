//! The port: requests, and events when the bell rings.

use avm_port::{Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, atom};
use board_support::{BoardError, HasAudio};
use class_audio::{AudioError, Playback};
use port_config::{board_error, unsupported};

use crate::format::Options;
use crate::player::{Player, Samples};
use crate::stats::StatsTerm;

/// The speaker of the board `B`, as a port.
pub struct Audio<B: HasAudio> {
    /// `None` once stopped.
    player: Option<Player<B::Audio>>,
}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request<'a> {
    /// Plays samples after those that wait already.
    PlayBuffer {
        /// Whole frames.
        data: Samples<'a>,
    },
    /// Changes how loud it is.
    SetVolume {
        /// 0 is the codec's quietest, 255 its loudest.
        volume: u8,
    },
    /// Stops playing; what is queued waits.
    Pause,
    /// Goes on where `pause` stopped.
    Resume,
    /// The counts since the port was opened.
    GetStats,
    /// Stops at once, and ends the port.
    Stop,
}

impl<B: HasAudio> Port for Audio<B> {
    const NAME: &'static str = "audio";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let opened = B::audio(options.format(), options.volume, cx.bell()?);
        let playback = opened.map_err(|error| options.refused(error))?;
        Ok(Self {
            player: Some(Player::new(playback, cx.owner())),
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        let Some(player) = &mut self.player else {
            return call.error(&atom!("closed"));
        };
        match request {
            Request::PlayBuffer { data } => player.play(data, call),
            Request::SetVolume { volume } => answer(call, player.playback().set_volume(volume)),
            Request::Pause => answer(call, player.playback().pause()),
            Request::Resume => answer(call, player.playback().resume()),
            Request::GetStats => {
                let waiting = player.waiting();
                let stats = StatsTerm::new(player.playback().stats(), waiting);
                call.reply(&(atom!("stats"), stats))
            }
            Request::Stop => {
                if let Some(player) = self.player.take() {
                    player.stop();
                }
                let _ = call.reply(&());
                Flow::Terminate
            }
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        if let Some(player) = &mut self.player {
            player.tell(cx);
            player.feed();
        }
        Flow::Continue
    }
}

/// `ok`, or `{error, Reason}`.
fn answer(call: Call<'_>, done: Result<(), AudioError>) -> Flow {
    match done {
        Ok(()) => call.reply(&()),
        Err(error) => call.error(&board_error(BoardError::from(error), unsupported)),
    }
}
