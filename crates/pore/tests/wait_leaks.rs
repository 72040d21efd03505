//! Waits leave nothing behind: counted alone, in a process of its own.
#![cfg(target_os = "linux")]

use std::time::Duration;

use pore::any::Wanted;
use pore::local::LocalPore;
use pore::ring::Rights;
use pore::wait::{Waited, wait_any};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").expect("/proc").count()
}

#[test]
fn nobody_listens_after_a_wait() {
    let (mut here, mut there) = LocalPore::pair(6, [Rights::BOTH; 2]).expect("an order");
    let before = descriptors();
    for _ in 0..1000 {
        let mut wait = |timeout| {
            let mut pores = [Waited::new(&mut here, Wanted::INPUT)];
            wait_any(&mut pores, Some(timeout)).expect("descriptors")
        };
        assert!(!wait(Duration::ZERO));
        assert_eq!(there.write(b"x"), Ok(1));
        assert!(wait(Duration::from_secs(60)));
        assert_eq!(here.read(&mut [0; 1]), Ok(1));
    }
    assert_eq!(descriptors(), before);
    nothing_left_to_wait_with(&mut here);
    assert_eq!(there.write(b"x"), Ok(1), "the pore is not harmed");
    assert_eq!(here.read(&mut [0; 1]), Ok(1));
}

/// Without a descriptor left, it says so, and does not wait.
fn nothing_left_to_wait_with(pore: &mut LocalPore) {
    let limit = getrlimit(Resource::Nofile);
    let none = Rlimit {
        current: Some(0),
        ..limit
    };
    setrlimit(Resource::Nofile, none).expect("less is allowed");
    let waited = wait_any(&mut [Waited::new(pore, Wanted::INPUT)], None);
    setrlimit(Resource::Nofile, limit).expect("as it was");
    let error = waited.expect_err("there is nothing to wait with");
    assert_eq!(error.raw_os_error(), Some(Errno::MFILE.raw_os_error()));
}
