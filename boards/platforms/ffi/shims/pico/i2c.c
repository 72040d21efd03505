/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * I2C by the Pico SDK's hardware_i2c, with its time-outs.
 */

#include "shim.h"

#include <hardware/i2c.h>

/* Half a bit of the clocks that free a bus: 100 kHz. */
#define HALF_BIT_US 5

struct avm_board_i2c
{
    i2c_inst_t *i2c;
    mutex_t *turn;
    struct avm_board_i2c_wires wires;
};

auto_init_mutex(turn_of_0);
auto_init_mutex(turn_of_1);
static avm_board_i2c buses[2];

/* GPIO 0, 4, 8 .. are SDA of the first, 2, 6, 10 .. of the second (datasheet of
 * the RP2040, 1.4.3). */
static bool has_wires(const struct avm_board_i2c_wires *wires)
{
    unsigned first = 2u * wires->controller;
    return wires->sda < NUM_BANK0_GPIOS && wires->scl < NUM_BANK0_GPIOS
        && wires->sda % 4 == first && wires->scl % 4 == first + 1;
}

static void start(avm_board_i2c *bus)
{
    i2c_init(bus->i2c, bus->wires.hz);
    gpio_set_function(bus->wires.sda, GPIO_FUNC_I2C);
    gpio_set_function(bus->wires.scl, GPIO_FUNC_I2C);
    gpio_pull_up(bus->wires.sda);
    gpio_pull_up(bus->wires.scl);
}

int32_t avm_board_i2c_open(const struct avm_board_i2c_wires *wires, avm_board_i2c **out)
{
    if (wires->controller > 1) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (!has_wires(wires)) {
        return AVM_BOARD_NO_PIN;
    }
    if (wires->hz == 0 || wires->hz > 1000000) {
        return AVM_BOARD_BAD_CLOCK;
    }
    avm_board_i2c *bus = &buses[wires->controller];
    bus->i2c = wires->controller == 0 ? i2c0 : i2c1;
    bus->turn = wires->controller == 0 ? &turn_of_0 : &turn_of_1;
    bus->wires = *wires;
    start(bus);
    *out = bus;
    return AVM_BOARD_OK;
}

/* The SDK tells a NACK of the address from one of a byte by the count. */
static int32_t status_of(int result, size_t length)
{
    if (result == PICO_ERROR_TIMEOUT) {
        return AVM_BOARD_TIMEOUT;
    }
    if (result < 0) {
        return AVM_BOARD_NACK_ADDRESS;
    }
    return (size_t) result == length ? AVM_BOARD_OK : AVM_BOARD_NACK_DATA;
}

static int32_t transfer(i2c_inst_t *i2c, uint8_t address, const uint8_t *write, size_t write_len,
    uint8_t *read, size_t read_len, uint32_t timeout_us)
{
    uint8_t byte;
    if (write_len == 0 && read_len == 0) {
        /* The controller cannot send an address alone. */
        read = &byte;
        read_len = 1;
    }
    if (write_len > 0) {
        bool stays = read_len > 0;
        int result = i2c_write_timeout_us(i2c, address, write, write_len, stays, timeout_us);
        int32_t status = status_of(result, write_len);
        if (status != AVM_BOARD_OK || !stays) {
            return status;
        }
    }
    int result = i2c_read_timeout_us(i2c, address, read, read_len, false, timeout_us);
    return status_of(result, read_len);
}

int32_t avm_board_i2c_transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, uint32_t timeout_us)
{
    /* The SDK stops the firmware at the addresses that I2C reserves. */
    if (address < 0x08 || address > 0x77) {
        return AVM_BOARD_NACK_ADDRESS;
    }
    mutex_enter_blocking(bus->turn);
    int32_t status = transfer(
        bus->i2c, (uint8_t) address, write, write_len, read, read_len, timeout_us);
    mutex_exit(bus->turn);
    return status;
}

/* Low by driving, high by the pull-up. */
static void line(uint pin, bool high)
{
    gpio_set_dir(pin, high ? GPIO_IN : GPIO_OUT);
    busy_wait_us(HALF_BIT_US);
}

/* Up to nine clocks until the device lets go, and a stop. */
static void clock_free(uint sda, uint scl)
{
    gpio_put(sda, false);
    gpio_put(scl, false);
    gpio_set_dir(sda, GPIO_IN);
    gpio_set_dir(scl, GPIO_IN);
    gpio_set_function(sda, GPIO_FUNC_SIO);
    gpio_set_function(scl, GPIO_FUNC_SIO);
    for (int clock = 0; clock < 9 && !gpio_get(sda); clock += 1) {
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
    uint sda = bus->wires.sda;
    uint scl = bus->wires.scl;
    mutex_enter_blocking(bus->turn);
    if (!gpio_get(sda) || !gpio_get(scl)) {
        clock_free(sda, scl);
    }
    bool is_free = gpio_get(sda) && gpio_get(scl);
    /* The controller may be in the middle of what timed out. */
    i2c_deinit(bus->i2c);
    start(bus);
    mutex_exit(bus->turn);
    return is_free ? AVM_BOARD_OK : AVM_BOARD_STUCK;
}

void avm_board_i2c_close(avm_board_i2c *bus)
{
    mutex_enter_blocking(bus->turn);
    i2c_deinit(bus->i2c);
    avm_board_pin_release(bus->wires.sda);
    avm_board_pin_release(bus->wires.scl);
    mutex_exit(bus->turn);
}
