//! The touch port, with fingers from outside of the emulator.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;

use avm_port::Port;
use avm_term::PortId;
use board_pico_restouch_lcd_3_5::Board;
use board_support::Platform;
use emulated_ports::{Fault, Script, is_there, print};
use platform_rp2040::Rp2040;
use port_spi::Spi;
use port_touch::Touch;

use crate::bench::Bench;

/// How often the program wakes up to see whether that was the last finger.
const WAKE_US: u32 = 1_000;

/// Every point of the fingers, in order, and counts that are exact.
pub(crate) fn touch(script: &mut Script) -> Result<(), Fault> {
    refuse(script)?;
    follow::<Touch<Board>>(script, "#{}")
}

/// Mirrors the points, which whoever sent them has to notice.
pub(crate) fn touch_seeded(script: &mut Script) -> Result<(), Fault> {
    follow::<Touch<Board>>(script, "#{invert_x => true}")
}

/// A line that floats, and a finger afterwards.
pub(crate) fn touch_storm(script: &mut Script) -> Result<(), Fault> {
    follow::<Touch<Board>>(script, "#{}")
}

/// No controller on the bus, where every bit reads as one; the panel beside it
/// works.
pub(crate) fn touch_absent(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Touch<Board>>("#{}", "{wrong_part,65535}"))?;
    crate::panel::panel(script)
}

/// The same as [`touch`], by another controller on another bus.
pub(crate) fn bench_touch(script: &mut Script) -> Result<(), Fault> {
    follow::<Touch<Bench>>(script, "#{}")
}

/// Exchanges the axes, which whoever sent the points has to notice.
pub(crate) fn bench_touch_seeded(script: &mut Script) -> Result<(), Fault> {
    follow::<Touch<Bench>>(script, "#{swap_xy => true}")
}

/// Nobody at the controller's address; other parts work.
pub(crate) fn bench_absent(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Touch<Bench>>("#{}", "{no_device,ft6x36,56}"))?;
    crate::flash::flash(script)
}

/// Another part at the controller's address.
pub(crate) fn bench_wrong(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Touch<Bench>>("#{}", "{wrong_part,4505}"))
}

/// A bus that is held low is an error, not a wait, and works when it is free.
pub(crate) fn bench_held(script: &mut Script) -> Result<(), Fault> {
    script.thrice(|script| script.refuse::<Touch<Bench>>("#{}", "{bus,bus}"))?;
    let flash = script.open::<Spi<Board>>("#{}")?;
    script.close(flash)?;
    print(format_args!("held"));
    while !is_there(c"free") {
        emulated_core::wait();
    }
    follow::<Touch<Bench>>(script, "#{}")
}

/// Options that are wrong, and what the port says to them.
fn refuse(script: &mut Script) -> Result<(), Fault> {
    let wrong = [
        ("#{swap_xy => 1}", "{bad_option,swap_xy,1}"),
        ("#{display => 7}", "bad_resource"),
        ("yes", "{bad_options,yes}"),
    ];
    for (options, reason) in wrong {
        script.refuse::<Touch<Board>>(options, reason)?;
    }
    script.thrice(|script| {
        let port = script.open::<Touch<Board>>("#{}")?;
        script.refuse::<Touch<Board>>("#{}", "busy")?;
        script.close(port)
    })
}

/// Prints what the subscriber gets, until whoever sends the fingers says that
/// it was the last.
fn follow<P: Port>(script: &mut Script, options: &str) -> Result<(), Fault> {
    follow_while::<P>(script, options, |_| {
        emulated_core::wait();
        Ok(())
    })
}

/// The same, with something to do meanwhile.
pub(crate) fn follow_while<P: Port>(
    script: &mut Script,
    options: &str,
    mut work: impl FnMut(&mut Script) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let port = script.open::<P>(options)?;
    script.expect(port, "read_events", "no_events")?;
    script.expect(port, "{subscribe, #{active => true}}", "ok")?;
    let _clock = Rp2040::every(WAKE_US, Box::new(|_| {})).map_err(|_| Fault::Answer)?;
    print(format_args!("ready"));
    let mut events = 0;
    while !is_there(c"last") {
        for message in script.messages() {
            print(format_args!("{message}"));
            let list = message.as_tuple().and_then(|parts| parts.get(2)?.as_list());
            events += list.map_or(0, <[_]>::len);
        }
        work(script)?;
    }
    check_counts(script, port, events)?;
    script.close(port)
}

/// Exactly so many events, none of them lost.
fn check_counts(script: &mut Script, port: PortId, events: usize) -> Result<(), Fault> {
    let counts = [
        ("offered", events),
        ("delivered", events),
        ("dropped", 0),
        ("queued", 0),
    ];
    let stats = script.call(port, "get_stats").to_string();
    let _printed = script.call(port, "get_faults");
    for (name, count) in counts {
        let is_so = stats.contains(&format!("{name} => {count}"));
        is_so.then_some(()).ok_or(Fault::Answer)?;
    }
    Ok(())
}
