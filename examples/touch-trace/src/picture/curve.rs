//! Smooth curves through places that are few, or known roughly.

use super::canvas::Nib;

/// Pixels of a bend that may be straight.
const STRAIGHT: f32 = 2.0;

/// How often every place is moved.
const PASSES: usize = 400;

/// Takes the steps out of a line whose places are known to within `slack`
/// pixels each way: bends it as little as it can be without a place leaving
/// what it is known to be. The ends stay.
pub(crate) fn smooth(nibs: &mut [Nib], slack: f32) {
    let known: Vec<(f32, f32)> = nibs.iter().map(|nib| (nib.x, nib.y)).collect();
    // Pulled tight first, which is quick, and leaves less to unbend.
    for pass in 0..PASSES {
        for nth in 1..nibs.len().saturating_sub(1) {
            let tight = nibs[nth - 1].towards(nibs[nth + 1], 0.5);
            let far = nth.checked_sub(2).zip(nibs.get(nth + 2));
            let to = match far {
                Some((before, after)) if pass >= PASSES / 4 => {
                    // Where the curve through the four neighbours is.
                    nibs[before].towards(*after, 0.5).towards(tight, 4.0 / 3.0)
                }
                _ => tight,
            };
            let (x, y) = known[nth];
            let nib = &mut nibs[nth];
            nib.x = to.x.clamp(x - slack, x + slack);
            nib.y = to.y.clamp(y - slack, y + slack);
        }
    }
}

/// Rounds the corners of a line: a quadratic B-spline from its first place to
/// its last, that touches the middle of each segment. A place given twice
/// stays a corner.
pub(crate) fn rounded(nibs: &[Nib]) -> Vec<Nib> {
    let mut curve = Vec::with_capacity(nibs.len() + 2);
    curve.extend(nibs.first());
    for around in nibs.windows(3) {
        let [before, corner, after] = [around[0], around[1], around[2]];
        let from = curve.last().copied().unwrap_or(before);
        let to = corner.towards(after, 0.5);
        let length = (to.x - from.x).abs() + (to.y - from.y).abs();
        let steps = (length / STRAIGHT).clamp(1.0, 16.0) as u8;
        curve.extend((1..=steps).map(|step| {
            let t = f32::from(step) / f32::from(steps);
            from.towards(corner, t).towards(corner.towards(to, t), t)
        }));
    }
    if nibs.len() > 1 {
        curve.extend(nibs.last());
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nib(x: f32, y: f32) -> Nib {
        Nib { x, y, radius: 1.0 }
    }

    #[test]
    fn it_begins_and_ends_where_the_line_does_and_touches_the_middles() {
        let line = [nib(0.0, 0.0), nib(8.0, 0.0), nib(8.0, 8.0), nib(0.0, 8.0)];
        let curve = rounded(&line);
        assert_eq!((curve.first(), curve.last()), (line.first(), line.last()));
        assert!(curve.contains(&nib(8.0, 4.0)));
        // Nowhere as far out as the corners.
        assert!(curve.iter().all(|nib| nib.x + (nib.y - 4.0).abs() < 11.0));
        assert_eq!(rounded(&line[..2]), &line[..2]);
        assert_eq!(rounded(&line[..1]), &line[..1]);
        assert_eq!(rounded(&[]), []);
    }

    #[test]
    fn steps_are_taken_out_and_no_place_leaves_its_square() {
        let stairs: Vec<Nib> = (0..60_u8)
            .map(|n| nib(f32::from(n), f32::from(n / 6)))
            .collect();
        let mut line = stairs.clone();
        smooth(&mut line, 0.5);
        for (was, is) in stairs.iter().zip(&line) {
            assert!((was.x - is.x).abs() <= 0.5 && (was.y - is.y).abs() <= 0.5);
        }
        assert_eq!((line[0], line[59]), (stairs[0], stairs[59]));
        let steady = |pair: &[Nib]| (0.08..0.24).contains(&(pair[1].y - pair[0].y));
        assert!(line.windows(2).all(steady), "{line:?}");
        smooth(&mut line[..1], 0.5);
        smooth(&mut [], 0.5);
    }

    #[test]
    fn a_place_given_twice_is_a_corner() {
        let line = [nib(0.0, 0.0), nib(8.0, 0.0), nib(8.0, 0.0), nib(8.0, 8.0)];
        assert!(rounded(&line).contains(&nib(8.0, 0.0)));
    }
}
