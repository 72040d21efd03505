# Adds vm-atomvm's shim to AtomVM's rp2 target, in the file that makes it:
#
#     include(.../crates/vm-atomvm/c/avm_vm_rp2.cmake)
#     avm_vm_rp2(AtomVM)

set(AVM_VM_SHIM ${CMAKE_CURRENT_LIST_DIR})

function(avm_vm_rp2 TARGET)
    target_sources(${TARGET} PRIVATE ${AVM_VM_SHIM}/avm_vm.c ${AVM_VM_SHIM}/avm_vm_rp2.c)
    # AtomVM's platform headers are in lib, beside the file that makes the target.
    target_include_directories(${TARGET} PRIVATE ${AVM_VM_SHIM} ${CMAKE_CURRENT_SOURCE_DIR}/lib)
    # A malloc without memory returns, instead of stopping the firmware.
    target_compile_definitions(${TARGET} PRIVATE PICO_MALLOC_PANIC=0)
    target_link_libraries(${TARGET} PRIVATE hardware_sync pico_time)
endfunction()
