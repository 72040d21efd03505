# Adds avm_board.h by the Pico SDK to a target:
#
#     include(.../boards/platforms/ffi/shims/pico/avm_board.cmake)
#     avm_board_pico(AtomVM)

set(AVM_BOARD_PICO_SHIM ${CMAKE_CURRENT_LIST_DIR})

function(avm_board_pico TARGET)
    target_sources(${TARGET} PRIVATE
        ${AVM_BOARD_PICO_SHIM}/i2c.c
        ${AVM_BOARD_PICO_SHIM}/pins.c
        ${AVM_BOARD_PICO_SHIM}/pwm.c
        ${AVM_BOARD_PICO_SHIM}/samples.c
        ${AVM_BOARD_PICO_SHIM}/spi.c
        ${AVM_BOARD_PICO_SHIM}/time.c)
    target_include_directories(${TARGET} PRIVATE ${AVM_BOARD_PICO_SHIM}/../../include)
    target_link_libraries(${TARGET} PRIVATE
        hardware_clocks hardware_dma hardware_gpio hardware_i2c hardware_irq hardware_pio
        hardware_pwm hardware_spi hardware_timer pico_stdlib pico_sync pico_time)
endfunction()
