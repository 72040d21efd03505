//! What a type says of itself to become a resource.

use crate::counters::{Counters, OTHERS};
use crate::monitor::{Down, Monitor};

/// A type whose values Erlang can hold.
///
/// Several threads hold a value at a time, hence `Sync`; the last one drops it, hence `Send`.
pub trait Resource: Send + Sync + Sized + 'static {
    /// What the type is called where people read it.
    const NAME: &'static str;

    /// Whether values of the type monitor processes or ports. One that does not say so costs no
    /// room for monitors, and [`ResourceArc::monitor`](crate::ResourceArc::monitor) does not
    /// compile for it.
    const IMPLEMENTS_DOWN: bool = false;

    /// A monitored process or port has ended. Called at most once for each monitor, and never
    /// after [`demonitor`](crate::ResourceArc::demonitor) said `true`. The value is held for the
    /// time of the call.
    fn down(&self, who: Down, monitor: Monitor) {
        let _ = (who, monitor);
    }

    /// Where values of the type are counted: [`OTHERS`], or a `static` of the type's own.
    fn counters() -> &'static Counters {
        &OTHERS
    }
}
