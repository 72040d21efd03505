# Copies a Rust library without compiler_builtins, which has memcpy, strlen and
# __aeabi_* of its own: they would be the whole VM's. What it leaves open is in
# the C library and in the compiler's.
#
#     cmake -DBUILT=... -DLIBRARY=... -DAR=... -P without_builtins.cmake

set(copy ${LIBRARY}.new)
configure_file(${BUILT} ${copy} COPYONLY)
execute_process(COMMAND ${AR} t ${copy} OUTPUT_VARIABLE members COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "compiler_builtins[^\n]*" builtins "${members}")
if(NOT builtins)
    message(FATAL_ERROR "${BUILT} has no compiler_builtins: is this a static library of Rust's?")
endif()
execute_process(COMMAND ${AR} d ${copy} ${builtins} COMMAND_ERROR_IS_FATAL ANY)
# A library that has not changed is not linked again.
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${copy} ${LIBRARY}
    COMMAND_ERROR_IS_FATAL ANY)
