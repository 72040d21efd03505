//! A host without a driver: bytes and lines.

use board_models::{
    Glass, Ili9341, LcdBacklight, LcdComplaint, LcdPin, Picture, SimClock, SimSpi, SpiSettings,
};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::OutputPin;
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::{MODE_0, Mode, SpiDevice};

pub(crate) const RED: u16 = 0xF800;
pub(crate) const GREEN: u16 = 0x07E0;
pub(crate) const BLUE: u16 = 0x001F;

/// A host without a driver: bytes and lines.
pub(crate) struct Host {
    pub(crate) bus: SimSpi<Ili9341>,
    pub(crate) dc: LcdPin,
    pub(crate) reset: LcdPin,
    pub(crate) clock: SimClock,
}

impl Host {
    pub(crate) fn with(glass: Glass, clock_hz: u32, mode: Mode) -> Self {
        let clock = SimClock::new();
        let settings = SpiSettings {
            clock_hz,
            mode,
            gap_ns: 0,
        };
        let bus = SimSpi::new(Ili9341::new(glass), settings, clock.clone(), Vec::new());
        let (dc, reset) = (LcdPin::data_command(&bus), LcdPin::reset(&bus));
        Self {
            bus,
            dc,
            reset,
            clock,
        }
    }

    /// A panel that is awake, on, lit, and takes 16 bits a pixel.
    pub(crate) fn awake(glass: Glass) -> Self {
        let mut host = Self::with(glass, 10_000_000, MODE_0);
        host.clock.delay_ms(5);
        host.send(0x11, &[]);
        host.clock.delay_ms(5);
        host.send(0x3A, &[0x55]);
        host.send(0x29, &[]);
        let lit = LcdBacklight::new(&host.bus).set_duty_cycle(255);
        assert!(lit.is_ok());
        host
    }

    pub(crate) fn send(&mut self, command: u8, data: &[u8]) {
        let Ok(()) = self.dc.set_low();
        self.bus.write(&[command]).expect("no faults");
        let Ok(()) = self.dc.set_high();
        self.bus.write(data).expect("no faults");
    }

    pub(crate) fn window(&mut self, [left, right]: [u16; 2], [top, bottom]: [u16; 2]) {
        let bytes = |a: u16, b: u16| [a.to_be_bytes(), b.to_be_bytes()].concat();
        self.send(0x2A, &bytes(left, right));
        self.send(0x2B, &bytes(top, bottom));
    }

    pub(crate) fn draw(&mut self, pixels: &[u16]) {
        let bytes: Vec<u8> = pixels.iter().flat_map(|p| p.to_be_bytes()).collect();
        self.send(0x2C, &bytes);
    }

    pub(crate) fn dot(&mut self, x: u16, y: u16, color: u16) {
        self.window([x, x], [y, y]);
        self.draw(&[color]);
    }

    pub(crate) fn fill(&mut self, color: u16) {
        let (w, h) = self.size();
        self.window([0, w - 1], [0, h - 1]);
        self.draw(&vec![color; usize::from(w) * usize::from(h)]);
    }

    pub(crate) fn size(&self) -> (u16, u16) {
        self.bus.part(|lcd| lcd.size())
    }

    pub(crate) fn picture(&self) -> Picture {
        self.bus.part(|lcd| lcd.picture())
    }

    pub(crate) fn complaints(&self) -> Vec<LcdComplaint> {
        self.bus.part(|lcd| lcd.complaints().first().to_vec())
    }

    /// Where the dots of these colours are.
    pub(crate) fn find<const N: usize>(&self, colors: [u16; N]) -> [Vec<(u16, u16)>; N] {
        let picture = self.picture();
        let mut found = colors.map(|_| Vec::new());
        for y in 0..picture.height() {
            for x in 0..picture.width() {
                let seen = picture.pixel_565(x, y);
                let which = colors.iter().position(|color| seen == Some(*color));
                if let Some(which) = which {
                    found[which].push((x, y));
                }
            }
        }
        found
    }
}
