//! Every fault at every step: nothing hangs or leaks, all is told.

mod common;

use avm_term::{Pid, PortId, Value};
use class_panel::PanelError;
use common::{glass, read_config};
use embedded_hal::{digital, pwm, spi};
use glass::Bench;
use port_display::Display;
use vm_host::{Fault, Trial, Vm, sweep, sweep_with};

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
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }

    fn play(&mut self) {
        self.ask("{'$open', #{width => 16, height => 24, backlight => 9}}");
        self.ask("{set_backlight, #{level => 10}}");
        self.ask("{fill, #{color => 16#102030}}");
        self.ask("{rect, #{x => -1, y => 2, width => 5, height => 5, color => 1}}");
        self.ask("{text, #{x => 2, y => 1, text => [<<\"o\">>, \"k\"], color => 16#FFFFFF}}");
        self.ask("{blit, #{x => 1, y => 1, width => 1, height => 1, data => <<1,2>>}}");
        self.ask("{blit, #{x => 15, y => 1, width => 2, height => 1, data => <<1,2,3,4>>}}");
        self.ask(
            "{update, [{text, 1, 2, default16px, 1, transparent, \"up\"}, \
             {image, 3, 3, 255, {rgba8888, 1, 1, <<1,2,3,4>>}}, {rect, 2, 4, 9, 9, 255}]}",
        );
        self.ask("{update, [{rect, 0, 0, 16, 24, 16#123456}]}");
        if let Some(config) = self.ask("get_config") {
            self.ask(&read_config(&config));
        }
    }

    fn unharmed(&mut self) {
        assert_eq!(self.errors, Vec::<String>::new());
    }

    fn close(&mut self) {
        if self.vm.is_open(self.port) {
            assert_eq!(self.vm.close(self.port).to_string(), "ok");
        }
        let (opened, dropped) = counts();
        assert!(opened <= 1);
        assert_eq!(opened, dropped, "dark and asleep");
        assert_eq!(glass::with(|g| g.backlight), 0);
    }

    fn end(self) {
        let before = counts();
        assert_eq!(before.0, before.1, "none twice");
        drop(self);
        assert_eq!(counts(), before);
    }
}

/// How often the glass was opened, and dropped.
fn counts() -> (u32, u32) {
    glass::with(|g| (g.opened, g.dropped))
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
    let points = sweep(
        "allocation",
        Run::new,
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
    assert!(points >= 10, "{points}");
}

#[test]
fn a_panic() {
    let points = sweep("panic", Run::new, |_| Fault::Panic, ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_port_is_killed() {
    let fault = |run: &Run| Fault::KillPort(run.port);
    let points = sweep("kill port", Run::new, fault, ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_owner_is_killed() {
    let fault = |run: &Run| Fault::KillProcess(run.owner);
    let points = sweep("kill owner", Run::new, fault, ended);
    assert!(points >= 50, "{points}");
}

#[test]
fn the_panel_panics_at_each_operation() {
    let plant = |_: &mut Run, step| glass::with(|g| g.panic = Some(step as u32));
    let spared = |_: &mut Run| glass::with(|g| g.panic > Some(g.operations));
    let points = sweep_with("panic of the panel", Run::new, plant, spared, ended);
    assert!(points >= 10, "{points}");
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
        let what = format!("operation, {error:?}");
        let points = sweep_with(&what, Run::new, plant, spared, |run| {
            assert_eq!(run.errors[0], reason);
            if run.vm.is_open(run.port) {
                assert_eq!(run.errors.len(), 1);
            }
        });
        assert!(points >= 10, "{points}");
    }
}
