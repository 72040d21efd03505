//! Pins of the STM32F4: which can be what, and that boards' wiring can be.

use board_support::Pin;
use platform_stm32f4::{PIN_COUNT, Signal, alternate, pulses};

#[test]
fn the_discovery_boards_wires_are_possible() {
    let b = |nth| Pin::port('B', nth);
    let c = |nth| Pin::port('C', nth);
    assert_eq!(alternate(Signal::Scl, 1, b(6)), Some(4));
    assert_eq!(alternate(Signal::Sda, 1, b(9)), Some(4));
    assert_eq!(alternate(Signal::Mclk, 3, c(7)), Some(6));
    assert_eq!(alternate(Signal::Bclk, 3, c(10)), Some(6));
    assert_eq!(alternate(Signal::Dout, 3, c(12)), Some(6));
    assert_eq!(alternate(Signal::Ws, 3, Pin::port('A', 4)), Some(6));
    assert_eq!(alternate(Signal::Sck, 1, Pin::port('A', 5)), Some(5));
    assert_eq!(alternate(Signal::Miso, 1, Pin::port('A', 6)), Some(5));
    assert_eq!(alternate(Signal::Mosi, 1, Pin::port('A', 7)), Some(5));
}

#[test]
fn other_pins_and_controllers_are_refused() {
    assert_eq!(alternate(Signal::Scl, 2, Pin::port('B', 6)), None);
    assert_eq!(alternate(Signal::Scl, 4, Pin::port('B', 6)), None);
    assert_eq!(alternate(Signal::Mclk, 1, Pin::port('C', 7)), None);
    // A number alone is not a pin of a port, even if the number is the same.
    assert_eq!(alternate(Signal::Scl, 1, Pin::gpio(16 + 6)), None);
    assert_eq!(pulses(Pin::gpio(63)), None);
}

#[test]
fn no_pin_has_pulses_of_two_channels() {
    let mut found = 0;
    for port in 'A'..='I' {
        for nth in 0..16 {
            let pin = Pin::port(port, nth);
            assert!(usize::from(pin.number()) < PIN_COUNT);
            found += usize::from(pulses(pin).is_some());
        }
    }
    assert_eq!(found, 18, "3 + 3 + 2 + 2 of TIM3, 4 times 2 of TIM4");
}
