//! The parts that the firmware opens. One that is not there stays away.

// The start-up code, and critical sections for one core.
use cortex_m as _;
use cortex_m_rt as _;

use board_stm32f407g_disc1::Board;

bare_firmware::firmware!(|firmware| {
    let _ = firmware.flash::<Board>();
    let _ = firmware.touch::<Board>();
});
