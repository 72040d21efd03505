/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * I2C by ST HAL. A write before a read has one byte or two: what the HAL calls
 * the address of memory.
 */

#include "shim.h"

#define CONTROLLERS 3
#define HALF_BIT_US 5

enum
{
    SCL,
    SDA,
};

static const struct avm_board_wire WIRES[] = {
    { 1, SCL, PIN('B', 6), GPIO_AF4_I2C1 },
    { 1, SCL, PIN('B', 8), GPIO_AF4_I2C1 },
    { 1, SDA, PIN('B', 7), GPIO_AF4_I2C1 },
    { 1, SDA, PIN('B', 9), GPIO_AF4_I2C1 },
    { 2, SCL, PIN('B', 10), GPIO_AF4_I2C2 },
    { 2, SDA, PIN('B', 11), GPIO_AF4_I2C2 },
    { 3, SCL, PIN('A', 8), GPIO_AF4_I2C3 },
    { 3, SDA, PIN('C', 9), GPIO_AF4_I2C3 },
};

#define ROWS (sizeof(WIRES) / sizeof(WIRES[0]))

struct avm_board_i2c
{
    I2C_HandleTypeDef hal;
    struct avm_board_i2c_wires wires;
};

static avm_board_i2c buses[CONTROLLERS];

static I2C_TypeDef *instance(unsigned controller)
{
    switch (controller) {
        case 1:
            __HAL_RCC_I2C1_CLK_ENABLE();
            return I2C1;
        case 2:
            __HAL_RCC_I2C2_CLK_ENABLE();
            return I2C2;
        default:
            __HAL_RCC_I2C3_CLK_ENABLE();
            return I2C3;
    }
}

static int32_t start(avm_board_i2c *bus)
{
    avm_board_alternate(bus->wires.scl, GPIO_MODE_AF_OD, GPIO_PULLUP, GPIO_AF4_I2C1);
    avm_board_alternate(bus->wires.sda, GPIO_MODE_AF_OD, GPIO_PULLUP, GPIO_AF4_I2C1);
    bus->hal = (I2C_HandleTypeDef) { .Instance = instance(bus->wires.controller) };
    bus->hal.Init.ClockSpeed = bus->wires.hz;
    bus->hal.Init.DutyCycle = I2C_DUTYCYCLE_2;
    bus->hal.Init.AddressingMode = I2C_ADDRESSINGMODE_7BIT;
    bus->hal.Init.DualAddressMode = I2C_DUALADDRESS_DISABLE;
    bus->hal.Init.GeneralCallMode = I2C_GENERALCALL_DISABLE;
    bus->hal.Init.NoStretchMode = I2C_NOSTRETCH_DISABLE;
    return HAL_I2C_Init(&bus->hal) == HAL_OK ? AVM_BOARD_OK : AVM_BOARD_BAD_CLOCK;
}

int32_t avm_board_i2c_open(const struct avm_board_i2c_wires *wires, avm_board_i2c **out)
{
    unsigned controller = wires->controller;
    if (controller < 1 || controller > CONTROLLERS) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (avm_board_wire(WIRES, ROWS, controller, SCL, wires->scl) == NULL
        || avm_board_wire(WIRES, ROWS, controller, SDA, wires->sda) == NULL) {
        return AVM_BOARD_NO_PIN;
    }
    if (wires->hz == 0 || wires->hz > 400000) {
        return AVM_BOARD_BAD_CLOCK;
    }
    /* Who has enabled the controller, such as AtomVM's own driver, has it. */
    if (instance(controller)->CR1 & I2C_CR1_PE) {
        return AVM_BOARD_IN_USE;
    }
    avm_board_i2c *bus = &buses[controller - 1];
    bus->wires = *wires;
    int32_t status = start(bus);
    if (status == AVM_BOARD_OK) {
        *out = bus;
    }
    return status;
}

static int32_t status_of(const avm_board_i2c *bus, HAL_StatusTypeDef status)
{
    if (status == HAL_OK) {
        return AVM_BOARD_OK;
    }
    uint32_t error = HAL_I2C_GetError((I2C_HandleTypeDef *) &bus->hal);
    if (error & HAL_I2C_ERROR_AF) {
        bool begun = bus->hal.XferCount != bus->hal.XferSize;
        return begun ? AVM_BOARD_NACK_DATA : AVM_BOARD_NACK_ADDRESS;
    }
    if (error & HAL_I2C_ERROR_ARLO) {
        return AVM_BOARD_ARBITRATION;
    }
    /* A bus that stays busy is one that timed out. */
    if (status == HAL_BUSY || status == HAL_TIMEOUT || (error & HAL_I2C_ERROR_TIMEOUT)) {
        return AVM_BOARD_TIMEOUT;
    }
    return (int32_t) (0x10000u | error);
}

int32_t avm_board_i2c_transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, uint32_t timeout_us)
{
    I2C_HandleTypeDef *hal = &bus->hal;
    uint16_t shifted = (uint16_t) (address << 1);
    uint32_t ms = timeout_us / 1000 + 2;
    if (write_len > UINT16_MAX || read_len > UINT16_MAX) {
        return AVM_BOARD_SEQUENCE;
    }
    /* The HAL does not write to it. */
    uint8_t *bytes = (uint8_t *) (uintptr_t) write;
    uint16_t reads = (uint16_t) read_len;
    if (write_len == 0 && reads == 0) {
        return HAL_I2C_IsDeviceReady(hal, shifted, 1, ms) == HAL_OK ? AVM_BOARD_OK
                                                                   : AVM_BOARD_NACK_ADDRESS;
    }
    if (reads == 0) {
        return status_of(
            bus, HAL_I2C_Master_Transmit(hal, shifted, bytes, (uint16_t) write_len, ms));
    }
    switch (write_len) {
        case 0:
            return status_of(bus, HAL_I2C_Master_Receive(hal, shifted, read, reads, ms));
        case 1:
            return status_of(bus,
                HAL_I2C_Mem_Read(
                    hal, shifted, write[0], I2C_MEMADD_SIZE_8BIT, read, reads, ms));
        case 2:
            return status_of(bus,
                HAL_I2C_Mem_Read(hal, shifted, (uint16_t) (write[0] << 8 | write[1]),
                    I2C_MEMADD_SIZE_16BIT, read, reads, ms));
        default:
            return AVM_BOARD_SEQUENCE;
    }
}

static bool is_free(const avm_board_i2c *bus)
{
    return avm_board_pin_read(bus->wires.sda) && avm_board_pin_read(bus->wires.scl);
}

static void line(uint16_t pin, bool high)
{
    avm_board_pin_write(pin, high);
    avm_board_delay_us(HALF_BIT_US);
}

/* Up to nine clocks until the device lets go, and a stop. */
static void clock_free(const avm_board_i2c *bus)
{
    uint16_t sda = bus->wires.sda;
    uint16_t scl = bus->wires.scl;
    avm_board_pin_write(sda, true);
    avm_board_pin_write(scl, true);
    avm_board_alternate(sda, GPIO_MODE_OUTPUT_OD, GPIO_PULLUP, 0);
    avm_board_alternate(scl, GPIO_MODE_OUTPUT_OD, GPIO_PULLUP, 0);
    for (int clock = 0; clock < 9 && !avm_board_pin_read(sda); clock += 1) {
        line(scl, false);
        line(scl, true);
    }
    line(scl, false);
    line(sda, false);
    line(scl, true);
    line(sda, true);
}

int32_t avm_board_i2c_recover(avm_board_i2c *bus)
{
    if (!is_free(bus)) {
        clock_free(bus);
    }
    bool freed = is_free(bus);
    /* The controller may be in the middle of what timed out. */
    HAL_I2C_DeInit(&bus->hal);
    SET_BIT(bus->hal.Instance->CR1, I2C_CR1_SWRST);
    CLEAR_BIT(bus->hal.Instance->CR1, I2C_CR1_SWRST);
    int32_t status = start(bus);
    return freed ? status : AVM_BOARD_STUCK;
}

void avm_board_i2c_close(avm_board_i2c *bus)
{
    HAL_I2C_DeInit(&bus->hal);
    avm_board_pin_release(bus->wires.sda);
    avm_board_pin_release(bus->wires.scl);
}
