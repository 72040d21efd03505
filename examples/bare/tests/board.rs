//! What the firmware does, on the board of the host.

use bare_firmware::Firmware;
use board::Board;

#[test]
fn a_flash_is_identified_and_a_finger_counted() {
    let mut firmware = Firmware::new();
    assert_eq!(
        firmware.flash::<Board>().as_deref(),
        Ok("{ok,<<239,64,20>>}")
    );
    firmware
        .touch::<Board>()
        .expect("the board has a touch panel");
    assert_eq!(firmware.touch::<Board>().err().as_deref(), Some("busy"));
    // The board replays a finger; each message is at least one event.
    let start = std::time::Instant::now();
    while firmware.run() == 0 {
        assert!(start.elapsed().as_secs() < 20, "no finger in 20 seconds");
        std::thread::yield_now();
    }
}
