//! One thread that watches the descriptors of many pores.
#![cfg(target_os = "linux")]

use std::fs::read_dir;
use std::io;
use std::os::fd::AsFd;
use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use fuzz_testing::Random;
use pore::doorbell::{Doorbell, TimerFd, Watch};

/// Long enough for what has to come.
const LONG: Duration = Duration::from_secs(20);
/// Short enough to be waited for by every test, and long enough to see what must not come.
const SHORT: Duration = Duration::from_millis(30);

/// The tests count threads and descriptors, so they come one after the other.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn descriptors() -> usize {
    read_dir("/proc/self/fd").expect("proc").count()
}

fn has_thread() -> bool {
    let tasks = read_dir("/proc/self/task").expect("proc");
    tasks.flatten().any(|task| {
        let name = std::fs::read_to_string(task.path().join("comm"));
        name.is_ok_and(|name| name.trim() == "pore-watch")
    })
}

fn watched(bell: &TimerFd) -> (Watch, Receiver<()>) {
    let (heard, rings): (Sender<()>, _) = channel();
    let watch = Watch::new(&[bell.as_fd()], move || {
        let _gone = heard.send(());
    });
    (watch.expect("a watch"), rings)
}

#[test]
fn it_calls_once_until_it_is_armed_again() {
    let _alone = alone();
    let bell = TimerFd::new().expect("a bell");
    let (watch, rings) = watched(&bell);
    assert!(rings.recv_timeout(SHORT).is_err(), "nobody rang");
    for _ in 0..1000 {
        bell.ring();
    }
    assert_eq!(rings.recv_timeout(LONG), Ok(()));
    assert!(rings.recv_timeout(SHORT).is_err(), "once");
    watch.rearm().expect("armed");
    assert_eq!(rings.recv_timeout(LONG), Ok(()), "still rung");
    bell.clear();
    watch.rearm().expect("armed");
    assert!(rings.recv_timeout(SHORT).is_err(), "cleared");
    bell.ring();
    assert_eq!(rings.recv_timeout(LONG), Ok(()));
}

#[test]
fn it_calls_at_the_time_too_and_then_no_more() {
    let _alone = alone();
    let bell = TimerFd::new().expect("a bell");
    let (watch, rings) = watched(&bell);
    let begun = Instant::now();
    watch.rearm_until(begun + SHORT).expect("armed");
    assert_eq!(rings.recv_timeout(LONG), Ok(()));
    assert!(begun.elapsed() >= SHORT, "not before");
    bell.ring();
    assert!(rings.recv_timeout(SHORT).is_err(), "once");
    // What comes before its time takes the time with it.
    watch.rearm_until(Instant::now() + SHORT).expect("armed");
    assert_eq!(rings.recv_timeout(LONG), Ok(()));
    bell.clear();
    watch.rearm().expect("armed");
    assert!(rings.recv_timeout(SHORT * 2).is_err(), "no time is left");
    // A later time than another one's, and an earlier one.
    let (other, others) = watched(&TimerFd::new().expect("a bell"));
    watch.rearm_until(Instant::now() + LONG).expect("armed");
    other.rearm_until(Instant::now() + SHORT).expect("armed");
    assert_eq!(others.recv_timeout(LONG), Ok(()));
    assert!(rings.try_recv().is_err());
}

#[test]
fn several_descriptors_of_one_and_several_watches_of_one_thread() {
    let _alone = alone();
    let bells: Vec<_> = (0..20).map(|_| TimerFd::new().expect("a bell")).collect();
    let watches: Vec<_> = bells.iter().map(watched).collect();
    for (index, bell) in bells.iter().enumerate() {
        bell.ring();
        for (other, (_, rings)) in watches.iter().enumerate() {
            if other == index {
                assert_eq!(rings.recv_timeout(LONG), Ok(()));
            } else {
                assert!(rings.try_recv().is_err(), "{other} is not {index}");
            }
        }
        bell.clear();
    }
    let (first, rings) = &watches[0];
    let more = TimerFd::new().expect("a bell");
    first.add(more.as_fd()).expect("one more");
    assert!(first.add(more.as_fd()).is_err(), "not twice");
    first.rearm().expect("armed");
    more.ring();
    assert_eq!(rings.recv_timeout(LONG), Ok(()));
    first.remove(more.as_fd()).expect("one less");
    assert!(first.remove(more.as_fd()).is_err(), "not twice");
    first.rearm().expect("armed");
    assert!(rings.recv_timeout(SHORT).is_err());
}

#[test]
fn the_thread_and_the_descriptors_go_with_the_last_watch() {
    let _alone = alone();
    let before = descriptors();
    assert!(!has_thread());
    for _ in 0..100 {
        let bells = [(); 3].map(|()| TimerFd::new().expect("a bell"));
        let watches = bells.each_ref().map(watched);
        // It is called so once it runs.
        bells[0].ring();
        assert_eq!(watches[0].1.recv_timeout(LONG), Ok(()));
        assert!(has_thread());
        drop(watches);
        assert!(!has_thread(), "it was waited for");
        // A bell that somebody else has, too, and that was watched.
        bells[0].ring();
    }
    assert_eq!(descriptors(), before);
}

#[test]
fn a_call_that_panics_or_drops_its_own_watch_harms_nobody() {
    let _alone = alone();
    let before = descriptors();
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let (bad, good) = (
        TimerFd::new().expect("a bell"),
        TimerFd::new().expect("a bell"),
    );
    let (other, rings) = watched(&good);
    let panics = Watch::new(&[bad.as_fd()], || panic!("on purpose")).expect("a watch");
    bad.ring();
    let place: Arc<Mutex<Option<Watch>>> = Arc::default();
    let (its_own, (dropped, was)) = (Arc::clone(&place), channel());
    let suicidal = Watch::new(&[bad.as_fd()], move || {
        let watch = its_own.lock().expect("a place").take();
        let _gone = dropped.send(watch.is_some());
    });
    *place.lock().expect("a place") = Some(suicidal.expect("a watch"));
    let mut has_dropped = was.recv_timeout(LONG).expect("called");
    while !has_dropped {
        // It was called before it had been put into its place.
        if let Some(watch) = &*place.lock().expect("a place") {
            watch.rearm().expect("armed");
        }
        has_dropped = was.recv_timeout(LONG).expect("called");
    }
    good.ring();
    assert_eq!(rings.recv_timeout(LONG), Ok(()), "the thread goes on");
    drop((panics, other, place));
    set_hook(hook);
    drop((bad, good));
    assert!(!has_thread());
    assert_eq!(descriptors(), before);
}

#[test]
fn without_descriptors_there_is_no_watch_and_nothing_is_left() {
    let _alone = alone();
    let bell = TimerFd::new().expect("a bell");
    let before = descriptors();
    let mut taken = Vec::new();
    let limit = limit_to(before as u64 + 4);
    while let Ok(one) = TimerFd::new() {
        taken.push(one);
    }
    let mut errors = 0;
    while let Err(error) = Watch::new(&[bell.as_fd()], || {}) {
        assert_eq!(error.raw_os_error(), Some(24), "EMFILE");
        errors += 1;
        taken.pop();
    }
    limit_to(limit);
    assert!(!has_thread());
    assert_eq!(errors, 3, "its own, the thread's, and the thread's bell");
    taken.clear();
    assert_eq!(descriptors(), before);
}

fn limit_to(most: u64) -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let limit = Rlimit {
        current: Some(most),
        maximum,
    };
    setrlimit(Resource::Nofile, limit).expect("a limit");
    current.unwrap_or(u64::MAX)
}

/// What a call writes to after its watch was dropped, it must not.
#[test]
fn nothing_is_called_after_the_drop_whenever_that_is() -> io::Result<()> {
    let _alone = alone();
    let before = descriptors();
    let (called, mut hits) = (Arc::new(AtomicU64::new(0)), 0);
    let mut random = Random::new(1);
    // Keeps the thread, whose end would be waited for.
    let keeper = watched(&TimerFd::new()?);
    for round in 0..3000 {
        let bell = TimerFd::new()?;
        let (over, begun) = <(Arc<AtomicBool>, Arc<AtomicBool>)>::default();
        let (is_over, begins) = (Arc::clone(&over), Arc::clone(&begun));
        let (count, rung) = (Arc::clone(&called), bell.clone());
        let (slow, before_call) = (random.below(3) == 0, called.load(SeqCst));
        let watch = Watch::new(&[bell.as_fd()], move || {
            begins.store(true, SeqCst);
            if slow {
                sleep(Duration::from_micros(100));
            }
            let late = u64::from(is_over.load(SeqCst)) << 32;
            count.fetch_add(1 + late, SeqCst);
        })?;
        let ringer = spawn(move || rung.ring());
        if random.below(2) == 0 {
            // In the middle of its call.
            while !begun.load(SeqCst) {
                std::hint::spin_loop();
            }
        } else {
            (0..random.below(2000)).for_each(|_| std::hint::spin_loop());
        }
        if random.below(2) == 0 {
            watch.rearm()?;
        }
        drop(watch);
        over.store(true, SeqCst);
        let total = called.load(SeqCst);
        if total > before_call {
            hits += 1;
        }
        ringer.join().expect("no panic");
        if round % 500 == 0 {
            sleep(Duration::from_millis(1));
        }
        assert_eq!(called.load(SeqCst), total, "round {round}");
        assert!(total < 1 << 32, "round {round}: called after the drop");
    }
    println!("{hits} of 3000 were called before they were dropped");
    assert!((1..3000).contains(&hits), "the race is one: {hits}");
    drop(keeper);
    assert_eq!(descriptors(), before);
    Ok(())
}
