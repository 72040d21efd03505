//! A real second process, and what is left of it after `kill -9`.

use std::env;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pore::membrane::unix::{
    Endpoint, Name, Negotiation, Settings, Step, UnixError, Wanted, connect,
};
use pore::ring::{Closed, State};

use crate::common::{LONG, unique, with_others};

/// What the second process is to do; its name follows.
const ROLE: &str = "PORE_TEST_ROLE";
const NAME: &str = "PORE_TEST_NAME";

/// Kills it, as `kill -9` does, and waits for its end.
struct Second(Child);

impl Second {
    fn start(role: &str, name: &str) -> Self {
        let mut command = Command::new(env::current_exe().expect("a path"));
        command.args(["--ignored", "--exact", "processes::second_process"]);
        command.env(ROLE, role).env(NAME, name);
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        Self(quiet.spawn().expect("it is there"))
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let _killed = self.0.kill();
        let _ended = self.0.wait();
    }
}

#[test]
#[ignore = "run by `killed_in_each_state`"]
fn second_process() {
    let role = env::var(ROLE).expect("started by a test");
    let name = Name::hidden(env::var(NAME).expect("started by a test")).expect("a good name");
    let begun = Negotiation::begin(&name, Settings::DEFAULT).expect("it listens");
    match role.as_str() {
        "silent" => stay(begun),
        "offers" => stay(waiting(begun.step())),
        "dies" => {
            let mut pore = begun.finish().expect("an honest peer");
            pore.write(b"last words").expect("open");
            stay(pore);
        }
        _ => panic!("no such role"),
    }
}

/// Does nothing, until it is killed.
fn stay<T>(open: T) {
    thread::sleep(Duration::from_secs(60));
    drop(open);
}

fn waiting(step: Result<Step, UnixError>) -> Negotiation {
    match step {
        Ok(Step::Waiting(negotiation)) => negotiation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn killed_in_each_state() {
    let _open = with_others();
    let text = unique();
    let name = Name::hidden(text.as_str()).expect("a good name");
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    for role in ["silent", "offers"] {
        let second = Second::start(role, &text);
        // Until it has come, offered, and does no more; it may have met at once, too.
        let mut met = None;
        let until = Instant::now() + Duration::from_millis(50);
        while met.is_none() && (endpoint.waiting() == 0 || Instant::now() < until) {
            match endpoint.accept(Some(Duration::from_millis(1))) {
                Err(error) => assert_eq!(error, UnixError::Timeout(State::Unknown)),
                Ok(pore) => met = Some(pore),
            }
        }
        drop(second);
        if let Some(mut pore) = met {
            assert_eq!(pore.wait(Wanted::INPUT, LONG), Err(Closed::Gone));
            continue;
        }
        let gone = endpoint.accept(LONG).err();
        assert!(matches!(gone, Some(UnixError::Gone(_))), "{role}: {gone:?}");
    }
    let mut epochs = Vec::new();
    for _ in 0..3 {
        epochs.push(last_words(&mut endpoint, &text));
    }
    epochs.dedup();
    assert_eq!(epochs.len(), 3, "each life has its own: {epochs:?}");
    // After all that, the endpoint is as it was.
    let other = thread::spawn(move || connect(&name, Settings::DEFAULT));
    endpoint.accept(LONG).expect("an honest peer");
    other.join().expect("no panic").expect("an honest peer");
}

/// What a peer wrote before it was killed is read; then it is gone.
fn last_words(endpoint: &mut Endpoint, name: &str) -> (u32, u32) {
    let second = Second::start("dies", name);
    let mut pore = endpoint.accept(LONG).expect("an honest peer");
    assert_eq!(pore.peer().pid, second.0.id());
    assert_eq!(
        pore.wait(
            Wanted {
                filled: 10,
                free: 0
            },
            LONG
        ),
        Ok(true)
    );
    pore.write(b"unread").expect("open");
    drop(second);
    let mut bytes = [0; 16];
    assert_eq!(
        pore.wait(Wanted::INPUT, LONG),
        Ok(true),
        "there is something"
    );
    assert_eq!(pore.read(&mut bytes[..4]), Ok(4));
    while pore.look() == Ok(true) {
        thread::yield_now();
    }
    assert_eq!(pore.wait(Wanted::INPUT, LONG), Ok(true), "there is a rest");
    assert_eq!(pore.read(&mut bytes[4..]), Ok(6));
    assert_eq!(&bytes[..10], b"last words");
    assert_eq!(pore.wait(Wanted::INPUT, LONG), Err(Closed::Gone));
    assert_eq!(pore.undelivered(), 6);
    assert_eq!(pore.write(b"x"), Err(Closed::Gone));
    pore.epochs()
}
