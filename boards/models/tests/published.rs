//! Published drivers on the models: theirs are other eyes on the data sheets.

use board_models::{
    CodecHealth, Es8311, Glass, Ili9341, LcdBacklight, LcdPin, SimClock, SimI2c, SimSpi,
    SpiSettings,
};
use embedded_graphics_core::pixelcolor::{Rgb565, RgbColor};
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::MODE_0;
use es8311::{ClockConfig, PowerMode, Resolution};
use mipidsi::Builder;
use mipidsi::interface::SpiInterface;
use mipidsi::models::ILI9341Rgb565;
use mipidsi::options::{ColorInversion, ColorOrder, Orientation, Rotation};

/// A lit panel on its bus.
fn panel(glass: Glass) -> SimSpi<Ili9341> {
    let settings = SpiSettings {
        clock_hz: 10_000_000,
        mode: MODE_0,
        gap_ns: 0,
    };
    let bus = SimSpi::new(Ili9341::new(glass), settings, SimClock::new(), Vec::new());
    assert_eq!(LcdBacklight::new(&bus).set_duty_cycle_fully_on(), Ok(()));
    bus
}

#[test]
fn mipidsi_draws_upright_on_every_glass_and_in_every_orientation() {
    let rotations = [
        Rotation::Deg0,
        Rotation::Deg90,
        Rotation::Deg180,
        Rotation::Deg270,
    ];
    for (nth, rotation) in (0u8..).zip([rotations, rotations].concat()) {
        let (mirrored, bgr, inverted) = (nth >= 4, nth & 1 == 1, nth & 2 == 2);
        let bus = panel(Glass {
            mirrored,
            bgr,
            inverted,
        });
        let mut buffer = [0; 64];
        let wires = SpiInterface::new(bus.clone(), LcdPin::data_command(&bus), &mut buffer);
        let mut orientation = Orientation::new().rotate(rotation);
        orientation.mirrored = mirrored;
        let builder = Builder::new(ILI9341Rgb565, wires)
            .reset_pin(LcdPin::reset(&bus))
            .orientation(orientation)
            .color_order(if bgr {
                ColorOrder::Bgr
            } else {
                ColorOrder::Rgb
            })
            .invert_colors(match inverted {
                true => ColorInversion::Inverted,
                false => ColorInversion::Normal,
            });
        let Ok(mut display) = builder.init(&mut bus.clock()) else {
            panic!("it does not open");
        };
        let row = [Rgb565::RED, Rgb565::GREEN, Rgb565::BLUE];
        assert!(display.set_pixels(7, 9, 9, 9, row).is_ok());
        let picture = bus.part(|lcd| lcd.picture());
        let seen = [7, 8, 9].map(|x| picture.pixel(x, 9).expect("inside"));
        assert_eq!(seen, [[255, 0, 0], [0, 255, 0], [0, 0, 255]], "{nth}");
        assert!(display.sleep(&mut bus.clock()).is_ok());
        assert!(!bus.part(|lcd| lcd.is_awake()));
        assert_eq!(bus.part(|lcd| lcd.complaints().first().to_vec()), []);
    }
}

#[test]
fn es8311_brings_the_codec_up_and_down() {
    for from_pin in [true, false] {
        let mut bus = SimI2c::new(Es8311::new(CodecHealth::Well), Vec::new());
        bus.part(|codec| codec.set_clocked(true));
        let codec = es8311::Es8311::new(Es8311::ADDRESS);
        let clocks = ClockConfig {
            mclk_inverted: false,
            sclk_inverted: false,
            mclk_from_mclk_pin: from_pin,
            mclk_frequency: 12_288_000,
            sample_frequency: 48_000,
        };
        let sixteen = Resolution::Bits16;
        let up = codec.init(&mut bus, &clocks, sixteen, sixteen, &mut SimClock::new());
        assert!(up.is_ok());
        assert!(codec.volume_set(&mut bus, 75, None).is_ok());
        // 75 of 100 is 0xBF, and that 0 dB.
        assert_eq!(bus.part(|codec| codec.gain_for(16)), 1.0);
        assert!(codec.mute(&mut bus, true).is_ok());
        assert_eq!(bus.part(|codec| codec.gain()), 0.0);
        assert!(codec.set_power_mode(&mut bus, PowerMode::Standby).is_ok());
        assert!(!bus.part(|codec| codec.is_powered()));
        assert_eq!(bus.part(|codec| codec.complaints().first().to_vec()), []);
    }
}
