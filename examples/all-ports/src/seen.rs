//! What can be seen of a board without its ports, because it is of models.

use std::marker::PhantomData;

use board_models::Spectated;

use crate::Watch;

/// The board `B`, from outside.
#[derive(Debug)]
pub struct Seen<B>(PhantomData<fn() -> B>);

impl<B> Default for Seen<B> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<B: Spectated> Watch for Seen<B> {
    fn is_over(&self) -> bool {
        let board = B::spectate();
        board.is_finished() || board.has_ended_early()
    }

    fn complaints(&self) -> Vec<String> {
        B::spectate().complaints()
    }
}
