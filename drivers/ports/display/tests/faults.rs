//! Every fault at every step: nothing hangs or leaks, all is told.

mod common;

use std::panic;
use std::sync::Once;

use avm_term::{Pid, PortId, Value};
use class_panel::PanelError;
use common::{glass, read_config};
use embedded_hal::{digital, pwm, spi};
use glass::Bench;
use port_display::Display;
use vm_host::{Fault, Vm};

/// A port and the process that owns it.
struct Run {
    vm: Vm,
    port: PortId,
    owner: Pid,
    errors: Vec<String>,
}

impl Run {
    fn new() -> Self {
        glass::reset(16, 24);
        let mut vm = Vm::new();
        let owner = vm.spawn();
        let port = vm.create::<Display<Bench>>(owner).expect("made");
        Self {
            vm,
            port,
            owner,
            errors: Vec::new(),
        }
    }

    fn ask(&mut self, request: &str) -> Option<Value> {
        let answer = self.vm.call_by(self.owner, self.port, request);
        match answer.as_tuple() {
            Some([tag, reason]) if *tag == Value::atom("error") => {
                self.errors.push(reason.to_string());
                None
            }
            Some([_, value]) => Some(value.clone()),
            _ => Some(answer),
        }
    }

    fn script(&mut self) {
        self.ask("{'$open', #{width => 16, height => 24, backlight => 9}}");
        self.ask("{set_backlight, #{level => 10}}");
        self.ask("{fill, #{color => 16#102030}}");
        self.ask("{rect, #{x => -1, y => 2, width => 5, height => 5, color => 1}}");
        self.ask("{text, #{x => 2, y => 1, text => [<<\"o\">>, \"k\"], color => 16#FFFFFF}}");
        self.ask("{blit, #{x => 1, y => 1, width => 1, height => 1, data => <<1,2>>}}");
        self.ask("{blit, #{x => 15, y => 1, width => 2, height => 1, data => <<1,2,3,4>>}}");
        if let Some(config) = self.ask("get_config") {
            self.ask(&read_config(&config));
        }
    }

    fn end(mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        let (opened, dropped) = glass::with(|g| (g.opened, g.dropped));
        assert!(opened <= 1);
        assert_eq!(opened, dropped, "dark and asleep");
        assert_eq!(glass::with(|g| g.backlight), 0);
        assert_eq!(self.vm.open_heaps(), 0);
        drop(self.vm);
        assert_eq!(glass::with(|g| (g.opened, g.dropped)), (opened, dropped));
    }
}

/// Runs once for each step that the fault can be planted at; `spared` says that it was not hit.
fn sweep(
    what: &str,
    least: u64,
    plant: impl Fn(&mut Run, u64),
    spared: impl Fn(&mut Run) -> bool,
    check: impl Fn(&mut Run),
) {
    for step in 1.. {
        let mut run = Run::new();
        plant(&mut run, step);
        run.script();
        if spared(&mut run) {
            assert_eq!(run.errors, Vec::<String>::new());
            run.end();
            println!("{what}: {} points", step - 1);
            assert!(step > least, "{step}");
            return;
        }
        check(&mut run);
        run.end();
    }
}

fn sweep_vm(what: &str, least: u64, fault: impl Fn(&Run) -> Fault, check: impl Fn(&mut Run)) {
    let plant = |run: &mut Run, step| {
        let fault = fault(run);
        run.vm.inject(fault, step);
    };
    sweep(what, least, plant, |run| run.vm.lift_fault(), check);
}

/// A port that ended: whoever asks is told.
fn ended(run: &mut Run) {
    assert!(!run.vm.is_open(run.port));
    let told = ["panic", "closed", "noproc"];
    for error in &run.errors {
        assert!(told.contains(&error.as_str()), "{error}");
    }
}

#[test]
fn an_allocation_fails() {
    sweep_vm(
        "allocation",
        10,
        |_| Fault::Allocation,
        |run| {
            assert_eq!(
                run.errors.first().map(String::as_str),
                Some("out_of_memory")
            );
            if run.vm.is_open(run.port) {
                assert_eq!(run.errors.len(), 1, "one failure, one answer");
            }
        },
    );
}

#[test]
fn a_panic() {
    hush_planted_panics();
    sweep_vm("panic", 50, |_| Fault::Panic, ended);
}

#[test]
fn the_port_is_killed() {
    sweep_vm("kill port", 50, |run| Fault::KillPort(run.port), ended);
}

#[test]
fn the_owner_is_killed() {
    sweep_vm("kill owner", 50, |run| Fault::KillProcess(run.owner), ended);
}

#[test]
fn the_panel_panics_at_each_operation() {
    hush_planted_panics();
    let plant = |_: &mut Run, step| glass::with(|g| g.panic = Some(step as u32));
    let spared = |_: &mut Run| glass::with(|g| g.panic > Some(g.operations));
    sweep("panic of the panel", 10, plant, spared, ended);
}

#[test]
fn each_operation_fails_with_each_error() {
    use spi::ErrorKind;
    for (error, reason) in [
        (PanelError::Bus(ErrorKind::Overrun), "{bus,overrun}"),
        (PanelError::Bus(ErrorKind::ModeFault), "{bus,mode_fault}"),
        (
            PanelError::Bus(ErrorKind::FrameFormat),
            "{bus,frame_format}",
        ),
        (
            PanelError::Bus(ErrorKind::ChipSelectFault),
            "{bus,chip_select_fault}",
        ),
        (PanelError::Bus(ErrorKind::Other), "{bus,other}"),
        (PanelError::Pin(digital::ErrorKind::Other), "{pin,other}"),
        (PanelError::Pwm(pwm::ErrorKind::Other), "{pwm,other}"),
    ] {
        let plant = |_: &mut Run, step| glass::with(|g| g.fault = Some((step as u32, error)));
        let spared =
            |_: &mut Run| glass::with(|g| g.fault.is_some_and(|(step, _)| step > g.operations));
        sweep(&format!("operation, {error:?}"), 10, plant, spared, |run| {
            assert_eq!(run.errors[0], reason);
            if run.vm.is_open(run.port) {
                assert_eq!(run.errors.len(), 1);
            }
        });
    }
}

/// Panics that a test plants are no news; all others are.
fn hush_planted_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if info.payload_as_str() != Some(glass::PLANTED) {
                report(info);
            }
        }));
    });
}
