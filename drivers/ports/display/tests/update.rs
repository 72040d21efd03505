//! Display lists of AtomGL.

mod common;

use std::str::FromStr;

use avm_term::Value;
use common::{answer, done, glass, open};
use proptest::prelude::*;

const WHITE: u16 = 0xFFFF;

fn update(items: &str) -> String {
    format!("{{update,[{items}]}}")
}

/// What is white of a panel of so many columns and rows after an update.
fn white(width: u16, height: u16, items: &str) -> Vec<String> {
    let (mut vm, port) = open(width, height, "");
    done(&mut vm, port, &update(items));
    glass::with(|g| g.shown(WHITE))
}

#[test]
fn the_first_item_lies_above_all() {
    let (mut vm, port) = open(5, 3, "");
    let items = "{rect,1,0,2,2,16#FF0000},{rect,2,1,9,1,16#00FF00},{rect,0,0,5,3,16#0000FF}";
    done(&mut vm, port, &update(items));
    let (r, g, b) = (0xF800, 0x07E0, 0x001F);
    let expected = [b, r, r, b, b, b, r, r, g, g, b, b, b, b, b];
    assert_eq!(glass::with(|glass| glass.pixels.clone()), expected);
    assert_eq!(glass::with(|glass| glass.windows), 1, "one for all");
}

#[test]
fn what_no_item_covers_stays() {
    let (mut vm, port) = open(6, 2, "");
    done(&mut vm, port, "{fill,#{color => 16#0000FF}}");
    let items = "{rect,1,0,1,1,16#FFFFFF},{rect,2,0,1,1,16#FF0000},{rect,4,0,9,1,16#FFFFFF}";
    done(&mut vm, port, &update(items));
    let expected = [
        0x001F, WHITE, 0xF800, 0x001F, WHITE, WHITE, 0x001F, 0x001F, 0x001F, 0x001F, 0x001F, 0x001F,
    ];
    assert_eq!(glass::with(|glass| glass.pixels.clone()), expected);
    done(&mut vm, port, "{update,[]}");
    assert_eq!(glass::with(|glass| glass.pixels.clone()), expected);
    assert_eq!(
        glass::with(|glass| glass.windows),
        3,
        "two runs and the fill"
    );
}

#[test]
fn items_reach_beyond_the_panel_as_far_as_they_like() {
    for (x, y, width, height, seen) in [
        (-2, -1, 4, 2, 2),
        (3, 2, 1_048_576, 1_048_576, 1),
        (-1_048_576, 0, 1_048_576, 3, 0),
        (-1_048_575, 0, 1_048_576, 3, 3),
        (-1_048_576, -1_048_576, 1_048_576, 1_048_576, 0),
        (1_048_576, 1_048_576, 1_048_576, 1_048_576, 0),
        (4, 0, 1, 1, 0),
        (0, 3, 1, 1, 0),
        (0, 0, 0, 3, 0),
        (0, 0, -1, 3, 0),
        (1, 1, -1_048_576, -1_048_576, 0),
    ] {
        let shown = white(
            4,
            3,
            &format!("{{rect,{x},{y},{width},{height},16#FFFFFF}}"),
        );
        let count = shown.concat().matches('#').count();
        assert_eq!(count, seen, "{x} {y} {width} {height}");
    }
}

#[test]
fn a_letter_has_a_cell_of_8_by_16() {
    let text = "{text,1,1,default16px,16#FFFFFF,16#FF0000,<<\"T\">>}";
    let shown = white(10, 18, text);
    let (blank, stem) = ("..........", "....#.....");
    let mut letter = vec![blank; 5];
    letter.push(".#######..");
    letter.extend([stem; 8]);
    letter.extend([blank; 4]);
    assert_eq!(shown[..], letter[..], "{shown:#?}");
    let red = glass::with(|g| g.shown(0xF800)).concat();
    let paper = red.matches('#').count();
    let ink = shown.concat().matches('#').count();
    assert_eq!(paper + ink, 8 * 16, "the rest of the cell is paper");
}

#[test]
fn without_paper_what_lies_below_is_seen() {
    let below = |paper: &str| {
        let items =
            format!("{{text,0,0,default16px,16#FF0000,{paper},\"ab\"}},{{rect,3,3,9,9,16#FFFFFF}}");
        white(16, 16, &items).concat().matches('#').count()
    };
    assert_eq!(below("16#0"), 0);
    let seen = below("transparent");
    assert!((41..80).contains(&seen), "{seen} of 81 but for the letters");
}

#[test]
fn text_is_unicode_in_all_forms() {
    let draw = |text: &str| {
        white(
            70,
            16,
            &format!("{{text,3,0,default16px,16#FFFFFF,transparent,{text}}}"),
        )
    };
    let plain = draw("<<\"Hall\u{f6}chen\"/utf8>>");
    assert!(plain.concat().contains('#'));
    assert_eq!(draw("\"Hall\u{f6}chen\""), plain);
    assert_eq!(draw("[<<\"Hall\">>,[246]|<<\"chen\">>]"), plain);
    assert_ne!(draw("\"Hallochen\""), plain);
    assert_eq!(draw("[16#4E2D]"), draw("\"?\""), "what the letters lack");
    assert_eq!(draw("\"\""), draw("<<>>"));
    assert_eq!(
        draw(&format!("\"{}\"", "x".repeat(60_000))),
        draw("\"xxxxxxxxx\"")
    );
}

/// Pixels of 2 by 2: opaque red, half white, all but clear white, clear white.
const PICTURE: &str = "{rgba8888,2,2,<<255,0,0,255,255,255,255,128,255,255,255,1,255,255,255,0>>}";

#[test]
fn a_picture_is_mixed_with_its_paper() {
    let (mut vm, port) = open(2, 2, "");
    done(
        &mut vm,
        port,
        &update(&format!("{{image,0,0,16#0000FF,{PICTURE}}}")),
    );
    // (255 * 128 + 0 * 127) / 255 = 128, and blue stays 255.
    let half = (128 >> 3 << 11) | (128 >> 2 << 5) | 0x1F;
    assert_eq!(
        glass::with(|g| g.pixels.clone()),
        [0xF800, half, 0x001F, 0x001F]
    );
}

#[test]
fn a_picture_without_paper_shows_what_is_opaque() {
    let (mut vm, port) = open(2, 2, "");
    done(&mut vm, port, "{fill,#{color => 16#0000FF}}");
    let items = format!("{{image,0,0,transparent,{PICTURE}}},{{rect,1,0,1,1,16#00FF00}}");
    done(&mut vm, port, &update(&items));
    assert_eq!(
        glass::with(|g| g.pixels.clone()),
        [0xF800, 0x07E0, 0x001F, 0x001F]
    );
}

#[test]
fn a_part_of_a_picture_is_enlarged() {
    let bytes: Vec<String> = (1..=12).map(|n| format!("{},0,0,255", n * 8)).collect();
    let image = format!("{{rgba8888,4,3,<<{}>>}}", bytes.join(","));
    let part = format!("{{scaled_cropped_image,1,0,7,4,transparent,1,1,2,3,[],{image}}}");
    let (mut vm, port) = open(9, 5, "");
    done(&mut vm, port, &update(&part));
    let reds: Vec<u16> = glass::with(|g| g.pixels.iter().map(|p| p >> 11).collect());
    #[rustfmt::skip]
    let expected = [
        0, 6, 6, 7, 7, 8, 8, 0, 0,
        0, 6, 6, 7, 7, 8, 8, 0, 0,
        0, 6, 6, 7, 7, 8, 8, 0, 0,
        0, 10, 10, 11, 11, 12, 12, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    assert_eq!(reds, expected, "the seventh column is beside the picture");
}

#[test]
fn a_part_may_begin_beside_the_picture() {
    for (from_x, from_y) in [(-1, 0), (0, -1), (2147483647, 0), (0, -2147483648), (2, 2)] {
        let item = format!(
            "{{scaled_cropped_image,0,0,4,4,transparent,{from_x},{from_y},1,1,[],{PICTURE}}}"
        );
        let (mut vm, port) = open(4, 4, "");
        done(&mut vm, port, &update(&item));
        let red = glass::with(|g| g.pixels.iter().filter(|p| **p == 0xF800).count());
        assert_eq!(
            red,
            usize::from(from_x == -1 || from_y == -1),
            "{from_x} {from_y}"
        );
    }
}

/// Each is refused, and names itself.
#[test]
fn an_item_that_cannot_be_shown_is_named_and_nothing_is_drawn() {
    let (mut vm, port) = open(4, 3, "");
    let unsupported = [
        "circle",
        "{circle,1,2,3}",
        "{}",
        "{rect,1,2,3,4}",
        "{rect,1,2,3,4,5,6}",
        "{text,0,0,helvetica,1,2,[]}",
        "{image,0,0,transparent,{rgb565,1,1,<<0,0>>}}",
        "{scaled_cropped_image,0,0,1,1,0,0,0,1,1,[{dither,true}],{rgba8888,0,0,<<>>}}",
    ];
    let bad = [
        "{rect,a,2,3,4,5}",
        "{rect,1,2,3.0,4,5}",
        "{rect,1048577,2,3,4,5}",
        "{rect,1,-1048577,3,4,5}",
        "{rect,1,2,3,9223372036854775807,5}",
        "{rect,1,2,3,4,16#1000000}",
        "{rect,1,2,3,4,-1}",
        "{rect,1,2,3,4,transparent}",
        "{text,0,0,default16px,1,2,no}",
        "{text,0,0,default16px,1,2,<<255>>}",
        "{text,0,0,default16px,transparent,2,[]}",
        "{image,0,0,transparent,7}",
        "{image,0,0,transparent,{rgba8888,1,1,<<0,0,0>>}}",
        "{image,0,0,transparent,{rgba8888,1,1,<<0,0,0,0,0>>}}",
        "{image,0,0,transparent,{rgba8888,65535,65535,<<>>}}",
        "{scaled_cropped_image,0,0,1,1,0,0,0,0,1,[],{rgba8888,0,0,<<>>}}",
        "{scaled_cropped_image,0,0,1,1,0,0,0,1,-1,[],{rgba8888,0,0,<<>>}}",
    ];
    let mut refused = |reason: &str, items: &[&str]| {
        for item in items {
            let list = format!("{{rect,0,0,4,3,16#FFFFFF}},{item},{{rect,1,1,1,1,0}}");
            let printed = Value::from_str(item).expect("a term");
            let expected = format!("{{error,{{{reason},{printed}}}}}");
            assert_eq!(answer(&mut vm, port, &update(&list)), expected);
        }
    };
    refused("unsupported_item", &unsupported);
    refused("bad_item", &bad);
    assert_eq!(glass::with(|g| g.windows), 0);
}

#[test]
fn a_list_that_is_none_is_refused() {
    let (mut vm, port) = open(4, 3, "");
    for list in [
        "x",
        "<<>>",
        "#{}",
        "{rect,0,0,1,1,1}",
        "[{rect,0,0,1,1,1}|x]",
    ] {
        assert_eq!(
            answer(&mut vm, port, &format!("{{update,{list}}}")),
            format!("{{error,{{bad_value,{list}}}}}")
        );
    }
    assert_eq!(glass::with(|g| g.windows), 0);
}

prop_compose! {
    fn rect()(
        x in -4..9_i32, y in -4..7_i32, width in -1..9_i32, height in -1..9_i32, color in 0..32_u16,
    ) -> (i32, i32, i32, i32, u16) {
        (x, y, width, height, color)
    }
}

proptest! {
    /// The same as a painter who begins with the last item.
    #[test]
    fn a_scene_is_what_a_painter_makes(rects in prop::collection::vec(rect(), 0..12), turns in 0..4_u8) {
        let (mut vm, port) = open(7, 5, &format!(",orientation => {turns}"));
        done(&mut vm, port, "{fill,#{color => 16#00FF00}}");
        let items: Vec<String> = rects
            .iter()
            .map(|(x, y, width, height, blue)| {
                format!("{{rect,{x},{y},{width},{height},{}}}", u32::from(*blue) << 3)
            })
            .collect();
        done(&mut vm, port, &update(&items.join(",")));
        let (columns, rows) = if turns % 2 == 0 { (7, 5) } else { (5, 7) };
        let mut painted = vec![0x07E0_u16; 35];
        for (x, y, width, height, blue) in rects.iter().rev() {
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |c| (row, c))) {
                let inside = column >= *x && column < x + width && row >= *y && row < y + height;
                if inside {
                    painted[(row * columns + column) as usize] = *blue;
                }
            }
        }
        prop_assert_eq!(glass::with(|g| g.pixels.clone()), painted);
    }
}

/// Items that are right, but for the field that a test puts something else in.
const ITEMS: [&str; 4] = [
    "rect|1|0|2|2|255",
    "text|0|0|default16px|255|transparent|\"ab\"",
    "image|0|0|16#FF|{rgba8888,1,1,<<1,2,3,4>>}",
    "scaled_cropped_image|0|0|3|3|transparent|0|0|2|2|[]|{rgba8888,1,1,<<1,2,3,4>>}",
];

/// What a program may put in a field by mistake, and what is still right.
const VALUES: [&str; 18] = [
    "0",
    "-1",
    "7",
    "1048576",
    "-1048577",
    "18446744073709551615",
    "1.5",
    "x",
    "transparent",
    "[]",
    "\"text\"",
    "<<1,2>>",
    "<<255>>",
    "#{}",
    "{}",
    "{rgba8888,1,1}",
    "{rgba8888,2,1,<<1,2,3,4,5,6,7,8>>}",
    "[[[[\"deep\"]|<<\"er\">>]]|x]",
];

proptest! {
    /// A line that hangs over the edges shows the part that a larger panel shows there.
    #[test]
    fn a_line_that_hangs_over_is_clipped(
        x in -70..50_i32,
        y in -18..30_i32,
        text in "[a-zA-Z\u{e4}\u{f6} ]{0,12}",
    ) {
        let draw = |width: u16, height: u16, x: i32, y: i32| {
            let line = format!("{{text,{x},{y},default16px,16#FFFFFF,transparent,\"{text}\"}}");
            white(width, height, &line)
        };
        let large = draw(250, 80, x + 80, y + 20);
        let part: Vec<&str> = large[20..50].iter().map(|row| &row[80..115]).collect();
        prop_assert_eq!(draw(35, 30, x, y), part);
    }

    /// All of it is shown, or the item is named and nothing is sent.
    #[test]
    fn any_field_may_be_wrong(
        item in 0..ITEMS.len(),
        place in 0..12_usize,
        value in 0..VALUES.len(),
    ) {
        let mut fields: Vec<&str> = ITEMS[item].split('|').collect();
        let place = place % fields.len();
        fields[place] = VALUES[value];
        let wrong = format!("{{{}}}", fields.join(","));
        let (mut vm, port) = open(6, 17, "");
        let list = format!("{{rect,0,0,6,17,255}},{wrong},{}", "{rect,9,9,1,1,0}");
        let answer = answer(&mut vm, port, &update(&list));
        let printed = Value::from_str(&wrong).expect("a term");
        let refusals = ["unsupported_item", "bad_item"].map(|why| format!("{{error,{{{why},{printed}}}}}"));
        let windows = glass::with(|g| g.windows);
        if answer == "ok" {
            prop_assert_eq!(windows, 1);
        } else {
            prop_assert!(refusals.contains(&answer), "{}", answer);
            prop_assert_eq!(windows, 0);
        }
    }
}
