//! The first thing that is opened takes the chip and sets its clocks.

use core::cell::Cell;

use critical_section::Mutex;
use rp2040_hal::Watchdog;
use rp2040_hal::clocks::init_clocks_and_plls;
use rp2040_hal::pac::{Peripherals, RESETS};

use super::registers;
use crate::Fault;

/// The crystal of every board that follows the chip's hardware design guide.
const CRYSTAL_HZ: u32 = 12_000_000;

static STARTED: Mutex<Cell<bool>> = Mutex::new(Cell::new(false));

/// Sets the clocks and takes what boards use out of reset, the first time.
pub(super) fn start() -> Result<(), Fault> {
    critical_section::with(|cs| {
        let started = STARTED.borrow(cs);
        if !started.get() {
            take()?;
            started.set(true);
        }
        Ok(())
    })
}

fn take() -> Result<(), Fault> {
    let mut chip = Peripherals::take().ok_or(Fault::Taken)?;
    let mut watchdog = Watchdog::new(chip.WATCHDOG);
    let resets = &mut chip.RESETS;
    init_clocks_and_plls(
        CRYSTAL_HZ,
        chip.XOSC,
        chip.CLOCKS,
        chip.PLL_SYS,
        chip.PLL_USB,
        resets,
        &mut watchdog,
    )
    .map_err(|_| Fault::NoClock)?;
    bring_up(resets);
    registers::enable_interrupts();
    Ok(())
}

/// Puts what boards use into reset and takes it out again, as on power-on.
fn bring_up(resets: &RESETS) {
    resets.reset().modify(|_, w| {
        w.i2c0().set_bit().i2c1().set_bit();
        w.spi0().set_bit().spi1().set_bit();
        w.pwm().set_bit().dma().set_bit().pio0().set_bit()
    });
    resets.reset().modify(|_, w| {
        w.i2c0().clear_bit().i2c1().clear_bit();
        w.spi0().clear_bit().spi1().clear_bit();
        w.pwm().clear_bit().dma().clear_bit().pio0().clear_bit();
        w.pads_bank0().clear_bit().io_bank0().clear_bit();
        w.timer().clear_bit()
    });
    loop {
        let done = resets.reset_done().read();
        let buses =
            done.i2c0().bit() && done.i2c1().bit() && done.spi0().bit() && done.spi1().bit();
        let pins = done.pads_bank0().bit() && done.io_bank0().bit();
        let rest = done.pwm().bit() && done.dma().bit() && done.pio0().bit() && done.timer().bit();
        if buses && pins && rest {
            return;
        }
    }
}
