//! What can be seen of the board without its ports, because it is of models.

use all_ports::Watch;
use board::Board;
use board_models::Spectated;

/// The board, from outside.
pub(crate) struct Seen;

impl Watch for Seen {
    fn is_over(&self) -> bool {
        let board = Board::spectate();
        board.is_finished() || board.has_ended_early()
    }

    fn complaints(&self) -> Vec<String> {
        Board::spectate().complaints()
    }
}
