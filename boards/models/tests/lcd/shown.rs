//! What is seen of what was written.

use board_models::{Glass, LcdBacklight, LcdComplaint};
use embedded_hal::delay::DelayNs;
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::MODE_3;

use crate::host::{BLUE, GREEN, Host, RED};

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
    let (width, height) = host.size();
    let (right, bottom) = (width - 1, height - 1);
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
        let found = host.find([RED, GREEN, BLUE]);
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
            let found = host.find([RED, GREEN, BLUE]);
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
    let found = host.find([RED, GREEN, BLUE, 0xFFFF]);
    let rows = [5, 298, 297, 310].map(|y| vec![(0, y)]);
    assert_eq!(found, rows);
    host.send(0x13, &[]);
    assert_eq!(host.find([GREEN]), [vec![(0, 10)]]);
    host.send(0x33, &[0, 10, 1, 34, 0, 21]);
    host.send(0x37, &[1, 64]);
    let wrong = |command, value| LcdComplaint::Value { command, value };
    assert_eq!(host.complaints(), [wrong(0x33, 321), wrong(0x37, 320)]);
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
