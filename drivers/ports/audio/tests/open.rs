//! Opening a speaker: what is told when it cannot be.

mod common;

use board_support::{BoardError, Setting};
use class_audio::{Channels, Depth, Format};
use common::{open, speaker};
use embedded_hal::{digital, i2c, pwm, spi};
use port_audio::Audio;
use speaker::Bench;
use vm_host::Vm;

fn refused(vm: &mut Vm, options: &str) -> String {
    match vm.open::<Audio<Bench>>(options) {
        Ok(_) => format!("{options} was accepted"),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn the_defaults_and_the_widest_options() {
    let format = |rate_hz, depth, channels| Format {
        rate_hz,
        depth,
        channels,
    };
    for (options, expected, volume) in [
        ("#{}", format(44_100, Depth::Bits16, Channels::Stereo), 128),
        ("[]", format(44_100, Depth::Bits16, Channels::Stereo), 128),
        (
            "#{sample_rate => 8000, bit_depth => 24, channels => 1, volume => 0}",
            format(8_000, Depth::Bits24, Channels::Mono),
            0,
        ),
        (
            "[{sample_rate, 192000}, {bit_depth, 32}, {channels, 2}, {volume, 255}]",
            format(192_000, Depth::Bits32, Channels::Stereo),
            255,
        ),
    ] {
        let (mut vm, port) = open(64, options);
        let seen = speaker::with(|s| (s.format, s.volume));
        assert_eq!(seen, (Some(expected), Some(volume)), "{options}");
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(speaker::with(|s| (s.opened, s.dropped)), (1, 1));
    }
}

#[test]
fn bad_options_touch_no_hardware() {
    speaker::reset(64);
    let mut vm = Vm::new();
    for (name, values) in [
        (
            "sample_rate",
            &["0", "7999", "192001", "-44100", "44100.0", "fast"][..],
        ),
        ("bit_depth", &["0", "8", "20", "256", "-16", "float"]),
        ("channels", &["0", "3", "-1", "stereo", "258"]),
        ("volume", &["256", "-1", "0.5", "max"]),
        ("rate", &["44100"]),
    ] {
        for value in values {
            let reason = format!("{{bad_option,{name},{value}}}");
            assert_eq!(refused(&mut vm, &format!("#{{{name} => {value}}}")), reason);
        }
    }
    assert_eq!(refused(&mut vm, "44100"), "{bad_options,44100}");
    assert_eq!(speaker::with(|s| s.operations), 0);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn what_a_board_can_say() {
    let unsupported = BoardError::Unsupported;
    let nack = i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Data);
    let wrong = BoardError::WrongPart {
        expected: "es8311",
        found: 0x8388,
    };
    let config = BoardError::Config {
        setting: "SIM_OUT",
        line: None,
        reason: "no such folder",
    };
    for (error, reason) in [
        (BoardError::Busy, "busy"),
        (BoardError::Bus(nack), "{bus,no_acknowledge_data}"),
        (
            BoardError::Spi(spi::ErrorKind::ModeFault),
            "{bus,mode_fault}",
        ),
        (BoardError::Pin(digital::ErrorKind::Other), "{pin,other}"),
        (BoardError::Pwm(pwm::ErrorKind::Other), "{pwm,other}"),
        (BoardError::NoLock, "no_lock"),
        (BoardError::Path(3), "{path,3}"),
        (
            unsupported(Setting::SampleRate),
            "{bad_option,sample_rate,96000}",
        ),
        (unsupported(Setting::BitDepth), "{bad_option,bit_depth,24}"),
        (unsupported(Setting::Channels), "{bad_option,channels,1}"),
        (unsupported(Setting::Mode), "{unsupported,<<\"mode\">>}"),
        (wrong, "{wrong_part,33672}"),
        (config, "{config,<<\"SIM_OUT: no such folder\">>}"),
        (
            BoardError::NoResources("threads"),
            "{no_resources,<<\"out of threads\">>}",
        ),
    ] {
        speaker::reset(64);
        speaker::with(|s| s.refusal = Some(error));
        let mut vm = Vm::new();
        let options = "#{sample_rate => 96000, bit_depth => 24, channels => 1}";
        assert_eq!(refused(&mut vm, options), reason);
        assert_eq!(vm.open_heaps(), 0);
        assert!(vm.open::<Audio<Bench>>(options).is_ok(), "free");
    }
}

#[test]
fn one_speaker_is_opened_by_one_at_a_time() {
    let (mut vm, port) = open(64, "#{}");
    assert_eq!(refused(&mut vm, "#{}"), "busy");
    assert_eq!(vm.call(port, "stop").to_string(), "ok");
    assert!(vm.open::<Audio<Bench>>("#{}").is_ok(), "free again");
}
