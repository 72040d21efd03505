# Adds the ports of this package to AtomVM for the RP2040, as
# docs/beside-atomvm.md has it for a board's. One line at the end of AtomVM's
# src/platforms/rp2/src/CMakeLists.txt (rp2040 in 0.6):
#
#     include($ENV{AVM_RUST}/examples/atomvm-rp2/firmware.cmake)

set(AVM_REPOSITORY ${CMAKE_CURRENT_LIST_DIR}/../..)
include(${AVM_REPOSITORY}/examples/atomvm-firmware/cmake/rust_library.cmake)
include(${AVM_REPOSITORY}/boards/platforms/ffi/shims/pico/avm_board.cmake)
include(${AVM_REPOSITORY}/crates/vm-atomvm/c/avm_vm_rp2.cmake)

avm_rust_library(../atomvm-rp2 thumbv6m-none-eabi atomvm-rp2)
target_sources(AtomVM PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/c/peer.c
    ${CMAKE_CURRENT_LIST_DIR}/c/ports.c)
avm_board_pico(AtomVM)
avm_vm_rp2(AtomVM)
target_link_libraries(AtomVM PRIVATE avm_rust)
