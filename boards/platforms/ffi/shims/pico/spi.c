/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * SPI by the Pico SDK's hardware_spi; chip selects are pins.
 */

#include "shim.h"

#include <stdlib.h>

#include <hardware/clocks.h>
#include <hardware/spi.h>

struct avm_board_spi
{
    spi_inst_t *spi;
    mutex_t *turn;
    struct avm_board_spi_wires wires;
};

auto_init_mutex(turn_of_0);
auto_init_mutex(turn_of_1);
static uint32_t users[2];

/* Every four pins are data in, select, clock and data out; every eight pins
 * are the other controller's (datasheet of the RP2040, 1.4.3). */
static bool is_wire(uint16_t pin, unsigned controller, unsigned nth)
{
    return pin < NUM_BANK0_GPIOS && (pin / 8u) % 2 == controller && pin % 4 == nth;
}

static int32_t check(const struct avm_board_spi_wires *wires)
{
    if (wires->controller > 1) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    bool reads = wires->miso != AVM_BOARD_NO_WIRE;
    if (!is_wire(wires->sck, wires->controller, 2) || !is_wire(wires->mosi, wires->controller, 3)
        || (reads && !is_wire(wires->miso, wires->controller, 0)) || wires->cs >= NUM_BANK0_GPIOS) {
        return AVM_BOARD_NO_PIN;
    }
    /* Two dividers, of up to 254 and 256 (PL022). */
    if (wires->hz < clock_get_hz(clk_peri) / (254u * 256u) + 1) {
        return AVM_BOARD_BAD_CLOCK;
    }
    if (wires->mode > 3) {
        return AVM_BOARD_BAD_MODE;
    }
    return wires->lsb_first == 0 ? AVM_BOARD_OK : AVM_BOARD_BAD_BIT_ORDER;
}

static void start(const avm_board_spi *device)
{
    const struct avm_board_spi_wires *wires = &device->wires;
    if (users[wires->controller] == 0) {
        spi_init(device->spi, wires->hz);
        gpio_set_function(wires->sck, GPIO_FUNC_SPI);
        gpio_set_function(wires->mosi, GPIO_FUNC_SPI);
        if (wires->miso != AVM_BOARD_NO_WIRE) {
            gpio_set_function(wires->miso, GPIO_FUNC_SPI);
        }
    }
    users[wires->controller] += 1;
    gpio_init(wires->cs);
    gpio_put(wires->cs, true);
    gpio_set_dir(wires->cs, GPIO_OUT);
}

int32_t avm_board_spi_open(const struct avm_board_spi_wires *wires, avm_board_spi **out)
{
    int32_t status = check(wires);
    if (status != AVM_BOARD_OK) {
        return status;
    }
    avm_board_spi *device = malloc(sizeof(*device));
    if (device == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    device->spi = wires->controller == 0 ? spi0 : spi1;
    device->turn = wires->controller == 0 ? &turn_of_0 : &turn_of_1;
    device->wires = *wires;
    mutex_enter_blocking(device->turn);
    start(device);
    mutex_exit(device->turn);
    *out = device;
    return AVM_BOARD_OK;
}

int32_t avm_board_spi_begin(avm_board_spi *device)
{
    const struct avm_board_spi_wires *wires = &device->wires;
    mutex_enter_blocking(device->turn);
    spi_set_baudrate(device->spi, wires->hz);
    spi_set_format(device->spi, 8, wires->mode & 2 ? SPI_CPOL_1 : SPI_CPOL_0,
        wires->mode & 1 ? SPI_CPHA_1 : SPI_CPHA_0, SPI_MSB_FIRST);
    gpio_put(wires->cs, false);
    return AVM_BOARD_OK;
}

/* These return when the last bit is out. */
int32_t avm_board_spi_transfer(
    avm_board_spi *device, const uint8_t *write, uint8_t *read, size_t length)
{
    if (write != NULL && read != NULL) {
        spi_write_read_blocking(device->spi, write, read, length);
    } else if (write != NULL) {
        spi_write_blocking(device->spi, write, length);
    } else {
        spi_read_blocking(device->spi, 0, read, length);
    }
    return AVM_BOARD_OK;
}

int32_t avm_board_spi_end(avm_board_spi *device)
{
    gpio_put(device->wires.cs, true);
    mutex_exit(device->turn);
    return AVM_BOARD_OK;
}

void avm_board_spi_close(avm_board_spi *device)
{
    const struct avm_board_spi_wires *wires = &device->wires;
    mutex_enter_blocking(device->turn);
    users[wires->controller] -= 1;
    if (users[wires->controller] == 0) {
        spi_deinit(device->spi);
        avm_board_pin_release(wires->sck);
        avm_board_pin_release(wires->mosi);
        if (wires->miso != AVM_BOARD_NO_WIRE) {
            avm_board_pin_release(wires->miso);
        }
    }
    mutex_exit(device->turn);
    free(device);
}
