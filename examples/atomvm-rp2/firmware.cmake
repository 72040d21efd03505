# Adds the Rust library to AtomVM's rp2 target: one line at the end of
# src/platforms/rp2/src/CMakeLists.txt (rp2040 in 0.6) includes this file, and
# AVM_RUST_LIBRARY names the static library, without compiler_builtins.

set(AVM_VM ${CMAKE_CURRENT_LIST_DIR}/../../crates/vm-atomvm/c)

target_sources(AtomVM PRIVATE
    ${AVM_VM}/avm_vm.c
    ${AVM_VM}/avm_vm_rp2.c
    ${CMAKE_CURRENT_LIST_DIR}/c/ports.c)
target_include_directories(AtomVM PRIVATE ${AVM_VM} lib)
target_link_libraries(AtomVM PRIVATE ${AVM_RUST_LIBRARY})
