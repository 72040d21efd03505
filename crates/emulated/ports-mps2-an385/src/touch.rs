//! The touch port, with fingers from outside of the emulator.

extern crate alloc;

use alloc::string::ToString;

use board_qemu_mps2_an385::Board;
use emulated_ports::{Fault, Script, is_there, print};
use port_touch::Touch;

/// Options that are wrong, and what the port says to them.
const WRONG: [(&str, &str); 4] = [
    ("#{swap_xy => 1}", "{bad_option,swap_xy,1}"),
    ("#{display => 7}", "bad_resource"),
    (
        "[{invert_x, true} | false]",
        "{bad_options,[{invert_x,true}|false]}",
    ),
    ("yes", "{bad_options,yes}"),
];

/// Every point of the fingers, in order, and counts that are exact.
pub(crate) fn touch(script: &mut Script) -> Result<(), Fault> {
    follow(script, "#{}")
}

/// Mirrors the points, which whoever sent them has to notice.
pub(crate) fn touch_seeded(script: &mut Script) -> Result<(), Fault> {
    follow(script, "#{invert_x => true}")
}

/// Wrong options, rounds of opening and closing, then the fingers, until
/// whoever sends them says that it was the last.
fn follow(script: &mut Script, options: &str) -> Result<(), Fault> {
    for (options, reason) in WRONG {
        script.refuse::<Touch<Board>>(options, reason)?;
    }
    script.thrice(|script| {
        let port = script.open::<Touch<Board>>("#{}")?;
        script.refuse::<Touch<Board>>("#{}", "busy")?;
        script.close(port)
    })?;
    let port = script.open::<Touch<Board>>(options)?;
    script.expect(port, "read_events", "no_events")?;
    script.expect(port, "{subscribe, #{active => true}}", "ok")?;
    print(format_args!("ready"));
    let mut events = 0;
    while !is_there(c"last") {
        for message in script.messages() {
            print(format_args!("{message}"));
            events += message
                .as_tuple()
                .and_then(|parts| parts.get(2)?.as_list())
                .map_or(0, <[_]>::len);
        }
    }
    let counts = [
        ("offered", events),
        ("delivered", events),
        ("dropped", 0),
        ("queued", 0),
    ];
    let stats = script.call(port, "get_stats").to_string();
    for (name, count) in counts {
        let is_so = stats.contains(&alloc::format!("{name} => {count}"));
        is_so.then_some(()).ok_or(Fault::Answer)?;
    }
    script.close(port)
}

/// Nobody touches the panel, as whoever lets it begin says: many readings, and
/// no event.
pub(crate) fn untouched(script: &mut Script) -> Result<(), Fault> {
    while !is_there(c"begin") {}
    let port = script.open::<Touch<Board>>("#{}")?;
    script.expect(port, "{subscribe, #{active => true}}", "ok")?;
    for _ in 0..100 {
        emulated_core::wait();
        if !script.messages().is_empty() {
            return Err(Fault::Answer);
        }
    }
    script.expect(port, "read_events", "no_events")?;
    let _printed = script.call(port, "get_faults");
    script.close(port)
}
