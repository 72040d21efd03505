//! What can be seen of the simulated board without its ports.

use std::fmt::Debug;

use all_ports::Watch;
use board::{Board, Complaints};

/// The board, from outside.
pub(crate) struct Sim;

impl Watch for Sim {
    fn is_over(&self) -> bool {
        let status = Board::device().status();
        status.finished || status.ended_early
    }

    fn complaints(&self) -> Vec<String> {
        let touch = Board::device().status();
        let (panel, codec, flash) = (
            Board::panel_device(),
            Board::audio_device(),
            Board::spi_device(),
        );
        let mut complaints = Vec::new();
        if touch.ended_early {
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
}

/// The first complaint of a part, if it has any.
fn first<C: Debug>(part: &str, complaints: &Complaints<C>) -> Option<String> {
    let (count, first) = (complaints.count(), complaints.first().first()?);
    Some(format!(
        "the {part} complains {count} times, first: {first:?}"
    ))
}
