/* SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * I2C by ESP-IDF's i2c_master. Its lock is for one transfer; ours is also for
 * freeing the bus, which would break into another's.
 *
 * It aborts at the start of a firmware that has the older driver/i2c.h in it
 * too: AtomVM's own I2C must be left out (docs/beside-atomvm.md).
 */

#include "shim.h"

#include <stdlib.h>

#include <driver/i2c_master.h>
#include <freertos/semphr.h>
#include <soc/soc_caps.h>

#define DEVICES 8

struct avm_board_i2c
{
    i2c_master_bus_handle_t bus;
    SemaphoreHandle_t turn;
    struct avm_board_i2c_wires wires;
    /* The driver wants an object for each address; used ones are kept. */
    i2c_master_dev_handle_t devices[DEVICES];
    uint16_t addresses[DEVICES];
    uint32_t count;
};

int32_t avm_board_i2c_open(const struct avm_board_i2c_wires *wires, avm_board_i2c **out)
{
    if (wires->controller >= SOC_I2C_NUM) {
        return AVM_BOARD_NO_CONTROLLER;
    }
    if (!avm_board_is_output(wires->sda) || !avm_board_is_output(wires->scl)) {
        return AVM_BOARD_NO_PIN;
    }
    avm_board_i2c *opened = calloc(1, sizeof(*opened));
    if (opened == NULL) {
        return AVM_BOARD_NO_RESOURCES;
    }
    opened->wires = *wires;
    opened->turn = xSemaphoreCreateMutex();
    if (opened->turn == NULL) {
        free(opened);
        return AVM_BOARD_NO_RESOURCES;
    }
    i2c_master_bus_config_t config = {
        .i2c_port = wires->controller,
        .sda_io_num = wires->sda,
        .scl_io_num = wires->scl,
        .clk_source = I2C_CLK_SRC_DEFAULT,
        .glitch_ignore_cnt = 7,
        .flags.enable_internal_pullup = true,
    };
    esp_err_t error = i2c_new_master_bus(&config, &opened->bus);
    if (error != ESP_OK) {
        vSemaphoreDelete(opened->turn);
        free(opened);
        /* This is what an acquired port is told by. */
        return error == ESP_ERR_INVALID_STATE || error == ESP_ERR_NOT_FOUND
            ? AVM_BOARD_IN_USE
            : avm_board_status(error);
    }
    *out = opened;
    return AVM_BOARD_OK;
}

static i2c_master_dev_handle_t known(const avm_board_i2c *bus, uint16_t address)
{
    for (uint32_t nth = 0; nth < bus->count; nth += 1) {
        if (bus->addresses[nth] == address) {
            return bus->devices[nth];
        }
    }
    return NULL;
}

static int32_t device(avm_board_i2c *bus, uint16_t address, i2c_master_dev_handle_t *out)
{
    *out = known(bus, address);
    if (*out != NULL) {
        return AVM_BOARD_OK;
    }
    if (bus->count == DEVICES) {
        return AVM_BOARD_NO_RESOURCES;
    }
    i2c_device_config_t config = {
        .dev_addr_length = I2C_ADDR_BIT_LEN_7,
        .device_address = address,
        .scl_speed_hz = bus->wires.hz,
    };
    esp_err_t error = i2c_master_bus_add_device(bus->bus, &config, out);
    if (error == ESP_OK) {
        bus->devices[bus->count] = *out;
        bus->addresses[bus->count] = address;
        bus->count += 1;
    }
    return avm_board_status(error);
}

/* The driver has one error for a NACK and for a time-out in the middle; asking
 * for the address tells them apart. */
static int32_t why(avm_board_i2c *bus, uint16_t address, int ms)
{
    switch (i2c_master_probe(bus->bus, address, ms)) {
        case ESP_OK:
            return AVM_BOARD_NACK_DATA;
        case ESP_ERR_NOT_FOUND:
            return AVM_BOARD_NACK_ADDRESS;
        default:
            return AVM_BOARD_TIMEOUT;
    }
}

static int32_t transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, int ms)
{
    esp_err_t error;
    if (write_len == 0 && read_len == 0) {
        error = i2c_master_probe(bus->bus, address, ms);
        return error == ESP_ERR_NOT_FOUND ? AVM_BOARD_NACK_ADDRESS : avm_board_status(error);
    }
    i2c_master_dev_handle_t to;
    int32_t status = device(bus, address, &to);
    if (status != AVM_BOARD_OK) {
        return status;
    }
    if (read_len == 0) {
        error = i2c_master_transmit(to, write, write_len, ms);
    } else if (write_len == 0) {
        error = i2c_master_receive(to, read, read_len, ms);
    } else {
        error = i2c_master_transmit_receive(to, write, write_len, read, read_len, ms);
    }
    if (error == ESP_ERR_INVALID_STATE || error == ESP_ERR_INVALID_RESPONSE) {
        return why(bus, address, ms);
    }
    return avm_board_status(error);
}

int32_t avm_board_i2c_transfer(avm_board_i2c *bus, uint16_t address, const uint8_t *write,
    size_t write_len, uint8_t *read, size_t read_len, uint32_t timeout_us)
{
    xSemaphoreTake(bus->turn, portMAX_DELAY);
    int ms = avm_board_ms(timeout_us);
    int32_t status = transfer(bus, address, write, write_len, read, read_len, ms);
    xSemaphoreGive(bus->turn);
    return status;
}

static bool is_free(const avm_board_i2c *bus)
{
    return gpio_get_level(bus->wires.sda) == 1 && gpio_get_level(bus->wires.scl) == 1;
}

int32_t avm_board_i2c_recover(avm_board_i2c *bus)
{
    xSemaphoreTake(bus->turn, portMAX_DELAY);
    if (!is_free(bus)) {
        i2c_master_bus_reset(bus->bus);
    }
    bool freed = is_free(bus);
    xSemaphoreGive(bus->turn);
    return freed ? AVM_BOARD_OK : AVM_BOARD_STUCK;
}

void avm_board_i2c_close(avm_board_i2c *bus)
{
    for (uint32_t nth = 0; nth < bus->count; nth += 1) {
        i2c_master_bus_rm_device(bus->devices[nth]);
    }
    i2c_del_master_bus(bus->bus);
    vSemaphoreDelete(bus->turn);
    free(bus);
}
