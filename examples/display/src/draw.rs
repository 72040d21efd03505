//! What a process can have drawn.

use avm_term::Value;
use example_support::command;

/// Red, green and blue, eight bits each: `0xRRGGBB`.
pub type Color = u32;

/// A request to the display port that draws something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draw {
    /// Fills the panel.
    Fill(Color),
    /// Fills a rectangle.
    Rect {
        /// Columns and rows.
        area: Area,
        /// Of all of it.
        color: Color,
    },
    /// Writes text, in letters of 10 by 20 pixels.
    Text {
        /// Column of the left edge.
        x: i16,
        /// Row of the upper edge.
        y: i16,
        /// What is written.
        text: String,
        /// Of the letters; what is behind them stays.
        color: Color,
    },
    /// Copies pixels.
    Blit {
        /// Columns and rows.
        area: Area,
        /// Row by row, five bits of red, six of green, five of blue.
        pixels: Vec<u16>,
    },
}

/// A rectangle, which may lie outside the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Column of the left edge.
    pub x: i16,
    /// Row of the upper edge.
    pub y: i16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// The four numbers, as the port wants them.
    fn values(self) -> [Value; 4] {
        let Self {
            x,
            y,
            width,
            height,
        } = self;
        [x.into(), y.into(), width.into(), height.into()]
    }
}

impl Draw {
    /// The term that the port is sent.
    #[must_use]
    pub fn request(&self) -> Value {
        match self {
            Self::Fill(color) => command("fill", [("color", (*color).into())]),
            Self::Rect { area, color } => area_command("rect", *area, ("color", (*color).into())),
            Self::Text { x, y, text, color } => {
                let text = Value::binary(text);
                let place = [("x", (*x).into()), ("y", (*y).into())];
                let [x, y] = place;
                command("text", [x, y, ("text", text), ("color", (*color).into())])
            }
            Self::Blit { area, pixels } => {
                let data = pixels.iter().flat_map(|pixel| pixel.to_be_bytes());
                area_command("blit", *area, ("data", Value::Binary(data.collect())))
            }
        }
    }
}

fn area_command(name: &str, area: Area, last: (&str, Value)) -> Value {
    let [x, y, width, height] = area.values();
    let area = [("x", x), ("y", y), ("width", width), ("height", height)];
    let [x, y, width, height] = area;
    command(name, [x, y, width, height, last])
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area {
        x: -3,
        y: 7,
        width: 2,
        height: 1,
    };

    #[test]
    fn requests_are_those_of_the_port() {
        let requests = [
            Draw::Fill(0xFF),
            Draw::Rect {
                area: AREA,
                color: 1,
            },
            Draw::Text {
                x: 1,
                y: -2,
                text: "é".into(),
                color: 3,
            },
            Draw::Blit {
                area: AREA,
                pixels: vec![0xF800, 0x001F],
            },
        ];
        let shown = requests.map(|draw| draw.request().to_string());
        let expected = [
            "{fill,#{color => 255}}",
            "{rect,#{color => 1,height => 1,width => 2,x => -3,y => 7}}",
            "{text,#{color => 3,text => <<\"é\"/utf8>>,x => 1,y => -2}}",
            "{blit,#{data => <<248,0,0,31>>,height => 1,width => 2,x => -3,y => 7}}",
        ];
        assert_eq!(shown, expected);
    }
}
