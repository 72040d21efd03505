//! An example that needs a panel to draw on, on a board without.

struct Plain;

impl board_support::Board for Plain {
    const NAME: &'static str = "plain";
}

fn example<B: board_support::HasPanel>() {}

fn main() {
    example::<Plain>();
}
