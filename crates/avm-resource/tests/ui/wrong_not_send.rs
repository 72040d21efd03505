//! Any thread may drop a value, so one bound to a thread is refused.

use std::sync::MutexGuard;

use avm_resource::Resource;

struct Locked(MutexGuard<'static, u32>);

impl Resource for Locked {
    const NAME: &'static str = "locked";
}

fn main() {}
