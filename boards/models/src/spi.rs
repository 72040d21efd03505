//! A simulated SPI bus with one part on it, and faults on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use embedded_hal::spi::{ErrorKind, ErrorType, Mode, Operation, SpiDevice};

use crate::SimClock;

/// A part behind a chip select line.
pub trait SpiPart: Send + 'static {
    /// The line falls: a transaction begins, on a bus that is set up so.
    fn select(&mut self, bus: SpiSettings, now_ns: u64);

    /// Eight clocks: takes a byte, and gives what the part sent meanwhile.
    fn exchange(&mut self, byte: u8, now_ns: u64) -> u8;

    /// The line rises: the transaction is over.
    fn deselect(&mut self, now_ns: u64);
}

/// How a bus is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpiSettings {
    /// The clock, in Hz; 0 counts as 1.
    pub clock_hz: u32,
    /// Its polarity and phase.
    pub mode: Mode,
    /// What the processor takes between two transactions, in nanoseconds.
    pub gap_ns: u32,
}

impl SpiSettings {
    /// So many ns for a byte.
    fn byte_ns(self) -> u64 {
        8_000_000_000 / u64::from(self.clock_hz.max(1))
    }
}

/// A transaction that fails: which one, from 1, and what the driver is told.
pub type SpiFault = (u32, ErrorKind);

struct Wires<P> {
    part: P,
    settings: SpiSettings,
    clock: SimClock,
    transactions: u32,
    faults: Vec<SpiFault>,
}

/// One master's hold of a bus, and at the same time the spectator's: clones
/// are of the same bus.
///
/// A transaction that is to fail does not reach the part.
pub struct SimSpi<P>(Arc<Mutex<Wires<P>>>);

impl<P> Clone for SimSpi<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> std::fmt::Debug for SimSpi<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SimSpi").finish_non_exhaustive()
    }
}

impl<P> SimSpi<P> {
    /// A bus with this part on it. `faults` fail, the rest does not.
    #[must_use]
    pub fn new(part: P, settings: SpiSettings, clock: SimClock, faults: Vec<SpiFault>) -> Self {
        Self(Arc::new(Mutex::new(Wires {
            part,
            settings,
            clock,
            transactions: 0,
            faults,
        })))
    }

    /// Looks at the part, or does to it what no bus can, between two
    /// transactions.
    pub fn part<R>(&self, look: impl FnOnce(&mut P) -> R) -> R {
        look(&mut self.wires().part)
    }

    /// Transactions so far, those that failed too.
    #[must_use]
    pub fn transactions(&self) -> u32 {
        self.wires().transactions
    }

    /// The bus's own time.
    #[must_use]
    pub fn clock(&self) -> SimClock {
        self.wires().clock.clone()
    }

    /// A spectator that panics spoils nothing, so poison means nothing.
    fn wires(&self) -> MutexGuard<'_, Wires<P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction with a part, from select to deselect, in the bus's time.
pub(crate) fn carry_out(
    part: &mut (impl SpiPart + ?Sized),
    bus: SpiSettings,
    clock: &SimClock,
    operations: &mut [Operation<'_, u8>],
) {
    part.select(bus, clock.now_ns());
    let mut exchange = |byte| {
        clock.pass_ns(bus.byte_ns());
        part.exchange(byte, clock.now_ns())
    };
    for operation in operations {
        match operation {
            Operation::DelayNs(ns) => clock.pass_ns((*ns).into()),
            Operation::Read(into) => into.fill_with(|| exchange(0)),
            Operation::Write(bytes) => {
                for byte in *bytes {
                    exchange(*byte);
                }
            }
            // The shorter one is filled up: with zeros, or by nothing.
            Operation::Transfer(into, bytes) => {
                for nth in 0..into.len().max(bytes.len()) {
                    let back = exchange(bytes.get(nth).copied().unwrap_or(0));
                    if let Some(place) = into.get_mut(nth) {
                        *place = back;
                    }
                }
            }
            Operation::TransferInPlace(bytes) => {
                for byte in bytes.iter_mut() {
                    *byte = exchange(*byte);
                }
            }
        }
    }
    part.deselect(clock.now_ns());
}

impl<P> ErrorType for SimSpi<P> {
    type Error = ErrorKind;
}

impl<P: SpiPart> SpiDevice for SimSpi<P> {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let mut wires = self.wires();
        wires.transactions += 1;
        let (nth, gap) = (wires.transactions, wires.settings.gap_ns);
        wires.clock.pass_ns(gap.into());
        if let Some((_, kind)) = wires.faults.iter().find(|(at, _)| *at == nth) {
            return Err(*kind);
        }
        let Wires {
            part,
            settings,
            clock,
            ..
        } = &mut *wires;
        carry_out(part, *settings, clock, operations);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    //! The wires alone, with a part that tells what it sees.

    use embedded_hal::spi::{ErrorKind, MODE_0, Operation, SpiDevice};

    use super::*;

    /// Sends back what it got before, and keeps what happened when.
    #[derive(Default)]
    struct Echo {
        last: u8,
        seen: Vec<(&'static str, u8, u64)>,
    }

    impl SpiPart for Echo {
        fn select(&mut self, _: SpiSettings, now_ns: u64) {
            self.seen.push(("select", 0, now_ns));
        }

        fn exchange(&mut self, byte: u8, now_ns: u64) -> u8 {
            self.seen.push(("byte", byte, now_ns));
            std::mem::replace(&mut self.last, byte)
        }

        fn deselect(&mut self, now_ns: u64) {
            self.seen.push(("deselect", 0, now_ns));
        }
    }

    fn echo(faults: Vec<SpiFault>) -> SimSpi<Echo> {
        let settings = SpiSettings {
            clock_hz: 8_000_000,
            mode: MODE_0,
            gap_ns: 500,
        };
        SimSpi::new(Echo::default(), settings, SimClock::new(), faults)
    }

    #[test]
    fn every_operation_in_one_selection_and_in_time() {
        let mut bus = echo(Vec::new());
        let (mut read, mut both, mut place) = ([9; 2], [9; 3], [6, 7]);
        let mut operations = [
            Operation::Write(&[1, 2]),
            Operation::DelayNs(100),
            Operation::Read(&mut read),
            Operation::Transfer(&mut both, &[4]),
            Operation::TransferInPlace(&mut place),
        ];
        assert_eq!(bus.transaction(&mut operations), Ok(()));
        assert_eq!((read, both, place), ([2, 0], [0, 4, 0], [0, 6]));
        let seen = bus.part(|echo| echo.seen.clone());
        assert_eq!(seen[..2], [("select", 0, 500), ("byte", 1, 1_500)]);
        assert_eq!(seen[3], ("byte", 0, 3_600));
        assert_eq!(seen.last(), Some(&("deselect", 0, 9_600)));
        assert_eq!(seen.len(), 11);
    }

    #[test]
    fn what_is_longer_is_sent_or_left() {
        let mut bus = echo(Vec::new());
        let mut back = [9];
        assert_eq!(bus.transfer(&mut back, &[1, 2, 3]), Ok(()));
        assert_eq!((back, bus.part(|echo| echo.last)), ([0], 3));
    }

    #[test]
    fn faults_come_when_asked_for_and_the_part_does_not_see_the_transfer() {
        let mut bus = echo(vec![(2, ErrorKind::ModeFault)]);
        assert_eq!(bus.write(&[1]), Ok(()));
        assert_eq!(bus.write(&[2]), Err(ErrorKind::ModeFault));
        assert_eq!(bus.write(&[3]), Ok(()));
        assert_eq!(bus.transactions(), 3);
        let bytes = bus.part(|echo| echo.seen.iter().map(|(_, byte, _)| *byte).sum::<u8>());
        assert_eq!(bytes, 4);
    }
}
