# Builds the Rust library of a board's ports, and leaves out of it what is C's.
#
#     avm_rust_library(esp32-c3 riscv32imc-unknown-none-elf)
#     target_link_libraries(... avm_rust)
#
# The package is called firmware-BOARD, or as a third argument says.
#
# AVM_CARGO is how cargo is called. With a target that rustup has installed,
# "cargo" is enough; by Debian's compiler, which has the sources of core:
#
#     -DAVM_CARGO="env;RUSTC=/usr/bin/rustc;RUSTC_BOOTSTRAP=1;/usr/bin/cargo"
#     -DAVM_CARGO_FLAGS="-Zbuild-std=core,alloc"

set(AVM_CARGO "cargo" CACHE STRING "How cargo is called")
set(AVM_CARGO_FLAGS "" CACHE STRING "What cargo build is told")
set(AVM_RUST_CMAKE ${CMAKE_CURRENT_LIST_DIR})

function(avm_rust_library BOARD RUST_TARGET)
    set(package firmware-${BOARD})
    if(ARGC GREATER 2)
        set(package ${ARGV2})
    endif()
    string(REPLACE "-" "_" name ${package})
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/rust)
    set(built ${folder}/${RUST_TARGET}/release/lib${name}.a)
    set(library ${CMAKE_CURRENT_BINARY_DIR}/libavm_rust.a)
    add_custom_target(avm_rust_build
        COMMAND ${AVM_CARGO} build --release --config "profile.release.opt-level='s'"
            ${AVM_CARGO_FLAGS} -p ${package} --target ${RUST_TARGET} --target-dir ${folder}
        COMMAND ${CMAKE_COMMAND} -DBUILT=${built} -DLIBRARY=${library} -DAR=${CMAKE_AR}
            -P ${AVM_RUST_CMAKE}/without_builtins.cmake
        WORKING_DIRECTORY ${AVM_RUST_CMAKE}/../${BOARD}
        BYPRODUCTS ${library}
        VERBATIM)
    add_library(avm_rust STATIC IMPORTED GLOBAL)
    set_target_properties(avm_rust PROPERTIES IMPORTED_LOCATION ${library})
    add_dependencies(avm_rust avm_rust_build)
endfunction()
