//! Pores of several kinds at once, and all the ways in which one is over.

use std::thread;
use std::time::Duration;

use pore::any::{AnyPore, Wanted};
use pore::layout::Field;
use pore::memory::Raw;
use pore::ring::{Closed, Protocol};
use pore::wait::{Waitable, Waited, wait_all, wait_any};
use rustix::net::Shutdown;

use crate::common::{LONG, SHORT, local, small};

type Mixed<'a> = Waited<'a, dyn Waitable + Send>;

#[test]
fn kinds_are_waited_for_together() {
    let ((mut unix, mut its_peer), (mut local, mut other)) = (small(), local());
    for (from_unix, from_local) in [(true, false), (false, true), (true, true)] {
        let mut both: [Mixed<'_>; 2] = [
            Waited::new(&mut unix, Wanted::INPUT),
            Waited::new(&mut local, Wanted::INPUT),
        ];
        assert!(!wait_any(&mut both, SHORT).expect("descriptors"));
        thread::scope(|scope| {
            scope.spawn(|| {
                // While the other one sleeps, as a rule.
                thread::sleep(Duration::from_millis(5));
                if from_local {
                    other.write(b"local").expect("open");
                }
                if from_unix {
                    its_peer.write(b"unix").expect("open");
                }
            });
            let enough = if from_unix && from_local {
                wait_all(&mut both, LONG)
            } else {
                wait_any(&mut both, LONG)
            };
            assert!(enough.expect("descriptors"));
        });
        let found = both.each_ref().map(|pore| pore.ready().is_some());
        assert_eq!(found, [from_unix, from_local]);
        for pore in both.iter_mut().filter(|pore| pore.ready().is_some()) {
            assert!(pore.pore().read(&mut [0; 8]).expect("open") > 3);
        }
    }
}

/// The end comes while it is waited for; its reason is told, after what there was to read.
#[test]
fn a_pore_that_is_over_says_why() {
    let broken = Closed::Protocol(Protocol::RingIndex);
    type End = fn(&mut pore::membrane::unix::UnixPore);
    let ends: [(End, Closed); 3] = [
        (AnyPore::close, Closed::Peer),
        (
            |pore| rustix::net::shutdown(pore.fds()[0], Shutdown::Both).expect("a socket"),
            Closed::Gone,
        ),
        (
            |pore| {
                let region = Raw(pore.link().producer.region().clone());
                region.store(Field::Prod, region.load(Field::Prod).wrapping_sub(9));
                pore.poke();
            },
            broken,
        ),
    ];
    for (end, why) in ends {
        let ((mut here, mut there), (mut other, _its_peer)) = (small(), local());
        assert_eq!(there.write(b"last"), Ok(4));
        assert_eq!(here.read(&mut [0; 2]), Ok(2));
        let mut pores: [Mixed<'_>; 2] = [
            Waited::new(&mut here, Wanted { filled: 3, free: 0 }),
            Waited::new(&mut other, Wanted::INPUT),
        ];
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(5));
                end(&mut there);
            });
            assert!(wait_any(&mut pores, LONG).expect("descriptors"));
        });
        // Less than was wanted is there, and there will not be more.
        let ready = pores[0].ready();
        assert_eq!(pores[1].ready(), None);
        let [here, _] = &mut pores;
        if why == broken {
            assert_eq!(ready, Some(Err(why)));
            continue;
        }
        assert_eq!(ready, Some(Ok(())), "{why}");
        assert_eq!(here.pore().read(&mut [0; 8]), Ok(2));
        here.again(Wanted::INPUT);
        assert!(wait_any(&mut pores, LONG).expect("descriptors"));
        assert_eq!(pores[0].ready(), Some(Err(why)));
    }
}
