//! The program, run; and its picture, read back.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use example_testing::{Ran, run};

/// Runs the program in an empty environment but for what is given.
pub(crate) fn touch_trace(args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let at = Path::new(env!("CARGO_TARGET_TMPDIR"));
    run(env!("CARGO_BIN_EXE_touch-trace"), at, args, environment)
}

/// A file in a folder for this; it does not exist yet.
pub(crate) fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _absent = fs::remove_file(&path);
    path
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The finger and the place of each row of a trace's text.
pub(crate) fn places(csv: &str) -> Vec<(u8, usize, usize)> {
    let place = |row: &str| {
        let fields: Vec<usize> = row
            .split(',')
            .filter_map(|field| field.parse().ok())
            .collect();
        (fields[1] as u8, fields[2], fields[3])
    };
    csv.lines().skip(1).map(place).collect()
}

/// A decoded picture.
pub(crate) struct Pixels {
    pub(crate) width: usize,
    pub(crate) height: usize,
    bytes: Vec<u8>,
}

impl Pixels {
    pub(crate) fn read(path: &Path) -> Self {
        let file = BufReader::new(File::open(path).expect("the picture is there"));
        let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut bytes).expect("a whole PNG");
        assert_eq!(info.color_type, png::ColorType::Rgb);
        Self {
            width: info.width as usize,
            height: info.height as usize,
            bytes,
        }
    }

    fn at(&self, x: usize, y: usize) -> [i32; 3] {
        let start = (y * self.width + x) * 3;
        [
            self.bytes[start],
            self.bytes[start + 1],
            self.bytes[start + 2],
        ]
        .map(i32::from)
    }

    /// Whether a pixel is ink: not white, and not grey either.
    pub(crate) fn is_ink(&self, x: usize, y: usize) -> bool {
        let [red, green, blue] = self.at(x, y);
        red.max(green).max(blue) - red.min(green).min(blue) > 60
    }

    /// Whether there is ink within two pixels.
    pub(crate) fn has_ink_about(&self, x: usize, y: usize) -> bool {
        self.about(x, y).any(|(x, y)| self.is_ink(x, y))
    }

    /// Whether there is ink within two pixels, and redder than blue or not.
    pub(crate) fn has_red_ink_about(&self, x: usize, y: usize, red: bool) -> bool {
        let is_such = |(x, y)| {
            let [r, _, b] = self.at(x, y);
            self.is_ink(x, y) && (r > b) == red
        };
        self.about(x, y).any(is_such)
    }

    fn about(&self, x: usize, y: usize) -> impl Iterator<Item = (usize, usize)> {
        (y - 2..=y + 2).flat_map(move |y| (x - 2..=x + 2).map(move |x| (x, y)))
    }
}
