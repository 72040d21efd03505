//! How the panel sits behind the glass.

use avm_term::FromTerm;
use class_touch::{PanelSize, TouchEvent};

/// How the points of the controller become those of the display.
///
/// The axes are exchanged first; the mirroring is then along the new axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromTerm)]
pub struct Options {
    /// X and Y change places.
    #[avm(default)]
    pub swap_xy: bool,
    /// X counts from the other side.
    #[avm(default)]
    pub invert_x: bool,
    /// Y counts from the other side.
    #[avm(default)]
    pub invert_y: bool,
}

impl Options {
    /// Turns one event; `size` is that of the panel before it is turned.
    pub(crate) fn turn(&self, size: PanelSize, event: &mut TouchEvent) {
        let (mut width, mut height) = (size.width, size.height);
        if self.swap_xy {
            core::mem::swap(&mut event.x, &mut event.y);
            core::mem::swap(&mut width, &mut height);
        }
        if self.invert_x {
            event.x = width.saturating_sub(1).saturating_sub(event.x);
        }
        if self.invert_y {
            event.y = height.saturating_sub(1).saturating_sub(event.y);
        }
    }
}

#[cfg(test)]
mod tests {
    use class_touch::TouchKind;

    use super::*;

    fn turned(options: Options) -> (u16, u16) {
        let mut event = TouchEvent::new(0, TouchKind::Down, 0, 10, 20);
        let size = PanelSize {
            width: 480,
            height: 320,
        };
        options.turn(size, &mut event);
        (event.x, event.y)
    }

    #[test]
    fn the_four_ways_to_hold_a_panel() {
        let upright = Options::default();
        assert_eq!(turned(upright), (10, 20));
        assert_eq!(
            turned(Options {
                invert_x: true,
                ..upright
            }),
            (469, 20)
        );
        assert_eq!(
            turned(Options {
                invert_y: true,
                ..upright
            }),
            (10, 299)
        );
        // Exchanged first: the new width is the old height.
        assert_eq!(
            turned(Options {
                swap_xy: true,
                invert_x: true,
                invert_y: false
            }),
            (299, 10)
        );
    }
}
