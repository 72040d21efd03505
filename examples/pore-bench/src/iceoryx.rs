//! iceoryx2: publish-subscribe services, and its events to sleep at.

use std::fmt::Debug;
use std::rc::Rc;

use example_support::Error;
use iceoryx2::config::Config;
use iceoryx2::port::backpressure_strategy::BackpressureStrategy;
use iceoryx2::port::listener::Listener;
use iceoryx2::port::notifier::Notifier;
use iceoryx2::port::publisher::Publisher;
use iceoryx2::port::subscriber::Subscriber;
use iceoryx2::prelude::*;

use crate::place::Side;
use crate::pores::LONG;
use crate::raw::until;
use crate::sockets::short;
use crate::way::{LARGE, PING, Way};
use crate::ways::Cell;
use crate::work::Work;

type Ipc = ipc::Service;

/// Messages that wait at most.
const WAITING: usize = 1024;
/// Large messages that wait at most.
const LARGE_WAITING: usize = 16;
/// Words of a large message.
const WORDS: usize = LARGE / 8;

fn failed(error: impl Debug) -> Error {
    Error::Flawed(format!("iceoryx2 says: {error:?}"))
}

/// What services are made with.
struct Maker {
    node: Rc<Node<Ipc>>,
    name: String,
    side: Side,
}

impl Maker {
    fn new(side: Side, name: &str) -> Result<Self, Error> {
        let builder = NodeBuilder::new().config(&Config::default());
        let node = builder.signal_handling_mode(SignalHandlingMode::Disabled);
        Ok(Self {
            node: Rc::new(node.create().map_err(failed)?),
            name: name.to_owned(),
            side,
        })
    }

    /// What the services of both directions are called: the one away from here, and the other.
    fn names(&self, what: &str) -> Result<[ServiceName; 2], Error> {
        let name = |way: usize| ServiceName::new(&format!("{}/{what}/{way}", self.name));
        let [out, back] = [self.side.out(), self.side.into()].map(name);
        Ok([out.map_err(failed)?, back.map_err(failed)?])
    }

    fn values<T: Debug + ZeroCopySend + 'static>(&self, what: &str) -> Result<Values<T>, Error> {
        let service = |name: &ServiceName| {
            let builder = self.node.service_builder(name).publish_subscribe::<T>();
            let builder = builder.enable_safe_overflow(false).max_subscribers(1);
            let builder = builder.subscriber_max_buffer_size(WAITING);
            builder.open_or_create().map_err(failed)
        };
        let [out, back] = self.names(what)?;
        let (out, back) = (service(&out)?, service(&back)?);
        let publisher = out.publisher_builder();
        let publisher = publisher.backpressure_strategy(BackpressureStrategy::DiscardData);
        Ok(Values {
            publisher: publisher.create().map_err(failed)?,
            subscriber: back.subscriber_builder().create().map_err(failed)?,
            _node: self.node.clone(),
        })
    }

    fn events(&self) -> Result<Events, Error> {
        let service = |name: &ServiceName| {
            let builder = self.node.service_builder(name).event();
            builder.open_or_create().map_err(failed)
        };
        let [out, back] = self.names("event")?;
        let (out, back) = (service(&out)?, service(&back)?);
        Ok(Events {
            values: self.values("asleep")?,
            notifier: out.notifier_builder().create().map_err(failed)?,
            listener: back.listener_builder().create().map_err(failed)?,
        })
    }

    fn slices(&self) -> Result<Slices, Error> {
        let service = |name: &ServiceName| {
            let builder = self.node.service_builder(name).publish_subscribe::<[u64]>();
            let builder = builder.enable_safe_overflow(false).max_subscribers(1);
            let builder = builder.subscriber_max_buffer_size(LARGE_WAITING);
            builder.open_or_create().map_err(failed)
        };
        let [out, back] = self.names("large")?;
        let (out, back) = (service(&out)?, service(&back)?);
        let publisher = out.publisher_builder().initial_max_slice_len(WORDS);
        let publisher = publisher.backpressure_strategy(BackpressureStrategy::DiscardData);
        Ok(Slices {
            publisher: publisher.create().map_err(failed)?,
            subscriber: back.subscriber_builder().create().map_err(failed)?,
            _node: self.node.clone(),
        })
    }
}

/// Messages of one type; who waits looks all the time.
struct Values<T: Debug + ZeroCopySend + 'static> {
    publisher: Publisher<Ipc, T, ()>,
    subscriber: Subscriber<Ipc, T, ()>,
    _node: Rc<Node<Ipc>>,
}

impl<const N: usize> Values<[u8; N]> {
    fn put(&mut self, message: &[u8]) -> Result<(), Error> {
        let message = <[u8; N]>::try_from(message).map_err(|_| short())?;
        // Who sends again knows best that nothing is lost.
        until(|| {
            let sample = self.publisher.loan_uninit().map_err(failed)?;
            let sent = sample.write_payload(message).send().map_err(failed)?;
            Ok(sent == 1)
        })
    }

    fn take(&mut self, message: &mut [u8]) -> Result<bool, Error> {
        let Some(sample) = self.subscriber.receive().map_err(failed)? else {
            return Ok(false);
        };
        let place = <&mut [u8; N]>::try_from(message).map_err(|_| short())?;
        *place = *sample;
        Ok(true)
    }
}

impl<const N: usize> Way for Values<[u8; N]> {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.put(message)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        until(|| self.take(message))
    }
}

/// Messages, and an event for each; who waits sleeps until it comes.
struct Events {
    values: Values<[u8; PING]>,
    notifier: Notifier<Ipc>,
    listener: Listener<Ipc>,
}

impl Way for Events {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        self.values.put(message)?;
        self.notifier.notify().map_err(failed)?;
        Ok(())
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        while !self.values.take(message)? {
            self.listener.timed_wait(|_| (), LONG).map_err(failed)?;
        }
        Ok(())
    }
}

/// Large messages, made and looked at in place.
struct Slices {
    publisher: Publisher<Ipc, [u64], ()>,
    subscriber: Subscriber<Ipc, [u64], ()>,
    _node: Rc<Node<Ipc>>,
}

impl Way for Slices {
    fn send(&mut self, _message: &[u8]) -> Result<(), Error> {
        Err(Error::Input("it has large messages only".into()))
    }

    fn receive(&mut self, _message: &mut [u8]) -> Result<(), Error> {
        Err(Error::Input("it has large messages only".into()))
    }

    fn send_large(&mut self, number: u64) -> Result<(), Error> {
        until(|| {
            let sample = self.publisher.loan_slice_uninit(WORDS).map_err(failed)?;
            let sample = sample.write_from_fn(|at| number.wrapping_add(at as u64));
            Ok(sample.send().map_err(failed)? == 1)
        })
    }

    fn receive_large(&mut self) -> Result<u64, Error> {
        let mut sum = None;
        until(|| {
            let sample = self.subscriber.receive().map_err(failed)?;
            sum = sample.map(|words| words.iter().copied().fold(0, u64::wrapping_add));
            Ok(sum.is_some())
        })?;
        sum.ok_or_else(short)
    }
}

/// What is measured of it.
pub(crate) fn cells(side: Side, name: &str) -> Result<Vec<Cell>, Error> {
    let maker = Maker::new(side, name)?;
    let mut cells = Vec::new();
    let mut add = |work, name, way| cells.push(Cell { work, name, way });
    let spun = Box::new(maker.values::<[u8; PING]>("spun")?);
    add(Work::Spin, "iceoryx2", spun);
    let slept = crate::ways::Shares::new(maker.events()?);
    for work in [Work::Blocking, Work::Apart] {
        add(work, "iceoryx2 with events", Box::new(slept.clone()));
    }
    let small = Box::new(maker.values::<[u8; 16]>("small")?);
    add(Work::Rate, "iceoryx2, spinning", small);
    add(
        Work::Large,
        "iceoryx2, lent, spinning",
        Box::new(maker.slices()?),
    );
    Ok(cells)
}
