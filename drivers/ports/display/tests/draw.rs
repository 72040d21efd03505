//! What the panel shows.

mod common;

use common::{answer, done, glass, open};
use proptest::prelude::*;

#[test]
fn colours_keep_their_upper_bits() {
    for (color, rgb565) in [
        ("16#000000", 0x0000),
        ("16#FFFFFF", 0xFFFF),
        ("16#FF0000", 0xF800),
        ("16#00FF00", 0x07E0),
        ("16#0000FF", 0x001F),
        ("16#070307", 0x0000),
        ("16#080408", 0x0821),
        ("16#123456", 0x11AA),
    ] {
        let (mut vm, port) = open(3, 2, "");
        done(&mut vm, port, &format!("{{fill,#{{color => {color}}}}}"));
        assert_eq!(glass::with(|g| g.pixels.clone()), [rgb565; 6], "{color}");
    }
}

#[test]
fn a_rectangle_is_filled_and_clipped() {
    let (mut vm, port) = open(6, 4, "");
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        format!(
            "{{rect,#{{x => {x},y => {y},width => {width},height => {height},color => 16#0000FF}}}}"
        )
    };
    done(&mut vm, port, &rect(1, 1, 2, 2));
    assert_eq!(
        glass::with(|g| g.shown(0x1F)),
        ["......", ".##...", ".##...", "......"]
    );
    done(&mut vm, port, &rect(-3, -2, 4, 3));
    done(&mut vm, port, &rect(5, 3, 65535, 65535));
    assert_eq!(
        glass::with(|g| g.shown(0x1F)),
        ["#.....", ".##...", ".##...", ".....#"]
    );
    for (x, y, width, height) in [
        (6, 0, 1, 1),
        (0, 4, 9, 9),
        (-2, 0, 2, 4),
        (-32768, -32768, 32768, 32768),
        (2, 2, 0, 5),
        (2, 2, 5, 0),
        (32767, 32767, 65535, 65535),
    ] {
        done(&mut vm, port, &rect(x, y, width, height));
    }
    assert_eq!(
        glass::with(|g| g.shown(0x1F).concat().matches('#').count()),
        6,
        "nothing of those is on the panel"
    );
    done(&mut vm, port, &rect(-32768, -32768, 65535, 65535));
    assert!(glass::with(|g| g
        .shown(0x1F)
        .concat()
        .chars()
        .all(|c| c == '#')));
}

#[test]
fn a_panel_that_lies_is_drawn_on_as_it_lies() {
    let (mut vm, port) = open(2, 4, ",orientation => 1");
    let rect = "{rect,#{x => 3,y => 0,width => 1,height => 2,color => 16#FFFFFF}}";
    done(&mut vm, port, rect);
    assert_eq!(glass::with(|g| g.shown(0xFFFF)), ["...#", "...#"]);
}

#[test]
fn a_letter_is_where_it_was_asked_for() {
    let (mut vm, port) = open(12, 22, "");
    let text = "{text,#{x => 1,y => 1,text => <<\"T\">>,color => 16#FFFFFF}}";
    done(&mut vm, port, text);
    let shown = glass::with(|g| g.shown(0xFFFF));
    let blank = "............";
    let stem = ".....##.....";
    let mut letter = vec![blank; 4];
    letter.push("..########..");
    letter.extend([stem; 12]);
    letter.extend([blank; 5]);
    assert_eq!(shown, letter, "{shown:#?}");
    assert!(
        glass::with(|g| g.windows) < 20,
        "a row of pixels is one window"
    );
}

#[test]
fn text_is_unicode_in_all_forms() {
    let draw = |text: &str| {
        let (mut vm, port) = open(70, 45, "");
        let text = format!("{{text,#{{x => 0,y => 0,text => {text},color => 16#FF0000}}}}");
        done(&mut vm, port, &text);
        glass::with(|g| g.shown(0xF800)).concat()
    };
    let plain = draw("<<\"Hall\u{f6}chen\"/utf8>>");
    assert!(plain.contains('#'));
    assert_eq!(draw("\"Hall\u{f6}chen\""), plain, "a list of code points");
    assert_eq!(
        draw("[<<\"Hall\">>,[246,\"ch\"]|<<\"en\">>]"),
        plain,
        "nested"
    );
    assert_eq!(
        draw("[<<\"Hall\u{f6}chen and beyond\"/utf8>>]"),
        plain,
        "clipped"
    );
    // What the letters do not have is a question mark.
    assert_eq!(draw("[16#4E2D]"), draw("\"?\""));
    assert_ne!(draw("\"a\\nb\""), draw("\"ab\""));
    assert_eq!(draw("<<>>"), draw("[]"));
}

#[test]
fn very_long_text_draws_what_is_seen() {
    let (mut vm, port) = open(40, 40, "");
    let long = "x\n".repeat(1000) + &"y".repeat(60_000);
    let text = |x: i32, y: i32| {
        format!("{{text,#{{x => {x},y => {y},text => <<\"{long}\">>,color => 1}}}}")
    };
    done(&mut vm, port, &text(0, 0));
    let windows = glass::with(|g| g.windows);
    assert!((1..100).contains(&windows), "{windows}");
    done(&mut vm, port, &text(-32768, -20 * 1000));
    let after = glass::with(|g| g.windows);
    assert!((windows + 1..windows + 400).contains(&after), "{after}");
}

/// A request to copy so many pixels, each of which carries its number.
fn blit(x: i32, y: i32, width: usize, height: usize) -> String {
    let pixels: Vec<String> = (1..=width * height)
        .flat_map(|n| (n as u16).to_be_bytes())
        .map(|byte| byte.to_string())
        .collect();
    format!(
        "{{blit,#{{x => {x},y => {y},width => {width},height => {height},data => <<{}>>}}}}",
        pixels.join(",")
    )
}

#[test]
fn pixels_are_copied_row_by_row() {
    let (mut vm, port) = open(4, 3, "");
    done(&mut vm, port, &blit(1, 1, 2, 2));
    let pixels = glass::with(|g| g.pixels.clone());
    assert_eq!(pixels, [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0]);
    assert_eq!(glass::with(|g| g.windows), 1, "all at once");
    done(&mut vm, port, &blit(0, 0, 0, 7));
    done(&mut vm, port, &blit(9, 9, 1, 1));
    assert_eq!(glass::with(|g| g.pixels.clone()), pixels);
}

#[test]
fn data_of_another_size_are_refused_and_nothing_is_drawn() {
    let (mut vm, port) = open(4, 3, "");
    for (width, height, bytes, expected) in [
        (2, 2, 7, 8_u64),
        (2, 2, 9, 8),
        (2, 2, 0, 8),
        (0, 2, 2, 0),
        (1, 1, 1, 2),
        (65535, 65535, 2, 8_589_672_450),
    ] {
        let data = vec!["9"; bytes].join(",");
        let request = format!(
            "{{blit,#{{x => 0,y => 0,width => {width},height => {height},data => <<{data}>>}}}}"
        );
        assert_eq!(
            answer(&mut vm, port, &request),
            format!("{{error,{{bad_data_size,{bytes},{expected}}}}}")
        );
    }
    assert_eq!(
        glass::with(|g| (g.windows, g.pixels.clone())),
        (0, vec![0; 12])
    );
}

proptest! {
    /// A picture that hangs over the edges shows what a panel without edges would show there.
    #[test]
    fn what_hangs_over_is_clipped(
        x in -9..12_i32,
        y in -9..12_i32,
        width in 0..12_usize,
        height in 0..12_usize,
        turns in 0..4_u8,
    ) {
        let (mut vm, port) = open(7, 5, &format!(",orientation => {turns}"));
        done(&mut vm, port, &blit(x, y, width, height));
        let (columns, rows) = if turns % 2 == 0 { (7, 5) } else { (5, 7) };
        let pixel = |column: i32, row: i32| {
            let (across, down) = (column - x, row - y);
            let inside = (0..width as i32).contains(&across) && (0..height as i32).contains(&down);
            if inside { (down * width as i32 + across + 1) as u16 } else { 0 }
        };
        let expected: Vec<u16> = (0..rows)
            .flat_map(|row| (0..columns).map(move |column| pixel(column, row)))
            .collect();
        prop_assert_eq!(glass::with(|g| g.pixels.clone()), expected);
    }

    /// Text that hangs over the edges shows the part that a larger panel shows there.
    #[test]
    fn text_that_hangs_over_is_clipped(
        x in -40..50_i32,
        y in -50..50_i32,
        text in "[a-zA-Z\u{e4}\u{f6} \n]{0,12}",
    ) {
        let draw = |width: u16, height: u16, x: i32, y: i32| {
            let (mut vm, port) = open(width, height, "");
            let text = text.replace('\n', "\\n");
            let text = format!("{{text,#{{x => {x},y => {y},text => \"{text}\",color => 16#FFFFFF}}}}");
            done(&mut vm, port, &text);
            glass::with(|g| g.shown(0xFFFF))
        };
        // All of it is on the large panel, whose part from (50, 60) on is the small one.
        let large = draw(250, 400, x + 50, y + 60);
        let part: Vec<&str> = large[60..90].iter().map(|row| &row[50..85]).collect();
        prop_assert_eq!(draw(35, 30, x, y), part);
    }
}
