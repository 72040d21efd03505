//! The Pico with the ResTouch LCD for AtomVM's firmware: its ports, and NIFs.
#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod ports {
    //! What `ports.c` names once more, for AtomVM.

    use board::Board;
    use example_nifs::{display_backlight, display_size};

    vm_atomvm::firmware!();

    vm_atomvm::export_port!(audio_create_port, port_audio::Audio<Board>);
    vm_atomvm::export_port!(display_create_port, port_display::Display<Board>);
    vm_atomvm::export_port!(spi_create_port, port_spi::Spi<Board>);
    vm_atomvm::export_port!(touch_create_port, port_touch::Touch<Board>);

    vm_atomvm::nif_collection!(
        example_nifs_get_nif,
        "example_nifs",
        [display_size, display_backlight]
    );
}
