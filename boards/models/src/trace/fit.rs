//! A recording, on a glass of another size.

use class_touch::{PanelSize, TouchEvent};

use super::panel_of;

/// The rows as they are if they fit the glass; else the panel that they were
/// made on is stretched to it.
#[must_use]
pub fn fit(rows: &[TouchEvent], size: PanelSize) -> Vec<TouchEvent> {
    let inside = |row: &TouchEvent| row.x < size.width && row.y < size.height;
    if rows.iter().all(inside) {
        return rows.to_vec();
    }
    let panel = panel_of(rows);
    let fitted = |row: &TouchEvent| {
        let mut row = *row;
        row.x = stretch(row.x, panel.width, size.width);
        row.y = stretch(row.y, panel.height, size.height);
        row
    };
    rows.iter().map(fitted).collect()
}

fn stretch(at: u16, from: u16, to: u16) -> u16 {
    let stretched = u32::from(at) * u32::from(to) / u32::from(from.max(1));
    u16::try_from(stretched).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use class_touch::TouchKind;

    use super::*;

    #[test]
    fn what_fits_stays_and_what_does_not_is_stretched() {
        let row = |x, y| TouchEvent::new(1, TouchKind::Down, 0, x, y);
        let rows = [row(0, 0), row(479, 319)];
        let size = |width, height| PanelSize { width, height };
        assert_eq!(fit(&rows, size(480, 320)), rows);
        assert_eq!(fit(&rows, size(240, 320)), [row(0, 0), row(239, 319)]);
        assert_eq!(fit(&rows, size(320, 240)), [row(0, 0), row(319, 239)]);
        let far = [row(4095, 4095)];
        assert_eq!(fit(&far, size(320, 240)), [row(319, 239)]);
    }
}
