//! What a type that is no platform is told.

struct Processor;

fn needs_a_platform<P: board_support::Platform>() {}

fn main() {
    needs_a_platform::<Processor>();
}
