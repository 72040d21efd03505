//! What becomes of resources when one allocation fails.
#![expect(
    unsafe_code,
    reason = "calls the function that makes an allocation fail"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use avm_resource::{Counters, Resource, ResourceArc, ResourceBinary};
use avm_term::{Pid, StaticAtom, atom};

/// A resource whose `Drop` sends.
struct Probe(Pid);

static PROBES: Counters = Counters::new();
static FAREWELLS_LOST: AtomicU32 = AtomicU32::new(0);

impl Resource for Probe {
    const NAME: &'static str = "starved";
    const IMPLEMENTS_DOWN: bool = true;

    fn counters() -> &'static Counters {
        &PROBES
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        if self.0.send(&atom!("dropped")).is_err() {
            FAREWELLS_LOST.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How a run ended: what went wrong, and whether the allocation was reached that was to fail.
type Outcome = (&'static StaticAtom, bool);

/// Does all that allocates; the `nth` allocation fails. Without the function that does so, nothing
/// is run.
pub(crate) fn run(nth: u32, to: Pid) -> Result<Outcome, &'static StaticAtom> {
    let fail = fail_allocation().ok_or(atom!("not_preloaded"))?;
    // SAFETY: the function takes any number.
    unsafe { fail(nth) };
    let outcome = resources(to);
    // SAFETY: as above.
    let left = unsafe { fail(0) };
    let what = match outcome {
        Ok(()) => atom!("ok"),
        Err(what) => what,
    };
    Ok((what, left == 0))
}

/// `{Created, Alive, LostFarewells}`.
pub(crate) fn counts() -> (usize, usize, u32) {
    let counts = PROBES.counts();
    let lost = FAREWELLS_LOST.load(Ordering::Relaxed);
    (counts.created, counts.alive, lost)
}

/// Makes a resource, has it monitor, sends it twice in one message, and a binary that one owns.
fn resources(to: Pid) -> Result<(), &'static StaticAtom> {
    let probe = ResourceArc::new(Probe(to)).map_err(|_| atom!("create"))?;
    let monitor = probe.monitor(to).map_err(|_| atom!("monitor"))?;
    to.send(&(&probe, &probe)).map_err(|_| atom!("send"))?;
    let bytes: &'static [u8] = b"bytes that are not copied, where the VM has such binaries";
    let binary = ResourceBinary::new(bytes).map_err(|_| atom!("create_binary"))?;
    to.send(&(&binary, &probe))
        .map_err(|_| atom!("send_binary"))?;
    match probe.demonitor(monitor) {
        true => Ok(()),
        false => Err(atom!("demonitor")),
    }
}

/// The function of `failing_malloc.c`, if that was preloaded.
fn fail_allocation() -> Option<unsafe extern "C" fn(u32) -> u32> {
    // SAFETY: a zero-terminated name.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"fail_allocation".as_ptr()) };
    if found.is_null() {
        return None;
    }
    // SAFETY: the one function of that name has this type.
    Some(unsafe {
        std::mem::transmute::<*mut libc::c_void, unsafe extern "C" fn(u32) -> u32>(found)
    })
}
