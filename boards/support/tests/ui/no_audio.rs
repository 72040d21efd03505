//! An example that needs sound, on a board without.

struct Plain;

impl board_support::Board for Plain {
    const NAME: &'static str = "plain";
}

fn example<B: board_support::HasAudio>() {}

fn main() {
    example::<Plain>();
}
