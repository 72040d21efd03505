//! Opening as with every kind of pore: a look at a time.

use core::time::Duration;

use super::{Endpoint, Name, Negotiation, Settings, Step, UnixError, UnixPore};
use crate::any::Opens;
use crate::ring::State;

/// A pore to an endpoint, on its way.
#[derive(Debug)]
pub struct Connecting(Option<Negotiation>);

impl Connecting {
    /// Goes to the endpoint of this name.
    ///
    /// # Errors
    ///
    /// As [`Negotiation::begin`].
    pub fn new(name: &Name, settings: Settings) -> Result<Self, UnixError> {
        Negotiation::begin(name, settings).map(|begun| Self(Some(begun)))
    }

    /// What is being negotiated; `None` once it is over.
    pub fn negotiation(&self) -> Option<&Negotiation> {
        self.0.as_ref()
    }
}

impl Opens for Connecting {
    type Pore = UnixPore;
    type Error = UnixError;

    fn poll_open(&mut self) -> Result<Option<UnixPore>, UnixError> {
        let Some(begun) = self.0.take() else {
            return Err(UnixError::Gone(State::Closed));
        };
        Ok(match begun.step()? {
            Step::Done(pore) => Some(pore),
            Step::Waiting(begun) => {
                self.0 = Some(begun);
                None
            }
        })
    }
}

impl Opens for Endpoint {
    type Pore = UnixPore;
    type Error = UnixError;

    /// A pore of whoever came, as [`accept`](Endpoint::accept).
    fn poll_open(&mut self) -> Result<Option<UnixPore>, UnixError> {
        match self.accept(Some(Duration::ZERO)) {
            Ok(pore) => Ok(Some(pore)),
            Err(UnixError::Timeout(State::Unknown)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
