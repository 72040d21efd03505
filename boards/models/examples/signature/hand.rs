//! A hand: how fast and how hard it follows a line.

/// Pixels that a finger goes in one period where the line is straight.
const PACE: f64 = 1.4;

/// A place, in pixels.
pub(super) type Point = (f64, f64);

/// What one finger does at one report.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    pub(super) at: Point,
    pub(super) pressure: f64,
}

/// Follows a stroke, one sample for each report.
pub(super) fn walk(points: &[Point]) -> Vec<Sample> {
    let line = spline(points);
    let length = line.last().map_or(0.0, |(along, _)| *along);
    let mut samples = Vec::new();
    let (mut along, mut pace, mut press, mut shake) = (0.0, 0.3, 0.0, Shake::default());
    while along < length {
        let (here, ahead) = (at(&line, along), at(&line, along + 4.0));
        let straight = straightness(&line, along);
        let edge = (along.min(length - along) / 24.0).min(1.0);
        // A hand presses when it pulls down, and where it turns.
        let downward = (ahead.1 - here.1) / 4.0;
        let target = edge * (86.0 + 52.0 * downward + 30.0 * (1.0 - straight));
        press += (target - press) * 0.12;
        let tremor = shake.next();
        samples.push(Sample {
            at: (here.0 + tremor.0, here.1 + tremor.1),
            pressure: 18.0 + press,
        });
        let target = PACE * (0.22 + 0.78 * straight * straight) * (0.35 + 0.65 * edge);
        pace += (target - pace) * 0.18;
        along += pace;
    }
    samples
}

/// A Catmull-Rom spline as a fine polyline, each point with its distance
/// along the line.
fn spline(points: &[Point]) -> Vec<(f64, Point)> {
    const STEPS: u32 = 24;
    let mut line: Vec<(f64, Point)> = Vec::new();
    let point = |i: usize| points[i.min(points.len() - 1)];
    for i in 0..points.len() - 1 {
        let (before, from, to, after) = (
            point(i.saturating_sub(1)),
            point(i),
            point(i + 1),
            point(i + 2),
        );
        for step in 0..STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let bend = |a: f64, b: f64, c: f64, d: f64| {
                let cubic = 3.0 * (b - c) + d - a;
                let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
                b + 0.5 * t * (c - a + t * (square + t * cubic))
            };
            let here = (
                bend(before.0, from.0, to.0, after.0),
                bend(before.1, from.1, to.1, after.1),
            );
            let along = line
                .last()
                .map_or(0.0, |(along, last)| along + distance(*last, here));
            line.push((along, here));
        }
    }
    line
}

fn distance((ax, ay): Point, (bx, by): Point) -> f64 {
    ((ax - bx) * (ax - bx) + (ay - by) * (ay - by)).sqrt()
}

/// The point at a distance along a line.
fn at(line: &[(f64, Point)], along: f64) -> Point {
    let next = line
        .partition_point(|(there, _)| *there < along)
        .clamp(1, line.len() - 1);
    let ((a, from), (b, to)) = (line[next - 1], line[next]);
    let t = ((along - a) / (b - a).max(1e-9)).clamp(0.0, 1.0);
    (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1))
}

/// 1 where a line goes straight on, 0 where it turns back.
fn straightness(line: &[(f64, Point)], along: f64) -> f64 {
    let (a, b, c) = (
        at(line, along - 5.0),
        at(line, along),
        at(line, along + 5.0),
    );
    let (u, v) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
    let lengths = distance(a, b) * distance(b, c);
    let cosine = (u.0 * v.0 + u.1 * v.1) / lengths.max(1e-9);
    (0.5 + 0.5 * cosine).clamp(0.0, 1.0)
}

/// A finger's tremor: less than half a pixel either way, and slow.
struct Shake {
    seed: u32,
    now: Point,
}

impl Default for Shake {
    fn default() -> Self {
        Self {
            seed: 0x5EED,
            now: (0.0, 0.0),
        }
    }
}

impl Shake {
    fn next(&mut self) -> Point {
        let (dx, dy) = (self.random(), self.random());
        self.now.0 += 0.12 * (dx - self.now.0);
        self.now.1 += 0.12 * (dy - self.now.1);
        self.now
    }

    /// From -1 to 1.
    fn random(&mut self) -> f64 {
        self.seed = self
            .seed
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        f64::from(self.seed >> 16) / 32_768.0 - 1.0
    }
}
