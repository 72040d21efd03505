# Adds a board's ports to AtomVM for the RP2040. One line at the end of
# AtomVM's src/platforms/rp2/src/CMakeLists.txt (rp2040 in 0.6):
#
#     include($ENV{AVM_RUST}/examples/atomvm-firmware/cmake/rp2.cmake)

set(AVM_BOARD "pico-restouch-lcd-3-5" CACHE STRING "The folder in examples/atomvm-firmware")

set(AVM_REPOSITORY ${CMAKE_CURRENT_LIST_DIR}/../../..)
include(${CMAKE_CURRENT_LIST_DIR}/rust_library.cmake)
include(${AVM_REPOSITORY}/boards/platforms/ffi/shims/pico/avm_board.cmake)
include(${AVM_REPOSITORY}/crates/vm-atomvm/c/avm_vm_rp2.cmake)

avm_rust_library(${AVM_BOARD} thumbv6m-none-eabi)
target_sources(AtomVM PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../${AVM_BOARD}/ports.c)
avm_board_pico(AtomVM)
avm_vm_rp2(AtomVM)
target_link_libraries(AtomVM PRIVATE avm_rust)
