//! A peer in another namespace of processes, which has no number here.

use std::env;
use std::process::{Command, Stdio};
use std::thread;

use pore::membrane::unix::{Endpoint, Name, Settings, connect};

use crate::common::{LONG, unique, with_others};

const NAME: &str = "PORE_TEST_OUTSIDE";

#[test]
#[ignore = "run by `a_peer_without_a_number_is_a_peer`"]
fn process_in_a_namespace() {
    let name = Name::hidden(env::var(NAME).expect("started by a test")).expect("a good name");
    // Whoever accepts is outside, so that the kernel has no number for it in here.
    let mut pore = connect(&name, Settings::DEFAULT).expect("an honest peer");
    assert_eq!(pore.peer().pid, 0);
    pore.write(b"0").expect("open");
    while pore.look() == Ok(true) {
        thread::yield_now();
    }
}

#[test]
fn a_peer_without_a_number_is_a_peer() {
    let _open = with_others();
    let inside = |command: &[&str]| {
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-current-user", "--pid", "--fork", "--"]);
        unshare.args(command).stdout(Stdio::null());
        unshare
    };
    if !inside(&["true"])
        .status()
        .is_ok_and(|status| status.success())
    {
        println!("SKIPPED: needs `unshare`, and to be allowed namespaces of users and processes");
        return;
    }
    let text = unique();
    let name = Name::hidden(text.as_str()).expect("a good name");
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let program = env::current_exe().expect("a path");
    let test = "namespaces::process_in_a_namespace";
    let mut child = inside(&[
        program.to_str().expect("text"),
        "--ignored",
        "--exact",
        test,
    ])
    .env(NAME, &text)
    .spawn()
    .expect("it was there");
    let mut pore = endpoint.accept(LONG).expect("an honest peer");
    assert_ne!(pore.peer().pid, 0, "it has one here");
    pore.wait(pore::any::Wanted::INPUT, LONG).expect("open");
    assert_eq!(pore.read(&mut [0; 2]), Ok(1));
    drop(pore);
    assert!(child.wait().expect("a child").success());
}
