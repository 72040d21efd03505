//! The messages: answers in any order, and what is no message.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use pore::legacy::{Operation, SOCKMSG_BYTES, SockMsg};
use pore::membrane::store::wire::{Client, Server};
use pore::membrane::store::{DomId, Event, StoreError, Storelet, Tx};
use pore::pipe::Pipe;

/// Bytes both ways, seen from one end.
#[derive(Clone, Default)]
struct Tube {
    input: Rc<RefCell<VecDeque<u8>>>,
    output: Rc<RefCell<VecDeque<u8>>>,
}

impl Tube {
    fn other_end(&self) -> Self {
        Self {
            input: Rc::clone(&self.output),
            output: Rc::clone(&self.input),
        }
    }

    fn send(&self, operation: Operation, req_id: u32, payload: &[u8]) {
        let header = SockMsg {
            operation,
            req_id,
            tx_id: 0,
            len: payload.len() as u32,
        };
        self.send_bytes(&header.to_bytes());
        self.send_bytes(payload);
    }

    fn send_bytes(&self, bytes: &[u8]) {
        self.output.borrow_mut().extend(bytes);
    }

    fn receive(&self) -> Option<(SockMsg, Vec<u8>)> {
        let mut input = self.input.borrow_mut();
        if input.is_empty() {
            return None;
        }
        let header: Vec<u8> = input.drain(..SOCKMSG_BYTES).collect();
        let header = SockMsg::from_bytes(&header.try_into().unwrap()).unwrap();
        let payload = input.drain(..header.len as usize).collect();
        Some((header, payload))
    }
}

impl Pipe for Tube {
    type Error = ();

    fn write(&mut self, bytes: &[u8]) -> Result<usize, ()> {
        self.output.borrow_mut().extend(bytes);
        Ok(bytes.len())
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, ()> {
        let mut input = self.input.borrow_mut();
        let count = bytes.len().min(input.len());
        for (place, byte) in bytes.iter_mut().zip(input.drain(..count)) {
            *place = byte;
        }
        Ok(count)
    }
}

#[test]
fn t4_replies_are_matched_by_their_number() {
    let tube = Tube::default();
    let store = tube.other_end();
    let mut client = Client::new(tube);
    let asked: Vec<u32> = (0..10)
        .map(|n| {
            client
                .ask(Operation::Read, Tx::NONE, format!("k{n}\0").as_bytes())
                .unwrap()
        })
        .collect();
    assert_eq!(client.poll(), Ok(None));
    let mut requests: Vec<_> = std::iter::from_fn(|| store.receive()).collect();
    assert_eq!(requests.len(), 10);
    // From the last to the first, one refused, with a change between them.
    requests.reverse();
    for (at, (header, path)) in requests.iter().enumerate() {
        if at == 4 {
            store.send(Operation::WatchEvent, 0, b"some/path\0token\0");
            store.send(Operation::Error, header.req_id, b"ENOENT\0");
        } else {
            store.send(Operation::Read, header.req_id, &path[..2]);
        }
    }
    for at in 0..10 {
        let answer = client.poll().unwrap().unwrap();
        let number = 9 - at;
        assert_eq!(answer.req_id, asked[number]);
        let expected = if at == 4 {
            Err(StoreError::NoEntry)
        } else {
            Ok(format!("k{number}").into_bytes())
        };
        assert_eq!(answer.result, expected);
    }
    let event = client.next_event();
    let (path, token) = ("some/path".to_owned(), "token".to_owned());
    assert_eq!(event, Some(Event { path, token }));
    assert_eq!((client.poll(), client.next_event()), (Ok(None), None));
}

#[test]
fn t4_answers_that_nobody_asked_for_end_the_connection() {
    let lies: [fn(&Tube, u32); 7] = [
        |store, id| store.send(Operation::Read, id + 1, b"x"),
        |store, id| {
            store.send(Operation::Read, id, b"x");
            store.send(Operation::Read, id, b"x");
        },
        |store, id| store.send(Operation::Write, id, b"OK\0"),
        |store, _| store.send(Operation::Error, 0, b"ENOENT\0"),
        |store, _| store.send(Operation::WatchEvent, 0, b"no token"),
        |store, _| store.send_bytes(&[255; SOCKMSG_BYTES]),
        |store, _| store.send_bytes(b"\x02\0\0\0\x01\0\0\0\0\0\0\0\x01\x10\0\0"),
    ];
    for lie in lies {
        let tube = Tube::default();
        let store = tube.other_end();
        let mut client = Client::new(tube);
        let id = client.ask(Operation::Read, Tx::NONE, b"a\0").unwrap();
        lie(&store, id);
        let over = (0..3).find_map(|_| client.poll().err());
        assert_eq!(over, Some(StoreError::Protocol));
        assert_eq!(client.poll(), Err(StoreError::Protocol));
        let more = client.ask(Operation::Read, Tx::NONE, b"a\0");
        assert_eq!(more, Err(StoreError::Protocol));
    }
}

#[test]
fn t4_requests_without_an_answer_are_bounded() {
    let mut client = Client::new(Tube::default());
    let asked = (0..1000).take_while(|_| client.ask(Operation::Read, Tx::NONE, b"a\0").is_ok());
    assert_eq!(asked.count(), 64);
    let more = client.ask(Operation::Read, Tx::NONE, b"a\0");
    assert_eq!(more, Err(StoreError::NoSpace));
    let long = vec![b'a'; 4097];
    let long = Client::new(Tube::default()).ask(Operation::Read, Tx::NONE, &long);
    assert_eq!(long, Err(StoreError::TooBig));
}

/// What the store answers to one message.
fn answer(operation: Operation, payload: &[u8]) -> (Operation, Vec<u8>) {
    let mut storelet = Storelet::default();
    storelet.introduce(DomId(1)).unwrap();
    let tube = Tube::default();
    let client = tube.other_end();
    let mut server = Server::new(&mut storelet, DomId(1), tube);
    client.send(operation, 77, payload);
    assert_eq!(server.turn(&mut storelet), Ok(true));
    let (header, reply) = client.receive().unwrap();
    assert_eq!(header.req_id, 77);
    (header.operation, reply)
}

#[test]
fn t4_what_is_no_request_is_refused() {
    let refused = |error: &str| (Operation::Error, format!("{error}\0").into_bytes());
    for (operation, payload, error) in [
        (Operation::Read, &b"a"[..], "EINVAL"),
        (Operation::Read, b"", "EINVAL"),
        (Operation::Read, b"a\0b\0", "EINVAL"),
        (Operation::Read, b"\xff\0", "EINVAL"),
        (Operation::Write, b"no end", "EINVAL"),
        (Operation::Watch, b"a\0", "EINVAL"),
        (Operation::SetPerms, b"\0r1\0", "EINVAL"),
        (Operation::SetPerms, b"a\0x1\0", "EINVAL"),
        (Operation::TransactionEnd, b"T\0", "ENOENT"),
        (Operation::TransactionEnd, b"X\0", "EINVAL"),
        (Operation::TransactionStart, b"1\0", "EINVAL"),
        (Operation::GetDomainPath, b"x\0", "EINVAL"),
        (Operation::Introduce, b"1\0", "ENOSYS"),
        (Operation::WatchEvent, b"a\0b\0", "ENOSYS"),
        (Operation::Error, b"EINVAL\0", "ENOSYS"),
        (Operation::Read, b"a\0", "ENOENT"),
    ] {
        assert_eq!(answer(operation, payload), refused(error), "{operation:?}");
    }
    let path = answer(Operation::GetDomainPath, b"7\0");
    assert_eq!(path.1, b"/local/domain/7\0");
    assert_eq!(answer(Operation::IsDomainIntroduced, b"1\0").1, b"T\0");
    assert_eq!(answer(Operation::IsDomainIntroduced, b"2\0").1, b"F\0");
    assert_eq!(answer(Operation::ResetWatches, b"\0").1, b"OK\0");
}

#[test]
fn t4_a_client_that_sends_rubbish_is_disconnected() {
    let mut storelet = Storelet::default();
    let tube = Tube::default();
    let client = tube.other_end();
    let mut server = Server::new(&mut storelet, DomId(1), tube);
    client.send(Operation::Watch, 1, b"a\0t\0");
    assert_eq!(server.turn(&mut storelet), Ok(true));
    assert_eq!(storelet.open_ends().0, 1);
    client.send_bytes(b"\x02\0\0\0\x01\0\0\0\0\0\0\0\xff\xff\xff\xff");
    assert_eq!(server.turn(&mut storelet), Err(StoreError::Protocol));
    assert_eq!(storelet.open_ends(), (0, 0));
    assert_eq!(server.turn(&mut storelet), Err(StoreError::Gone));
}
