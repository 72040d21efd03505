//! An example on something that is no board.

fn example<B: board_support::Board>() {}

fn main() {
    example::<u8>();
}
