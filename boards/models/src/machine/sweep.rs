//! A fault at every transaction, one after the other.

use board_support::Pin;
use embedded_hal::{i2c, spi};

use super::bench::Bench;

impl Bench {
    /// Each I2C bus: its data pin, and the addresses of the parts on it.
    #[must_use]
    pub fn i2c_buses(&self) -> Vec<(Pin, Vec<u8>)> {
        let nets = self.wiring.i2c.iter();
        nets.map(|net| (net.sda, net.addresses())).collect()
    }

    /// Each SPI bus: its clock pin.
    #[must_use]
    pub fn spi_buses(&self) -> Vec<Pin> {
        self.wiring.spi.iter().map(|net| net.sck).collect()
    }

    /// Opens something again and again: first the first transaction of the I2C
    /// bus with this data pin fails, then the second, and so on until none is
    /// left that could; and all that in each way. `tried` has what came of it,
    /// with which transaction failed, from 1. Tells how many did.
    pub fn sweep_i2c<T>(
        &self,
        sda: Pin,
        kinds: &[i2c::ErrorKind],
        mut open: impl FnMut() -> T,
        mut tried: impl FnMut(u32, i2c::ErrorKind, T),
    ) -> u32 {
        let mut points = 0;
        for kind in kinds {
            for nth in 1.. {
                self.fail_i2c(sda, &[(nth, *kind)]);
                let before = self.i2c_transactions(sda);
                let opened = open();
                let used = self.i2c_transactions(sda).wrapping_sub(before);
                self.fail_i2c(sda, &[]);
                if used < nth {
                    break;
                }
                points += 1;
                tried(nth, *kind, opened);
            }
        }
        points
    }

    /// The same on the SPI bus with this clock pin.
    pub fn sweep_spi<T>(
        &self,
        sck: Pin,
        kinds: &[spi::ErrorKind],
        mut open: impl FnMut() -> T,
        mut tried: impl FnMut(u32, spi::ErrorKind, T),
    ) -> u32 {
        let mut points = 0;
        for kind in kinds {
            for nth in 1.. {
                self.fail_spi(sck, &[(nth, *kind)]);
                let before = self.spi_transactions(sck);
                let opened = open();
                let used = self.spi_transactions(sck).wrapping_sub(before);
                self.fail_spi(sck, &[]);
                if used < nth {
                    break;
                }
                points += 1;
                tried(nth, *kind, opened);
            }
        }
        points
    }
}
