//! What is true of every codec, by the transactions of its calls.

use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

use crate::{I2C_KINDS, failing};

/// The format of a CD.
pub const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// What a codec does on its bus for each call of its trait.
#[derive(Debug, Clone)]
pub struct Calls {
    /// [`Codec::configure`], for a CD.
    pub configure: Vec<Transaction>,
    /// Transactions of that before the part is known: what fails there is
    /// followed by nothing.
    pub identify: usize,
    /// [`Codec::power_up`].
    pub power_up: Vec<Transaction>,
    /// [`Codec::set_volume`], to 255.
    pub loudest: Vec<Transaction>,
    /// [`Codec::set_mute`], to false.
    pub sound: Vec<Transaction>,
    /// [`Codec::set_mute`], to true.
    pub mute: Vec<Transaction>,
    /// [`Codec::power_down`].
    pub power_down: Vec<Transaction>,
}

/// What follows a transaction that failed.
#[derive(Debug, Clone, Copy)]
enum After {
    Nothing,
    /// The codec is muted and powered down.
    PowerDown,
    /// The call goes on.
    TheRest,
}

type Call<C> = fn(&mut C) -> Result<(), AudioError>;

impl Calls {
    /// Asks what a player asks of any codec, from setting up to powering down.
    ///
    /// # Panics
    ///
    /// A call fails, or the bus hears anything else.
    pub fn play<C: Codec<Error = AudioError>>(&self, open: impl Fn(Mock) -> C) {
        let script = [
            &self.configure,
            &self.power_up,
            &self.loudest,
            &self.sound,
            &self.mute,
            &self.power_down,
        ];
        let mut bus = Mock::new(script.into_iter().flatten());
        let mut codec = open(bus.clone());
        assert_eq!(codec.configure(CD), Ok(()), "configure");
        assert_eq!(codec.power_up(), Ok(()), "power_up");
        assert_eq!(codec.set_volume(255), Ok(()), "set_volume");
        assert_eq!(codec.set_mute(false), Ok(()), "set_mute(false)");
        assert_eq!(codec.set_mute(true), Ok(()), "set_mute(true)");
        assert_eq!(codec.power_down(), Ok(()), "power_down");
        bus.done();
    }

    /// Lets each transaction of each call fail in each way, and tells how many
    /// times that was. The error is told; setting up and powering up leave the
    /// codec muted and down; every step of powering down is tried.
    ///
    /// # Panics
    ///
    /// A call does not tell the error, or the bus hears anything else.
    pub fn fail_each<C: Codec<Error = AudioError>>(&self, open: impl Fn(Mock) -> C) -> usize {
        let calls: [(&[Transaction], usize, After, Call<C>); 6] = [
            (&self.configure, self.identify, After::PowerDown, |codec| {
                codec.configure(CD)
            }),
            (&self.power_up, 0, After::PowerDown, C::power_up),
            (&self.loudest, 0, After::Nothing, |codec| {
                codec.set_volume(255)
            }),
            (&self.sound, 0, After::Nothing, |codec| {
                codec.set_mute(false)
            }),
            (&self.mute, 0, After::Nothing, |codec| codec.set_mute(true)),
            (&self.power_down, 0, After::TheRest, C::power_down),
        ];
        let mut times = 0;
        for (good, identify, after, call) in calls {
            for nth in 0..good.len() {
                let after = if nth < identify {
                    After::Nothing
                } else {
                    after
                };
                self.fail_at(good, nth, after, &|bus| call(&mut open(bus)));
                times += I2C_KINDS.len();
            }
        }
        times
    }

    fn fail_at(
        &self,
        good: &[Transaction],
        nth: usize,
        after: After,
        call: &dyn Fn(Mock) -> Result<(), AudioError>,
    ) {
        for kind in I2C_KINDS {
            let follows = match after {
                After::Nothing => Vec::new(),
                After::PowerDown => self.power_down.clone(),
                After::TheRest => good[nth + 1..].to_vec(),
            };
            let mut bus = Mock::new(&failing(good, nth, kind, follows));
            let told = call(bus.clone());
            assert_eq!(told, Err(AudioError::Bus(kind)), "step {nth}");
            bus.done();
        }
    }
}
