//! Controllers that are like an ILI9341, behind the driver of boards.

use board_models::{Glass, Ili9341, LcdBacklight, LcdKind, LcdPin, SimClock, SimSpi, SpiSettings};
use chip_mipidsi::{
    ColorInversion, ColorOrder, ILI9342CRgb565, ILI9488Rgb565, Link, MipiPanel, ST7789, Wires,
};
use class_panel::{
    DimmedBacklight, Geometry, Orientation, Panel, PanelConfig, PanelError, Rgb565, Window,
};
use embedded_graphics_core::pixelcolor::RgbColor;
use embedded_hal::spi::MODE_0;

fn bus(lcd: Ili9341, clock_hz: u32) -> SimSpi<Ili9341> {
    let settings = SpiSettings {
        clock_hz,
        mode: MODE_0,
        gap_ns: 1_000,
    };
    SimSpi::new(lcd, settings, SimClock::new(), Vec::new())
}

type Opened<M> =
    MipiPanel<M, SimSpi<Ili9341>, LcdPin, LcdPin, DimmedBacklight<LcdBacklight>, SimClock>;

fn open<M>(
    model: M,
    bus: &SimSpi<Ili9341>,
    link: Link,
    geometry: Geometry,
) -> Result<Opened<M>, PanelError>
where
    M: mipidsi::models::Model<ColorFormat = Rgb565>,
{
    let wires = Wires {
        spi: bus.clone(),
        data_command: LcdPin::data_command(bus),
        reset: Some(LcdPin::reset(bus)),
    };
    let glass = chip_mipidsi::Glass {
        order: ColorOrder::Bgr,
        inversion: ColorInversion::Inverted,
        link,
        ..chip_mipidsi::Glass::default()
    };
    let config = PanelConfig {
        geometry,
        orientation: Orientation::Deg0,
    };
    let backlight = DimmedBacklight(LcdBacklight::new(bus));
    MipiPanel::open(model, wires, backlight, bus.clock(), glass, config)
}

/// A glass that wants blue first, and its colours inverted.
const IPS: Glass = Glass {
    mirrored: false,
    bgr: true,
    inverted: true,
};

/// Red in the upper left corner, blue in the lower right, black between.
fn corners<P: Panel>(panel: &mut P, bus: &SimSpi<Ili9341>) {
    let Geometry { width, height } = panel.geometry();
    assert_eq!(bus.part(|lcd| lcd.size()), (width, height));
    let all = Window::all(panel.geometry()).expect("a panel");
    assert_eq!(panel.fill(all, Rgb565::BLACK), Ok(()));
    let first = Window::new(0, 0, 1, 1).expect("a window");
    let last = Window::new(width - 1, height - 1, 1, 1).expect("a window");
    assert_eq!(panel.fill(first, Rgb565::RED), Ok(()));
    assert_eq!(panel.fill(last, Rgb565::BLUE), Ok(()));
    assert_eq!(panel.set_backlight(255), Ok(()));
    let picture = bus.part(|lcd| lcd.picture());
    assert_eq!(picture.pixel_565(0, 0), Some(0xF800));
    assert_eq!(picture.pixel_565(width - 1, height - 1), Some(0x001F));
    let colours = picture.pixels().iter().filter(|pixel| **pixel != [0; 3]);
    assert_eq!(colours.count(), 2);
}

fn drawn<M>(model: M, lcd: Ili9341, hz: u32, link: Link, size: (u16, u16))
where
    M: mipidsi::models::Model<ColorFormat = Rgb565> + Send + 'static,
{
    let bus = bus(lcd, hz);
    let (width, height) = size;
    let geometry = Geometry { width, height };
    let mut panel = open(model, &bus, link, geometry).expect("bring-up");
    for orientation in [Orientation::Deg0, Orientation::Deg90, Orientation::Deg180] {
        assert_eq!(panel.set_orientation(orientation), Ok(()));
        corners(&mut panel, &bus);
    }
    drop(panel);
    assert!(bus.part(|lcd| board_models::Model::is_at_rest(lcd)));
    assert_eq!(bus.part(|lcd| lcd.complaints().first().to_vec()), []);
}

#[test]
fn an_ili9342c_that_is_driven_fast() {
    let lcd = Ili9341::of(LcdKind::ILI9342C.driven_at(40_000_000), IPS);
    drawn(ILI9342CRgb565, lcd, 40_000_000, Link::Serial, (320, 240));
}

#[test]
fn a_st7789() {
    let lcd = Ili9341::of(LcdKind::ST7789, IPS);
    drawn(ST7789, lcd, 15_000_000, Link::Serial, (240, 320));
}

#[test]
fn an_ili9488_behind_a_converter() {
    let lcd = Ili9341::of(LcdKind::ILI9488, IPS).behind_converter();
    drawn(ILI9488Rgb565, lcd, 20_000_000, Link::Converter, (320, 480));
}

#[test]
fn an_ili9488_refuses_16_bits_on_its_serial_interface() {
    let bus = bus(Ili9341::of(LcdKind::ILI9488, IPS), 10_000_000);
    let geometry = Geometry {
        width: 320,
        height: 480,
    };
    drop(open(ILI9488Rgb565, &bus, Link::Serial, geometry));
    let wrong = board_models::LcdComplaint::Value {
        command: 0x3A,
        value: 0x55,
    };
    let told = bus.part(|lcd| lcd.complaints().first().to_vec());
    assert!(told.contains(&wrong), "{told:?}");
}
