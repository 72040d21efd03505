# Adds avm_board.h by ST HAL to a target of AtomVM's stm32 platform:
#
#     include(.../boards/platforms/ffi/shims/stm32/avm_board.cmake)
#     avm_board_stm32(${PROJECT_EXECUTABLE})

set(AVM_BOARD_STM32_SHIM ${CMAKE_CURRENT_LIST_DIR})

function(avm_board_stm32 TARGET)
    if(NOT STM32_FAMILY STREQUAL "stm32f4xx")
        message(FATAL_ERROR "avm_board.h is there for the STM32F4 only, not for ${STM32_FAMILY}")
    endif()
    set(shim ${AVM_BOARD_STM32_SHIM})
    target_sources(${TARGET} PRIVATE
        ${shim}/i2c.c ${shim}/pins.c ${shim}/pwm.c ${shim}/samples.c ${shim}/spi.c ${shim}/time.c)
    target_include_directories(${TARGET} PRIVATE ${shim}/../../include)
    # Modules of the HAL that AtomVM's configuration leaves out. Its header has
    # no place for them, so that they are given their own headers.
    foreach(module tim tim_ex i2s i2s_ex)
        set(source ${HAL_DRIVER_SRC_DIR}/stm32f4xx_hal_${module}.c)
        target_sources(${TARGET} PRIVATE ${source})
        set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
            "-DHAL_TIM_MODULE_ENABLED;-DHAL_I2S_MODULE_ENABLED;-includestm32f4xx_hal.h;-includestm32f4xx_hal_tim.h;-includestm32f4xx_hal_i2s.h")
    endforeach()
endfunction()
