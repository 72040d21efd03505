//! A device node on AtomVM.

use cluster::{Device, Rate, atomvm};

use crate::place::{Place, board, scratch, shout};

#[test]
fn a_node_on_atomvm_is_a_device_as_any_other() {
    let Some(place) = Place::new("atomvm") else {
        return;
    };
    let Some(machine) = atomvm(&scratch().join("avm")).expect("an AtomVM") else {
        shout("SKIPPED: a device on AtomVM needs ATOMVM=/path/to/AtomVM (main)");
        return;
    };
    let board = board(200_000, Rate::Paced(500));
    let device = Device::start(&place.site, "device-atomvm", machine, board);
    let mut device = device.expect("AtomVM starts");
    // So that the port of a hub that is killed is closed soon.
    let lease = ["-cluster", "lease_ms", "2000"];
    let mut hub = place.hub(&lease);
    let streams = |rows: &[cluster::Row]| rows.iter().any(|row| row.received > 500);
    let rows = hub.wait_until("streaming", streams).unwrap();
    assert!(rows[0].exact && rows[0].lies == 0, "{rows:#?}");
    assert_eq!(hub.play(50).unwrap(), "played 1 of 1");
    device.kill();
    let down = hub.wait_until("down", |rows| rows[0].state == "down");
    let earlier = down.unwrap()[0].received;
    device.start_again(&place.site).unwrap();
    let back = hub.wait_until("back", |rows| {
        rows[0].state == "open" && rows[0].received > 0
    });
    let back = &back.unwrap()[0];
    assert!(
        back.exact && back.lies == 0 && back.earlier == earlier,
        "{back:#?}"
    );
    hub.kill();
    let mut hub = place.hub(&lease);
    let again = |rows: &[cluster::Row]| rows.len() == 1 && rows[0].received > 0;
    let again = hub.wait_until("streaming again", again).unwrap();
    assert!(again[0].exact && again[0].lies == 0, "{again:#?}");
}
