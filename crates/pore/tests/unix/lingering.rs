//! Descriptors that take their time to be closed: it is not this side's time.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use pore::membrane::unix::{Endpoint, Settings, UnixError};
use pore::ring::State;

use crate::common::{HASTY, LONG, alone, name, open, settles};
use crate::hostile::connected;
use crate::raw::{ANSWER, OFFER, Raw, Share, bytes};

/// How long such a descriptor is closed.
const SLOW: Duration = Duration::from_secs(30);

/// A socket with bytes that nobody takes, and that is closed once they are sent or it is too late;
/// and the one who does not take them.
fn slow() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let mut sender = TcpStream::connect(address).expect("it listens");
    let (receiver, _) = listener.accept().expect("it came");
    sender.set_nonblocking(true).expect("a socket");
    while sender.write(&[0; 1 << 16]).is_ok() {}
    rustix::net::sockopt::set_socket_linger(&sender, Some(SLOW)).expect("a socket");
    (sender, receiver)
}

/// Sends such descriptors, and keeps none of them.
fn send_slow(raw: &Raw, message: &[u8], count: usize) -> Vec<TcpStream> {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..count).map(|_| slow()).unzip();
    let fds: Vec<BorrowedFd<'_>> = senders.iter().map(AsFd::as_fd).collect();
    raw.send(message, &fds);
    receivers
}

/// Runs it, which must not take the time of these descriptors.
fn at_once<T: Send + 'static>(what: &str, run: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, is_done) = channel();
    thread::spawn(move || done.send(run()));
    let result = is_done.recv_timeout(SLOW / 3);
    result.unwrap_or_else(|_| panic!("{what} waits"))
}

#[test]
fn what_takes_long_to_be_closed_is_closed_elsewhere() {
    let _open = alone();
    let before = open();
    for (what, message, count) in [
        ("an offer with too few", bytes(&OFFER), 2),
        ("an offer with others", bytes(&OFFER), 3),
        ("an offer with too many", bytes(&OFFER), 9),
        ("an answer with some", bytes(&ANSWER), 1),
        ("no message at all", Vec::new(), 1),
    ] {
        let name = name();
        let mut endpoint = Endpoint::bind(&name, HASTY).expect("nobody has it");
        let raw = Raw::connect(&name);
        let receivers = send_slow(&raw, &message, count);
        let found = at_once(what, move || endpoint.accept(LONG).err());
        assert!(found.is_some_and(|error| error != UnixError::Timeout(State::Unknown)));
        drop((raw, receivers));
    }
    settles(before);
}

#[test]
fn what_nobody_reads_is_closed_elsewhere() {
    let _open = alone();
    let before = open();
    let (mut pore, raw) = connected();
    let receivers = send_slow(&raw, b"x", 1);
    let pore = at_once("to look", move || {
        let _broken = pore.look();
        pore
    });
    drop((pore, raw, receivers));

    let (pore, raw) = connected();
    raw.send(b"", &[]);
    let receivers = send_slow(&raw, b"", 1);
    at_once("to drop a pore", move || drop(pore));
    drop((raw, receivers));

    let name = name();
    let endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let raw = Raw::connect(&name);
    let receivers = send_slow(&raw, &bytes(&OFFER), 3);
    at_once("to drop an endpoint", move || drop(endpoint));
    drop((raw, receivers, Share::new(8)));
    settles(before);
}
