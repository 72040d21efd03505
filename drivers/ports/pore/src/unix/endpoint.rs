//! A name that processes connect to.

use core::time::Duration;
use std::time::Instant;

use avm_port::{Bell, PortError};
use avm_term::now_us;
use pore::doorbell::{Doorbell, Watch};
use pore::membrane::unix::{Endpoint, Name, Settings, UnixError};
use pore::ring::State;

use super::end::UnixEnd;
use super::reason::reason;
use crate::source::Accepted;

/// A name that processes connect to.
pub struct UnixEndpoint {
    endpoint: Endpoint,
    bell: Bell,
    /// Rings at a time, and needs nothing more for that.
    timer: Watch,
    /// Rings when somebody comes, or says something: other descriptors each time.
    ears: Option<Watch>,
}

impl UnixEndpoint {
    pub(super) fn bind(name: &Name, settings: Settings, bell: Bell) -> Result<Self, PortError> {
        let endpoint = Endpoint::try_bind(name, settings).map_err(reason)?;
        let timer = Watch::new(&[], move || bell.ring());
        Ok(Self {
            endpoint,
            bell,
            timer: timer.map_err(|error| reason(error.into()))?,
            ears: None,
        })
    }

    pub(super) fn accept(&mut self) -> Accepted<UnixEnd> {
        match self.endpoint.accept(Some(Duration::ZERO)) {
            Ok(pore) => Accepted::Pore(UnixEnd::new(pore, None)),
            Err(UnixError::Timeout(State::Unknown)) => Accepted::Nobody,
            Err(error @ (UnixError::NoDescriptors | UnixError::NoRoom | UnixError::Io(_))) => {
                Accepted::Failed(reason(error))
            }
            Err(_) => Accepted::Refused,
        }
    }

    pub(super) fn sleep(&mut self, peers: bool, until_us: Option<u64>) {
        let left = until_us.map(|until| Duration::from_micros(until.saturating_sub(now_us())));
        let mut until = left.map(|left| Instant::now() + left);
        if peers {
            until = [until, self.endpoint.deadline()]
                .into_iter()
                .flatten()
                .min();
        }
        let bell = self.bell;
        let ears = peers.then(|| Watch::new(&self.endpoint.fds(), move || bell.ring()));
        self.ears = match ears.transpose() {
            Ok(ears) => ears,
            Err(_) => {
                // It looks again by itself.
                let soon = Instant::now() + Duration::from_millis(20);
                until = Some(until.map_or(soon, |until| until.min(soon)));
                None
            }
        };
        let armed = match until {
            Some(until) => self.timer.rearm_until(until),
            None => Ok(()),
        };
        if armed.is_err() {
            self.bell.ring();
        }
    }
}
