//! Where things are in the picture.

use class_touch::{PanelSize, TouchEvent};

use super::canvas::Nib;
use super::curve::{rounded, smooth};

/// What the panel is scaled to fit into, in pixels.
const ROOM: (f32, f32) = (1440.0, 960.0);

/// Pixels around the panel.
const MARGIN: f32 = 40.0;

/// Pixels below the margin, for the legend.
const LEGEND: f32 = 44.0;

/// Grid points along the shorter side of the panel.
const GRID: f32 = 8.0;

/// A panel on the canvas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    scale: f32,
    width: f32,
    height: f32,
}

impl Layout {
    /// Makes a panel as large as fits.
    pub(crate) fn of(panel: PanelSize) -> Self {
        let (width, height) = (
            f32::from(panel.width.max(1)),
            f32::from(panel.height.max(1)),
        );
        let scale = (ROOM.0 / width).min(ROOM.1 / height);
        Self {
            scale,
            width: width * scale,
            height: height * scale,
        }
    }

    /// The size of the picture, in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        let (width, height) = (
            self.width + 2.0 * MARGIN,
            self.height + 2.0 * MARGIN + LEGEND,
        );
        (width.ceil() as usize, height.ceil() as usize)
    }

    /// A line through events, `radius` being half its width at each: through
    /// the middles of their points of the panel, but for the steps between
    /// those, which are the panel's and not the finger's.
    pub(crate) fn path(
        &self,
        events: &[TouchEvent],
        radius: impl Fn(&TouchEvent) -> f32,
    ) -> Vec<Nib> {
        let at = |point: u16| MARGIN + (f32::from(point) + 0.5) * self.scale;
        let nib = |event: &TouchEvent| {
            let TouchEvent { x, y, .. } = *event;
            Nib {
                x: at(x),
                y: at(y),
                radius: radius(event),
            }
        };
        let mut nibs: Vec<Nib> = events.iter().map(nib).collect();
        smooth(&mut nibs, self.scale / 2.0);
        rounded(&nibs)
    }

    /// The panel's edge, closed.
    pub(crate) fn frame(&self) -> [(f32, f32); 5] {
        let [left, top] = [MARGIN; 2];
        let (right, bottom) = (left + self.width, top + self.height);
        [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ]
    }

    /// Points all over the panel, at equal distances.
    pub(crate) fn grid(&self) -> impl Iterator<Item = (f32, f32)> {
        let step = self.width.min(self.height) / GRID;
        let along = move |length: f32| {
            (1..)
                .map(move |n| n as f32 * step)
                .take_while(move |at| at + 1.0 < length)
        };
        let (width, height) = (self.width, self.height);
        along(width).flat_map(move |x| along(height).map(move |y| (MARGIN + x, MARGIN + y)))
    }

    /// The foot of the legend's text: left, height, right.
    pub(crate) fn legend(&self) -> (f32, f32, f32) {
        (
            MARGIN + 6.0,
            self.height + MARGIN + 50.0,
            MARGIN + self.width,
        )
    }
}
