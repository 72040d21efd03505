//! Stores to test: right there, and behind the ring that a Xen guest has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::Ordering::Relaxed;

use pore::legacy::{ByteEnd, XenstorePage};
use pore::membrane::store::wire::{Server, Waiting};
use pore::membrane::store::{DomId, LocalStore, Quota, Store, StoreError, Storelet};

/// Each with a number of its own.
type Servers = Rc<RefCell<Vec<(usize, Server<ByteEnd<'static>>)>>>;

/// A store, and how domains reach it.
pub(crate) struct World {
    pub(crate) storelet: Rc<RefCell<Storelet>>,
    servers: Servers,
    wired: bool,
    connected: Cell<usize>,
}

impl World {
    /// Connects a domain that has been introduced.
    pub(crate) fn connect(&self, domid: u16) -> Box<dyn Store> {
        let domid = DomId(domid);
        if !self.wired {
            return Box::new(LocalStore::new(&self.storelet, domid));
        }
        let page = Box::leak(Box::new(XenstorePage::new()));
        for word in [
            &page.req_prod,
            &page.req_cons,
            &page.rsp_prod,
            &page.rsp_cons,
        ] {
            word.store(0xFFFF_FFF0, Relaxed);
        }
        let (client, server) = page.ends().unwrap();
        let server = Server::new(&mut self.storelet.borrow_mut(), domid, server);
        let number = self.connected.replace(self.connected.get() + 1);
        self.servers.borrow_mut().push((number, server));
        let (storelet, servers) = (Rc::clone(&self.storelet), Rc::clone(&self.servers));
        Box::new(Waiting::new(domid, client, move || {
            pump(&storelet, &servers);
            let servers = servers.borrow();
            let mut numbers = servers.iter().map(|(number, _)| *number);
            numbers
                .find(|other| *other == number)
                .map(drop)
                .ok_or(StoreError::Gone)
        }))
    }

    /// What a domain's watches have told, as `path token`.
    pub(crate) fn events(&self, store: &mut dyn Store) -> Vec<String> {
        let mut events = Vec::new();
        // As much as goes through the ring at a time.
        for _ in 0..20 {
            pump(&self.storelet, &self.servers);
            while let Some(event) = store.next_event().unwrap() {
                events.push(format!("{} {}", event.path, event.token));
            }
        }
        events
    }
}

fn pump(storelet: &RefCell<Storelet>, servers: &Servers) {
    let mut storelet = storelet.borrow_mut();
    // Those whose domain has gone are over.
    let mut servers = servers.borrow_mut();
    servers.retain_mut(|(_, server)| server.turn(&mut storelet).is_ok());
}

/// Runs a test with either, with the domains 1 to 3.
pub(crate) fn everywhere(test: impl Fn(&World)) {
    everywhere_within(Quota::DEFAULT, test);
}

/// The same, with another quota.
pub(crate) fn everywhere_within(quota: Quota, test: impl Fn(&World)) {
    for wired in [false, true] {
        let mut storelet = Storelet::new(quota);
        for domid in 1..=3 {
            storelet.introduce(DomId(domid)).unwrap();
        }
        let storelet = Rc::new(RefCell::new(storelet));
        let servers = Servers::default();
        test(&World {
            storelet,
            servers,
            wired,
            connected: Cell::new(0),
        });
    }
}
