//! A picture: read from a file, or painted here.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Rows of pixels; each pixel is five bits of red, six of green, five of blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row from the upper left.
    pub pixels: Vec<u16>,
}

/// Where two pictures first differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// How many pixels differ.
    pub count: usize,
    /// The column of the first.
    pub x: usize,
    /// Its row.
    pub y: usize,
    /// It in this picture, and in the other.
    pub both: [u16; 2],
}

impl Picture {
    /// A picture of one colour, `0xRRGGBB`.
    #[must_use]
    pub fn new(width: usize, height: usize, color: u32) -> Self {
        Self {
            width,
            height,
            pixels: vec![rgb565(color); width * height],
        }
    }

    /// Reads a PNG of eight bits a colour.
    ///
    /// # Panics
    ///
    /// If it is none, or has colours that no panel of 16 bits shows.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let file = BufReader::new(File::open(path).expect("the picture is there"));
        let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut bytes).expect("a whole PNG");
        assert_eq!(info.color_type, png::ColorType::Rgb);
        let pixel = |rgb: &[u8]| {
            let color = u32::from_be_bytes([0, rgb[0], rgb[1], rgb[2]]);
            let pixel = rgb565(color);
            assert_eq!(spread(pixel), color, "{color:06x} is not of 16 bits");
            pixel
        };
        Self {
            width: info.width as usize,
            height: info.height as usize,
            pixels: bytes.chunks_exact(3).map(pixel).collect(),
        }
    }

    /// Where they first differ; `None` if they do not.
    ///
    /// # Panics
    ///
    /// If they have not the same size.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let pairs = self.pixels.iter().zip(&other.pixels).enumerate();
        let wrong: Vec<_> = pairs.filter(|(_, (a, b))| a != b).collect();
        wrong.first().map(|(place, (a, b))| Difference {
            count: wrong.len(),
            x: place % self.width,
            y: place / self.width,
            both: [**a, **b],
        })
    }
}

/// The upper bits of a colour `0xRRGGBB`.
pub(crate) fn rgb565(color: u32) -> u16 {
    let [_, red, green, blue] = color.to_be_bytes().map(u16::from);
    (red / 8) * 2048 + (green / 4) * 32 + blue / 8
}

/// The colour `0xRRGGBB` of a pixel: the highest bits again below the lowest.
fn spread(pixel: u16) -> u32 {
    let [red, green, blue] = [pixel / 2048, pixel / 32 % 64, pixel % 32];
    let eight = [
        red * 8 + red / 4,
        green * 4 + green / 16,
        blue * 8 + blue / 4,
    ];
    eight
        .iter()
        .fold(0, |color, part| color * 256 + u32::from(*part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_there_and_back() {
        assert_eq!(rgb565(0xFF_FF_FF), 0xFFFF);
        assert_eq!(rgb565(0x08_04_08), 0x0821);
        assert_eq!(spread(0xFFFF), 0xFF_FF_FF);
        assert_eq!(spread(0x0821), 0x08_04_08);
        assert!((0..=u16::MAX).all(|pixel| rgb565(spread(pixel)) == pixel));
    }

    #[test]
    fn one_pixel_that_differs_is_found() {
        let one = Picture::new(5, 4, 0xFF_FF_FF);
        let mut other = one.clone();
        assert_eq!(one.difference(&other), None);
        other.pixels[13] ^= 1;
        let found = Difference {
            count: 1,
            x: 3,
            y: 2,
            both: [0xFFFF, 0xFFFE],
        };
        assert_eq!(one.difference(&other), Some(found));
    }
}
