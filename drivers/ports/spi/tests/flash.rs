//! On a flash at instruction level: read, written, and a bus that fails.

use std::cell::{OnceCell, RefCell};
use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use board_sim::{FlashDevice, FlashSetup, SPI_BYTES, SPI_QUEUE, SimFlash, Speed};
use board_support::{Board, BoardError, HasSpi};
use class_spi::{Doorbell, SpiConfig};
use embedded_hal::spi::ErrorKind;
use port_spi::Spi;
use vm_host::{Pending, Vm};

thread_local! {
    // A flash is exclusive, and tests run side by side: each thread has its own.
    static FLASH: OnceCell<&'static FlashDevice> = const { OnceCell::new() };
    static FAULTS: RefCell<Vec<(u32, ErrorKind)>> = const { RefCell::new(Vec::new()) };
}

/// A board with this thread's flash, which holds nothing but ones.
#[derive(Debug)]
struct Sim;

fn device() -> &'static FlashDevice {
    let made = || &*Box::leak(Box::new(FlashDevice::new()));
    FLASH.with(|device| *device.get_or_init(made))
}

impl Board for Sim {
    const NAME: &'static str = "sim";
}

impl HasSpi for Sim {
    type Spi = SimFlash;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<SimFlash, BoardError> {
        let setup = FlashSetup {
            speed: Speed::UNPACED,
            faults: FAULTS.take(),
            contents: Some(Vec::new()),
        };
        device().open(setup, config, doorbell)
    }
}

fn open() -> (Vm, PortId) {
    let mut vm = Vm::new();
    let port = vm
        .open::<Spi<Sim>>("#{clock_hz => 20000000}")
        .expect("opens");
    (vm, port)
}

fn request(kind: &str, write: &[u8], read: usize) -> String {
    let write = Value::binary(write);
    format!("{{{kind},#{{write => {write},read => {read}}}}}")
}

/// Waits until the bus's thread has done what the answer needs.
fn await_answer(vm: &mut Vm, call: Pending) -> Value {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = vm.answer(call);
        if answer.to_string() != "{error,timeout}" {
            return answer;
        }
        assert!(Instant::now() < deadline, "no answer");
        vm.wait(Duration::from_millis(2));
    }
}

fn transfer(vm: &mut Vm, port: PortId, write: &[u8], read: usize) -> Value {
    let main = vm.main();
    let call = vm.start_call(main, port, &request("transfer", write, read));
    await_answer(vm, call)
}

/// The results that came, as many as were submitted.
fn results(vm: &mut Vm, count: usize) -> Vec<Value> {
    let deadline = Instant::now() + Duration::from_secs(60);
    let (main, mut came) = (vm.main(), Vec::new());
    while came.len() < count {
        assert!(Instant::now() < deadline, "{came:?}");
        vm.wait(Duration::from_millis(2));
        for message in vm.mailbox(main) {
            let done = message.as_tuple().and_then(|message| message.last());
            came.push(done.expect("a result").clone());
        }
    }
    came
}

/// Programs a page and reads it back; the reasons of all that failed.
fn play(vm: &mut Vm, port: PortId) -> Vec<String> {
    let mut answers = vec![transfer(vm, port, &[0x9F], 3)];
    answers.push(transfer(vm, port, &[0x06], 0));
    answers.push(transfer(vm, port, &[0x02, 0, 1, 0, 11, 22, 33], 0));
    for _ in 0..100 {
        let status = transfer(vm, port, &[0x05], 1);
        let is_busy = status.to_string() == "{ok,<<3>>}";
        answers.push(status);
        if !is_busy {
            break;
        }
    }
    let submitted = [3, 1].map(|read| vm.call(port, &request("submit", &[0x03, 0, 1, 0], read)));
    let ids = submitted.map(|answer| answer.as_tuple().expect("ok")[1].clone());
    for (done, id) in results(vm, 2).into_iter().zip(ids) {
        let done = done.as_tuple().expect("a result");
        assert_eq!(done[1], id, "in order");
        answers.push(done[2].clone());
    }
    let error = |answer: &Value| match answer.as_tuple() {
        Some([tag, reason]) if *tag == Value::atom("error") => Some(reason.to_string()),
        _ => None,
    };
    answers.iter().filter_map(error).collect()
}

#[test]
fn what_is_programmed_is_read_back() {
    let (mut vm, port) = open();
    assert_eq!(
        transfer(&mut vm, port, &[0x9F], 3).to_string(),
        "{ok,<<239,64,20>>}"
    );
    assert_eq!(play(&mut vm, port), [""; 0]);
    let read = transfer(&mut vm, port, &[0x03, 0, 1, 0], 4);
    assert_eq!(read.to_string(), "{ok,<<11,22,33,255>>}");
    assert_eq!(device().memory(0x100, 3), [11, 22, 33]);
    assert_eq!(
        device().complaints().count(),
        0,
        "{:?}",
        device().complaints()
    );
    assert_eq!(vm.close(port).to_string(), "ok");
    assert!(device().status().is_idle());
}

#[test]
fn the_bus_is_used_to_its_limits() {
    let (mut vm, port) = open();
    let stats = vm.call(port, "get_stats");
    let max = stats
        .as_tuple()
        .and_then(|stats| stats[1].get("max_transfer"));
    let max = max.and_then(Value::as_integer).expect("a number") as usize;
    assert!(max >= SPI_BYTES / 2, "{max}");
    let all = transfer(&mut vm, port, &[0x03, 0, 0, 0], max);
    let Some([_, Value::Binary(bytes)]) = all.as_tuple() else {
        panic!("{all}")
    };
    assert!(bytes.len() == max && bytes.iter().all(|byte| *byte == 255));
    let answer = vm.call(port, &request("transfer", &[3], max + 1));
    let expected = format!("{{error,{{too_long,{},{max}}}}}", max + 1);
    assert_eq!(answer.to_string(), expected);
    // More than can be in flight: each is taken and answered, or refused.
    let mut taken = 0;
    for _ in 0..4 * SPI_QUEUE {
        match vm
            .call(port, &request("submit", &[0x9F], 3))
            .to_string()
            .as_str()
        {
            "{error,busy}" => {}
            answer => {
                assert!(answer.starts_with("{ok,"), "{answer}");
                taken += 1;
            }
        }
    }
    assert!(taken >= SPI_QUEUE);
    assert_eq!(results(&mut vm, taken).len(), taken);
    assert_eq!(vm.close(port).to_string(), "ok");
}

#[test]
fn the_end_of_the_port_in_the_middle_of_a_transfer() {
    for end in 0..60 {
        let (mut vm, port) = open();
        let (main, caller) = (vm.main(), vm.spawn());
        let call = vm.start_call(caller, port, &request("transfer", &[3, 0, 0, 0], 4000));
        for _ in 0..end % 5 {
            vm.call_by(caller, port, &request("submit", &[0x9F], 3));
        }
        match end % 3 {
            0 => vm.exit_port(port, "kill"),
            1 => vm.exit(main, "normal"),
            _ => assert_eq!(vm.close(port).to_string(), "ok"),
        }
        let answer = vm.answer(call);
        let answer = answer.as_tuple().expect("a reply");
        let known = ["closed", "no_reply"].map(Value::atom);
        assert!(
            answer[0] == Value::atom("ok") || known.contains(&answer[1]),
            "{answer:?}"
        );
        assert!(device().status().is_idle());
        assert_eq!(vm.open_heaps(), 0);
    }
}

#[test]
fn every_transaction_fails_once_with_each_error() {
    for (kind, name) in [
        (ErrorKind::Overrun, "overrun"),
        (ErrorKind::ModeFault, "mode_fault"),
        (ErrorKind::FrameFormat, "frame_format"),
        (ErrorKind::ChipSelectFault, "chip_select_fault"),
        (ErrorKind::Other, "other"),
    ] {
        for transaction in 1.. {
            FAULTS.set(vec![(transaction, kind)]);
            let (mut vm, port) = open();
            let reasons = play(&mut vm, port);
            assert_eq!(vm.close(port).to_string(), "ok");
            assert!(device().status().is_idle());
            assert_eq!(vm.open_heaps(), 0);
            if device().status().transactions < transaction {
                assert_eq!(reasons, [""; 0]);
                println!("{kind:?}: {} transactions", transaction - 1);
                assert!(transaction > 6);
                break;
            }
            assert_eq!(reasons, [format!("{{bus,{name}}}")], "{transaction}");
        }
    }
}
