//! Bells in the hands of a hostile peer: nobody waits to ring or to clear.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use pore::any::Wanted;
use pore::doorbell::{Doorbell, TimerFd, Wait};
use pore::membrane::unix::Settings;
use rustix::event::epoll::{self, CreateFlags};
use rustix::event::{EventfdFlags, eventfd};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

use crate::common::{pair, with_others};

/// Longer than all that a bell is asked for here takes.
const LONG: Duration = Duration::from_secs(20);
const ROUNDS: u32 = 20_000;

/// Runs it in a thread; fails if it waits.
fn without_waiting(what: &str, run: impl FnOnce() + Send + 'static) {
    let (done, is_done) = channel();
    let thread = thread::spawn(move || {
        run();
        done.send(()).expect("somebody listens");
    });
    is_done
        .recv_timeout(LONG)
        .unwrap_or_else(|_| panic!("{what} waits"));
    thread.join().expect("no panic");
}

/// The peer's descriptor of a bell.
fn of_peer(bell: &TimerFd) -> OwnedFd {
    bell.as_fd().try_clone_to_owned().expect("a descriptor")
}

/// All that can be done to a bell by who has a descriptor of it.
fn harm(fd: &OwnedFd) {
    // Flags belong to the file, not to the descriptor: they are everybody's.
    fcntl_setfl(fd, OFlags::empty()).expect("a file");
    let _filled = rustix::io::write(fd, &(u64::MAX - 1).to_ne_bytes());
    let nanosecond = Timespec {
        tv_sec: 0,
        tv_nsec: 1,
    };
    let storm = Itimerspec {
        it_interval: nanosecond,
        it_value: nanosecond,
    };
    let _set = timerfd_settime(fd, TimerfdTimerFlags::empty(), &storm);
}

#[test]
fn no_ring_waits_whatever_the_peer_did() {
    let _open = with_others();
    let bell = TimerFd::new().expect("a bell");
    harm(&of_peer(&bell));
    let rung = bell.clone();
    without_waiting("a ring", move || {
        for _ in 0..ROUNDS {
            rung.ring();
        }
    });
    assert!(bell.is_rung());
}

#[test]
fn no_clear_waits_whatever_the_peer_does() {
    let _open = with_others();
    let bell = TimerFd::new().expect("a bell");
    let peer = of_peer(&bell);
    fcntl_setfl(&peer, OFlags::empty()).expect("a file");
    let cleared = bell.clone();
    without_waiting("to clear what was not rung", move || {
        assert!(!cleared.clear())
    });
    static OVER: AtomicBool = AtomicBool::new(false);
    let storm = thread::spawn(move || {
        while !OVER.load(Ordering::Relaxed) {
            harm(&peer);
            // Takes the rings itself, after who is to clear them was told.
            let _taken = rustix::io::read(&peer, &mut [0; 8]);
        }
    });
    let both = bell.clone();
    without_waiting("a bell in a storm", move || {
        for _ in 0..ROUNDS {
            both.ring();
            both.wait(Some(Duration::ZERO)).expect("a descriptor");
            both.clear();
        }
    });
    OVER.store(true, Ordering::Relaxed);
    while !storm.is_finished() {
        // It may wait in its own read.
        bell.ring();
        thread::yield_now();
    }
    storm.join().expect("no panic");
    // What was done to it is over with the peer.
    bell.clear();
    assert!(!bell.is_rung());
    bell.ring();
    assert!(bell.wait(None).expect("a descriptor"), "rung");
    assert!(!bell.is_rung(), "and cleared");
}

#[test]
fn a_ring_is_heard_in_time_after_a_clear() {
    let _open = with_others();
    let (here, there) = (
        TimerFd::new().expect("a bell"),
        TimerFd::new().expect("a bell"),
    );
    let (mine, theirs) = (here.clone(), there.clone());
    let other = thread::spawn(move || {
        for _ in 0..ROUNDS {
            assert!(theirs.wait(Some(LONG)).expect("a descriptor"), "lost");
            mine.ring();
        }
    });
    for _ in 0..ROUNDS {
        there.ring();
        assert!(here.wait(Some(LONG)).expect("a descriptor"), "lost");
    }
    other.join().expect("no panic");
}

#[test]
fn a_storm_of_rings_prolongs_no_wait() {
    static OVER: AtomicBool = AtomicBool::new(false);
    let _open = with_others();
    let (mut here, _there) = pair(Settings::DEFAULT);
    let [_, data, space] = here.fds();
    let bells = [data, space].map(|fd| fd.try_clone_to_owned().expect("a descriptor"));
    let storms = bells.map(|fd| {
        let bell = TimerFd::of_peer(fd).expect("a bell");
        thread::spawn(move || {
            while !OVER.load(Ordering::Relaxed) {
                bell.ring();
            }
        })
    });
    without_waiting("for bytes that do not come", move || {
        for milliseconds in [0, 1, 50] {
            let time = Some(Duration::from_millis(milliseconds));
            for _ in 0..20 {
                assert_eq!(here.wait(Wanted::INPUT, time), Ok(false));
            }
        }
    });
    OVER.store(true, Ordering::Relaxed);
    for storm in storms {
        storm.join().expect("no panic");
    }
}

#[test]
fn only_a_timer_is_a_bell() {
    let _open = with_others();
    let (pipe, end) = std::io::pipe().expect("a pipe");
    let (left, right) = std::os::unix::net::UnixDatagram::pair().expect("two sockets");
    let set = epoll::create(CreateFlags::CLOEXEC).expect("a descriptor");
    let counter = eventfd(0, EventfdFlags::NONBLOCK).expect("a descriptor");
    let file = std::fs::File::open(std::env::current_exe().expect("a path")).expect("it runs");
    let others: [OwnedFd; 7] = [
        pipe.into(),
        end.into(),
        left.into(),
        right.into(),
        set,
        counter,
        file.into(),
    ];
    for other in others {
        assert!(TimerFd::of_peer(other).is_err());
    }
    let flags = TimerfdFlags::empty();
    let timer = timerfd_create(TimerfdClockId::Realtime, flags).expect("a timer");
    let bell = TimerFd::of_peer(timer).expect("of any clock, with any flags");
    bell.ring();
    assert!(bell.is_rung());
}

#[test]
fn a_timer_that_a_peer_runs_ends_with_a_clear() {
    let _open = with_others();
    let bell = TimerFd::new().expect("a bell");
    harm(&of_peer(&bell));
    let until = Instant::now() + LONG;
    while !bell.is_rung() && Instant::now() < until {
        thread::yield_now();
    }
    assert!(bell.clear());
    thread::sleep(Duration::from_millis(2));
    assert!(!bell.is_rung(), "it runs no more");
}
