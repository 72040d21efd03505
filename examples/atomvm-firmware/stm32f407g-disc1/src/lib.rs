//! The ports of the STM32F407G-DISC1, for AtomVM's firmware.
#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
mod ports {
    //! What `ports.c` names once more, for AtomVM.

    use board::Board;

    vm_atomvm::firmware!();

    vm_atomvm::export_port!(audio_create_port, port_audio::Audio<Board>);
    vm_atomvm::export_port!(spi_create_port, port_spi::Spi<Board>);
    vm_atomvm::export_port!(touch_create_port, port_touch::Touch<Board>);
}
