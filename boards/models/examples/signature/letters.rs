//! The letters of the word, and where they stand on the panel.

use super::hand::Point;

/// Pixels for the height of a small letter.
const UNIT: f64 = 52.0;
/// Pixel that the word begins at, on its base line.
const ORIGIN: (f64, f64) = (28.0, 184.0);
/// How far letters lean to the right.
const SLANT: f64 = 0.22;

/// A letter: points in units of a small letter's height, y upwards from the
/// base line, and where the next letter begins.
struct Letter {
    points: &'static [(f64, f64)],
    advance: f64,
}

const CAPITAL_E: Letter = Letter {
    advance: 1.42,
    points: &[
        (1.42, 2.02),
        (1.30, 2.36),
        (0.86, 2.50),
        (0.46, 2.26),
        (0.38, 1.86),
        (0.62, 1.56),
        (0.98, 1.46),
        (1.06, 1.32),
        (0.90, 1.24),
        (0.78, 1.36),
        (0.86, 1.44),
        (0.60, 1.34),
        (0.20, 1.00),
        (0.04, 0.52),
        (0.28, 0.08),
        (0.78, -0.02),
        (1.20, 0.12),
    ],
};
const R: Letter = Letter {
    advance: 1.02,
    points: &[
        (0.18, 0.42),
        (0.40, 0.98),
        (0.46, 1.20),
        (0.56, 1.12),
        (0.62, 0.98),
        (0.78, 0.94),
        (0.88, 0.84),
        (0.80, 0.42),
        (0.82, 0.10),
        (0.94, 0.02),
    ],
};
const L: Letter = Letter {
    advance: 0.82,
    points: &[
        (0.24, 0.30),
        (0.56, 1.10),
        (0.72, 1.90),
        (0.66, 2.40),
        (0.48, 2.44),
        (0.36, 2.00),
        (0.32, 1.10),
        (0.36, 0.30),
        (0.52, 0.00),
        (0.72, 0.10),
    ],
};
const A: Letter = Letter {
    advance: 1.16,
    points: &[
        (0.30, 0.56),
        (0.70, 0.98),
        (0.92, 0.92),
        (0.70, 1.02),
        (0.36, 0.90),
        (0.14, 0.50),
        (0.24, 0.08),
        (0.50, 0.04),
        (0.76, 0.40),
        (0.92, 0.94),
        (0.84, 0.40),
        (0.90, 0.06),
        (1.08, 0.08),
    ],
};
const N: Letter = Letter {
    advance: 1.30,
    points: &[
        (0.18, 0.62),
        (0.34, 1.00),
        (0.42, 0.90),
        (0.34, 0.40),
        (0.30, 0.02),
        (0.40, 0.44),
        (0.64, 0.92),
        (0.86, 0.98),
        (0.92, 0.72),
        (0.88, 0.30),
        (0.98, 0.02),
        (1.18, 0.14),
    ],
};
const G: Letter = Letter {
    advance: 0.0,
    points: &[
        (0.36, 0.62),
        (0.72, 1.00),
        (0.92, 0.92),
        (0.70, 1.02),
        (0.36, 0.90),
        (0.16, 0.50),
        (0.28, 0.10),
        (0.54, 0.08),
        (0.78, 0.40),
        (0.94, 0.94),
        (0.86, 0.20),
        (0.72, -0.70),
        (0.46, -1.20),
        (0.16, -1.16),
        (0.14, -0.82),
        (0.50, -0.34),
        (1.00, 0.10),
        (1.60, 0.62),
        (2.05, 0.86),
    ],
};

/// The line under the word, there and back.
const UNDERLINE: &[(f64, f64)] = &[
    (6.30, -0.62),
    (5.20, -0.76),
    (3.60, -0.86),
    (2.00, -0.88),
    (0.70, -0.80),
    (0.20, -0.92),
    (0.46, -1.10),
    (1.60, -1.14),
    (3.40, -1.08),
    (5.00, -0.98),
    (6.00, -0.90),
];

/// The strokes in pixels: the capital, the other letters, the underline.
pub(super) fn strokes() -> [Vec<Point>; 3] {
    let mut left = 0.0;
    let capital = join(&[CAPITAL_E], &mut left);
    let word = join(&[R, L, A, N, G], &mut left);
    let underline = UNDERLINE.iter().copied().map(place).collect();
    [capital, word, underline]
}

/// Letters joined to one stroke, in pixels.
fn join(letters: &[Letter], left: &mut f64) -> Vec<Point> {
    let mut stroke = Vec::new();
    for letter in letters {
        stroke.extend(letter.points.iter().map(|(x, y)| place((x + *left, *y))));
        *left += letter.advance;
    }
    stroke
}

/// Units to pixels, leaning.
fn place((x, y): Point) -> Point {
    let lean = x + y * SLANT;
    (ORIGIN.0 + lean * UNIT, ORIGIN.1 - y * UNIT)
}
