//! Every byte on the bus, and every way in which bus and pin can fail.

use chip_cs43l22::{Address, Config, Cs43l22, Output};
use chip_testing::codec::CD;
use chip_testing::{I2C_KINDS, failing};
use class_audio::{AudioError, Codec, Format};
use embedded_hal::digital;
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::MockError;
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::digital::{Mock as Pin, State, Transaction as PinStep};
use embedded_hal_mock::eh1::i2c::{Mock as Bus, Transaction};

const HEADPHONES: Config = Config {
    address: Address::Ad0Low,
    output: Output::Headphones,
    halve_mclk: false,
};

fn read(register: u8, value: u8) -> Transaction {
    Transaction::write_read(0x4A, vec![register], vec![value])
}

fn write(register: u8, value: u8) -> Transaction {
    Transaction::write(0x4A, vec![register, value])
}

fn writes(writes: &[(u8, u8)]) -> Vec<Transaction> {
    writes.iter().map(|(r, v)| write(*r, *v)).collect()
}

fn set_up() -> Vec<Transaction> {
    let mut script = vec![read(0x01, 0xE3)];
    script.extend(writes(&[
        (0x02, 0x01),
        (0x0F, 0xF0),
        (0x0D, 0x63),
        (0x20, 0x34),
        (0x21, 0x34),
        (0x06, 0x04),
        (0x0A, 0xA5),
        (0x0E, 0x02),
        (0x04, 0xAF),
        (0x05, 0x80),
        (0x00, 0x99),
        (0x47, 0x80),
    ]));
    script.push(read(0x32, 0x3B));
    script.extend(writes(&[(0x32, 0xBB), (0x32, 0x3B), (0x00, 0x00)]));
    script
}

fn power_up() -> Vec<Transaction> {
    vec![write(0x02, 0x9E), read(0x2E, 0x40), read(0x2E, 0x00)]
}

fn power_down() -> Vec<Transaction> {
    writes(&[
        (0x0D, 0x63),
        (0x0F, 0xF0),
        (0x0A, 0xA0),
        (0x0E, 0x00),
        (0x02, 0x9F),
    ])
}

type Part = Cs43l22<Bus, Pin, NoopDelay>;

fn codec(script: &[Transaction], config: Config, resets: usize) -> Part {
    let pulses = [State::Low, State::High].repeat(resets);
    let pin = Pin::new(&pulses.into_iter().map(PinStep::set).collect::<Vec<_>>());
    Cs43l22::new(Bus::new(script), pin, NoopDelay::new(), config)
}

fn done(codec: Part) {
    let (mut bus, mut pin, _delay) = codec.release();
    bus.done();
    pin.done();
}

#[test]
fn from_setting_up_to_powering_down() {
    let mut script = set_up();
    script.extend(power_up());
    script.extend(writes(&[(0x20, 0x00), (0x21, 0x00)]));
    script.extend(writes(&[(0x0F, 0x00), (0x0D, 0x60)]));
    script.extend(writes(&[(0x0D, 0x63), (0x0F, 0xF0)]));
    script.extend(power_down());
    let mut codec = codec(&script, HEADPHONES, 1);
    assert_eq!(codec.configure(CD), Ok(()));
    assert_eq!(codec.power_up(), Ok(()));
    assert_eq!(codec.set_volume(228), Ok(()), "0 dB");
    assert_eq!(codec.set_mute(false), Ok(()));
    assert_eq!(codec.set_mute(true), Ok(()));
    assert_eq!(codec.power_down(), Ok(()));
    done(codec);
}

#[test]
fn outputs_and_master_clock() {
    for (output, power_ctl_2) in [(Output::Speakers, 0xFA), (Output::Switched, 0x05)] {
        let mut script = set_up();
        script[9] = write(0x04, power_ctl_2);
        script[10] = write(0x05, 0x81);
        let config = Config {
            output,
            halve_mclk: true,
            ..HEADPHONES
        };
        let mut codec = codec(&script, config, 1);
        assert_eq!(codec.configure(CD), Ok(()));
        done(codec);
    }
}

/// Section 4.11 leaves bit 7 of register 0x32 cleared, however it was.
#[test]
fn a_bit_that_was_set_is_cleared() {
    let mut script = set_up();
    script[13] = read(0x32, 0xBB);
    let mut codec = codec(&script, HEADPHONES, 1);
    assert_eq!(codec.configure(CD), Ok(()));
    done(codec);
}

#[test]
fn another_part_is_named_and_not_written_to() {
    for id in [0x00, 0xFF, 0xE8, 0xD8, 0x63] {
        let mut codec = codec(&[read(0x01, id)], HEADPHONES, 1);
        let refused = codec.configure(CD);
        let (expected, found) = ("cs43l22", id.into());
        assert_eq!(refused, Err(AudioError::WrongPart { expected, found }));
        done(codec);
    }
    for revision in 0..8 {
        let mut script = set_up();
        script[0] = read(0x01, 0xE0 | revision);
        let mut codec = codec(&script, HEADPHONES, 1);
        assert_eq!(codec.configure(CD), Ok(()), "revision {revision}");
        done(codec);
    }
}

#[test]
fn the_other_address() {
    let id = Transaction::write_read(0x4B, vec![0x01], vec![0x00]);
    let config = Config {
        address: Address::Ad0High,
        ..HEADPHONES
    };
    let mut codec = codec(&[id], config, 1);
    assert!(codec.configure(CD).is_err());
    done(codec);
}

#[test]
fn rates_that_it_cannot_do_are_refused_before_anything_is_touched() {
    for rate_hz in [0, 3_999, 96_001, u32::MAX] {
        let mut codec = codec(&[], HEADPHONES, 0);
        let refused = codec.configure(Format { rate_hz, ..CD });
        assert_eq!(refused, Err(AudioError::Rate));
        done(codec);
    }
}

#[test]
fn clocks_that_never_fit_leave_it_muted_and_down() {
    let mut script = vec![write(0x02, 0x9E), read(0x2E, 0x40)];
    script.extend(vec![read(0x2E, 0x40); 20]);
    script.extend(power_down());
    let mut unlocked = codec(&script, HEADPHONES, 0);
    assert_eq!(unlocked.power_up(), Err(AudioError::NoLock));
    done(unlocked);
    // At the last look they do. Other bits of the status are no matter.
    let mut script = vec![write(0x02, 0x9E), read(0x2E, 0x7F)];
    script.extend(vec![read(0x2E, 0x7F); 19]);
    script.push(read(0x2E, 0xBF));
    let mut locked = codec(&script, HEADPHONES, 0);
    assert_eq!(locked.power_up(), Ok(()));
    done(locked);
}

/// The script up to its n-th transaction, which fails, and what follows.
#[test]
fn every_error_of_setting_up_and_powering_up_leaves_it_muted_and_down() {
    let mut points = 0;
    for kind in I2C_KINDS {
        for nth in 0..set_up().len() {
            // Before it is known to be a CS43L22, nothing is written to it.
            let after = if nth < 1 { Vec::new() } else { power_down() };
            let script = failing(&set_up(), nth, kind, after);
            let mut codec = codec(&script, HEADPHONES, 1);
            assert_eq!(codec.configure(CD), Err(AudioError::Bus(kind)));
            done(codec);
            points += 1;
        }
        for nth in 0..power_up().len() {
            let script = failing(&power_up(), nth, kind, power_down());
            let mut codec = codec(&script, HEADPHONES, 0);
            assert_eq!(codec.power_up(), Err(AudioError::Bus(kind)));
            done(codec);
            points += 1;
        }
    }
    println!("{points} points");
    assert_eq!(points, 7 * (17 + 3));
}

#[test]
fn every_error_of_muting_and_powering_down_is_told_and_every_step_is_tried() {
    let mute = writes(&[(0x0D, 0x63), (0x0F, 0xF0)]);
    for kind in I2C_KINDS {
        for nth in 0..power_down().len() {
            let rest = power_down().split_off(nth + 1);
            let script = failing(&power_down(), nth, kind, rest);
            let mut codec = codec(&script, HEADPHONES, 0);
            assert_eq!(codec.power_down(), Err(AudioError::Bus(kind)));
            done(codec);
        }
        for nth in 0..mute.len() {
            let script = failing(&mute, nth, kind, mute.clone().split_off(nth + 1));
            let mut codec = codec(&script, HEADPHONES, 0);
            assert_eq!(codec.set_mute(true), Err(AudioError::Bus(kind)));
            done(codec);
        }
        for nth in 0..2 {
            let sound = writes(&[(0x0F, 0x00), (0x0D, 0x60)]);
            let mut loud = codec(&failing(&sound, nth, kind, Vec::new()), HEADPHONES, 0);
            assert_eq!(loud.set_mute(false), Err(AudioError::Bus(kind)));
            done(loud);
            let volume = writes(&[(0x20, 0x18), (0x21, 0x18)]);
            let mut loud = codec(&failing(&volume, nth, kind, Vec::new()), HEADPHONES, 0);
            assert_eq!(loud.set_volume(255), Err(AudioError::Bus(kind)));
            done(loud);
        }
    }
}

#[test]
fn every_error_of_the_reset_pin_is_told_before_the_bus_is_touched() {
    for nth in 0..2 {
        let broken = MockError::Io(std::io::ErrorKind::NotConnected);
        let mut pulse = [State::Low, State::High].map(PinStep::set)[..=nth].to_vec();
        pulse[nth] = pulse[nth].clone().with_error(broken);
        let pin = Pin::new(&pulse);
        let mut codec = Cs43l22::new(Bus::new(&[]), pin, NoopDelay::new(), HEADPHONES);
        let told = AudioError::Pin(digital::ErrorKind::Other);
        assert_eq!(codec.configure(CD), Err(told));
        done(codec);
    }
}

/// What each level writes, as the datasheet counts: 0x18 is +12 dB, 0x00 is
/// 0 dB, 0xFF is -0.5 dB, 0x34 is -102 dB.
#[test]
fn volume_rises_with_its_level_from_one_end_to_the_other() {
    let halves = |level: u8| {
        let exact = -102.0 + 114.0 * f64::from(level) / 255.0;
        let steps = (exact * 2.0).round() as i16;
        (
            steps,
            u8::try_from(steps.rem_euclid(256)).expect("eight bits"),
        )
    };
    let script: Vec<_> = (0..=255)
        .flat_map(|level| [0x20, 0x21].map(|register| write(register, halves(level).1)))
        .collect();
    let mut codec = codec(&script, HEADPHONES, 0);
    let mut last = i16::MIN;
    for level in 0..=255 {
        assert_eq!(codec.set_volume(level), Ok(()));
        assert!(halves(level).0 >= last);
        last = halves(level).0;
    }
    done(codec);
    assert_eq!(
        (halves(0).1, halves(228).1, halves(255).1),
        (0x34, 0x00, 0x18)
    );
}

#[test]
fn a_part_that_is_not_powered_up_was_reset() {
    let lost = read(0x02, 0).with_error(ErrorKind::Bus);
    let script = [read(0x02, 0x9E), read(0x02, 0x01), lost];
    let mut codec = codec(&script, HEADPHONES, 0);
    assert_eq!(codec.was_reset(), Ok(false));
    assert_eq!(codec.was_reset(), Ok(true), "as after power-on");
    assert_eq!(codec.was_reset(), Err(AudioError::Bus(ErrorKind::Bus)));
    done(codec);
}
