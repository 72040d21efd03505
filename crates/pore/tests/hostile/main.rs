//! A process that does harm with all it got, and one that works on.
//!
//! `HOSTILE_SECONDS` says for how long; 2 if nothing does. Every outcome is data, a
//! typed end, or back-pressure, and is counted. What takes longer than a watchdog
//! allows fails, and so does a descriptor or a mapping that is left after a pore.
#![cfg(target_os = "linux")]

mod bare;
mod chance;
mod harm;
mod honest;
mod peer;
#[path = "../unix/raw.rs"]
#[allow(dead_code, reason = "these tests use some of it")]
mod raw;
mod tally;
mod watchdog;

use std::env;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pore::membrane::unix::{Access, Endpoint, Name, Settings, UnixError, UnixPore, connect};
use pore::ring::{Config, State};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

use crate::chance::Chance;
use crate::raw::Raw;
use crate::watchdog::during;

const NAME: &str = "PORE_HOSTILE_NAME";
const SEED: &str = "PORE_HOSTILE_SEED";
/// What the hostile process ends with once it could write what it must not.
const REACHED: i32 = 77;
/// The most that a peer may offer.
const MOST_ORDER: u32 = 16;

/// The hostile process; another one comes when it has died.
struct Hostile {
    child: Child,
    /// Says what is wanted next.
    control: Raw,
    /// It hangs, or has died without being seen to.
    is_lost: bool,
}

impl Hostile {
    fn start(name: &str, seed: u64) -> Self {
        let flags = SocketFlags::CLOEXEC;
        let pair = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None);
        let (ours, theirs) = pair.expect("sockets");
        let mut command = Command::new(env::current_exe().expect("a path"));
        command.args(["--ignored", "--exact", "hostile_process", "--nocapture"]);
        command.env(NAME, name).env(SEED, seed.to_string());
        let quiet = command.stdin(Stdio::from(theirs)).stdout(Stdio::null());
        let child = quiet.spawn().expect("it is there");
        let control = Raw(ours);
        Self {
            child,
            control,
            is_lost: false,
        }
    }

    /// Makes sure that it did no more harm than a process may.
    fn is_gone(&mut self) -> bool {
        match self.child.try_wait().expect("a child") {
            None => self.is_lost,
            Some(status) => {
                assert_ne!(status.code(), Some(REACHED), "it wrote this side's pages");
                assert_ne!(status.code(), Some(101), "the test itself has a fault");
                true
            }
        }
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

#[test]
#[ignore = "run by `a_hostile_peer_harms_nobody`"]
fn hostile_process() {
    let name = Name::hidden(env::var(NAME).expect("started by a test")).expect("a good name");
    let seed = env::var(SEED).expect("started by a test");
    peer::run(&name, seed.parse().expect("a number"));
}

/// Descriptors that are open, and pages that are mapped of regions.
fn open() -> (usize, usize) {
    let fds = fs::read_dir("/proc/self/fd").expect("/proc").count();
    let maps = fs::read_to_string("/proc/self/maps").expect("/proc");
    (fds, maps.matches("/memfd:").count())
}

/// As many are open as before, as soon as what is closed elsewhere is.
fn settles(before: (usize, usize), pores: u32) {
    let until = Instant::now() + Duration::from_secs(10);
    while open() != before && Instant::now() < until {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(open(), before, "after pore {pores}");
}

fn settings(chance: &mut Chance) -> Settings {
    Settings {
        order: 4 + chance.below(9),
        most_order: MOST_ORDER,
        config: Config {
            features: 0,
            max_frame: 0,
            start: chance.word(),
        },
        timeout: Duration::from_millis(100),
        access: Access::SameUser,
        ..Settings::DEFAULT
    }
}

/// A pore with whoever comes next, if it comes to one.
fn accept(hostile: &mut Hostile, endpoint: &mut Endpoint) -> Option<UnixPore> {
    for _ in 0..100 {
        match during("accept", || {
            endpoint.accept(Some(Duration::from_millis(10)))
        }) {
            Ok(pore) => return Some(pore),
            // Nobody has come so far, or does not speak.
            Err(UnixError::Timeout(State::Unknown)) => {}
            Err(error) => {
                tally::refused(error);
                return None;
            }
        }
    }
    tally::add("refused: nobody came", 1);
    hostile.is_lost = true;
    None
}

/// One pore, from its beginning to its end.
fn one(hostile: &mut Hostile, endpoint: &mut Endpoint, number: u32, chance: &mut Chance) {
    if number % 4 == 3 {
        bare::one(&hostile.control, chance);
        return;
    }
    hostile.control.send(b"N", &[]);
    if let Some(pore) = accept(hostile, endpoint) {
        honest::work(pore, number, chance);
    }
}

/// An honest pore in the same process, and whether all comes through.
fn checked_stream() {
    let name = Name::hidden(format!("pore-checked-{}", std::process::id())).expect("a good name");
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let sent: Vec<u8> = (0..20_000_u32).map(|n| (n % 251) as u8).collect();
    let copy = sent.clone();
    let other = thread::spawn(move || {
        let mut pore = connect(&name, Settings::DEFAULT).expect("honest");
        assert_eq!(pore.write(&copy), Ok(copy.len()));
    });
    let accepted = endpoint.accept(Some(Duration::from_secs(20)));
    let (mut pore, mut got, mut bytes) = (accepted.expect("honest"), Vec::new(), [0; 999]);
    while got.len() < sent.len() {
        match pore.read(&mut bytes).expect("honest") {
            0 => assert!(honest::rests(&mut pore), "rung for"),
            count => got.extend_from_slice(&bytes[..count]),
        }
    }
    other.join().expect("no panic");
    assert!(got == sent, "another stream came");
}

#[test]
fn a_hostile_peer_harms_nobody() {
    let seconds = env::var("HOSTILE_SECONDS").map_or(2, |text| text.parse().expect("a number"));
    let begin = Instant::now();
    let seed = env::var(SEED).map_or(u64::from(std::process::id()), |text| {
        text.parse().expect("a number")
    });
    println!("{SEED}={seed}");
    let mut chance = Chance::new(seed);
    let text = format!("pore-hostile-{}", std::process::id());
    let name = Name::hidden(text.as_str()).expect("a good name");
    watchdog::start();
    let mut hostile = Hostile::start(&text, chance.next());
    let (before, mut pores, mut lives) = (open(), 0_u32, 1_u32);
    while begin.elapsed() < Duration::from_secs(seconds) || pores < 40 {
        if hostile.is_gone() {
            hostile = Hostile::start(&text, chance.next());
            lives += 1;
        }
        let settings = settings(&mut chance);
        let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
        one(&mut hostile, &mut endpoint, pores, &mut chance);
        // Those that still wait are gone with it, and so is all that they were given.
        drop(endpoint);
        settles(before, pores);
        pores += 1;
        if pores.is_multiple_of(32) {
            checked_stream();
        }
    }
    drop(hostile);
    checked_stream();
    watchdog::stop();
    println!("{pores} pores with {lives} hostile processes in {seconds} s");
    tally::print_and_check();
}
