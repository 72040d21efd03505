//! An example that needs a touch panel, on a board without one.

struct Plain;

impl board_support::Board for Plain {
    const NAME: &'static str = "plain";
}

fn example<B: board_support::HasDelay>() {}

fn main() {
    example::<Plain>();
}
