//! What can be seen of the board without its ports.

use std::env;
use std::time::Instant;

use board_models::{Spectated, Spectator, Strokes};
use board_support::BoardError;

use crate::{Board, Complaints, SimConfig};

impl Spectated for Board {
    fn spectate() -> &'static dyn Spectator {
        &Board
    }
}

impl Spectator for Board {
    fn strokes(&self) -> Result<Strokes, BoardError> {
        let trace = env::var_os("SIM_TRACE");
        let speed = env::var_os("SIM_SPEED");
        let config = SimConfig::from_settings(trace.as_deref(), speed.as_deref())?;
        Ok(Strokes {
            rows: config.trace.rows().to_vec(),
            panel: config.trace.panel(),
            speed: config.speed,
            own_times: true,
        })
    }

    fn waits_in_a_ring(&self) -> bool {
        true
    }

    fn touches(&self) -> usize {
        Self::device().status().interrupts
    }

    fn touched(&self) -> Vec<Instant> {
        Self::device().interrupts()
    }

    fn is_finished(&self) -> bool {
        Self::device().status().finished
    }

    fn has_ended_early(&self) -> bool {
        Self::device().status().ended_early
    }

    fn transactions(&self) -> u32 {
        Self::device().status().transactions
    }

    fn complaints(&self) -> Vec<String> {
        let (panel, codec, flash) = (
            Self::panel_device(),
            Self::audio_device(),
            Self::spi_device(),
        );
        let mut complaints = Vec::new();
        if self.has_ended_early() {
            complaints.push("the touch panel broke off".to_owned());
        }
        let rest = [
            ("panel", panel.status().is_idle()),
            ("codec", codec.status().is_idle()),
            ("flash", flash.status().is_idle()),
        ];
        let restless = rest.iter().filter(|(_, is_idle)| !is_idle);
        complaints.extend(restless.map(|(part, _)| format!("the {part} is not at rest")));
        complaints.extend(first("panel", &panel.complaints()));
        complaints.extend(first("codec", &codec.complaints()));
        complaints.extend(first("flash", &flash.complaints()));
        complaints
    }

    fn is_idle(&self) -> bool {
        Self::is_idle()
    }
}

/// The first complaint of a part, if it has any.
fn first<C: ToString>(part: &str, complaints: &Complaints<C>) -> Option<String> {
    let (count, first) = (complaints.count(), complaints.first().first()?);
    let first = first.to_string();
    Some(format!(
        "the {part} complains {count} times, first: {first}"
    ))
}
