# Adds the Rust library to AtomVM's rp2 target: one line at the end of
# src/platforms/rp2/src/CMakeLists.txt (rp2040 in 0.6) includes this file, and
# AVM_RUST_LIBRARY names the static library, without compiler_builtins.

set(AVM_REPOSITORY ${CMAKE_CURRENT_LIST_DIR}/../..)
include(${AVM_REPOSITORY}/boards/platforms/ffi/shims/pico/avm_board.cmake)
include(${AVM_REPOSITORY}/crates/vm-atomvm/c/avm_vm_rp2.cmake)

target_sources(AtomVM PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/c/peer.c
    ${CMAKE_CURRENT_LIST_DIR}/c/ports.c)
avm_board_pico(AtomVM)
avm_vm_rp2(AtomVM)
target_link_libraries(AtomVM PRIVATE ${AVM_RUST_LIBRARY})
