//! Buses: made for the first handle, closed with the last, one user at a time.

use std::sync::Arc;

use board_support::BoardError;
use platform_bare::{Buses, no_controller};

/// Knows whether it is open, by the others who do.
type Bus = Arc<()>;
type I2c = Buses<(u8, u8, u32), Bus, 1, 3>;

const WIRES: (u8, u8, u32) = (7, 6, 400_000);

#[test]
fn a_bus_is_open_from_the_first_handle_to_the_last() {
    static I2C: I2c = Buses::new("I2C");
    let bus = Bus::default();
    let make = || Ok(Arc::clone(&bus));
    let first = I2C.open(1, WIRES, make).expect("it is free");
    let second = I2C.open(1, WIRES, || Err(BoardError::Busy));
    let second = second.expect("nothing is made again");
    drop(first);
    assert_eq!(Arc::strong_count(&bus), 2);
    assert_eq!(second.with(|bus| Arc::strong_count(bus)), Some(2));
    drop(second);
    assert_eq!(Arc::strong_count(&bus), 1, "closed");
    assert!(
        I2C.open(1, (1, 2, 100_000), make).is_ok(),
        "other wires now"
    );
}

#[test]
fn other_wires_and_controllers_that_are_not_there_are_told() {
    static I2C: I2c = Buses::new("I2C");
    let make = || Ok(Bus::default());
    let _open = I2C.open(3, WIRES, make).expect("the last there is");
    let slower = I2C.open(3, (7, 6, 100_000), make).err();
    assert!(matches!(
        slower,
        Some(BoardError::Config { setting: "I2C", .. })
    ));
    for controller in [0, 4, 255] {
        let none = I2C.open(controller, WIRES, make).err();
        assert_eq!(none, Some(no_controller("I2C")), "{controller}");
    }
}

#[test]
fn a_bus_that_cannot_be_made_is_not_open() {
    static I2C: I2c = Buses::new("I2C");
    let failed = I2C.open(2, WIRES, || Err(BoardError::Busy)).err();
    assert_eq!(failed, Some(BoardError::Busy));
    assert!(I2C.open(2, WIRES, || Ok(Bus::default())).is_ok());
}

#[test]
fn who_is_within_a_transaction_has_the_bus_alone() {
    static I2C: I2c = Buses::new("I2C");
    let make = || Ok(Bus::default());
    let touch = I2C.open(1, WIRES, make).expect("it is free");
    let codec = I2C.open(1, WIRES, make).expect("it is shared");
    let inner = touch.with(|_| codec.with(|_| ()));
    assert_eq!(inner, Some(None), "refused, and nobody waits");
    assert_eq!(codec.with(|_| ()), Some(()));
}
