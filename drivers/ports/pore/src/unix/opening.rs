//! A negotiation that nobody waits in.

use core::time::Duration;
use std::time::Instant;

use avm_port::{Bell, PortError};
use pore::doorbell::{Doorbell, Watch};
use pore::membrane::unix::{self, Name, Negotiation, Settings, UnixError};
use pore::ring::State;

use super::Unix;
use super::end::{Ears, UnixEnd};
use super::reason::reason;
use crate::source::{End, Step};

/// When a peer that too many others want is tried again.
const AGAIN: Duration = Duration::from_millis(2);

/// A negotiation that nobody waits in: what there is to do rings the port's bell.
pub struct UnixOpening {
    bell: Bell,
    stage: Stage,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each port that connects, and not for long"
)]
enum Stage {
    /// Too many others want the same peer.
    Queued(Queued),
    Begun(Negotiation, Ears),
}

struct Queued {
    name: Name,
    settings: Settings,
    deadline: Instant,
    /// Rings when it is to be tried again.
    timer: Watch,
}

impl UnixOpening {
    pub(super) fn begin(name: Name, settings: Settings, bell: Bell) -> Result<Self, PortError> {
        let deadline = Instant::now() + settings.timeout;
        let stage = match Negotiation::try_begin(&name, settings).map_err(reason)? {
            Some(begun) => listening(begun, bell)?,
            None => {
                let timer = Watch::new(&[], move || bell.ring());
                let timer = timer.map_err(|error| reason(error.into()))?;
                again(&timer)?;
                Stage::Queued(Queued {
                    name,
                    settings,
                    deadline,
                    timer,
                })
            }
        };
        Ok(Self { bell, stage })
    }

    pub(super) fn step(self) -> Result<Step<Unix>, PortError> {
        let Self { bell, stage } = self;
        let stage = match stage {
            Stage::Queued(queued) => queued.step(bell)?,
            Stage::Begun(negotiation, ears) => match negotiation.step().map_err(reason)? {
                unix::Step::Waiting(negotiation) => resting(negotiation, ears)?,
                unix::Step::Done(pore) => {
                    let mut end = UnixEnd::new(pore, Some(ears));
                    // Listens again to the socket, whose last word was the peer's answer.
                    end.hear();
                    return Ok(Step::Done(end));
                }
            },
        };
        Ok(Step::Waiting(Self { bell, stage }))
    }
}

impl Queued {
    fn step(self, bell: Bell) -> Result<Stage, PortError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(reason(UnixError::Timeout(State::Initialising)));
        }
        let settings = Settings {
            timeout: left,
            ..self.settings
        };
        match Negotiation::try_begin(&self.name, settings).map_err(reason)? {
            Some(begun) => listening(begun, bell),
            None => {
                again(&self.timer)?;
                Ok(Stage::Queued(self))
            }
        }
    }
}

fn again(timer: &Watch) -> Result<(), PortError> {
    let armed = timer.rearm_until(Instant::now() + AGAIN);
    armed.map_err(|error| reason(error.into()))
}

fn listening(negotiation: Negotiation, bell: Bell) -> Result<Stage, PortError> {
    let ears = Ears::new(negotiation.fds(), bell);
    resting(negotiation, ears.map_err(|error| reason(error.into()))?)
}

fn resting(negotiation: Negotiation, ears: Ears) -> Result<Stage, PortError> {
    let heard = ears.listen_until(negotiation.deadline());
    heard.map_err(|error| reason(error.into()))?;
    Ok(Stage::Begun(negotiation, ears))
}
