//! Waits leave nothing behind: counted alone, in a process of its own.
#![cfg(target_os = "linux")]

use std::time::Duration;

use pore::any::Wanted;
use pore::local::LocalPore;
use pore::ring::Rights;
use pore::wait::{Waited, wait_any};

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
}
