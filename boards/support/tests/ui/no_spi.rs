//! An example that needs a device on an SPI bus, on a board without.

struct Plain;

impl board_support::Board for Plain {
    const NAME: &'static str = "plain";
}

fn example<B: board_support::HasSpi>() {}

fn main() {
    example::<Plain>();
}
