//! The thread that lets go last drops a value, so one that is bound to a thread is refused.

use std::sync::MutexGuard;

use avm_resource::Resource;

struct Locked(MutexGuard<'static, u32>);

impl Resource for Locked {
    const NAME: &'static str = "locked";
}

fn main() {}
