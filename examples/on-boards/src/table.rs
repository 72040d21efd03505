//! The table: which example runs on which board.

/// Calls the macro `$then` with the table: the crate of each board, and the
/// examples that it has the parts for.
#[macro_export]
macro_rules! boards {
    ($then:ident) => {
        $then! {
            board_esp32_c3: touch_trace display tone flash all_ports,
            board_esp32_p4_function_ev: touch_trace tone,
            board_esp32_s3_box_3: touch_trace display tone flash all_ports,
            board_m5stack_core2: touch_trace display tone,
            board_pico_restouch_lcd_3_5: touch_trace display tone flash all_ports,
            board_sim: touch_trace display tone flash all_ports,
            board_stm32f407g_disc1: touch_trace tone flash,
        }
    };
}
