//! What somebody in front of the panel sees.

use std::io;
use std::path::Path;

/// A picture, row by row from the upper left, eight bits a colour.
///
/// Five and six bits a colour are spread to eight by repeating the highest
/// bits below the lowest, so the way back is exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) backlight: u8,
    pub(super) pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Columns.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// How bright the panel is lit. The colours do not depend on it, as long
    /// as it is not 0: then all is black.
    #[must_use]
    pub const fn backlight(&self) -> u8 {
        self.backlight
    }

    /// All pixels, row by row: red, green and blue.
    #[must_use]
    pub fn pixels(&self) -> &[[u8; 3]] {
        &self.pixels
    }

    /// One pixel; `None` outside.
    #[must_use]
    pub fn pixel(&self, x: u16, y: u16) -> Option<[u8; 3]> {
        let place = usize::from(y) * usize::from(self.width) + usize::from(x);
        let pixel = self.pixels.get(place).copied();
        pixel.filter(|_| x < self.width)
    }

    /// One pixel in five, six and five bits, as the host wrote it; `None`
    /// outside.
    #[must_use]
    pub fn pixel_565(&self, x: u16, y: u16) -> Option<u16> {
        let [r, g, b] = self.pixel(x, y)?.map(u16::from);
        Some(r >> 3 << 11 | g >> 2 << 5 | b >> 3)
    }

    /// The picture as a PNG; its text `Backlight` is the level.
    ///
    /// # Errors
    ///
    /// Those of the encoder; none for a panel's size.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let (width, height) = (self.width.into(), self.height.into());
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let level = self.backlight.to_string();
        encoder.add_text_chunk("Backlight".into(), level)?;
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Writes the picture as a PNG, over what the file held.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, self.png()?)
    }
}
