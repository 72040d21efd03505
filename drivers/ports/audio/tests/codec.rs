//! On a codec at register level: what is heard, and a bus that fails.

use std::cell::{OnceCell, RefCell};
use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use board_sim::{AudioDevice, AudioSetup, CodecHealth, Es8311, I2cFault, SimAudio, Speed};
use board_support::{Board, BoardError, HasAudio};
use class_audio::{Doorbell, Format};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use port_audio::Audio;
use vm_host::{Pending, Vm};

/// Bytes that wait to be played.
const ROOM: usize = 4096;

thread_local! {
    // A codec is exclusive, and tests run side by side: each thread has its own.
    static CODEC: OnceCell<&'static AudioDevice<ROOM>> = const { OnceCell::new() };
    static SETUP: RefCell<AudioSetup> = RefCell::new(AudioSetup::default());
}

/// A board with this thread's codec.
#[derive(Debug)]
struct Sim;

fn device() -> &'static AudioDevice<ROOM> {
    let made = || &*Box::leak(Box::new(AudioDevice::new()));
    CODEC.with(|device| *device.get_or_init(made))
}

/// What the next codec that is opened is to do.
fn set_up(faults: Vec<I2cFault>, health: CodecHealth, no_lock: bool) {
    SETUP.set(AudioSetup {
        speed: Speed::UNPACED,
        faults,
        health,
        no_lock,
        out: None,
    });
}

impl Board for Sim {
    const NAME: &'static str = "sim";
}

impl HasAudio for Sim {
    type Audio = SimAudio<ROOM>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let setup = SETUP.with_borrow(Clone::clone);
        device().open(setup, format, volume, doorbell)
    }
}

/// Waits until the path's thread has done what the answer needs.
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

fn play(vm: &mut Vm, port: PortId, data: &[u8]) -> Value {
    let main = vm.main();
    let request = format!("{{play_buffer,#{{data => {}}}}}", Value::binary(data));
    let call = vm.start_call(main, port, &request);
    await_answer(vm, call)
}

/// A ramp of samples of 16 bits, none of which is silence.
fn ramp(samples: i16) -> Vec<u8> {
    (1..=samples).flat_map(i16::to_le_bytes).collect()
}

/// Waits for `{audio, Port, drained}`; what else came before it.
fn await_drained(vm: &mut Vm) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(60);
    let main = vm.main();
    let mut others = Vec::new();
    loop {
        assert!(Instant::now() < deadline, "never drained");
        vm.wait(Duration::from_millis(2));
        for message in vm.mailbox(main) {
            let what = message.as_tuple().and_then(|message| message.last());
            if what == Some(&Value::atom("drained")) {
                return others;
            }
            others.push(message.to_string());
        }
    }
}

const OPEN: &str = "#{sample_rate => 48000, channels => 1, volume => 191}";

#[test]
fn what_is_played_is_what_is_heard() {
    set_up(Vec::new(), CodecHealth::Well, false);
    let mut vm = Vm::new();
    let port = vm.open::<Audio<Sim>>(OPEN).expect("opens");
    // Five times what the ring holds.
    assert_eq!(play(&mut vm, port, &ramp(10_000)).to_string(), "ok");
    await_drained(&mut vm);
    let stats = vm.call(port, "get_stats").to_string();
    assert!(stats.contains("played_frames => 10000"), "{stats}");
    assert_eq!(vm.call(port, "stop").to_string(), "ok");
    let status = device().status();
    assert!(status.is_idle() && status.muted, "{status:?}");
    assert_eq!(status.closed, Ok(()));
    assert_eq!(status.complaints, 0, "{:?}", device().complaints());
    // Level 191 is as loud as the samples say; silence lies before, between and after.
    let speaker = device().speaker().expect("was open");
    let heard: Vec<i32> = speaker
        .samples()
        .iter()
        .copied()
        .filter(|s| *s != 0)
        .collect();
    assert_eq!(heard.len(), 10_000);
    assert!(heard.is_sorted_by(|a, b| a < b), "in order, none twice");
}

#[test]
fn a_codec_that_is_not_well() {
    for (health, no_lock, reason) in [
        (CodecHealth::Other(0x1234), false, "{wrong_part,4660}"),
        (CodecHealth::Well, true, "no_lock"),
        (CodecHealth::Absent, false, "{no_device,es8311,24}"),
    ] {
        set_up(Vec::new(), health, no_lock);
        let mut vm = Vm::new();
        let refused = vm.open::<Audio<Sim>>(OPEN).map_err(|r| r.to_string());
        assert_eq!(refused, Err(reason.to_owned()));
        assert!(!device().status().open);
        assert_eq!(vm.open_heaps(), 0);
    }
}

/// Plays for more than a quarter of a second, after which the codec is asked.
fn play_long(vm: &mut Vm, port: PortId) -> Vec<String> {
    assert_eq!(play(vm, port, &ramp(13_000)).to_string(), "ok");
    await_drained(vm)
}

fn brown_out() {
    let codec = device().with_codec(|bus| bus.part(Es8311::brown_out));
    codec.expect("it is open");
}

#[test]
fn a_codec_that_forgets_what_it_was_told() {
    set_up(Vec::new(), CodecHealth::Well, false);
    let mut vm = Vm::new();
    let port = vm.open::<Audio<Sim>>(OPEN).expect("opens");
    brown_out();
    assert_eq!(play_long(&mut vm, port), [""; 0]);
    assert!(device().status().powered && !device().status().muted);
    let stats = vm.call(port, "get_stats").to_string();
    assert!(stats.contains("codec_resets => 1"), "{stats}");
    assert_eq!(
        vm.call(port, "{set_volume,#{volume => 3}}").to_string(),
        "ok"
    );

    brown_out();
    let mut told = play_long(&mut vm, port);
    // Of two, because the first may end before it is found.
    told.extend(play_long(&mut vm, port));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].ends_with(",{error,codec_reset}}"), "{told:?}");
    for request in ["{set_volume,#{volume => 3}}", "pause", "resume"] {
        assert_eq!(vm.call(port, request).to_string(), "{error,codec_reset}");
    }
    assert!(device().status().muted);
    assert_eq!(vm.call(port, "stop").to_string(), "ok");
    assert!(device().status().is_idle());
    assert_eq!(vm.open_heaps(), 0);
}

/// Opens, plays and stops; the reasons of all that failed. A reason for the
/// codec to be absent tells so at the opening only.
fn script(vm: &mut Vm) -> Vec<String> {
    let port = match vm.open::<Audio<Sim>>(OPEN) {
        Ok(port) => port,
        Err(reason) => return vec![format!("opening: {reason}")],
    };
    let mut answers = vec![play(vm, port, &ramp(3000))];
    for request in ["{set_volume,#{volume => 3}}", "pause", "resume", "stop"] {
        answers.push(vm.call(port, request));
    }
    assert_eq!(
        answers.pop(),
        Some(Value::atom("ok")),
        "stop tells no fault"
    );
    assert!(!vm.is_open(port));
    let error = |answer: Value| Some(answer.as_tuple()?.last()?.to_string());
    answers.into_iter().filter_map(error).collect()
}

/// Whether it is what Erlang is to be told of an error of the bus.
fn is_told(reason: &str, kind: ErrorKind, name: &str) -> bool {
    use NoAcknowledgeSource::{Address, Unknown};
    let bus = format!("{{bus,{name}}}");
    match (kind, reason.strip_prefix("opening: ")) {
        (ErrorKind::NoAcknowledge(Address | Unknown), Some(reason)) => {
            reason == "{no_device,es8311,24}"
        }
        (_, opening) => opening.unwrap_or(reason) == bus,
    }
}

#[test]
fn every_transaction_fails_once_with_each_error() {
    use NoAcknowledgeSource::{Address, Data, Unknown};
    for (kind, name) in [
        (ErrorKind::Bus, "bus"),
        (ErrorKind::ArbitrationLoss, "arbitration_loss"),
        (ErrorKind::NoAcknowledge(Address), "no_acknowledge_address"),
        (ErrorKind::NoAcknowledge(Data), "no_acknowledge_data"),
        (ErrorKind::NoAcknowledge(Unknown), "no_acknowledge"),
        (ErrorKind::Overrun, "overrun"),
        (ErrorKind::Other, "other"),
    ] {
        let (mut told, mut closing) = (0, 0);
        for transaction in 1.. {
            set_up(vec![(transaction, kind)], CodecHealth::Well, false);
            let mut vm = Vm::new();
            let reasons = script(&mut vm);
            let status = device().status();
            assert!(!status.open && !status.running, "{kind:?} at {transaction}");
            assert_eq!(vm.open_heaps(), 0);
            if status.transactions < transaction {
                assert_eq!(reasons, [""; 0]);
                assert!(status.is_idle() && status.closed.is_ok());
                break;
            }
            match reasons.as_slice() {
                [] => {
                    assert!(status.closed.is_err(), "{kind:?} at {transaction}");
                    closing += 1;
                }
                [reason] => assert!(is_told(reason, kind, name), "{reason}"),
                _ => panic!("one failure, one answer: {reasons:?}"),
            }
            told += reasons.len();
        }
        println!("{kind:?}: {told} transactions told, {closing} at the close");
        assert!(told > 20, "{told}");
    }
}
