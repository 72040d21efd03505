//! The parts that the firmware opens. One that is not there stays away.

use board_esp32_c3::Board;

bare_firmware::firmware!(|firmware| {
    let _ = firmware.flash::<Board>();
    let _ = firmware.touch::<Board>();
});
