//! The panel as a master sees it, and as somebody in front of it does.

mod host;
mod refused;
mod shown;

use board_models::Glass;
use embedded_hal::delay::DelayNs;
use host::Host;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any bytes at all: nothing panics, and the picture is whole.
    #[test]
    fn any_bytes_are_obeyed_or_complained_about(
        steps in prop::collection::vec(
            (any::<u8>(), prop::collection::vec(any::<u8>(), 0..20), 0..200_000u32),
            0..60,
        ),
    ) {
        let mut host = Host::awake(Glass::default());
        for (command, data, us) in steps {
            host.clock.delay_us(us);
            host.send(command, &data);
        }
        let picture = host.picture();
        let pixels = usize::from(picture.width()) * usize::from(picture.height());
        prop_assert_eq!((picture.pixels().len(), pixels), (76_800, 76_800));
    }

    /// Rectangles in any order, against a plain array.
    #[test]
    fn windows_are_where_they_are_meant_to_be(
        order in prop::sample::select(&[0x00u8, 0x60, 0xA0, 0xC0][..]),
        windows in prop::collection::vec((0..240u16, 0..240u16, 1..40u16, 1..40u16, any::<u16>()), 1..12),
    ) {
        let mut host = Host::awake(Glass::default());
        host.send(0x36, &[order]);
        host.fill(0);
        let (width, height) = host.size();
        let mut plain = vec![0u16; 76_800];
        for (x, y, w, h, color) in windows {
            let (w, h) = (w.min(width - x), h.min(height - y));
            host.window([x, x + w - 1], [y, y + h - 1]);
            let count = u32::from(w) * u32::from(h);
            let pixels: Vec<u16> = (0..count).map(|n| color.wrapping_add(n as u16)).collect();
            host.draw(&pixels);
            for (n, pixel) in (0..count).zip(pixels) {
                let (column, row) = (x + (n % u32::from(w)) as u16, y + (n / u32::from(w)) as u16);
                plain[usize::from(row) * usize::from(width) + usize::from(column)] = pixel;
            }
        }
        let picture = host.picture();
        for (place, pixel) in (0u32..).zip(plain) {
            let (x, y) = ((place % u32::from(width)) as u16, (place / u32::from(width)) as u16);
            prop_assert_eq!(picture.pixel_565(x, y), Some(pixel));
        }
        prop_assert_eq!(host.complaints(), vec![]);
    }
}
