//! Peers that are honest.

use std::io::{Error, ErrorKind};
use std::os::fd::BorrowedFd;
use std::thread;
use std::time::Duration;

use pore::doorbell::{TimerFd, Wait};
use pore::membrane::unix::{
    Access, Endpoint, Refusal, Settings, UnixError, UnixLink, UnixPore, Wanted, connect,
};
use pore::ring::{Closed, Config, State, Wake};

use crate::common::{HASTY, LONG, name, pair, with_others};

/// Sends all of it and reads as much, both at the same time.
fn exchange(mut pore: UnixPore, sent: &[u8]) -> Result<Vec<u8>, Closed> {
    let (mut rest, mut got, mut bytes) = (sent, Vec::new(), [0; 1000]);
    while !rest.is_empty() || got.len() < sent.len() {
        // The other one may have closed already, once it has all.
        let written = if rest.is_empty() {
            0
        } else {
            pore.write(rest)?
        };
        rest = &rest[written..];
        let count = match sent.len() - got.len() {
            0 => 0,
            _ => pore.read(&mut bytes)?,
        };
        got.extend_from_slice(&bytes[..count]);
        if written == 0 && count == 0 {
            let free = u32::from(!rest.is_empty());
            let filled = u32::from(got.len() < sent.len());
            assert!(pore.wait(Wanted { filled, free }, LONG)?, "rung for");
        }
    }
    Ok(got)
}

#[test]
fn times_beyond_all_time_are_times() {
    let _open = with_others();
    let settings = Settings {
        timeout: Duration::MAX,
        ..Settings::DEFAULT
    };
    let name = name();
    let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
    let other = thread::spawn(move || connect(&name, settings));
    let accepted = endpoint.accept(Some(Duration::MAX));
    let mut here = accepted.expect("an honest peer");
    let mut there = other.join().expect("no panic").expect("an honest peer");
    assert_eq!(there.write(b"late"), Ok(4));
    assert_eq!(here.wait(Wanted::INPUT, Some(Duration::MAX)), Ok(true));
}

#[test]
fn both_send_more_than_fits() {
    let _open = with_others();
    let settings = Settings {
        order: 8,
        ..Settings::DEFAULT
    };
    let (here, there) = pair(settings);
    let sent: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let copy = sent.clone();
    let other = thread::spawn(move || exchange(there, &copy));
    for got in [exchange(here, &sent), other.join().expect("no panic")] {
        assert!(got.expect("open") == sent);
    }
}

#[test]
fn each_knows_the_other() {
    let _open = with_others();
    let config = Config {
        features: 5,
        max_frame: 1 << 20,
        start: 0xFFFF_FFF0,
    };
    let settings = Settings {
        order: 10,
        config,
        ..Settings::DEFAULT
    };
    let (here, there) = pair(settings);
    for pore in [&here, &there] {
        assert_eq!(pore.peer().pid, std::process::id());
        let peer = pore.config();
        assert_eq!(
            (peer.order, peer.features, peer.max_frame),
            (10, 5, 1 << 20)
        );
    }
    let (mine, theirs) = here.epochs();
    assert_eq!(there.epochs(), (theirs, mine));
    let (again, _there) = pair(settings);
    assert_ne!(again.epochs().0, mine, "another life, another number");
    assert_ne!(again.epochs().1, theirs);
}

#[test]
fn who_closes_is_still_read() {
    let _open = with_others();
    let (here, mut there) = pair(Settings::DEFAULT);
    let mut here = here;
    here.write(b"last words").expect("open");
    drop(here);
    assert_eq!(there.wait(Wanted::INPUT, LONG), Ok(true));
    let mut bytes = [0; 16];
    assert_eq!(there.read(&mut bytes), Ok(10));
    assert_eq!(there.read(&mut bytes), Err(Closed::Peer));
    assert_eq!(there.wait(Wanted::EITHER, LONG), Err(Closed::Peer));
    assert_eq!(there.write(b"x"), Err(Closed::Peer));
    assert_eq!(there.closed(), Some(Closed::Peer));
}

#[test]
fn nothing_comes_in_time() {
    let _open = with_others();
    let (mut here, _there) = pair(Settings::DEFAULT);
    assert_eq!(here.wait(Wanted::INPUT, Some(HASTY.timeout)), Ok(false));
    assert_eq!(here.wait(Wanted::ROOM, LONG), Ok(true), "it is empty");
    let mut endpoint = Endpoint::bind(&name(), HASTY).expect("nobody has it");
    let nobody = endpoint.accept(Some(HASTY.timeout)).err();
    assert_eq!(nobody, Some(UnixError::Timeout(State::Unknown)));
}

#[test]
fn who_may_not_is_told_so() {
    let _open = with_others();
    let nobody = Settings {
        access: Access::Users(&[u32::MAX]),
        ..Settings::DEFAULT
    };
    let everyone = Settings {
        access: Access::Everyone,
        ..Settings::DEFAULT
    };
    for endpoint_denies in [true, false] {
        let name = name();
        let (mine, theirs) = if endpoint_denies {
            (nobody, everyone)
        } else {
            (everyone, nobody)
        };
        let mut endpoint = Endpoint::bind(&name, mine).expect("nobody has it");
        let other = thread::spawn(move || connect(&name, theirs).err());
        let here = endpoint.accept(LONG).err();
        let there = other.join().expect("no panic");
        let (denied, told) = if endpoint_denies {
            (here, there)
        } else {
            (there, here)
        };
        assert!(matches!(denied, Some(UnixError::Denied(peer)) if peer.pid == std::process::id()));
        assert_eq!(told, Some(UnixError::Refused(Refusal::Denied)));
    }
}

#[test]
fn settings_that_no_region_has() {
    let _open = with_others();
    for order in [0, 3, 31, u32::MAX] {
        let settings = Settings {
            order,
            ..Settings::DEFAULT
        };
        assert_eq!(
            Endpoint::bind(&name(), settings).err(),
            Some(UnixError::Order(order))
        );
        assert_eq!(
            connect(&name(), settings).err(),
            Some(UnixError::Order(order))
        );
    }
}

#[test]
fn errors_of_the_system_have_types() {
    for (code, error) in [
        (24, UnixError::NoDescriptors),
        (23, UnixError::NoDescriptors),
        (12, UnixError::NoRoom),
        (28, UnixError::NoRoom),
        (98, UnixError::NameTaken),
        (111, UnixError::NotFound),
        (13, UnixError::Io(ErrorKind::PermissionDenied)),
    ] {
        assert_eq!(UnixError::from(Error::from_raw_os_error(code)), error);
    }
}

#[test]
fn a_half_that_ends_wakes_the_other_half_of_its_side() {
    let _open = with_others();
    let (mut here, _there) = pair(Settings::DEFAULT);
    let copy = |fd: BorrowedFd<'_>| fd.try_clone_to_owned().expect("a descriptor");
    let [_, data, _] = here.fds();
    let bell = TimerFd::of_peer(copy(data)).expect("a bell");
    let UnixLink {
        producer, consumer, ..
    } = here.link();
    thread::scope(|scope| {
        let asleep = scope.spawn(|| {
            while consumer.notify_when(1) == Ok(Wake::Armed) {
                let heard = bell.wait(Some(Duration::from_secs(20)));
                assert!(heard.expect("a descriptor"), "slept on");
            }
            consumer.filled()
        });
        thread::sleep(Duration::from_millis(20));
        producer.close();
        assert_eq!(asleep.join().expect("no panic"), Err(Closed::Here));
    });
}
