//! The clocks of the chip, which are set once, before anything else.

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use critical_section::Mutex;
use stm32f4xx_hal::pac;
use stm32f4xx_hal::rcc::{Config, Enable, Rcc, RccExt};
use stm32f4xx_hal::time::Hertz;

use super::{registers, time};

/// How fast the core is: the most that the chip can.
const SYSTEM_HZ: u32 = 168_000_000;
/// How often a crystal is looked at until it must run: a few milliseconds of the
/// internal oscillator's 16 MHz.
const CRYSTAL_STARTS: u32 = 20_000;

static RCC: Mutex<RefCell<Option<Rcc>>> = Mutex::new(RefCell::new(None));
/// Of the crystal that runs; 0 is none.
static CRYSTAL_HZ: AtomicU32 = AtomicU32::new(0);

/// Hz of the crystal that all is clocked by; 0 is none.
pub(super) fn crystal_hz() -> u32 {
    CRYSTAL_HZ.load(Ordering::Relaxed)
}

/// Sets the clocks unless they are set: by a crystal of so many Hz, or by the
/// internal oscillator, if that is 0 or the crystal does not start.
pub(super) fn start(crystal_hz: u32) {
    critical_section::with(|cs| {
        let mut rcc = RCC.borrow_ref_mut(cs);
        if rcc.is_none() {
            *rcc = Some(clocks(crystal_hz));
        }
    });
}

/// Does something with the clocks.
pub(super) fn with<R>(work: impl FnOnce(&mut Rcc) -> R) -> R {
    critical_section::with(|cs| work(RCC.borrow_ref_mut(cs).get_or_insert_with(|| clocks(0))))
}

fn clocks(crystal_hz: u32) -> Rcc {
    let config = match crystal_starts(crystal_hz) {
        true => {
            CRYSTAL_HZ.store(crystal_hz, Ordering::Relaxed);
            Config::hse(Hertz::Hz(crystal_hz))
        }
        false => Config::hsi(),
    };
    let mut rcc = registers::take_rcc().freeze(config.sysclk(Hertz::Hz(SYSTEM_HZ)));
    pac::GPIOA::enable(&mut rcc);
    pac::GPIOB::enable(&mut rcc);
    pac::GPIOC::enable(&mut rcc);
    pac::GPIOD::enable(&mut rcc);
    pac::GPIOE::enable(&mut rcc);
    pac::GPIOF::enable(&mut rcc);
    pac::GPIOG::enable(&mut rcc);
    pac::GPIOH::enable(&mut rcc);
    pac::GPIOI::enable(&mut rcc);
    pac::SYSCFG::enable(&mut rcc);
    pac::DMA1::enable(&mut rcc);
    pac::TIM5::enable(&mut rcc);
    time::start(rcc.clocks.timclk1().raw());
    rcc
}

/// Whether the crystal runs: the HAL would wait for it for good.
fn crystal_starts(crystal_hz: u32) -> bool {
    if !(4_000_000..=26_000_000).contains(&crystal_hz) {
        return false;
    }
    let control = registers::rcc().cr();
    control.modify(|_, w| w.hseon().set_bit());
    let runs = (0..CRYSTAL_STARTS).any(|_| control.read().hserdy().bit_is_set());
    if !runs {
        control.modify(|_, w| w.hseon().clear_bit());
    }
    runs
}
