//! Opening a panel: what is told when it cannot be.

mod common;

use board_sim::{BoardError, SimConfig, SimFault, SimTouch};
use board_support::{Board, HasTouch};
use class_touch::Doorbell;
use common::{Small, Watched, answer, configure, finished, open, stroke, unpaced};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use port_touch::Touch;
use vm_host::Vm;

fn refused<B: HasTouch>(vm: &mut Vm, options: &str) -> String {
    match vm.open::<Touch<B>>(options) {
        Ok(_) => format!("{options} was accepted"),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn every_form_of_good_options() {
    for options in [
        "#{}",
        "[]",
        "#{swap_xy => true, invert_x => false, invert_y => true}",
        "[{swap_xy, true}, invert_x]",
    ] {
        let (mut vm, port) = open::<Small>(unpaced(&stroke(0)), options);
        assert_eq!(vm.close(port).to_string(), "ok", "{options}");
    }
}

#[test]
fn bad_options_touch_no_bus() {
    configure(unpaced(&stroke(0)));
    let mut vm = Vm::new();
    for (options, reason) in [
        ("nil", "{bad_options,nil}"),
        ("42", "{bad_options,42}"),
        ("[swap_xy | invert_x]", "{bad_options,[swap_xy|invert_x]}"),
        ("[{swap_xy, 1, 2}]", "{bad_options,{swap_xy,1,2}}"),
        ("#{swap_xy => 1}", "{bad_option,swap_xy,1}"),
        ("[{invert_x, perhaps}]", "{bad_option,invert_x,perhaps}"),
        ("#{invert_y => -1.5}", "{bad_option,invert_y,-1.5}"),
        ("#{swap_yx => true}", "{bad_option,swap_yx,true}"),
        ("#{swap_xy => <<1:1>>}", "{bad_option,swap_xy,<<1:1>>}"),
        ("[{[], true}]", "{bad_option,[],true}"),
        ("<<\"swap_xy\">>", "{bad_options,<<\"swap_xy\">>}"),
    ] {
        assert_eq!(refused::<Small>(&mut vm, options), reason);
        assert_eq!(Small::status().transactions, 0, "{options}");
    }
    // The same panel counts them once options are good.
    assert!(vm.open::<Touch<Small>>("#{}").is_ok());
    assert!(Small::status().transactions > 0);
}

#[test]
fn one_panel_is_opened_by_one_at_a_time() {
    let (mut vm, port) = open::<Small>(unpaced(&stroke(0)), "#{}");
    finished::<Small>(&mut vm);
    let before = Small::status();
    assert_eq!(refused::<Small>(&mut vm, "#{}"), "busy");
    assert_eq!(Small::status(), before, "no second bring-up");
    assert_eq!(
        answer(&mut vm, port, "unsubscribe"),
        "ok",
        "the first lives"
    );
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(vm.open::<Touch<Small>>("#{}").is_ok(), "free again");
}

#[test]
fn a_panel_is_free_after_every_end() {
    configure(unpaced(&stroke(100)));
    let mut vm = Vm::new();
    for round in 0..20 {
        let owner = vm.spawn();
        let port = vm.open_by::<Touch<Small>>(owner, "#{}").expect("free");
        match round % 4 {
            0 => assert_eq!(vm.close(port).to_string(), "ok"),
            1 => vm.exit(owner, "normal"),
            2 => vm.exit_port(port, "kill"),
            _ => {
                drop(vm);
                vm = Vm::new();
            }
        }
    }
    assert!(vm.open::<Touch<Small>>("#{}").is_ok());
}

#[test]
fn the_bus_fails_at_bring_up() {
    for (kind, told) in [
        (ErrorKind::Bus, "{bus,bus}"),
        (ErrorKind::ArbitrationLoss, "{bus,arbitration_loss}"),
        (
            ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address),
            "{no_device,ft6x36,56}",
        ),
        (
            ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data),
            "{bus,no_acknowledge_data}",
        ),
        (
            ErrorKind::NoAcknowledge(NoAcknowledgeSource::Unknown),
            "{no_device,ft6x36,56}",
        ),
        (ErrorKind::Overrun, "{bus,overrun}"),
        (ErrorKind::Other, "{bus,other}"),
    ] {
        // Until the fault lies behind bring-up, and the panel opens.
        let mut transaction = 1;
        loop {
            configure(SimConfig {
                faults: vec![SimFault::Bus { transaction, kind }],
                ..unpaced(&stroke(0))
            });
            let mut vm = Vm::new();
            match vm.open::<Touch<Small>>("#{}") {
                Ok(_) => break,
                Err(reason) => assert_eq!(reason.to_string(), told),
            }
            assert_eq!(vm.open_heaps(), 0);
            assert_eq!(Small::status().transactions, transaction, "no further");
            transaction += 1;
        }
        assert!(transaction > 3, "bring-up has some transactions");
    }
}

/// A board whose panel never opens.
struct Broken<const HOW: u8>;

impl<const HOW: u8> Board for Broken<HOW> {
    const NAME: &'static str = "broken";
}

impl<const HOW: u8> HasTouch for Broken<HOW> {
    type Touch = SimTouch<8>;

    fn touch<D: Doorbell + Send + 'static>(_: D) -> Result<Self::Touch, BoardError> {
        Err(match HOW {
            0 => BoardError::WrongPart {
                expected: "ft6x36",
                found: 0x1164,
            },
            1 => BoardError::Config {
                setting: "SIM_TRACE",
                line: Some(3),
                reason: "not six fields",
            },
            2 => BoardError::Config {
                setting: "SIM_SPEED",
                line: None,
                reason: "not a number of 0 or more",
            },
            _ => BoardError::NoResources("threads"),
        })
    }
}

#[test]
fn what_else_a_board_can_say() {
    let mut vm = Vm::new();
    assert_eq!(refused::<Broken<0>>(&mut vm, "#{}"), "{wrong_part,4452}");
    assert_eq!(
        refused::<Broken<1>>(&mut vm, "#{}"),
        "{config,<<\"SIM_TRACE: line 3: not six fields\">>}"
    );
    assert_eq!(
        refused::<Broken<2>>(&mut vm, "#{}"),
        "{config,<<\"SIM_SPEED: not a number of 0 or more\">>}"
    );
    assert_eq!(
        refused::<Broken<3>>(&mut vm, "#{}"),
        "{no_resources,<<\"out of threads\">>}"
    );
}
