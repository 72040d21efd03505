//! Errors as sentences.

use board_support::{BoardError, Device, Setting};
use class_audio::AudioError;
use class_panel::PanelError;
use class_touch::TouchError;
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use embedded_hal::{digital, pwm, spi};

#[test]
fn each_error_says_what_it_is() {
    let wrong_part = BoardError::WrongPart {
        expected: "ft6x36",
        found: 0x1155,
    };
    let line = BoardError::Config {
        setting: "SIM_TRACE",
        line: Some(7),
        reason: "time goes backwards",
    };
    let no_line = BoardError::Config {
        setting: "SIM_SPEED",
        line: None,
        reason: "not a number",
    };
    for (error, text) in [
        (BoardError::Busy, "already open"),
        (
            BoardError::NoDevice {
                name: "ft6x36",
                address: 0x38,
            },
            "no ft6x36: nothing answers at address 0x38",
        ),
        (
            BoardError::Bus(ErrorKind::ArbitrationLoss),
            "I2C: The arbitration was lost",
        ),
        (wrong_part, "no ft6x36: a part with id 0x1155 answers"),
        (line, "SIM_TRACE: line 7: time goes backwards"),
        (no_line, "SIM_SPEED: not a number"),
        (BoardError::NoResources("threads"), "out of threads"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn a_panels_and_a_codecs_reasons_are_the_boards() {
    let spi = spi::ErrorKind::ModeFault;
    let pin = digital::ErrorKind::Other;
    for (error, expected) in [
        (PanelError::Bus(spi), BoardError::Spi(spi)),
        (PanelError::Pin(pin), BoardError::Pin(pin)),
        (
            PanelError::Pwm(pwm::ErrorKind::Other),
            BoardError::Pwm(pwm::ErrorKind::Other),
        ),
        (PanelError::Width, BoardError::Unsupported(Setting::Width)),
        (PanelError::Height, BoardError::Unsupported(Setting::Height)),
    ] {
        assert_eq!(BoardError::from(error), expected);
    }
    let bus = ErrorKind::Overrun;
    let (expected, found) = ("es8311", 7);
    for (error, expected) in [
        (AudioError::Bus(bus), BoardError::Bus(bus)),
        (AudioError::Pin(pin), BoardError::Pin(pin)),
        (
            AudioError::WrongPart { expected, found },
            BoardError::WrongPart { expected, found },
        ),
        (AudioError::NoLock, BoardError::NoLock),
        (AudioError::Path(9), BoardError::Path(9)),
        (AudioError::CodecReset, BoardError::CodecReset),
        (
            AudioError::Rate,
            BoardError::Unsupported(Setting::SampleRate),
        ),
        (
            AudioError::Depth,
            BoardError::Unsupported(Setting::BitDepth),
        ),
        (
            AudioError::Channels,
            BoardError::Unsupported(Setting::Channels),
        ),
    ] {
        assert_eq!(BoardError::from(error), expected);
    }
}

#[test]
fn a_touch_controllers_reasons_are_the_boards() {
    let (bus, spi) = (ErrorKind::Overrun, spi::ErrorKind::ModeFault);
    let (expected, found) = ("gt911", 928);
    for (error, expected) in [
        (TouchError::Bus(bus), BoardError::Bus(bus)),
        (TouchError::Spi(spi), BoardError::Spi(spi)),
        (
            TouchError::Pin(digital::ErrorKind::Other),
            BoardError::Pin(digital::ErrorKind::Other),
        ),
        (
            TouchError::WrongPart { expected, found },
            BoardError::WrongPart { expected, found },
        ),
    ] {
        assert_eq!(BoardError::from(error), expected);
        assert_eq!(DEVICE.touch_error(error), expected, "the part is there");
    }
}

const DEVICE: Device = Device::new("es8311", 0x18);

#[test]
fn only_an_address_that_nobody_acknowledges_is_an_absent_part() {
    use NoAcknowledgeSource::{Address, Data, Unknown};
    let absent = BoardError::NoDevice {
        name: "es8311",
        address: 0x18,
    };
    for source in [Address, Unknown] {
        let kind = ErrorKind::NoAcknowledge(source);
        assert_eq!(DEVICE.bus_error(kind), absent);
        assert_eq!(DEVICE.audio_error(AudioError::Bus(kind)), absent);
        assert_eq!(DEVICE.touch_error(TouchError::Bus(kind)), absent);
    }
    for kind in [
        ErrorKind::NoAcknowledge(Data),
        ErrorKind::Bus,
        ErrorKind::ArbitrationLoss,
        ErrorKind::Overrun,
        ErrorKind::Other,
    ] {
        assert_eq!(DEVICE.bus_error(kind), BoardError::Bus(kind), "held low");
    }
    assert_eq!(DEVICE.audio_error(AudioError::NoLock), BoardError::NoLock);
}

#[test]
fn settings_are_called_as_their_options() {
    let text = BoardError::Unsupported(Setting::SampleRate).to_string();
    assert_eq!(text, "sample_rate: the part cannot be set so");
    let all = [
        Setting::Width,
        Setting::Height,
        Setting::Orientation,
        Setting::SampleRate,
        Setting::BitDepth,
        Setting::Channels,
        Setting::ClockHz,
        Setting::Mode,
        Setting::BitOrder,
    ];
    let names = all.map(Setting::name).join(" ");
    let expected =
        "width height orientation sample_rate bit_depth channels clock_hz mode bit_order";
    assert_eq!(names, expected);
}
