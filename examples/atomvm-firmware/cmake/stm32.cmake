# Adds a board's ports to AtomVM for the STM32F4. One line at the end of
# AtomVM's src/platforms/stm32/src/CMakeLists.txt:
#
#     include($ENV{AVM_RUST}/examples/atomvm-firmware/cmake/stm32.cmake)

set(AVM_BOARD "stm32f407g-disc1" CACHE STRING "The folder in examples/atomvm-firmware")

set(AVM_REPOSITORY ${CMAKE_CURRENT_LIST_DIR}/../../..)
set(AVM_VM_SHIM ${AVM_REPOSITORY}/crates/vm-atomvm/c)
include(${CMAKE_CURRENT_LIST_DIR}/rust_library.cmake)
include(${AVM_REPOSITORY}/boards/platforms/ffi/shims/stm32/avm_board.cmake)

avm_rust_library(${AVM_BOARD} thumbv7em-none-eabihf)
target_sources(${PROJECT_EXECUTABLE} PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/../${AVM_BOARD}/ports.c
    ${AVM_VM_SHIM}/avm_vm.c
    ${AVM_VM_SHIM}/avm_vm_stm32.c)
target_include_directories(${PROJECT_EXECUTABLE} PRIVATE
    ${AVM_VM_SHIM} ${CMAKE_CURRENT_SOURCE_DIR}/lib)
avm_board_stm32(${PROJECT_EXECUTABLE})
# AtomVM has no queue for interrupts here: its loop is asked instead.
target_link_options(${PROJECT_EXECUTABLE} PRIVATE -Wl,--wrap=sys_poll_events)
# The C library once more, for what the Rust library leaves open.
target_link_libraries(${PROJECT_EXECUTABLE} PRIVATE
    avm_rust ${PICOLIBC_LIB_DIR}/libc.a gcc ${PICOLIBC_LIB_DIR}/libc.a)
