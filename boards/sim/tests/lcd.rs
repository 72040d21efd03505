//! The panel as a master sees it, and as somebody in front of it does.

use board_sim::{
    Glass, Ili9341, LcdBacklight, LcdComplaint, LcdPin, Picture, SimClock, SimSpi, SpiSettings,
};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::{MODE_0, MODE_1, MODE_3, Mode, SpiDevice};
use proptest::prelude::*;

const RED: u16 = 0xF800;
const GREEN: u16 = 0x07E0;
const BLUE: u16 = 0x001F;

/// A host without a driver: bytes and lines.
struct Host {
    bus: SimSpi<Ili9341>,
    dc: LcdPin,
    reset: LcdPin,
    clock: SimClock,
}

impl Host {
    fn with(glass: Glass, clock_hz: u32, mode: Mode) -> Self {
        let clock = SimClock::new();
        let settings = SpiSettings {
            clock_hz,
            mode,
            gap_ns: 0,
        };
        let bus = SimSpi::new(Ili9341::new(glass), settings, clock.clone(), Vec::new());
        let (dc, reset) = (LcdPin::data_command(&bus), LcdPin::reset(&bus));
        Self {
            bus,
            dc,
            reset,
            clock,
        }
    }

    /// A panel that is awake, on, lit, and takes 16 bits a pixel.
    fn awake(glass: Glass) -> Self {
        let mut host = Self::with(glass, 10_000_000, MODE_0);
        host.clock.delay_ms(5);
        host.send(0x11, &[]);
        host.clock.delay_ms(5);
        host.send(0x3A, &[0x55]);
        host.send(0x29, &[]);
        let lit = LcdBacklight::new(&host.bus).set_duty_cycle(255);
        assert!(lit.is_ok());
        host
    }

    fn send(&mut self, command: u8, data: &[u8]) {
        let Ok(()) = self.dc.set_low();
        self.bus.write(&[command]).expect("no faults");
        let Ok(()) = self.dc.set_high();
        self.bus.write(data).expect("no faults");
    }

    fn window(&mut self, [left, right]: [u16; 2], [top, bottom]: [u16; 2]) {
        let bytes = |a: u16, b: u16| [a.to_be_bytes(), b.to_be_bytes()].concat();
        self.send(0x2A, &bytes(left, right));
        self.send(0x2B, &bytes(top, bottom));
    }

    fn draw(&mut self, pixels: &[u16]) {
        let bytes: Vec<u8> = pixels.iter().flat_map(|p| p.to_be_bytes()).collect();
        self.send(0x2C, &bytes);
    }

    fn dot(&mut self, x: u16, y: u16, color: u16) {
        self.window([x, x], [y, y]);
        self.draw(&[color]);
    }

    fn fill(&mut self, color: u16) {
        let (w, h) = (self.picture().width(), self.picture().height());
        self.window([0, w - 1], [0, h - 1]);
        self.draw(&vec![color; usize::from(w) * usize::from(h)]);
    }

    fn picture(&self) -> Picture {
        self.bus.part(|lcd| lcd.picture())
    }

    fn complaints(&self) -> Vec<LcdComplaint> {
        self.bus.part(|lcd| lcd.complaints().first().to_vec())
    }

    /// Where the one dot of this colour is.
    fn find(&self, color: u16) -> Vec<(u16, u16)> {
        let picture = self.picture();
        let all = (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
        all.filter(|(x, y)| picture.pixel_565(*x, *y) == Some(color))
            .collect()
    }
}

#[test]
fn dark_until_it_is_lit_on_and_awake() {
    let mut host = Host::with(Glass::default(), 10_000_000, MODE_3);
    let black = |host: &Host| host.picture().pixels().iter().all(|p| *p == [0; 3]);
    let mut light = LcdBacklight::new(&host.bus);
    assert!(light.set_duty_cycle(1).is_ok() && black(&host));
    host.clock.delay_ms(5);
    host.send(0x29, &[]);
    assert!(black(&host));
    host.send(0x11, &[]);
    host.clock.delay_ms(120);
    // What it shows now is what the memory happens to hold.
    assert!(!black(&host));
    assert_eq!(host.picture().backlight(), 1);
    let off: [fn(&mut Host); 2] = [|host| host.send(0x28, &[]), |host| host.send(0x10, &[])];
    for switch in off {
        switch(&mut host);
        assert!(black(&host));
        host.clock.delay_ms(120);
        host.send(0x29, &[]);
    }
    assert!(black(&host) && light.set_duty_cycle(0).is_ok());
    assert_eq!(host.complaints(), []);
}

#[test]
fn a_window_is_filled_column_by_column_and_page_by_page() {
    let mut host = Host::awake(Glass::default());
    host.fill(0);
    host.window([10, 12], [20, 21]);
    host.draw(&[1, 2, 3, 4, 5]);
    // The rest, after a pause of other commands.
    host.send(0x00, &[]);
    host.send(0x3C, &6u16.to_be_bytes());
    let picture = host.picture();
    let row = |y| [10, 11, 12].map(|x| picture.pixel_565(x, y).expect("inside"));
    assert_eq!((row(20), row(21)), ([1, 2, 3], [4, 5, 6]));
    assert_eq!(picture.pixel_565(13, 20), Some(0));
    assert_eq!(picture.pixel(240, 0), None);
    assert_eq!(host.complaints(), []);
}

#[test]
fn every_colour_comes_back_as_it_was_written() {
    let mut host = Host::awake(Glass::default());
    host.window([0, 239], [0, 319]);
    let all: Vec<u16> = (0..=u16::MAX).collect();
    host.draw(&all);
    let picture = host.picture();
    for color in all {
        let (x, y) = (color % 240, color / 240);
        assert_eq!(picture.pixel_565(x, y), Some(color));
    }
    for (color, rgb) in [
        (RED, [255, 0, 0]),
        (GREEN, [0, 255, 0]),
        (BLUE, [0, 0, 255]),
    ] {
        let seen = picture.pixel(color % 240, color / 240);
        assert_eq!(seen, Some(rgb));
    }
}

#[test]
fn eighteen_bits_a_pixel_are_three_bytes() {
    let mut host = Host::awake(Glass::default());
    host.send(0x3A, &[0x66]);
    host.window([7, 8], [9, 9]);
    host.send(0x2C, &[0xFC, 0x03, 0x80, 0x00, 0x40, 0xFF]);
    let picture = host.picture();
    assert_eq!(picture.pixel(7, 9), Some([0xFF, 0x00, 0x82]));
    assert_eq!(picture.pixel(8, 9), Some([0x00, 0x41, 0xFF]));
}

/// Where the host's corners (0, 0), (most, 0) and (0, most) are on the glass,
/// for each order: from the table of section 8.2.29 of the data sheet.
type Corners = [(u16, u16); 3];
const ORDERS: [(u8, Corners); 8] = [
    (0x00, [(0, 0), (239, 0), (0, 319)]),
    (0x40, [(239, 0), (0, 0), (239, 319)]),
    (0x80, [(0, 319), (239, 319), (0, 0)]),
    (0xC0, [(239, 319), (0, 319), (239, 0)]),
    (0x20, [(0, 0), (0, 319), (239, 0)]),
    (0x60, [(239, 0), (239, 319), (0, 0)]),
    (0xA0, [(0, 319), (0, 0), (239, 319)]),
    (0xE0, [(239, 319), (239, 0), (0, 319)]),
];

fn three_corners(host: &mut Host) -> (u16, u16) {
    host.fill(0);
    let picture = host.picture();
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    host.dot(0, 0, RED);
    host.dot(right, 0, GREEN);
    host.dot(0, bottom, BLUE);
    (right, bottom)
}

#[test]
fn the_orders_put_the_hosts_corners_where_the_data_sheet_says() {
    for (order, corners) in ORDERS {
        let mut host = Host::awake(Glass::default());
        host.send(0x36, &[order]);
        three_corners(&mut host);
        host.send(0x36, &[0]);
        let found = [RED, GREEN, BLUE].map(|color| host.find(color));
        assert_eq!(found, corners.map(|corner| vec![corner]), "{order:#04x}");
        assert_eq!(host.complaints(), []);
    }
}

#[test]
fn a_turned_picture_is_upright_and_a_mirrored_one_is_mirrored() {
    for mirrored in [false, true] {
        for (order, _) in ORDERS {
            let glass = Glass {
                mirrored,
                ..Glass::default()
            };
            let mut host = Host::awake(glass);
            host.send(0x36, &[order]);
            let (right, bottom) = three_corners(&mut host);
            let is_turn = [0x00, 0x60, 0xA0, 0xC0].contains(&order);
            let expected = match is_turn != mirrored {
                true => [(0, 0), (right, 0), (0, bottom)],
                false => [(right, 0), (0, 0), (right, bottom)],
            };
            let found = [RED, GREEN, BLUE].map(|color| host.find(color));
            assert_eq!(found, expected.map(|corner| vec![corner]), "{order:#04x}");
        }
    }
}

#[test]
fn colours_depend_on_their_order_on_inversion_and_on_idle() {
    let colour_of = |glass: Glass, order: u8, command: u8| {
        let mut host = Host::awake(glass);
        host.send(0x36, &[order]);
        host.send(command, &[]);
        host.dot(3, 3, 0xC8A0);
        host.picture().pixel_565(3, 3).expect("inside")
    };
    let (plain, bgr) = (
        Glass::default(),
        Glass {
            bgr: true,
            ..Glass::default()
        },
    );
    let inverted = Glass {
        inverted: true,
        ..Glass::default()
    };
    assert_eq!(colour_of(plain, 0, 0x20), 0xC8A0);
    assert_eq!(colour_of(plain, 8, 0x20), 0x00B9);
    assert_eq!(colour_of(bgr, 0, 0x20), 0x00B9);
    assert_eq!(colour_of(bgr, 8, 0x20), 0xC8A0);
    assert_eq!(colour_of(plain, 0, 0x21), !0xC8A0);
    assert_eq!(colour_of(inverted, 0, 0x20), !0xC8A0);
    assert_eq!(colour_of(inverted, 0, 0x21), 0xC8A0);
    assert_eq!(colour_of(plain, 0, 0x39), 0xF800);
}

#[test]
fn the_middle_scrolls_and_the_rest_stays() {
    let mut host = Host::awake(Glass::default());
    host.fill(0);
    for (y, color) in [(5, RED), (10, GREEN), (299, BLUE), (310, 0xFFFF)] {
        host.dot(0, y, color);
    }
    host.send(0x33, &[0, 10, 1, 34, 0, 20]);
    host.send(0x37, &[0, 12]);
    let found = [RED, GREEN, BLUE, 0xFFFF].map(|color| host.find(color));
    let rows = [5, 298, 297, 310].map(|y| vec![(0, y)]);
    assert_eq!(found, rows);
    host.send(0x13, &[]);
    assert_eq!(host.find(GREEN), [(0, 10)]);
    host.send(0x33, &[0, 10, 1, 34, 0, 21]);
    host.send(0x37, &[1, 64]);
    let wrong = |command, value| LcdComplaint::Value { command, value };
    assert_eq!(host.complaints(), [wrong(0x33, 321), wrong(0x37, 320)]);
}

#[test]
fn it_needs_its_waits() {
    let early = |command, wait_us| LcdComplaint::TooEarly { command, wait_us };
    let mut host = Host::with(Glass::default(), 10_000_000, MODE_0);
    host.clock.delay_us(4_000);
    host.send(0x11, &[]);
    host.clock.delay_ms(1);
    host.send(0x11, &[]);
    host.clock.delay_us(4_998);
    host.send(0x29, &[]);
    host.clock.delay_ms(1);
    host.send(0x10, &[]);
    host.clock.delay_ms(120);
    host.send(0x10, &[]);
    host.clock.delay_ms(5);
    host.send(0x11, &[]);
    assert!(!host.bus.part(|lcd| lcd.is_awake() || lcd.is_display_on()));
    let us = host.complaints();
    assert_eq!(us[0], early(0x11, 1_000));
    assert_eq!(us[1], early(0x29, 2));
    assert!(
        matches!(us[2], LcdComplaint::TooEarly { command: 0x10, wait_us } if wait_us > 113_000)
    );
    assert!(
        matches!(us[3], LcdComplaint::TooEarly { command: 0x11, wait_us } if wait_us > 114_000)
    );
    assert_eq!(us.len(), 4);
}

#[test]
fn both_resets_set_the_registers_back_and_leave_the_memory() {
    let pin: fn(&mut Host) = |host| {
        let Ok(()) = host.reset.set_low();
        host.clock.delay_us(10);
        let Ok(()) = host.reset.set_high();
    };
    let command: fn(&mut Host) = |host| host.send(0x01, &[]);
    for reset in [pin, command] {
        let mut host = Host::awake(Glass::default());
        host.fill(RED);
        host.send(0x36, &[0x28]);
        host.send(0x21, &[]);
        reset(&mut host);
        assert!(!host.bus.part(|lcd| lcd.is_awake() || lcd.is_display_on()));
        host.clock.delay_ms(120);
        host.send(0x11, &[]);
        host.clock.delay_ms(5);
        host.send(0x29, &[]);
        assert_eq!(host.complaints(), []);
        let picture = host.picture();
        assert_eq!((picture.width(), picture.height()), (240, 320));
        assert!(picture.pixels().iter().all(|pixel| *pixel == [255, 0, 0]));
    }
}

#[test]
fn a_reset_line_that_is_low_or_only_twitches() {
    let mut host = Host::awake(Glass::default());
    let Ok(()) = host.reset.set_low();
    host.clock.delay_us(9);
    let Ok(()) = host.reset.set_high();
    assert!(host.bus.part(|lcd| lcd.is_awake()));
    let Ok(()) = host.reset.set_low();
    host.send(0x28, &[7]);
    let expected = [
        LcdComplaint::ResetPulse { ns: 9_000 },
        LcdComplaint::InReset,
        LcdComplaint::InReset,
    ];
    assert_eq!(host.complaints(), expected);
}

/// What one command with its data is answered by.
fn complaints_of(command: u8, data: &[u8]) -> Vec<LcdComplaint> {
    let mut host = Host::awake(Glass::default());
    host.send(command, data);
    host.send(0x00, &[]);
    host.complaints()
}

#[test]
fn what_is_refused_and_why() {
    use LcdComplaint as C;
    let missing = C::Missing {
        command: 0x2A,
        got: 3,
        needed: 4,
    };
    let backwards = C::Backwards {
        command: 0x2B,
        start: 5,
        end: 4,
    };
    let (command, sixteen) = (0x3A, 0x53);
    for (command, data, expected) in [
        (0x12, vec![], C::Unknown(0x12)),
        (0xFF, vec![1, 2, 3], C::Unknown(0xFF)),
        (0x04, vec![], C::Read(0x04)),
        (0x2A, vec![0, 1, 0], missing),
        (
            0x29,
            vec![1],
            C::Data {
                command: Some(0x29),
            },
        ),
        (
            0x36,
            vec![0, 0],
            C::Data {
                command: Some(0x36),
            },
        ),
        (0x2B, vec![0, 5, 0, 4], backwards),
        (
            command,
            vec![sixteen],
            C::Value {
                command,
                value: sixteen.into(),
            },
        ),
        (
            0x36,
            vec![1],
            C::Value {
                command: 0x36,
                value: 1,
            },
        ),
        (0x2C, vec![1, 2, 3], C::OddBytes),
    ] {
        assert_eq!(complaints_of(command, &data), [expected], "{command:#04x}");
    }
}

#[test]
fn pixels_for_a_window_outside_are_dropped() {
    let mut host = Host::awake(Glass::default());
    host.window([0, 240], [0, 319]);
    host.draw(&[RED; 100]);
    let (column, page) = (240, 319);
    assert_eq!(host.complaints(), [LcdComplaint::Outside { column, page }]);
    assert_eq!(
        host.complaints()[0].to_string(),
        "a window up to column 240, page 319"
    );
}

#[test]
fn a_window_that_was_inside_may_be_outside_when_it_is_turned() {
    let mut host = Host::awake(Glass::default());
    host.send(0x36, &[0x20]);
    host.draw(&[RED]);
    let (column, page) = (239, 319);
    assert_eq!(host.complaints(), [LcdComplaint::Outside { column, page }]);
    host.window([0, 319], [0, 239]);
    host.draw(&[RED]);
    assert_eq!(host.complaints().len(), 1);
}

#[test]
fn pixels_beyond_the_window_overwrite_the_first() {
    let mut host = Host::awake(Glass::default());
    host.window([0, 1], [0, 0]);
    host.draw(&[1, 2]);
    assert_eq!(host.complaints(), []);
    host.draw(&[3, 4, 5]);
    assert_eq!(host.complaints(), [LcdComplaint::TooMany]);
    let picture = host.picture();
    let seen = [0, 1].map(|x| picture.pixel_565(x, 0).expect("inside"));
    assert_eq!(seen, [5, 4]);
}

#[test]
fn modes_and_clocks_that_it_cannot_follow() {
    let mut host = Host::with(Glass::default(), 10_000_000, MODE_1);
    host.send(0x11, &[]);
    assert_eq!(host.complaints(), [LcdComplaint::Mode(MODE_1); 2]);
    let hz = 10_000_001;
    let mut host = Host::with(Glass::default(), hz, MODE_0);
    host.send(0x11, &[]);
    assert_eq!(host.complaints(), [LcdComplaint::Clock { hz }; 2]);
}

#[test]
fn the_png_is_the_picture() {
    let mut host = Host::awake(Glass::default());
    host.send(0x36, &[0x60]);
    host.fill(RED);
    host.dot(319, 0, GREEN);
    let picture = host.picture();
    let bytes = picture.png().expect("encodes");
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("fits")];
    let info = reader.next_frame(&mut pixels).expect("a frame");
    assert_eq!((info.width, info.height), (320, 240));
    assert_eq!(pixels, picture.pixels().as_flattened());
    let text = &reader.info().uncompressed_latin1_text[0];
    assert_eq!(
        (text.keyword.as_str(), text.text.as_str()),
        ("Backlight", "255")
    );
}

#[test]
fn a_picture_that_cannot_be_saved_is_an_error() {
    let picture = Host::awake(Glass::default()).picture();
    let nowhere = std::path::Path::new("no/such/folder/panel.png");
    let kind = picture.save(nowhere).map_err(|error| error.kind());
    assert_eq!(kind, Err(std::io::ErrorKind::NotFound));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any bytes at all: nothing panics, and the picture is whole.
    #[test]
    fn any_bytes_are_obeyed_or_complained_about(
        steps in prop::collection::vec(
            (any::<u8>(), prop::collection::vec(any::<u8>(), 0..20), 0..200_000u32),
            0..60,
        ),
    ) {
        let mut host = Host::awake(Glass::default());
        for (command, data, us) in steps {
            host.clock.delay_us(us);
            host.send(command, &data);
        }
        let picture = host.picture();
        let pixels = usize::from(picture.width()) * usize::from(picture.height());
        prop_assert_eq!((picture.pixels().len(), pixels), (76_800, 76_800));
    }

    /// Rectangles in any order, against a plain array.
    #[test]
    fn windows_are_where_they_are_meant_to_be(
        order in prop::sample::select(&[0x00u8, 0x60, 0xA0, 0xC0][..]),
        windows in prop::collection::vec((0..240u16, 0..240u16, 1..40u16, 1..40u16, any::<u16>()), 1..12),
    ) {
        let mut host = Host::awake(Glass::default());
        host.send(0x36, &[order]);
        host.fill(0);
        let picture = host.picture();
        let (width, height) = (picture.width(), picture.height());
        let mut plain = vec![0u16; 76_800];
        for (x, y, w, h, color) in windows {
            let (w, h) = (w.min(width - x), h.min(height - y));
            host.window([x, x + w - 1], [y, y + h - 1]);
            let count = u32::from(w) * u32::from(h);
            let pixels: Vec<u16> = (0..count).map(|n| color.wrapping_add(n as u16)).collect();
            host.draw(&pixels);
            for (n, pixel) in (0..count).zip(pixels) {
                let (column, row) = (x + (n % u32::from(w)) as u16, y + (n / u32::from(w)) as u16);
                plain[usize::from(row) * usize::from(width) + usize::from(column)] = pixel;
            }
        }
        let picture = host.picture();
        for (place, pixel) in (0u32..).zip(plain) {
            let (x, y) = ((place % u32::from(width)) as u16, (place / u32::from(width)) as u16);
            prop_assert_eq!(picture.pixel_565(x, y), Some(pixel));
        }
        prop_assert_eq!(host.complaints(), vec![]);
    }
}
