//! What is drawn is what the trace has, by a reckoning of its own.

mod common;

use common::{Pixels, fresh, places, text, touch_trace};

/// The built-in trace, as its file has it: 480 x 320 points.
const SIGNATURE: &str = include_str!("../../../boards/models/traces/signature.csv");

/// The pixel of a point of a panel that is drawn three times as large.
fn pixel(x: usize, y: usize) -> (usize, usize) {
    (40 + 3 * x + 1, 40 + 3 * y + 1)
}

/// The pixels that are near no point of the trace, but inside the panel.
fn far_from_all(pixels: &Pixels) -> Vec<(usize, usize)> {
    let mut near = vec![false; pixels.width * pixels.height];
    for (_, x, y) in places(SIGNATURE) {
        let (x, y) = pixel(x, y);
        for y in y - 15..=y + 15 {
            near[y * pixels.width + x - 15..=y * pixels.width + x + 15].fill(true);
        }
    }
    let inside = (40..40 + 960).flat_map(|y| (40..40 + 1440).map(move |x| (x, y)));
    inside
        .filter(|(x, y)| !near[y * pixels.width + x])
        .collect()
}

#[test]
fn without_options_there_is_ink_where_the_points_are_and_nowhere_else() {
    let path = fresh("touch-trace.png");
    let ran = touch_trace(&[], &[]);
    ran.expect_success();
    assert_eq!(ran.line("picture"), "touch-trace.png (1520 x 1084)");
    let pixels = Pixels::read(&path);
    assert_eq!((pixels.width, pixels.height), (1520, 1084));

    // A host that stood still for long may have lost events, and says so.
    let dropped = ran.number("ring", "dropped");
    let places = places(SIGNATURE);
    let is_blank = |(x, y)| !pixels.has_ink_about(x, y);
    let blank = places
        .iter()
        .filter(|(_, x, y)| is_blank(pixel(*x, *y)))
        .count();
    assert!(
        blank <= dropped,
        "{blank} points without ink, {dropped} dropped"
    );
    let own = places.iter().filter(|(id, x, y)| {
        let (x, y) = pixel(*x, *y);
        pixels.has_red_ink_about(x, y, *id == 1)
    });
    // Where the fingers cross, the later covers the earlier.
    assert!(own.count() + dropped >= places.len() * 97 / 100);

    let far = far_from_all(&pixels);
    assert!(far.len() > 1_000_000, "{}", far.len());
    let stray = far.iter().find(|(x, y)| pixels.is_ink(*x, *y));
    assert_eq!(stray, None);
}

#[test]
fn an_overload_shows_its_gaps() {
    let path = fresh("overload.png");
    let ran = touch_trace(&["--overload", "--speed", "30", "--out", text(&path)], &[]);
    ran.expect_success();
    let count = |word| ran.number("ring", word);
    let places = places(SIGNATURE);
    let (offered, delivered, dropped) = (count("offered"), count("delivered"), count("dropped"));
    assert_eq!(offered, places.len());
    assert_eq!(offered, delivered + dropped + count("queued"));
    assert!(dropped > 0 && delivered > 0);
    assert!(
        ran.line("events")
            .starts_with(&format!("{delivered} received"))
    );
    assert_eq!(ran.line("exact"), format!("all but the {dropped} dropped"));
    let at_end = |word| ran.number("at end", word);
    assert_eq!(
        offered,
        at_end("delivered") + at_end("dropped") + at_end("queued")
    );

    let pixels = Pixels::read(&path);
    let inked = places.iter().filter(|(_, x, y)| {
        let (x, y) = pixel(*x, *y);
        pixels.has_ink_about(x, y)
    });
    let inked = inked.count();
    assert!(
        inked >= delivered,
        "{inked} points with ink, {delivered} delivered"
    );
    // Some points of the gaps are covered by the pen at both sides.
    let blank = places.len() - inked;
    assert!(
        blank > dropped / 4 && blank <= dropped,
        "{blank} blank, {dropped} dropped"
    );
}
