//! The parts that the firmware opens. One that is not there stays away.

use board_esp32_p4_function_ev::Board;

bare_firmware::firmware!(|firmware| {
    let _ = firmware.touch::<Board>();
});
