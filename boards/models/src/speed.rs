//! `SIM_SPEED`: how fast the models' world goes.

use std::ffi::OsStr;

use board_support::BoardError;

/// How fast a trace is replayed and samples are played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed(f64);

impl Speed {
    /// As fast as it was recorded.
    pub const REAL_TIME: Self = Self(1.0);
    /// As fast as events are taken: the next finger waits for room in the
    /// ring, so nothing is lost.
    pub const UNPACED: Self = Self(0.0);

    /// `factor` times faster than recorded; 0 is [`Speed::UNPACED`]. `None`
    /// for a factor below 0, infinite, or no number.
    ///
    /// # Examples
    ///
    /// ```
    /// use board_models::Speed;
    ///
    /// assert_eq!(Speed::new(1.0), Some(Speed::REAL_TIME));
    /// assert_eq!(Speed::new(-1.0), None);
    /// ```
    #[must_use]
    pub fn new(factor: f64) -> Option<Self> {
        (factor.is_finite() && factor >= 0.0).then_some(Self(factor.abs()))
    }

    /// What `SIM_SPEED` says: real time, if it says nothing. An empty value is
    /// a value.
    ///
    /// # Errors
    ///
    /// [`BoardError::Config`] for what is no number of 0 or more.
    pub fn from_setting(value: Option<&OsStr>) -> Result<Self, BoardError> {
        let Some(value) = value else {
            return Ok(Self::REAL_TIME);
        };
        let factor = value.to_str().and_then(|text| text.parse().ok());
        factor.and_then(Self::new).ok_or(BoardError::Config {
            setting: "SIM_SPEED",
            line: None,
            reason: "not a number of 0 or more",
        })
    }

    /// How many times faster than recorded; 0 for [`Speed::UNPACED`].
    #[must_use]
    pub const fn factor(self) -> f64 {
        self.0
    }

    /// Whether events are never lost to the clock.
    #[must_use]
    pub fn is_unpaced(self) -> bool {
        self == Self::UNPACED
    }
}
