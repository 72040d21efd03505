//! Opening a device: what is told when it cannot be.

mod common;

use board_support::{BoardError, Setting};
use class_spi::{BitOrder, MODE_0, MODE_1, MODE_2, MODE_3};
use common::{device, open};
use device::Bench;
use embedded_hal::spi::ErrorKind;
use port_spi::Spi;
use vm_host::{Fault, Vm};

fn refused(vm: &mut Vm, options: &str) -> String {
    match vm.open::<Spi<Bench>>(options) {
        Ok(_) => format!("{options} was accepted"),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn the_defaults_and_all_options() {
    let most = "[{clock_hz,4294967295},{bit_order,lsb_first},{mode,3}]";
    for (options, clock_hz, mode, bit_order) in [
        ("#{}", 1_000_000, MODE_0, BitOrder::MsbFirst),
        (
            "#{mode => 1,bit_order => msb_first}",
            1_000_000,
            MODE_1,
            BitOrder::MsbFirst,
        ),
        ("#{mode => 2,clock_hz => 1}", 1, MODE_2, BitOrder::MsbFirst),
        (most, u32::MAX, MODE_3, BitOrder::LsbFirst),
    ] {
        let (mut vm, port) = open(4, options);
        let config = device::with(|d| d.config).expect("open");
        assert_eq!(config.clock_hz, clock_hz, "{options}");
        assert_eq!(config.mode, mode, "{options}");
        assert_eq!(config.bit_order, bit_order, "{options}");
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(device::with(|d| (d.opened, d.dropped)), (1, 1));
    }
}

#[test]
fn bad_options_touch_no_hardware() {
    device::reset(4);
    let mut vm = Vm::new();
    for (name, values) in [
        ("clock_hz", &["0", "-1", "4294967296", "1.5", "fast"][..]),
        ("mode", &["4", "-1", "256", "mode0"]),
        ("bit_order", &["first", "0", "true", "<<\"msb_first\">>"]),
        ("clock", &["1000"]),
    ] {
        for value in values {
            let reason = refused(&mut vm, &format!("#{{{name} => {value}}}"));
            assert_eq!(reason, format!("{{bad_option,{name},{value}}}"));
        }
    }
    assert_eq!(refused(&mut vm, "mode"), "{bad_options,mode}");
    assert_eq!(device::with(|d| (d.uses, d.opened)), (0, 0));
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn what_a_board_can_say() {
    let unsupported = BoardError::Unsupported;
    for (error, reason) in [
        (BoardError::Busy, "busy"),
        (
            BoardError::Spi(ErrorKind::ChipSelectFault),
            "{bus,chip_select_fault}",
        ),
        (unsupported(Setting::ClockHz), "{bad_option,clock_hz,9}"),
        (unsupported(Setting::Mode), "{bad_option,mode,2}"),
        (
            unsupported(Setting::BitOrder),
            "{bad_option,bit_order,lsb_first}",
        ),
        (unsupported(Setting::Width), "{unsupported,<<\"width\">>}"),
    ] {
        device::reset(4);
        device::with(|d| d.refusal = Some(error));
        let mut vm = Vm::new();
        let options = "#{clock_hz => 9,mode => 2,bit_order => lsb_first}";
        assert_eq!(refused(&mut vm, options), reason);
        assert_eq!(vm.open_heaps(), 0);
        assert!(vm.open::<Spi<Bench>>(options).is_ok(), "free");
    }
    device::reset(4);
    device::with(|d| d.refusal = Some(unsupported(Setting::BitOrder)));
    let refused = refused(&mut Vm::new(), "#{}");
    assert_eq!(refused, "{bad_option,bit_order,msb_first}");
}

#[test]
fn one_device_is_opened_by_one_at_a_time() {
    let (mut vm, port) = open(4, "#{}");
    assert_eq!(refused(&mut vm, "#{}"), "busy");
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(vm.open::<Spi<Bench>>("#{}").is_ok());
}

#[test]
fn without_memory_nothing_is_left_open() {
    let mut refusals = 0;
    for step in 1.. {
        device::reset(4);
        let mut vm = Vm::new();
        vm.inject(Fault::Allocation, step);
        let opened = vm.open::<Spi<Bench>>("#{}");
        if vm.lift_fault() {
            assert!(opened.is_ok());
            break;
        }
        let opened = opened.map_err(|reason| reason.to_string());
        assert_eq!(opened, Err("out_of_memory".to_owned()), "{step}");
        let (opened, dropped) = device::with(|d| (d.opened, d.dropped));
        assert_eq!(opened, dropped);
        assert_eq!(vm.open_heaps(), 0);
        refusals += 1;
    }
    assert!(refusals > 1);
}
